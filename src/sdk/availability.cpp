#include "sdk/availability.hpp"

#include "support/text.hpp"

#include <algorithm>

namespace acapctl::sdk {

namespace {

bool covers(const ApiTable& table, const std::string& name) {
    return text::contains(table.chips, name);
}

bool lists(const ApiTable& table, const std::string& chip) {
    return covers(table, chip) || covers(table, "all");
}

ApiAnswer answer(const ApiTable& table, const Chip& chip) {
    if (lists(table, chip.name)) return {Availability::yes, table.source};
    if (table.partial) return {};
    return {Availability::no, table.source};
}

} // namespace

const char* availability_name(Availability availability) {
    switch (availability) {
    case Availability::yes:
        return "yes";
    case Availability::no:
        return "no";
    case Availability::unknown:
        break;
    }
    return "unknown";
}

ApiAnswer availability(const Api& api, const Chip& chip, const AxisOs& version,
                       const Catalog& catalog) {
    if (!api.axis_os.contains(version)) return {Availability::no, api.source};
    if (!chip.axis_os.contains(version)) return {Availability::no, chip.source};
    const auto is_beyond = [&](const auto& max) { return max && version >= max->beyond(); };
    if (is_beyond(api.doubtful_max) || is_beyond(chip.doubtful_max)) return {};
    if (api.is_absent_on(chip)) return {Availability::no, api.absent_source};
    if (!chip.listed) return {};
    const ApiTable* before = nullptr;
    const ApiTable* after = nullptr;
    for (const ApiTable& table : api.tables) {
        // A table older than the chip, or newer than its last AXIS OS, says nothing about it.
        if (!covers(table, "all") && !chip.axis_os.contains(*table.axis_os)) continue;
        if (*table.axis_os <= version)
            before = &table;
        else if (after == nullptr)
            after = &table;
    }
    if (before == nullptr) return {};
    const ApiAnswer found = answer(*before, chip);
    if (after != nullptr && lists(*after, chip.name) != lists(*before, chip.name) &&
        !version.within(*before->axis_os))
        return {};
    if (after == nullptr && catalog.track_of(version) != catalog.track_of(*before->axis_os))
        return {};
    return found;
}

} // namespace acapctl::sdk
