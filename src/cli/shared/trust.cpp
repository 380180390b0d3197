#include "cli/shared/trust.hpp"

#include "cli/shared/question.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

bool ask_to_trust(const device::Target& target, const device::Certificate& seen, Context& context) {
    const std::string& name = target.name;
    std::vector<std::string> lines;
    if (seen.pinned.empty()) {
        lines.push_back(fmt::format("{} shows a certificate that nobody vouches for ({}):", name,
                                    seen.distrust));
    } else {
        lines.push_back(fmt::format("{} shows another certificate than the trusted one:", name));
        lines.push_back("  trusted  SHA-256 " + seen.pinned);
    }
    lines.push_back("  subject  " + seen.subject);
    lines.push_back("  shown    SHA-256 " + seen.fingerprint);
    return ask_yes(context, lines, "Is it the device's own, to be trusted from now on?");
}

} // namespace acapctl::cli
