// What an emulated device is asked for and what an application answers: a path, HTTP, FastCGI.
#include "emulator/http/http_message.hpp"
#include "emulator/web/fastcgi.hpp"
#include "emulator/web/web_path.hpp"
#include "fuzz/target.hpp"

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

void walk(std::string_view target) {
    const auto path = local_path(target);
    if (!path) return;
    const std::string inside = "/" + path->rest + "/";
    fuzz::require(inside.find("/../") == inside.npos && path->app != "..", "no way leads upwards");
    for (const char c : path->app + path->rest)
        fuzz::require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a path is printable");
}

void require_whole(const ResponseHead& head) {
    fuzz::require(head.status >= 100 && head.status <= 599, "a status is one of HTTP");
    for (const auto& [name, value] : end_to_end(head.headers))
        fuzz::require(!name.empty() && name.find_first_of(":\r\n ") == name.npos &&
                          value.find_first_of("\r\n") == value.npos,
                      "a header is one line");
}

// The body, taken in pieces of `step` bytes.
std::string body_of(const ResponseHead& head, std::string_view bytes, std::size_t step,
                    BodyDecoder::State& state) {
    BodyDecoder decoder(head, false);
    std::string body;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size())))
        body += decoder.take(bytes.substr(0, step));
    decoder.end();
    state = decoder.state();
    return body;
}

void answer(std::string_view bytes) {
    const auto length = head_length(bytes);
    if (!length) return;
    if (const auto cgi = parse_cgi_head(bytes.substr(0, *length))) require_whole(*cgi);
    const auto head = parse_http_head(bytes.substr(0, *length));
    if (!head) return;
    require_whole(*head);
    const std::string_view rest = bytes.substr(*length);
    BodyDecoder::State at_once{};
    BodyDecoder::State slowly{};
    const std::string body = body_of(*head, rest, rest.size(), at_once);
    fuzz::require(body_of(*head, rest, 1, slowly).starts_with(body) && at_once == slowly,
                  "a body does not depend on how it comes");
    fuzz::require(body.size() <= rest.size(), "a body is what came");
}

std::string contents(std::string_view bytes, std::size_t step) {
    fastcgi::RecordReader reader;
    std::string all;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
        reader.feed(bytes.substr(0, step));
        while (const auto record = reader.next())
            all += static_cast<char>(record->type) + record->content;
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    walk(text);
    walk("/local/app/" + std::string(text));
    answer(text);
    fuzz::require(contents(text, text.size()) == contents(text, 1),
                  "records do not depend on how they come");
    return 0;
}
