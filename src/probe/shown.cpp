#include "probe/shown.hpp"

#include "probe/refusals.hpp"
#include "probe/report_reader.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::probe {

using nlohmann::json;

std::string Parts::text() const {
    return parts_.empty() ? unknown : text::join(parts_, ", ");
}

std::string shown(const json& value) {
    if (value.is_null()) return unknown;
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_string()) return value == "" ? unknown : value.get<std::string>();
    if (value.is_number_float()) return fmt::format("{:.4g}", value.get<double>());
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string shown_size(const json& bytes) {
    return bytes.is_number() && bytes.get<double>() >= 0
               ? text::human_size(static_cast<std::uint64_t>(bytes.get<double>()))
               : unknown;
}

namespace {

std::string shown_time(const json& value) {
    if (!value.is_number()) return unknown;
    const auto number = value.get<double>();
    // Three digits, and never an exponent.
    return number < 999.5 ? fmt::format("{:.3g} ms", number)
                          : fmt::format("{:.1f} s", number / 1000);
}

} // namespace

std::string shown_error(const json& error) {
    Parts parts;
    parts.add(shown(at_path(error, "code")));
    parts.add(shown(at_path(error, "message")));
    return parts.text();
}

std::string shown_cpu(const json& cpu) {
    Parts parts;
    if (const json& cores = at_path(cpu, "cores"); cores.is_number())
        parts.add(shown(cores) + (cores == 1 ? " core" : " cores"));
    for (const char* key : {"model", "hardware"}) parts.add(shown(at_path(cpu, key)));
    if (const std::string part = string_at(cpu, "part"); !part.empty()) parts.add("part " + part);
    return parts.text();
}

std::string shown_limits(const json& memory) {
    Parts parts;
    if (at_path(memory, "limit").is_number()) parts.add(shown_size(at_path(memory, "limit")));
    if (const json& quota = at_path(memory, "cpuQuota"); quota.is_number())
        parts.add(shown(quota) + (quota == 1 ? " core" : " cores"));
    return parts.text();
}

std::string shown_space(const json& space) {
    if (!at_path(space, "free").is_number()) return unknown;
    return fmt::format("{} of {} free", shown_size(at_path(space, "free")),
                       shown_size(at_path(space, "size")));
}

std::string shown_user(const json& user) {
    std::vector<std::string> groups;
    if (const json& list = at_path(user, "groups"); list.is_array())
        for (const json& group : list) groups.push_back(shown(group));
    Parts parts;
    parts.add(shown(at_path(user, "name")));
    if (at_path(user, "uid").is_number()) parts.add("uid " + shown(at_path(user, "uid")));
    if (!groups.empty()) parts.add("groups " + text::join(groups, " "));
    return parts.text();
}

std::string shown_dlpu_users(const json& users) {
    if (!users.is_array()) return unknown;
    if (users.empty()) return "nobody";
    Parts parts;
    for (const json& user : users)
        parts.add(
            fmt::format("{} ({})", shown(at_path(user, "name")), shown(at_path(user, "status"))));
    return parts.text();
}

std::string shown_larod(const json& larod) {
    if (!larod.is_object()) return unknown;
    if (at_path(larod, "present") == false) return "no library on the device";
    const auto names = larod_devices(larod);
    if (!names.empty()) return text::join(names, ", ");
    const json& error = at_path(larod, "error");
    if (error.is_object()) return "error: " + shown_error(error);
    return at_path(larod, "devices").is_array() ? "no devices" : unknown;
}

std::string shown_larod_trouble(const json& larod) {
    if (at_path(larod, "present") == false) return "no larod library on the device";
    const json& error = at_path(larod, "error");
    if (!error.is_object()) return {};
    const bool refused = at_path(larod, "connected") == false && at_path(error, "code").is_number();
    return (refused ? "larod refused the connection: " : "larod: ") + shown_error(error);
}

std::string shown_no_runs(const json& report) {
    const json& larod = at_path(report, "larod");
    if (at_path(larod, "present") == false) return "none: there is no larod";
    const json& devices = at_path(larod, "devices");
    if (!at_path(report, "models").is_array() || !devices.is_array()) return unknown;
    return devices.empty() ? "none: larod has no devices" : "none: no larod device takes models";
}

