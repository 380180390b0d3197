#include "sdk/choice.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::sdk {

namespace {

bool is_release(const AxisOs& version) {
    return std::ranges::count(version.str(), '.') == 1;
}

bool for_chip(const Catalog& catalog, const Image& image, const Chip* chip) {
    return chip == nullptr || !intersection({catalog.serves(image)}, {chip->axis_os}).empty();
}

std::vector<const Image*> candidates(const Wish& wish, const Catalog& catalog, bool preview) {
    std::vector<const Image*> found;
    for (const Image& image : catalog.images())
        if (image.preview == preview && for_chip(catalog, image, wish.chip) &&
            (!wish.axis_os || serves(catalog, image, *wish.axis_os)))
            found.push_back(&image);
    return found;
}

std::string track_words(const Catalog& catalog, const AxisOs& version) {
    const Track* track = catalog.track_of(version);
    return track == nullptr ? "" : fmt::format(" ({} track)", track->name);
}

// The first stable image after `chosen` that serves the same track.
const Image* next_of_track(const Catalog& catalog, const Image& chosen) {
    const Track* track = catalog.track_of(*AxisOs::parse(chosen.axis_os));
    bool later = false;
    for (const Image& image : catalog.images()) {
        if (later && !image.preview && catalog.track_of(*AxisOs::parse(image.axis_os)) == track)
            return &image;
        later = later || image.version == chosen.version;
    }
    return nullptr;
}

std::string why_axis_os(const Catalog& catalog, const Image& chosen, const AxisOs& version) {
    if (const Track::Beyond* beyond = beyond_track(catalog, chosen, version))
        return fmt::format("SDK {} is the newest whose applications run on AXIS OS {} {} ({})",
                           chosen.version, version.str(), beyond->needs, beyond->source);
    std::string why = fmt::format("SDK {} is the newest whose applications run on AXIS OS {}{}",
                                  chosen.version, version.str(), track_words(catalog, version));
    if (version < *AxisOs::parse(chosen.axis_os))
        why += fmt::format("; they need {} or later of it", chosen.axis_os);
    if (const Image* next = next_of_track(catalog, chosen))
        why += fmt::format("; SDK {} needs AXIS OS {}", next->version, next->axis_os);
    return why;
}

std::string why_chip(const Catalog& catalog, const Image& chosen, const Chip& chip) {
    if (chosen.version == catalog.newest_stable().version)
        return fmt::format("SDK {} is the newest stable release", chosen.version);
    return fmt::format("SDK {} is the newest for {}: {}; its applications need AXIS OS {}",
                       chosen.version, chip.label, chip.source, chosen.axis_os);
}

std::string doubt_about(const Wish& wish) {
    const Chip* chip = wish.chip;
    if (chip == nullptr || !chip->doubtful_max || !wish.axis_os ||
        *wish.axis_os < chip->doubtful_max->beyond())
        return "";
    return fmt::format("; not known whether {} gets it: {}", chip->label, chip->doubt);
}

[[noreturn]] void throw_no_sdk(const Wish& wish, const Catalog& catalog) {
    const AxisOs& version = *wish.axis_os;
    std::string hint;
    std::vector<Advice> advice;
    if (const auto previews = candidates(wish, catalog, true); !previews.empty()) {
        hint = "a preview is never chosen by itself";
        advice = {{Advice::take_sdk, {previews.back()->version}}};
    } else if (version < *AxisOs::parse(catalog.images().front().axis_os)) {
        hint = fmt::format("the oldest SDK known here is {}, for AXIS OS {}",
                           catalog.images().front().version, catalog.images().front().axis_os);
    } else {
        hint = fmt::format("add newer ones to {}", text::visible(Catalog::users_file().string()));
        advice = {{Advice::choose_sdk}};
    }
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "no-sdk",
                 .message = fmt::format("no stable SDK is known for AXIS OS {}", version.str()),
                 .hint = hint,
                 .advice = std::move(advice)});
}

} // namespace

bool serves(const Catalog& catalog, const Image& image, const AxisOs& version) {
    if (catalog.serves(image).contains(version) || beyond_track(catalog, image, version) != nullptr)
        return true;
    const AxisOs needed = *AxisOs::parse(image.axis_os);
    if (!is_release(version) || !needed.within(version)) return false;
    return std::ranges::none_of(catalog.images(), [&](const Image& other) {
        const AxisOs others = *AxisOs::parse(other.axis_os);
        return others.within(version) && others < needed;
    });
}

const Track::Beyond* beyond_track(const Catalog& catalog, const Image& image,
                                  const AxisOs& version) {
    const AxisOs made_for = *AxisOs::parse(image.axis_os);
    const Track* track = catalog.track_of(made_for);
    if (track == nullptr || !track->also_for) return nullptr;
    const Track::Beyond& beyond = *track->also_for;
    return made_for >= *beyond.from && version.within(*beyond.axis_os) ? &beyond : nullptr;
}

Choice newest_for(const Wish& wish, const Catalog& catalog) {
    if (wish.axis_os && wish.chip != nullptr && !wish.chip->axis_os.contains(*wish.axis_os))
        throw Error(
            {.kind = ErrorKind::incompatible,
             .code = "chip-without-axis-os",
             .message = fmt::format("no application for AXIS OS {} runs on {}: {}",
                                    wish.axis_os->str(), wish.chip->label, wish.chip->source),
             .hint = {}});
    const auto found = candidates(wish, catalog, false);
    if (found.empty() && wish.axis_os) throw_no_sdk(wish, catalog);
    if (found.empty() || (!wish.axis_os && wish.chip == nullptr)) {
        const Image& newest = catalog.newest_stable();
        return {newest, fmt::format("SDK {} is the newest stable release", newest.version)};
    }
    const Image& chosen = *found.back();
    return {chosen, wish.axis_os ? why_axis_os(catalog, chosen, *wish.axis_os) + doubt_about(wish)
                                 : why_chip(catalog, chosen, *wish.chip)};
}

} // namespace acapctl::sdk
