#include "device/deploy/candidate_choice.hpp"

#include "device/deploy/package_choice.hpp"
#include "device/vapix/policy.hpp"
#include "manifest/architecture_names.hpp"
#include "sdk/judgement.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

std::string file_name(const Package& package) {
    return text::visible(package.file.filename().string());
}

std::string described(const Package& package) {
    return fmt::format("{} ({}{}{})", file_name(package), text::visible(package.version),
                       package.version.empty() ? "" : ", ",
                       package.architecture.empty() ? "unknown architecture"
                                                    : text::visible(package.architecture));
}

// It needs something that only some chips have, and this one has it.
bool is_made_for_chip(const Candidate& candidate, const sdk::DeviceFacts& device) {
    return std::ranges::any_of(
        candidate.compatibility.requirements, [&](const sdk::Requirement& need) {
            return need.chips && judge(need, device).verdict == sdk::Verdict::yes;
        });
}

// What is better is less.
struct Rank {
    bool refused = false;
    std::ptrdiff_t against = 0;
    bool for_all = false; // not for this very architecture
    std::ptrdiff_t unknown = 0;
    bool for_any_chip = false;
    bool is_unsigned = false;

    auto operator<=>(const Rank&) const = default;

    // What a person would have to be asked about if it were different.
    auto front() const { return std::tuple(refused, against, for_all); }
};

// Why the one of the better rank is taken.
const char* advantage(const Rank& better, const Rank& worse) {
    if (better.against != worse.against) return "less speaks against it";
    if (better.for_all != worse.for_all) return "it is made for the architecture";
    if (better.unknown != worse.unknown) return "fewer of its checks are unknown";
    if (better.for_any_chip != worse.for_any_chip) return "it is made for the chip";
    return "it is signed";
}

class Chooser {
  public:
    Chooser(const std::vector<Candidate>& candidates, const Situation& situation,
            const sdk::Catalog& catalog, bool force)
        : candidates_(candidates), situation_(situation), catalog_(catalog), force_(force) {}

    Choice choose() {
        for (const Candidate& candidate : candidates_) {
            choice_.considered.push_back({.package = candidate.package.file.string()});
            if (fits(candidate.package, architecture()))
                fitting_.push_back(choice_.considered.size() - 1);
            else
                reason(choice_.considered.size() - 1) = fmt::format(
                    "it is for {}, the device is {}", text::visible(candidate.package.architecture),
                    text::visible(architecture()));
        }
        if (fitting_.empty())
            fail_by_architecture();
        else if (fitting_.size() == 1)
            take(fitting_.front(), candidates_.size() == 1 ? "the only package given"
                                                           : "the only one for the architecture");
        else
            choose_fitting();
        return std::move(choice_);
    }

  private:
    struct Rated {
        std::size_t place = 0;
        Rank rank{};
        std::vector<Check> checks{};
    };

    const std::string& architecture() const { return situation_.facts.architecture; }
    const Package& package(std::size_t place) const { return candidates_[place].package; }
    std::string& reason(std::size_t place) { return choice_.considered[place].reason; }

    void take(std::size_t place, std::string why) {
        choice_.chosen = &candidates_[place];
        choice_.considered[place].chosen = true;
        reason(place) = std::move(why);
    }

    bool refuses(const Check& check) const {
        return check.result == CheckResult::no && !(force_ && check.overridable);
    }

    Rated rate(std::size_t place) const {
        const Candidate& candidate = candidates_[place];
        Rated rated{.place = place, .checks = preflight(candidate, situation_, catalog_)};
        const auto count = [&](CheckResult result) {
            return std::ranges::count(rated.checks, result, &Check::result);
        };
        rated.rank = {.refused = std::ranges::any_of(
                          rated.checks, [&](const auto& check) { return refuses(check); }),
                      .against = count(CheckResult::no),
                      .for_all = !same_architecture(candidate.package.architecture, architecture()),
                      .unknown = count(CheckResult::unknown),
                      .for_any_chip = !is_made_for_chip(candidate, device_of(situation_, catalog_)),
                      .is_unsigned = !candidate.package.is_signed()};
        return rated;
    }

    void choose_fitting() {
        std::vector<Rated> rated;
        for (const std::size_t place : fitting_) rated.push_back(rate(place));
        std::ranges::stable_sort(rated, {}, &Rated::rank);
        const Rated& best = rated.front();
        for (const Rated& each : rated)
            reason(each.place) = each.rank.refused ? reasons_against(each) : "it fits the device";
        if (best.rank.refused) return fail_by_checks(best);
        if (is_ambiguous(rated)) return fail_ambiguous(rated);
        for (const Rated& each : rated)
            if (!each.rank.refused && &each != &best)
                reason(each.place) = fmt::format("{} is taken: {}", file_name(package(best.place)),
                                                 advantage(best.rank, each.rank));
        take(best.place, rated[1].rank.refused ? "the only one that fits the device"
                                               : advantage(best.rank, rated[1].rank));
    }

