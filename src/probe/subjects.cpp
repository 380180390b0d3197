#include "probe/subjects.hpp"

#include "probe/report_reader.hpp"
#include "probe/shown.hpp"
#include "probe/tensors.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::probe {

using nlohmann::json;

namespace {

// The words for keys that are none.
std::string label_of(const std::string& key) {
    if (key == "axisOs") return "axis os";
    if (key == "libstdcxx") return "libstdc++";
    if (key == "dlpuUsers") return "dlpu used by";
    return key;
}

// Why nobody knows what stands at `key`, as far as the report has it: how it was tried to find it
// out, or that this was not tried.
std::string why_unknown(const json& report, const std::string& key) {
    constexpr std::string_view plain_no = "not known: ";
    const bool empty_list = at_path(report, key).is_array(); // how it came about is not why
    const std::string how =
        empty_list ? std::string() : string_at(at_path(report, "how"), key.c_str());
    if (!how.empty()) return how.starts_with(plain_no) ? how.substr(plain_no.size()) : how;
    if (key == "chip" && !at_path(report, "soc").is_null()) return "the catalog lacks this SoC";
    if (key == "dlpu" || key == "models") return shown_larod_trouble(at_path(report, "larod"));
    if (key == "dlpuUsers") return "list.cgi does not tell";
    if (text::contains({"model", "serial", "axisOs", "soc", "architecture"}, key))
        return "the device does not tell";
    if (at_path(report, "measured") == false &&
        text::contains({"machine", "kernel", "glibc", "memory", "larod"}, key))
        return "not measured";
    return {};
}

class Writer {
  public:
    explicit Writer(const json& report) : report_(report) {}

    void begin(const char* title) { subjects_.push_back({.title = title}); }
    // A top value as it is.
    void value(const char* key) { add(key, label_of(key), shown(at_path(report_, key))); }
    void add(const std::string& key, const std::string& label, const std::string& value) {
        const std::string top = key.substr(0, key.find('.'));
        subjects_.back().rows.push_back({label, value, report_["source"].value(top, "-"),
                                         value == unknown ? why_unknown(report_, key) : ""});
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
        writer.add_known(key, label_of(key), shown(at_path(report, key)));
    writer.add_known("cpu", "cpu", shown_cpu(at_path(report, "cpu")));
    writer.add_known("cpu.features", "cpu features", shown(at_path(report, "cpu.features")));
    writer.begin("Room for an application");
    writer.add("memory", "memory", shown_size(at_path(report, "memory.total")));
    writer.add_known("memory.available", "available",
                     shown_size(at_path(report, "memory.available")));
    writer.add_known("memory.limit", "its limits", shown_limits(at_path(report, "memory")));
    writer.add_known("space.package", "package directory",
                     shown_space(at_path(report, "space.package")));
    writer.add_known("space.tmp", "/tmp", shown_space(at_path(report, "space.tmp")));
    writer.add_known("user", "runs as", shown_user(at_path(report, "user")));
}

void add_learning(Writer& writer, const json& report) {
    const json& larod = at_path(report, "larod");
    writer.begin("Machine learning");
    writer.value("dlpu");
    const std::string users = shown_dlpu_users(at_path(report, "dlpuUsers"));
    const bool used = users != unknown && at_path(report, "dlpuUsers") != json::array();
    if (used || at_path(report, "dlpu") != false) // else nobody wonders
        writer.add("dlpuUsers", label_of("dlpuUsers"), users);
    const bool by_catalog = larod.is_null() && report.contains("larodByCatalog");
    writer.add(by_catalog ? "larodByCatalog" : "larod", "larod",
               by_catalog ? shown_catalog_larod(report["larodByCatalog"]) : shown_larod(larod));
    writer.add_known("larod.version", "larod version", shown(at_path(larod, "version")));
    writer.add_known("larod.retries", "power refused",
                     at_path(larod, "retries").is_number() && at_path(larod, "retries") != 0
                         ? shown(at_path(larod, "retries")) + " times"
                         : std::string(unknown));
    writer.add_known("larod.sessions", "larod sessions",
                     shown_sessions(at_path(larod, "sessions")));
    writer.add_known("larod.models", "models loaded", shown_loaded(at_path(larod, "models")));
}

void add_model(Writer& writer, const json& report) {
    writer.begin("The model");
    const json& file = at_path(report, "modelFile");
    writer.add_known("modelFile", "file", shown_model_file(file));
    const json& runs = at_path(report, "models");
    for (const TensorRow& row : tensor_rows(runs))
        writer.add("models", row.device.empty() ? row.label : row.device + " " + row.label,
                   row.value);
    if (runs.is_array())
        for (const json& run : runs)
            writer.add("models." + shown_device(run), shown_device(run), shown_run(run));
    if (file.is_object() && (!runs.is_array() || runs.empty()))
        writer.add("models", "runs", shown_no_runs(report));
}

// Its devices stand beside it as "larod".
std::string name_of(const json& library) {
    const std::string api = string_at(library, "api");
    return api == "larod" ? "liblarod" : api;
}

void add_libraries(Writer& writer, const json& report) {
    writer.begin("Libraries");
    const json& apis = at_path(report, "apis");
    writer.add("apis", "apis", apis.is_object() ? std::to_string(apis.size()) : unknown);
    if (const json& libraries = at_path(report, "libraries"); libraries.is_array())
        for (const json& row : libraries)
            writer.add("libraries." + string_at(row, "api"), name_of(row), shown_library(row));
}

void add_differences(Writer& writer, const json& report) {
    writer.begin("In doubt");
    for (const json& each : at_path(report, "disagreements")) {
        Parts parts;
        for (const json& said : at_path(each, "said"))
            parts.add(fmt::format("{} ({})", shown(at_path(said, "value")),
                                  shown(at_path(said, "source"))));
        const std::string about = string_at(each, "about");
        writer.add("doubt." + about, label_of(about), parts.text());
    }
    for (const json& each : at_path(report, "contradictions"))
        writer.add("doubt." + string_at(each, "about"), label_of(string_at(each, "about")),
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

std::vector<Subject> subjects(const json& report) {
    Writer writer(report);
    add_hardware(writer, report);
    add_learning(writer, report);
    add_model(writer, report);
    add_libraries(writer, report);
    add_differences(writer, report);
    return writer.take();
}

} // namespace acapctl::probe
