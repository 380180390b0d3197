#include "probe/against_catalog.hpp"

#include "probe/report_reader.hpp"
#include "sdk/judgement.hpp"
#include "sdk/requirements.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

using nlohmann::json;

namespace {

// The chips that the catalog names a larod device for.
std::vector<std::string> chips_with(const std::string& device, const sdk::Catalog& catalog) {
    std::vector<std::string> chips;
    for (const sdk::Chip& chip : catalog.chips())
        if (text::contains(chip.larod_devices, device) ||
            text::contains(chip.doubtful_larod_devices, device))
            chips.push_back(chip.name);
    return chips;
}

class Comparison {
  public:
    Comparison(const sdk::Chip& chip, const std::string& axis_os, const sdk::Catalog& catalog)
        : chip_(chip), catalog_(catalog), device_{.architecture = chip.architecture,
                                                  .chip = &chip,
                                                  .axis_os = sdk::AxisOs::parse_release(axis_os)} {}

    // The lists of the catalog are of names that one chip has and others do not.
    void larod(const std::vector<std::string>& names) {
        if (names.empty()) return;
        for (const std::string& name : names) {
            const auto chips = chips_with(name, catalog_);
            if (!chips.empty() && !text::contains(chips, chip_.name))
                add("larod", fmt::format("the device has the larod device {}, which the catalog "
                                         "gives to {} and not to {}",
                                         text::visible(name), text::join(chips, ", "), chip_.name));
        }
        dlpu(std::ranges::any_of(names, names_a_dlpu));
    }

    void library(const json& row) {
        std::string name = string_at(row, "file");
        if (name.empty()) name = string_at(row, "realFile");
        const json& present = at_path(row, "present");
        if (name.empty() || !present.is_boolean()) return;
        const auto need = sdk::library_requirement({name, "the probe"}, catalog_);
        if (!need) return;
        const sdk::Judgement known = judge(*need, device_);
        if (present.get<bool>() && known.verdict == sdk::Verdict::no)
            add("libraries", fmt::format("the device has {}, which by the catalog it does not: {}",
                                         text::visible(name), need->source));
        if (!present.get<bool>() && is_promised(*catalog_.api_of_library(name)))
            add("libraries", fmt::format("the device lacks {}, which the catalog lists for {}",
                                         text::visible(name), chip_.name));
    }

    json take() { return std::move(found_); }

  private:
    // By the table of chips that was the newest when the AXIS OS came out.
    bool is_promised(const sdk::Api& api) const {
        if (!device_.axis_os || !api.axis_os.contains(*device_.axis_os)) return false;
        const sdk::ApiTable* newest = nullptr;
        for (const sdk::ApiTable& table : api.tables)
            if (table.axis_os && *device_.axis_os >= *table.axis_os) newest = &table;
        return newest != nullptr &&
               (text::contains(newest->chips, chip_.name) || text::contains(newest->chips, "all"));
    }
    void dlpu(bool measured) {
        if (!chip_.dlpu || *chip_.dlpu == measured) return;
        add("dlpu", fmt::format("by its larod devices the device has {} deep learning processor, "
                                "and by the catalog {} has {}: {}",
                                measured ? "a" : "no", chip_.name, measured ? "none" : "one",
                                chip_.dlpu_source));
    }
    void add(const char* about, const std::string& what) {
        found_.push_back({{"about", about}, {"what", what}});
    }

    const sdk::Chip& chip_;
    const sdk::Catalog& catalog_;
    sdk::DeviceFacts device_;
    json found_ = json::array();
};

} // namespace

json against_catalog(const json& on_camera, const sdk::Chip& chip, const std::string& axis_os,
                     const sdk::Catalog& catalog) {
    Comparison comparison(chip, axis_os, catalog);
    comparison.larod(larod_devices(at_path(on_camera, "larod")));
    if (const json& libraries = at_path(on_camera, "libraries"); libraries.is_array())
        for (const json& row : libraries) comparison.library(row);
    return comparison.take();
}

} // namespace acapctl::probe
