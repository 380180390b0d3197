#include "probe/against_catalog.hpp"

#include "probe/report_reader.hpp"
#include "sdk/availability.hpp"
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

// The probe calls it "Edge storage", the catalog edge-storage.
std::string plain(const std::string& name) {
    std::string result = text::lower(name);
    std::erase_if(result, [](char c) { return c == ' ' || c == '-'; });
    return result;
}

class Comparison {
  public:
    Comparison(const sdk::Chip& chip, const std::string& axis_os, const sdk::Catalog& catalog)
        : chip_(chip), catalog_(catalog), device_{.architecture = chip.architecture,
                                                  .chip = &chip,
                                                  .axis_os = sdk::AxisOs::parse_release(axis_os)} {}

    // The lists of the catalog are of names that one chip has and others do not.
    void larod(const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            const auto chips = chips_with(name, catalog_);
            if (!chips.empty() && !text::contains(chips, chip_.name))
                add("larod", fmt::format("the device has the larod device {}, which the catalog "
                                         "gives to {} and not to {}",
                                         text::visible(name), text::join(chips, ", "), chip_.name));
        }
        if (const auto found = has_dlpu(names)) dlpu(*found);
    }

    void library(const json& row) {
        const json& present = at_path(row, "present");
        if (present == true) has_library(string_at(row, "file"));
        if (present == false) lacks_library(string_at(row, "api"));
    }

    json take() { return std::move(found_); }

  private:
    bool is_promised(const sdk::Api& api) const {
        return device_.axis_os &&
               availability(api, chip_, *device_.axis_os, catalog_).availability ==
                   sdk::Availability::yes;
    }
    void has_library(const std::string& name) {
        const auto need = sdk::library_requirement({name, "the probe"}, catalog_);
        if (need && judge(*need, device_).verdict == sdk::Verdict::no)
            add("libraries", fmt::format("the device has {}, which by the catalog it does not: {}",
                                         text::visible(name), need->source));
    }
    void lacks_library(const std::string& name) {
        for (const sdk::Api& api : catalog_.apis())
            if (plain(api.name) == plain(name) && !api.library.empty() && is_promised(api))
                add("libraries", fmt::format("the device lacks {}, which the catalog lists for {}",
                                             api.library, chip_.name));
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