std::string shown_catalog_larod(const json& devices) {
    if (!devices.is_array()) return unknown;
    if (devices.empty()) return "no larod";
    Parts parts;
    for (const json& device : devices)
        parts.add((at_path(device, "doubt").is_null() ? "" : "perhaps ") +
                  shown(at_path(device, "name")));
    return parts.text();
}

std::string shown_model_file(const json& file) {
    if (!file.is_object()) return unknown;
    return fmt::format("{}, {}, SHA-256 {}", shown(at_path(file, "name")),
                       shown_size(at_path(file, "size")), shown(at_path(file, "sha256")));
}

std::string shown_loaded(const json& models) {
    if (!models.is_array()) return unknown;
    if (models.empty()) return "none";
    Parts parts;
    for (const json& model : models)
        parts.add(fmt::format("{} on {}", shown(at_path(model, "name")),
                              shown(at_path(model, "device"))));
    return parts.text();
}

// "libvdostream.so.1.4.2, VDO_1.5, without vdo_x"
std::string shown_library(const json& row) {
    if (at_path(row, "present") != true) return at_path(row, "present") == false ? "no" : unknown;
    Parts parts;
    std::string file = string_at(row, "realFile");
    if (file.empty()) file = string_at(row, "file");
    parts.add(file.empty() ? "yes" : file);
    const std::string version = string_at(row, "version");
    if (file.find(version) == std::string::npos) parts.add(version);
    parts.add(string_at(row, "node"));
    std::vector<std::string> lacking;
    if (const json& functions = at_path(row, "functions"); functions.is_object())
        for (const auto& [name, there] : functions.items())
            if (there == false) lacking.push_back(name);
    if (!lacking.empty()) parts.add("without " + text::join(lacking, ", "));
    return parts.text();
}

std::string shown_device(const json& run) {
    const std::string name = shown(at_path(run, "device"));
    const json& instance = at_path(run, "instance");
    return instance.is_number() && instance != 0 ? name + " " + shown(instance) : name;
}

namespace {

std::string shown_count(const json& count) {
    return count == 1 ? "once" : shown(count) + " times";
}

// Where the first load failed, the time of the second is none of a first one: by then the model may
// be compiled.
std::string shown_loads(const json& run) {
    const json& failed = at_path(run, "failedLoad");
    std::string loads = "load " + shown_time(at_path(run, "firstLoad"));
    if (failed.is_object())
        loads = fmt::format("first load failed ({}), second load {}", shown_error(failed),
                            shown_time(at_path(run, "repeatedLoad")));
    const json& again = at_path(run, "laterLoad");
    return again.is_null() ? loads : loads + ", again " + shown_time(again);
}

std::string shown_times(const json& times) {
    if (!at_path(times, "median").is_number() && at_path(times, "mean").is_number())
        return shown_time(at_path(times, "mean")) + " on average";
    return fmt::format("{} (min {}, 95 % {}, max {})", shown_time(at_path(times, "median")),
                       shown_time(at_path(times, "min")), shown_time(at_path(times, "p95")),
                       shown_time(at_path(times, "max")));
}

// What was tried again until it went well, or did not.
std::string shown_repeats(const json& run) {
    std::string repeats;
    if (const json& retries = at_path(run, "retries"); retries.is_number() && retries != 0)
        repeats += "; power was not available " + shown_count(retries);
    if (const json& failed = at_path(run, "failedWarmUp"); failed.is_object())
        repeats +=
            fmt::format("; first warm-up run failed ({}) and was repeated", shown_error(failed));
    return repeats;
}

} // namespace

std::string shown_outcome(const json& run) {
    const json& error = at_path(run, "error");
    const std::string outcome = shown(at_path(run, "outcome"));
    return error.is_object() ? outcome + ": " + shown_error(error) : outcome;
}

std::string shown_run(const json& run) {
    std::string text = shown_outcome(run);
    if (at_path(run, "outcome") == "ran")
        text = shown_times(at_path(run, "inference")) + ", " + shown_loads(run);
    else if (at_path(run, "failedLoad").is_object())
        text += "; " + shown_loads(run);
    const std::string documented = shown_documented(run);
    return text + shown_repeats(run) + (documented.empty() ? "" : "; " + documented);
}

std::string shown_sessions(const json& count) {
    if (!count.is_number()) return unknown;
    if (count == 1) return "1, this probe's own";
    return count.get<double>() < 1 ? shown(count)
                                   : fmt::format("{}, this probe's own among them", shown(count));
}

} // namespace acapctl::probe