    std::string reasons_against(const Rated& rated) const {
        std::vector<std::string> reasons;
        for (const Check& check : rated.checks)
            if (refuses(check)) reasons.push_back(check.reason);
        return text::join(reasons, "; and ");
    }

    // Nobody but the user knows which of two versions is meant, or what a device is that does not
    // tell its architecture.
    bool is_ambiguous(const std::vector<Rated>& rated) const {
        const Rated& best = rated.front();
        return std::ranges::any_of(rated.begin() + 1, rated.end(), [&](const Rated& each) {
            return each.rank == best.rank ||
                   (each.rank.front() == best.rank.front() &&
                    (package(each.place).version != package(best.place).version ||
                     package(each.place).architecture != package(best.place).architecture));
        });
    }

    void fail_by_architecture() {
        std::vector<std::string> names;
        for (const Candidate& candidate : candidates_)
            names.push_back(described(candidate.package));
        Failure failure{.kind = ErrorKind::incompatible,
                        .code = "wrong-architecture",
                        .message =
                            fmt::format("the device is {}, and no package given is for it: {}",
                                        text::visible(architecture()), text::join(names, ", "))};
        add_build_advice(failure.hint, failure.advice, architecture());
        choice_.checks = {{.id = "architecture",
                           .result = CheckResult::no,
                           .reason = failure.message,
                           .remedy = failure.hint,
                           .advice = failure.advice}};
        choice_.failure = std::move(failure);
    }

    void fail_by_checks(const Rated& closest) {
        std::vector<std::string> reasons;
        for (const std::size_t place : fitting_)
            reasons.push_back(fmt::format("{}: {}", file_name(package(place)), reason(place)));
        choice_.checks = closest.checks;
        try {
            refuse_if_no(closest.checks, force_);
        } catch (const Error& error) {
            choice_.failure = error.failure();
            choice_.failure->message =
                fmt::format("no package given fits the device: {}", text::join(reasons, "; "));
        }
    }

    void fail_ambiguous(const std::vector<Rated>& rated) {
        std::vector<std::string> names;
        for (const Rated& each : rated)
            if (each.rank.front() == rated.front().rank.front())
                names.push_back(described(package(each.place)));
        const std::string all = text::join(names, ", ");
        choice_.failure = {
            .kind = ErrorKind::usage,
            .message = architecture().empty()
                           ? "the device does not tell its architecture; given are " + all
                           : "several packages fit the device: " + all,
            .hint = architecture().empty() ? "set AXIS_DEVICE_ARCH" : how_to_choose(rated)};
    }

    // Not chosen here: the newest file may be what somebody tried, and the older the release.
    std::string how_to_choose(const std::vector<Rated>& rated) const {
        const auto version = [&](const Rated& each) {
            return ApplicationVersion(package(each.place).version);
        };
        const Rated& newest = *std::ranges::max_element(rated, {}, version);
        const auto is_older = [&](const Rated& each) {
            return each.rank.refused || &each == &newest ||
                   (can_compare(package(each.place).version) && version(each) < version(newest));
        };
        if (newest.rank.refused || !std::ranges::all_of(rated, is_older))
            return "name the one to install";
        return fmt::format("name the one to install; the newest is {}",
                           text::visible(package(newest.place).file.string()));
    }

    const std::vector<Candidate>& candidates_;
    const Situation& situation_;
    const sdk::Catalog& catalog_;
    bool force_;
    std::vector<std::size_t> fitting_{};
    Choice choice_{};
};

bool depends_on_signature(const std::vector<Candidate>& candidates,
                          const std::string& architecture) {
    bool has_signed = false;
    bool has_unsigned = false;
    for (const Candidate& candidate : candidates)
        if (fits(candidate.package, architecture))
            (candidate.package.is_signed() ? has_signed : has_unsigned) = true;
    return has_signed && has_unsigned;
}

} // namespace

Choice choose_candidate(const std::vector<Candidate>& candidates, const Situation& situation,
                        const sdk::Catalog& catalog, bool force) {
    return Chooser(candidates, situation, catalog, force).choose();
}

Situation situation_for_choice(Session& session, const std::vector<Candidate>& candidates,
                               const Facts& facts, const std::vector<Application>& installed,
                               const sdk::Catalog& catalog, const DeployOptions& options) {
    Situation now{.facts = facts,
                  .installed = installed,
                  .will_allow_unsigned = options.allow_unsigned,
                  .permitted = {.downgrade = true, .other_vendor = true, .bundled = true}};
    if (options.measured) now.measured = options.measured(session.target(), facts);
    if (!options.allow_unsigned && depends_on_signature(candidates, facts.architecture) &&
        may_have_policy(allow_unsigned, facts.axis_os, catalog.policies()))
        now.allow_unsigned = read_policy(session, allow_unsigned);
    return now;
}

} // namespace acapctl::device
