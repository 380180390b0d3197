#pragma once
// What a run of a model costs the applications of others: it takes the deep learning processor for
// a while, and room in larod's cache of compiled models. Pure.

#include "sdk/catalog.hpp"

#include <string>
#include <vector>

namespace acapctl::probe {

// Whether a run on these larod devices takes the DLPU, as far as anybody knows; none: on all that
// the device has.
bool may_take_dlpu(const std::vector<std::string>& larod_devices);

// What is on record of larod's cache on a chip (nullptr: not known which), as a sentence without
// its full stop, safe to print. `name`: what the device calls its chip, where that is not known.
std::string model_cache_note(const sdk::Chip* chip, const std::string& name);

} // namespace acapctl::probe
