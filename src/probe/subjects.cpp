#include "probe/subjects.hpp"

#include "probe/report_reader.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

using nlohmann::json;

namespace {

constexpr const char* unknown = "unknown";

std::string shown(const json& value) {
    if (value.is_null()) return unknown;
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_string()) return value == "" ? unknown : value.get<std::string>();
    if (value.is_number_float()) return fmt::format("{:.4g}", value.get<double>());
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string size_at(const json& object, const char* key) {
    const json& value = at_path(object, key);
    return value.is_number() && value.get<double>() >= 0
               ? text::human_size(static_cast<std::uint64_t>(value.get<double>()))
               : unknown;
}

std::string shown_time(const json& value) {
    if (!value.is_number()) return unknown;
    const auto number = value.get<double>();
    return number < 10'000 ? fmt::format("{:.3g} ms", number)
                           : fmt::format("{:.3g} s", number / 1000);
}

// What is known of the parts, with commas between.
class Parts {
  public:
    void add(const std::string& part) {
        if (!part.empty() && part != unknown) parts_.push_back(part);
    }
    std::string text() const { return parts_.empty() ? unknown : text::join(parts_, ", "); }

  private:
    std::vector<std::string> parts_{};
};

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
    if (at_path(memory, "limit").is_number()) parts.add(size_at(memory, "limit"));
    if (const json& quota = at_path(memory, "cpuQuota"); quota.is_number())
        parts.add(shown(quota) + (quota == 1 ? " core" : " cores"));
    return parts.text();
}

