#pragma once
// Which SDK to build with, and why: the newest whose applications still run where they must.

#include "sdk/catalog.hpp"

namespace acapctl::sdk {

// What is asked for; empty fields ask nothing.
struct Wish {
    std::optional<AxisOs> axis_os{}; // "11.11" means the release with all its patches
    const Chip* chip = nullptr;
};

struct Choice {
    Image image;
    std::string why{}; // a sentence without its full stop
};

// Never a preview. Throws incompatible when the chip has no such AXIS OS, engine_unavailable when
// no stable SDK serves it; the hint names what comes near.
Choice newest_for(const Wish& wish, const Catalog& catalog);

// Whether applications of the image run on `version`. A release, two numbers, is served by its own
// first SDK even if that one was made from a patch of it: nothing older is meant for it.
// Beyond the image's track it counts what its applications run on if they are made for it.
bool serves(const Catalog& catalog, const Image& image, const AxisOs& version);

// How applications of the image are made for an AXIS OS beyond its track; nullptr where they are
// not, or need nothing for it.
const Track::Beyond* beyond_track(const Catalog& catalog, const Image& image,
                                  const AxisOs& version);

} // namespace acapctl::sdk
