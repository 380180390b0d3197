// package.conf as it is out in the world.
#include "manifest/package_conf.hpp"
#include "fuzz/target.hpp"
#include "support/text.hpp"

using namespace acapctl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    for (const auto& [key, value] : parse_package_conf(text)) {
        fuzz::require(!key.empty(), "a key is a name");
        fuzz::require_printable(key);
        fuzz::require(value.size() < size, "a value is no longer than its line");
        fuzz::require(value.find('\n') == std::string::npos, "a value ends with its line");
    }
    for (const std::string& line : text::lines(text))
        if (is_plain_assignment(line))
            fuzz::require(parse_package_conf(line).size() == 1, "an assignment is read as one");
    return 0;
}
