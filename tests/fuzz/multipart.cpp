// An upload to an emulated device: the header that names the boundary in the first line, then the
// body.
#include "emulator/http/multipart.hpp"
#include "fuzz/target.hpp"

#include <algorithm>
#include <vector>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

struct Received {
    std::string name{};
    std::string filename{};
    std::string data{};
    bool operator==(const Received&) const = default;
};

struct Upload {
    std::vector<Received> parts{};
    bool complete = false;
    bool operator==(const Upload&) const = default;
};

// The body, which comes in pieces of `step` bytes.
Upload upload(std::string_view boundary, std::string_view body, std::size_t step) {
    Upload result;
    MultipartReader reader(
        boundary,
        [&](const Part& part) {
            result.parts.push_back({part.name, part.filename.value_or("")});
        },
        [&](std::string_view data) {
            fuzz::require(!result.parts.empty(), "data belong to a part");
            result.parts.back().data += data;
        });
    for (; !body.empty(); body.remove_prefix(std::min(step, body.size())))
        reader.receive(body.substr(0, step));
    result.complete = reader.complete();
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const std::string_view header = text.substr(0, text.find('\n'));
    const std::string_view body = text.substr(std::min(header.size() + 1, size));
    const auto said = multipart_boundary(header);
    fuzz::require(!said || (!said->empty() && said->size() <= 200), "a boundary has a bound");
    const std::string boundary = said.value_or("b");
    const Upload at_once = upload(boundary, body, body.size());
    for (const std::size_t step : {1, 7})
        fuzz::require(upload(boundary, body, step) == at_once,
                      "an upload does not depend on how it comes");
    std::size_t total = 0;
    for (const Received& part : at_once.parts)
        total += part.name.size() + part.filename.size() + part.data.size();
    fuzz::require(total <= body.size(), "the parts are no more than the body");
    return 0;
}
