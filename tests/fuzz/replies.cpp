// What the interfaces of a device answer, where it redirects to and what is remembered of it, each
// text given to every parser.
#include "device/vapix/replies.hpp"
#include "device/http/redirect.hpp"
#include "device/vapix/description.hpp"
#include "fuzz/target.hpp"
#include "support/json.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

void check_redirect(std::string_view location) {
    for (const bool tls : {false, true}) {
        const Target target{.host = "camera", .tls = tls, .port = 8443};
        const Reply reply{.status = 302, .headers = {{"location", std::string(location)}}};
        const auto redirect = redirect_within(target, {.path = "/old"}, reply);
        if (!redirect) continue;
        fuzz::require(redirect->https_port ? !tls : redirect->path.starts_with('/'),
                      "a redirect stays on the device and never leaves HTTPS");
        fuzz::require(redirect->path.find_first_of(" \r\n") == std::string::npos,
                      "a path is one word");
    }
}

void check_description(std::string_view text) {
    const auto document = parse_foreign(text);
    if (document.is_discarded()) return;
    const auto known = to_json(description_from(document));
    fuzz::require(to_json(description_from(known)) == known, "what is remembered is read back");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto read = [](const auto& parse) { fuzz::accepts(parse, ErrorKind::refused); };
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
    check_redirect(text);
    check_description(text);
    return 0;
}
