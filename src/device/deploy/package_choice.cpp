#include "device/deploy/package_choice.hpp"

#include "acapctl/error.hpp"
#include "sdk/judgement.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <compare>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "1.0-alpha.2+build" -> 1 0 alpha 2. Numbers lose their leading zeros.
std::vector<std::string> tokens(std::string_view version) {
    std::vector<std::string> result;
    version = version.substr(0, version.find('+'));
    while (!version.empty()) {
        const bool digits = is_digit(version.front());
        if (!digits && !is_letter(version.front())) {
            version.remove_prefix(1);
            continue;
        }
        const auto end = std::ranges::find_if_not(version, digits ? is_digit : is_letter);
        std::string token =
            text::lower({version.data(), static_cast<std::size_t>(end - version.begin())});
        version.remove_prefix(token.size());
        if (digits) token.erase(0, std::min(token.find_first_not_of('0'), token.size() - 1));
        result.push_back(std::move(token));
    }
    while (result.size() > 1 && result.back() == "0") result.pop_back();
    return result;
}

std::strong_ordering compare_tokens(const std::string& a, const std::string& b) {
    if (is_digit(a.front()) != is_digit(b.front()))
        return is_digit(a.front()) ? std::strong_ordering::greater : std::strong_ordering::less;
    if (is_digit(a.front()) && a.size() != b.size()) return a.size() <=> b.size();
    return a.compare(b) <=> 0;
}

std::strong_ordering compare(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        // A missing number is 0, and a word comes before it: 1.0-alpha < 1.0.
        const auto order = compare_tokens(i < a.size() ? a[i] : "0", i < b.size() ? b[i] : "0");
        if (order != 0) return order;
    }
    return std::strong_ordering::equal;
}

std::string described(const Package& package) {
    return fmt::format("{} ({})", text::visible(package.file.filename().string()),
                       package.architecture.empty() ? "unknown architecture"
                                                    : text::visible(package.architecture));
}

std::string described(const std::vector<const Package*>& packages) {
    std::vector<std::string> names;
    for (const Package* package : packages) names.push_back(described(*package));
    return text::join(names, ", ");
}

} // namespace

bool fits(const Package& package, std::string_view architecture) {
    const sdk::DeviceFacts device{.architecture = std::string(architecture)};
    return judge_architecture(package.architecture, device).verdict != sdk::Verdict::no;
}

const Package& choose_package(const std::vector<Package>& packages, std::string_view architecture) {
    std::vector<const Package*> candidates;
    std::vector<const Package*> all;
    for (const Package& package : packages) {
        all.push_back(&package);
        if (fits(package, architecture)) candidates.push_back(&package);
    }
    if (candidates.empty())
        throw Error({.kind = ErrorKind::incompatible,
                     .code = "wrong-architecture",
                     .message = fmt::format("the device is {}, and no package given is for it: {}",
                                            text::visible(architecture), described(all)),
                     .advice = {{Advice::build_for_architecture, {std::string(architecture)}}}});
    // A package made for the architecture is better than one for all.
    std::vector<const Package*> exact;
    for (const Package* package : candidates)
        if (package->architecture == architecture) exact.push_back(package);
    if (exact.size() == 1) return *exact.front();
    if (candidates.size() > 1)
        throw_usage(architecture.empty()
                        ? fmt::format("the device does not tell its architecture; given are {}",
                                      described(candidates))
                        : fmt::format("several packages fit the device: {}", described(candidates)),
                    architecture.empty() ? "set AXIS_DEVICE_ARCH" : "name the one to install");
    return *candidates.front();
}

VersionMatch match_version(const Package& package, std::string_view shown) {
    const auto seen = tokens(shown);
    std::vector<std::vector<std::string>> expected{tokens(package.version)};
    const auto conf = [&](const char* key) {
        const auto found = package.conf.find(key);
        return found == package.conf.end() ? "" : found->second;
    };
    expected.push_back(tokens(fmt::format("{}.{}.{}", conf("APPMAJORVERSION"),
                                          conf("APPMINORVERSION"), conf("APPMICROVERSION"))));
    for (const auto& version : expected)
        if (!version.empty() && version == seen) return VersionMatch::same;
    const auto& full = expected.front();
    const auto word =
        std::ranges::find_if(full, [](const auto& t) { return is_letter(t.front()); });
    std::vector<std::string> numbers(full.begin(), word);
    while (numbers.size() > 1 && numbers.back() == "0") numbers.pop_back();
    return word != full.end() && !numbers.empty() && numbers == seen ? VersionMatch::shortened
                                                                     : VersionMatch::different;
}

DeployOutcome::Kind replacement(std::string_view before, std::string_view after) {
    const auto order = compare(tokens(before), tokens(after));
    return order == 0  ? DeployOutcome::Kind::reinstalled
           : order < 0 ? DeployOutcome::Kind::upgraded
                       : DeployOutcome::Kind::downgraded;
}

} // namespace acapctl::device
