#include "device/deploy/package_choice.hpp"

#include "acapctl/error.hpp"
#include "manifest/architecture_names.hpp"
#include "sdk/judgement.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

// Of a vendor's name, without what authors write in one way and another. Empty: "-" is what the old
// SDK's packages have where nobody filled it in.
std::string plain_vendor(const std::string& vendor) {
    std::vector<std::string> words;
    for (const std::string& word : text::split(text::lower(vendor), ' '))
        if (!text::trim(word).empty()) words.emplace_back(text::trim(word));
    const std::string plain = text::join(words, " ");
    return plain == "-" ? "" : plain;
}

} // namespace

bool fits(const Package& package, std::string_view architecture) {
    const sdk::DeviceFacts device{.architecture = std::string(architecture)};
    return judge_architecture(package.architecture, device).verdict != sdk::Verdict::no;
}

void add_build_advice(std::string& hint, std::vector<Advice>& advice,
                      std::string_view architecture) {
    if (is_compiled_for(architecture))
        advice.push_back({Advice::build_for_architecture, {package_name_of(architecture)}});
    else
        hint = "no SDK of today compiles for such a device; only a package that is already for it "
               "runs there";
}

VersionMatch match_version(const Package& package, std::string_view shown) {
    const ApplicationVersion seen(shown);
    if (seen.empty()) return VersionMatch::different;
    const ApplicationVersion full(package.version);
    const ApplicationVersion of_conf(fmt::format("{}.{}.{}", package.conf_value("APPMAJORVERSION"),
                                                 package.conf_value("APPMINORVERSION"),
                                                 package.conf_value("APPMICROVERSION")));
    for (const ApplicationVersion& expected : {full, of_conf})
        if (!expected.empty() && expected == seen) return VersionMatch::same;
    const ApplicationVersion numbers = full.without_words();
    return full.has_word() && !numbers.empty() && numbers == seen ? VersionMatch::shortened
                                                                  : VersionMatch::different;
}

DeployOutcome::Kind replacement(std::string_view before, std::string_view after) {
    const auto order = ApplicationVersion(before) <=> ApplicationVersion(after);
    return order == 0  ? DeployOutcome::Kind::reinstalled
           : order < 0 ? DeployOutcome::Kind::upgraded
                       : DeployOutcome::Kind::downgraded;
}

DeployOutcome::Kind replacement(std::string_view before, const Package& after) {
    return match_version(after, before) == VersionMatch::different
               ? replacement(before, after.version)
               : DeployOutcome::Kind::reinstalled;
}

bool is_by_another(const Package& package, const std::string& vendor) {
    const std::string ours = plain_vendor(package.vendor);
    const std::string theirs = plain_vendor(vendor);
    return !ours.empty() && !theirs.empty() && ours != theirs;
}

bool can_compare(std::string_view version) {
    return !ApplicationVersion(version).without_words().empty();
}

} // namespace acapctl::device