std::string shown_space(const json& space) {
    if (!at_path(space, "free").is_number()) return unknown;
    return fmt::format("{} of {} free in {}", size_at(space, "free"), size_at(space, "size"),
                       shown(at_path(space, "path")));
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

std::string shown_users(const json& users) {
    if (!users.is_array()) return unknown;
    if (users.empty()) return "nobody";
    Parts parts;
    for (const json& user : users)
        parts.add(
            fmt::format("{} ({})", shown(at_path(user, "name")), shown(at_path(user, "status"))));
    return parts.text();
}

std::string shown_larod(const json& report) {
    if (!report["source"].contains("larod")) return unknown;
    const json& larod = at_path(report, "larod");
    if (at_path(larod, "present") != true) return "no library on the device";
    const auto names = larod_devices(larod);
    if (!names.empty()) return text::join(names, ", ");
    const json& error = at_path(larod, "error");
    return error.is_object() ? "error: " + shown_error(error) : "no devices";
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

bool is_passing(const std::string& key) {
    for (const char* prefix : {"serial", "memory.available", "space.", "larod.sessions",
                               "larod.models", "larod.retries", "models.", "warning"})
        if (key.starts_with(prefix)) return true;
    return false;
}

class Writer {
  public:
    explicit Writer(const json& report) : report_(report) {}

    void begin(const char* title) { subjects_.push_back({.title = title}); }
    // A top value as it is.
    void value(const char* key, const char* label = nullptr) {
        add(key, label == nullptr ? key : label, shown(at_path(report_, key)));
    }
    void add(const std::string& key, const std::string& label, const std::string& value) {
        const std::string top = key.substr(0, key.find('.'));
        subjects_.back().rows.push_back(
            {key, label, value, report_["source"].value(top, "-"), is_passing(key)});
    }
    // Only if there is something to say.
    void add_known(const std::string& key, const std::string& label, const std::string& value) {
        if (value != unknown) add(key, label, value);
    }
    std::vector<Subject> take() {
        std::erase_if(subjects_, [](const Subject& subject) { return subject.rows.empty(); });
        return std::move(subjects_);
    }

  private:
    const json& report_;
    std::vector<Subject> subjects_{};
};

void add_hardware(Writer& writer, const json& report) {
    writer.begin("Device");
    for (const char* key : {"model", "serial", "axisOs", "soc", "chip", "architecture"})
        writer.value(key);
    writer.add_known("sdk", "sdk", shown(at_path(report, "sdk.version")));
    writer.begin("System");
    for (const char* key : {"machine", "kernel", "glibc"}) writer.value(key);
    for (const char* key : {"libstdcxx", "glib"})
        writer.add_known(key, key, shown(at_path(report, key)));
    writer.add_known("cpu", "cpu", shown_cpu(at_path(report, "cpu")));
    writer.add_known("cpu.features", "cpu features", shown(at_path(report, "cpu.features")));
    writer.begin("Room for an application");
    writer.add("memory", "memory", size_at(at_path(report, "memory"), "total"));
    writer.add_known("memory.available", "available",
                     size_at(at_path(report, "memory"), "available"));
    writer.add_known("memory.limit", "its limits", shown_limits(at_path(report, "memory")));
    writer.add_known("space.package", "package", shown_space(at_path(report, "space.package")));
    writer.add_known("space.tmp", "tmp", shown_space(at_path(report, "space.tmp")));
    writer.add_known("user", "runs as", shown_user(at_path(report, "user")));
}

void add_learning(Writer& writer, const json& report) {
    const json& larod = at_path(report, "larod");
    writer.begin("Machine learning");
    writer.value("dlpu");
    writer.add_known("dlpuUsers", "dlpu used by", shown_users(at_path(report, "dlpuUsers")));
    writer.add("larod", "larod", shown_larod(report));
    writer.add_known("larod.version", "larod version", shown(at_path(larod, "version")));
    writer.add_known("larod.retries", "power refused",
                     at_path(larod, "retries").is_number() && at_path(larod, "retries") != 0
                         ? shown(at_path(larod, "retries")) + " times"
                         : std::string(unknown));
    writer.add_known("larod.sessions", "larod sessions", shown(at_path(larod, "sessions")));
    writer.add_known("larod.models", "models loaded", shown_loaded(at_path(larod, "models")));
    writer.begin("The model");
    if (const json& runs = at_path(report, "models"); runs.is_array())
        for (const json& run : runs)
            writer.add("models." + shown_device(run), shown_device(run), shown_run(run));
}

void add_libraries(Writer& writer, const json& report) {
    writer.begin("Libraries");
    const json& apis = at_path(report, "apis");
    writer.add("apis", "apis", apis.is_object() ? std::to_string(apis.size()) : unknown);
    if (const json& libraries = at_path(report, "libraries"); libraries.is_array())
        for (const json& row : libraries)
            writer.add("libraries." + string_at(row, "api"), string_at(row, "api"),
                       shown_library(row));
}

void add_differences(Writer& writer, const json& report) {
    writer.begin("In doubt");
    for (const json& each : at_path(report, "disagreements")) {
        Parts parts;
        for (const json& said : at_path(each, "said"))
            parts.add(fmt::format("{} ({})", shown(at_path(said, "value")),
                                  shown(at_path(said, "source"))));
        const std::string about = string_at(each, "about");
        writer.add("doubt." + about, about, parts.text());
    }
    for (const json& each : at_path(report, "contradictions"))
        writer.add("doubt." + string_at(each, "about"), string_at(each, "about"),
                   string_at(each, "what"));
    writer.begin("This probe");
    if (const json& chosen = at_path(report, "chosen"); chosen.is_object()) {
        writer.add("chosen", "probe",
                   fmt::format("{}: {}", shown(at_path(chosen, "package")),
                               shown(at_path(chosen, "why"))));
        writer.add_known("chosen", "instead of", shown(at_path(chosen, "because")));
    }
    if (const json& warnings = at_path(report, "warnings"); warnings.is_array())
        for (const json& warning : warnings)
            writer.add("warning", "warning", string_at(warning, "message"));
}

} // namespace

std::string shown_device(const json& run) {
    const std::string name = shown(at_path(run, "device"));
    const json& instance = at_path(run, "instance");
    return instance.is_number() && instance != 0 ? name + " " + shown(instance) : name;
}

std::string shown_run(const json& run) {
    const std::string outcome = shown(at_path(run, "outcome"));
    if (outcome != "ran") {
        const json& error = at_path(run, "error");
        return error.is_object() ? outcome + ": " + shown_error(error) : outcome;
    }
    const json& times = at_path(run, "inference");
    return fmt::format("{} (min {}, 95 % {}, max {}), load {}, again {}",
                       shown_time(at_path(times, "median")), shown_time(at_path(times, "min")),
                       shown_time(at_path(times, "p95")), shown_time(at_path(times, "max")),
                       shown_time(at_path(run, "firstLoad")),
                       shown_time(at_path(run, "laterLoad")));
}

std::vector<Subject> subjects(const json& report) {
    Writer writer(report);
    add_hardware(writer, report);
    add_learning(writer, report);
    add_libraries(writer, report);
    add_differences(writer, report);
    return writer.take();
}

} // namespace acapctl::probe
