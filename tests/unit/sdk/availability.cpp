#include "sdk/availability.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace acapctl;
using sdk::AxisOs;
using sdk::Catalog;

namespace {

const sdk::Api& api(const char* name) {
    const auto& apis = Catalog::built_in().apis();
    const auto found = std::ranges::find(apis, name, &sdk::Api::name);
    REQUIRE(found != apis.end());
    return *found;
}

std::string answer(const char* name, const char* chip, const char* axis_os) {
    const Catalog& catalog = Catalog::built_in();
    return sdk::availability_name(
        sdk::availability(api(name), catalog.chip(chip), *AxisOs::parse(axis_os), catalog)
            .availability);
}

} // namespace

TEST_CASE("an API is where Axis listed it, absent where it did not, else unknown") {
    const struct {
        const char* api;
        const char* chip;
        const char* axis_os;
        const char* answer;
    } rows[] = {
        {"larod", "artpec8", "12.11.77", "yes"},
        {"larod", "artpec6", "12.11.77", "no"},
        {"larod", "s5l", "11.11.192", "yes"},
        {"larod", "artpec8", "12.0", "yes"},        // both tables around it agree
        {"larod", "artpec8", "10.9", "unknown"},    // no table that early
        {"larod", "artpec8", "13.0.33", "unknown"}, // beyond the track of the last table
        {"larod", "artpec9", "12.0", "no"},         // the chip came later
        {"larod", "imx8mn", "12.9.57", "unknown"},  // a chip of which no table speaks
        {"vdo", "cv75", "12.11.72", "unknown"},     // the table is older than the chip
        {"vdo", "artpec9", "12.11.72", "yes"},
        {"fastcgi", "artpec6", "11.5", "yes"},
        {"fastcgi", "artpec6", "11.6", "no"},   // withdrawn with it
        {"fastcgi", "artpec6", "11.1", "no"},   // not in the Native SDK before 11.2
        {"event", "imx6sx", "11.2", "no"},      // audio devices came with 11.5,
        {"event", "imx6sx", "11.4", "unknown"}, // and no table was read between
        {"larod", "artpec6", "10.9", "no"},     // known to be absent
        {"fastcgi", "artpec6", "11.11.192", "no"},
        {"parameter", "artpec7", "11.8", "no"}, // not in the Native SDK before 11.9
        {"message-broker", "artpec8", "13.0.33", "no"},
        {"pipewire", "artpec8", "12.6", "unknown"},
        {"reverse-proxy", "imx6ull", "11.11", "yes"},
        {"reverse-proxy", "cv75", "12.11.72", "yes"}, // on every chip, later ones too
        {"device-data-hub", "artpec8", "12.4", "no"},
        {"opengl", "artpec8", "12.11.72", "yes"},
        {"egl", "artpec8", "12.10.68", "no"},      // came with 12.11
        {"opengl", "cv25", "12.11.72", "unknown"}, // not among the devices of one example
        {"axhttp", "artpec8", "14.0", "unknown"},  // by one word alone it is gone
        {"reverse-proxy", "artpec6", "13.0", "unknown"},
    };
    for (const auto& row : rows) {
        INFO(row.api << " on " << row.chip << " under " << row.axis_os);
        CHECK(answer(row.api, row.chip, row.axis_os) == row.answer);
    }
}

TEST_CASE("every answer but unknown has a source, and every table names known chips") {
    const Catalog& catalog = Catalog::built_in();
    for (const sdk::Api& each : catalog.apis()) {
        for (const sdk::ApiTable& table : each.tables)
            for (const std::string& chip : table.chips)
                if (chip != "all") CHECK_NOTHROW(catalog.chip(chip));
        for (const sdk::Chip& chip : catalog.chips())
            for (const sdk::Image& image : catalog.images()) {
                INFO(each.name << " " << chip.name << " " << image.version);
                const auto found =
                    sdk::availability(each, chip, *AxisOs::parse(image.axis_os), catalog);
                CHECK((found.availability == sdk::Availability::unknown) == found.source.empty());
            }
    }
}
