#include "probe/merge.hpp"

#include "acapctl/error.hpp"
#include "probe/against_catalog.hpp"
#include "probe/report_reader.hpp"
#include "sdk/choice.hpp"
#include "sdk/model_advice.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>

namespace acapctl::probe {

using nlohmann::json;

namespace {

constexpr const char* on_camera_name = "on-camera";

bool is_nothing(const json& value) {
    return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty());
}

// Spelling aside.
bool agree(const json& left, const json& right) {
    if (!left.is_string() || !right.is_string()) return left == right;
    return text::lower(text::trim(left.get_ref<const std::string&>())) ==
           text::lower(text::trim(right.get_ref<const std::string&>()));
}

// Collects values and remembers who said each; who comes first is believed.
class Sourced {
  public:
    void say(const char* key, const json& value, const char* source, const std::string& how = {}) {
        if (is_nothing(value)) return;
        if (values_.contains(key) && !values_[key].is_null()) return doubt(key, value, source);
        values_[key] = value;
        sources_[key] = source;
        if (!how.empty()) how_[key] = how;
    }
    void expect(const char* key) {
        if (!values_.contains(key)) values_[key] = nullptr;
    }
    // The means that a probe gives for its values, by their paths.
    void take_how(const json& told) {
        if (!told.is_object()) return;
        for (const auto& [path, how] : told.items())
            if (sources_.value(path.substr(0, path.find('.')), "") == on_camera_name)
                how_[path] = how;
    }
    // How it was tried, where nobody knows.
    void take_tries(const json& told) {
        if (!told.is_object()) return;
        for (const auto& [path, how] : told.items())
            if (values_.contains(path) && values_[path].is_null() && !how_.contains(path))
                how_[path] = how;
    }
    json take() {
        values_["source"] = std::move(sources_);
        values_["how"] = std::move(how_);
        values_["disagreements"] = std::move(disagreements_);
        return std::move(values_);
    }

  private:
    void doubt(const char* key, const json& value, const char* source) {
        if (agree(values_[key], value)) return;
        auto known = std::ranges::find_if(disagreements_,
                                          [&](const json& each) { return each["about"] == key; });
        if (known == disagreements_.end()) {
            disagreements_.push_back(
                {{"about", key}, {"said", {{{"source", sources_[key]}, {"value", values_[key]}}}}});
            known = std::prev(disagreements_.end());
        }
        (*known)["said"].push_back({{"source", source}, {"value", value}});
    }

    json values_ = json::object();
    json sources_ = json::object();
    json how_ = json::object();
    json disagreements_ = json::array();
};

void say_measured(Sourced& result, const json& on_camera) {
    result.say("model", at_path(on_camera, "product"), on_camera_name);
    for (const char* key :
         {"axisOs", "soc", "machine", "kernel", "glibc", "libstdcxx", "glib", "osName", "cpu",
          "memory", "space", "user", "deviceTree", "larod", "libraries", "models", "probe"})
        result.say(key, at_path(on_camera, key), on_camera_name);
    result.say("dlpu", or_null(has_dlpu(larod_devices(at_path(on_camera, "larod")))),
               on_camera_name, "the names of the larod devices");
    result.take_how(at_path(on_camera, "how"));
}

// Null where none is known to be one, and of some the device does not tell.
json dlpu_users(const std::vector<device::Application>& applications) {
    json users = json::array();
    bool all_told = true;
    for (const device::Application& app : applications) {
        if (app.uses_dlpu == true) users.push_back({{"name", app.name}, {"status", app.status}});
        all_told = all_told && app.uses_dlpu.has_value();
    }
    return users.empty() && !all_told ? json(nullptr) : users;
}

void say_told(Sourced& result, const Told& told) {
    const device::Facts& facts = told.facts;
    const char* how = "basicdeviceinfo.cgi, param.cgi";
    result.say("model", facts.model, "vapix", how);
    result.say("serial", facts.serial, "vapix", how);
    result.say("axisOs", facts.axis_os, "vapix", how);
    result.say("soc", facts.soc, "vapix", how);
    result.say("architecture", facts.architecture, "vapix", how);
    if (!told.apis.empty()) result.say("apis", told.apis, "vapix", "apidiscovery.cgi");
    if (told.applications)
        result.say("dlpuUsers", dlpu_users(*told.applications), "vapix", "list.cgi");
}

// The SDK that a program for this device is best built with; null where none serves it.
json sdk_for(const sdk::Chip& chip, const std::string& axis_os, const sdk::Catalog& catalog) {
    const auto version = sdk::AxisOs::parse(axis_os);
    if (!version) return nullptr;
    try {
        const sdk::Choice choice = sdk::newest_for({.axis_os = version, .chip = &chip}, catalog);
        return {{"version", choice.image.version}, {"why", choice.why}};
    } catch (const Error&) {
        return nullptr;
    }
}

// Null where no source says.
json larod_by_catalog(const sdk::Chip& chip, const sdk::Catalog& catalog) {
    json list = json::array();
    for (const sdk::KnownLarodDevice& device : sdk::larod_devices_of(chip, catalog))
        list.push_back({{"name", device.name}, {"doubt", or_null(device.doubt)}});
    return list.empty() && !sdk::lacks_larod(chip, catalog) ? json() : list;
}

void say_known(Sourced& result, const sdk::Chip& chip, const std::string& axis_os,
               const sdk::Catalog& catalog) {
    result.say("chip", chip.name, "catalog");
    result.say("architecture", chip.architecture, "catalog");
    if (chip.dlpu) result.say("dlpu", *chip.dlpu, "catalog", chip.dlpu_source);
    result.say("sdk", sdk_for(chip, axis_os, catalog), "catalog");
}

} // namespace

json merge(const json& on_camera, const Told& told, const sdk::Catalog& catalog) {
    Sourced result;
    say_measured(result, on_camera);
    say_told(result, told);
    const auto first = [&](const char* key, const std::string& other) {
        const std::string measured = string_at(on_camera, key);
        return measured.empty() ? other : measured;
    };
    const std::string axis_os = first("axisOs", told.facts.axis_os);
    const sdk::Chip* chip = catalog.chip_of_soc(first("soc", told.facts.soc));
    if (chip != nullptr) say_known(result, *chip, axis_os, catalog);
    if (chip != nullptr && at_path(on_camera, "larod").is_null())
        result.say("larodByCatalog", larod_by_catalog(*chip, catalog), "catalog");
    for (const char* key : {"model", "serial", "axisOs", "soc", "chip", "architecture", "dlpu",
                            "dlpuUsers", "larod", "libraries", "apis", "memory", "models", "sdk"})
        result.expect(key);
    result.take_tries(at_path(on_camera, "how"));
    result.take_tries(json(told.refused));
    json merged = result.take();
    merged["contradictions"] =
        chip == nullptr ? json::array() : against_catalog(on_camera, *chip, axis_os, catalog);
    merged["measured"] = !on_camera.empty();
    return merged;
}

} // namespace acapctl::probe
