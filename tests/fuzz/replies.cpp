// What the interfaces of a device answer, each text given to every parser.
#include "device/replies.hpp"
#include "fuzz/target.hpp"

using namespace acapctl;
using namespace acapctl::device;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto read = [](const auto& parse) { fuzz::accepts(parse, ExitCode::refused); };
    read([&] {
        for (const Application& app : parse_list(text))
            fuzz::require(!app.name.empty(), "an application has a name");
    });
    read([&] { parse_ok_or_error(text, "starting 'hello'"); });
    read([&] { parse_config(text, "AllowUnsigned"); });
    read([&] { parse_params(text); });
    read([&] { parse_device_info(text); });
    read([&] { parse_api_list(text); });
    read([&] { parse_system_ready(text); });
    return 0;
}
