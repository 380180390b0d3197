// What a 401 asks for, one header a line, and where the answer may be: a netrc file.
#include "device/http/challenge.hpp"
#include "device/session/netrc.hpp"
#include "fuzz/target.hpp"
#include "support/text.hpp"

using namespace acapctl;
using namespace acapctl::device;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto challenges = parse_challenges(text::lines(text));
    for (const bool tls : {false, true}) {
        Scheme scheme = Scheme::none;
        if (fuzz::accepts([&] { scheme = choose_scheme(challenges, tls, false); },
                          ErrorKind::authentication))
            fuzz::require(scheme == Scheme::digest || tls, "no password goes readable over HTTP");
    }
    for (const char* user : {"", "root"})
        if (const auto login = find_in_netrc(text, "camera", user))
            fuzz::require(!login->password.empty() && (*user == '\0' || login->user == user),
                          "a login is whole");
    return 0;
}
