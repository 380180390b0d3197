#include "probe/subjects.hpp"

#include "catch.hpp"
#include "probe/merge.hpp"
#include "probe/report_reader.hpp"
#include "probe/tensors.hpp"

using namespace acapctl;
using namespace acapctl::probe;
using nlohmann::json;

namespace {

// "label: value (source)" of every row.
std::vector<std::string> rows_of(const json& on_camera) {
    const json report =
        merge(read_report(on_camera).report,
              {.facts = {.soc = "Axis Artpec-9", .axis_os = "12.11.77"}}, sdk::Catalog::built_in());
    std::vector<std::string> rows;
    for (const Subject& subject : subjects(report))
        for (const Row& row : subject.rows)
            rows.push_back(row.label + ": " + row.text() + " (" + row.source + ")");
    return rows;
}

void check_row(const std::vector<std::string>& rows, const std::string& row) {
    CHECK_THAT(rows, Catch::Matchers::VectorContains(row));
}

} // namespace

TEST_CASE("a whole report is grouped, and every line says who says so") {
    const auto rows = rows_of(
        {{"soc", "Axis Artpec-9"},
         {"cpu", {{"cores", 4}, {"model", "Cortex-A55"}, {"part", "0xd05"}}},
         {"memory", {{"total", 2e9}, {"available", 1e9}, {"limit", 3e8}, {"cpuQuota", 1.5}}},
         {"space", {{"tmp", {{"path", "/tmp"}, {"size", 1e8}, {"free", 5e7}}}}},
         {"user", {{"uid", 301}, {"name", "acap-probe"}, {"groups", {"video", "gpu"}}}},
         {"larod",
          {{"present", true},
           {"version", "3.6.78"},
           {"sessions", 2},
           {"retries", 3},
           {"devices", {{{"name", "a9-dlpu-tflite"}}, {{"name", "cpu-tflite"}}}},
           {"models", {{{"name", "faces"}, {"device", "a9-dlpu-tflite"}}}}}},
         {"libraries",
          {{{"api", "VDO"},
            {"present", true},
            {"file", "libvdostream.so.1"},
            {"realFile", "libvdostream.so.1.4.2"},
            {"version", "1.4.2"},
            {"node", "VDO_1.5"},
            {"functions", {{"vdo_x", false}, {"vdo_y", true}}}},
           {{"api", "axoverlay"}, {"present", false}}}}});
    for (const char* row :
         {"soc: Axis Artpec-9 (on-camera)", "cpu: 4 cores, Cortex-A55, part 0xd05 (on-camera)",
          "memory: 2.0 GB (on-camera)", "its limits: 300.0 MB, 1.5 cores (on-camera)",
          "/tmp: 50.0 MB of 100.0 MB free (on-camera)",
          "runs as: acap-probe, uid 301, groups video gpu (on-camera)",
          "larod: a9-dlpu-tflite, cpu-tflite (on-camera)",
          "larod sessions: 2, this probe's own among them (on-camera)",
          "power refused: 3 times (on-camera)",
          "models loaded: faces on a9-dlpu-tflite (on-camera)",
          "VDO: libvdostream.so.1.4.2, VDO_1.5, without vdo_x (on-camera)",
          "axoverlay: no (on-camera)", "chip: artpec9 (catalog)",
          "serial: unknown (the device does not tell) (-)"})
        check_row(rows, row);
}

TEST_CASE("how a model ran is one line for each larod device") {
    const json ran = {{"device", "a9-dlpu-tflite"},
                      {"outcome", "ran"},
                      {"firstLoad", 52'310},
                      {"laterLoad", 812},
                      {"inference", {{"min", 5.1}, {"median", 5.34}, {"p95", 6.02}, {"max", 7.2}}}};
    const json refused = {{"device", "a9-dlpu-native"},
                          {"instance", 1},
                          {"outcome", "refused"},
                          {"error", {{"code", -2}, {"message", "Incorrect model format"}}}};
    const json of_script = {{"device", "cpu-tflite"},
                            {"outcome", "ran"},
                            {"firstLoad", 1234},
                            {"inference", {{"min", nullptr}, {"mean", 5.6}}}};
    const auto rows = rows_of({{"models", {ran, refused, of_script, {{"outcome", "failed"}}}}});
    check_row(rows, "a9-dlpu-tflite: 5.34 ms (min 5.1 ms, 95 % 6.02 ms, max 7.2 ms), load 52.3 s, "
                    "again 812 ms (on-camera)");
    check_row(rows, "cpu-tflite: 5.6 ms on average, load 1.2 s (on-camera)");
    check_row(rows, "a9-dlpu-native 1: refused: -2, Incorrect model format (on-camera)");
    check_row(rows, "unknown: failed (on-camera)");
}

TEST_CASE("what was tried again until the model ran is told, and which load was timed") {
    const auto row_of = [](json run) {
        run["device"] = "cpu-tflite";
        for (const std::string& row : rows_of({{"models", {run}}}))
            if (row.starts_with("cpu-tflite: ")) return row;
        return std::string();
    };
    const json failed = {{"code", -2}, {"message", "Could not run warmup job"}};
    CHECK(row_of({{"outcome", "ran"},
                  {"inference", {{"mean", 5}}},
                  {"retries", 1},
                  {"failedLoad", failed},
                  {"repeatedLoad", 3100},
                  {"failedWarmUp", {{"code", -1}, {"message", "no"}}}}) ==
          "cpu-tflite: 5 ms on average, first load failed (-2, Could not run warmup job), second "
          "load 3.1 s; power was not available once; first warm-up run failed (-1, no) and was "
          "repeated (on-camera)");
    CHECK(row_of({{"outcome", "refused"},
                  {"retries", 20},
                  {"error", {{"code", -15}, {"message", "Power not available"}}}}) ==
          "cpu-tflite: refused: -15, Power not available; power was not available 20 times "
          "(on-camera)");
}

TEST_CASE("inputs and outputs stand once where all larod devices tell the same") {
    const json tensor = {{"type", "int8"}, {"shape", {1, 4}}, {"layout", nullptr}, {"bytes", 4}};
    json wide = tensor;
    wide["bytes"] = 64;
    const auto run = [](const char* device, const json& input, const json& outputs) {
        return json{{"device", device}, {"inputs", {input}}, {"outputs", outputs}};
    };
    const auto rows = rows_of({{"models",
                                {run("a", tensor, {tensor, json::object()}),
                                 run("b", tensor, {tensor, json::object()}),
                                 {{"device", "c"}, {"outcome", "refused"}}}}});
    check_row(rows, "input: int8 1x4, 4 bytes (on-camera)");
    check_row(rows, "output 1: int8 1x4, 4 bytes (on-camera)");
    check_row(rows, "output 2: unknown (on-camera)");
    const auto differing =
        rows_of({{"models", {run("a", tensor, {tensor}), run("b", wide, {tensor})}}});
    check_row(differing, "a input: int8 1x4, 4 bytes (on-camera)");
    check_row(differing, "b input: int8 1x4, 64 bytes (on-camera)");
}

TEST_CASE("the names of tensors are those of the file where it has the same shapes") {
    model::ModelFacts facts;
    facts.tflite = model::Tflite{};
    facts.tflite->inputs = {{.name = "images", .shape = {-1, 8}}};
    facts.tflite->outputs = {{.name = "boxes", .shape = {1, 4}}, {.name = "", .shape = {}}};
    const auto named = [&](const json& inputs, const json& outputs) {
        json report = {{"models", {{{"inputs", inputs}, {"outputs", outputs}}}}};
        name_tensors(report, facts);
        return report["models"][0];
    };
    const auto shaped = [](const json& shape) { return json{{"shape", shape}}; };
    const json good = named(json::array({shaped({1, 8})}), {shaped({1, 4}), shaped(json::array())});
    CHECK(shown_tensor(good["inputs"][0]) == "images: 1x8");
    CHECK(good["outputs"][0]["name"] == "boxes");
    CHECK(good["outputs"][1]["name"].is_null());
    const json other = named(json::array({shaped({1, 9})}), json::array({shaped({1, 4})}));
    CHECK_FALSE(other["inputs"][0].contains("name"));
    CHECK_FALSE(other["outputs"][0].contains("name"));
    json none = {{"models", nullptr}};
    name_tensors(none, facts);
    CHECK(none["models"].is_null());
}

TEST_CASE("where a value is unknown, the reason that the report has stands beside it") {
    const auto rows =
        rows_of({{"machine", "aarch64"},
                 {"libraries", {{{"api", "VAPIX credentials"}, {"present", nullptr}}}},
                 {"larod", {{"present", true}, {"error", {{"code", -6}, {"message", "no"}}}}},
                 {"how",
                  {{"glibc", "gnu_get_libc_version"},
                   {"libraries.VAPIX credentials", "not known: no D-Bus"}}}});
    check_row(rows, "VAPIX credentials: unknown (no D-Bus) (on-camera)");
    check_row(rows, "larod: error: -6, no (on-camera)");
    const json report =
        merge(json::object(), {.refused = {{"apis", "apidiscovery.cgi: forbidden"}}},
              sdk::Catalog::built_in());
    CHECK(report["how"]["apis"] == "apidiscovery.cgi: forbidden");
    std::vector<std::string> told;
    for (const Subject& subject : subjects(report))
        for (const Row& row : subject.rows) told.push_back(row.label + ": " + row.text());
    check_row(told, "apis: unknown (apidiscovery.cgi: forbidden)");
}

TEST_CASE("why a model ran nowhere is told, and is no word about larod devices nobody saw") {
    const auto row_of = [](const json& larod, const json& models, const json& how = nullptr) {
        json report =
            merge(read_report({{"larod", larod}, {"models", models}, {"how", how}}).report,
                  {.facts = {.soc = "Axis Artpec-9"}}, sdk::Catalog::built_in());
        report["modelFile"] = {{"name", "m.tflite"}};
        for (const Subject& subject : subjects(report))
            for (const Row& row : subject.rows)
                if (row.label == "runs") return row.text();
        return std::string();
    };
    const json tried = {{"models", "loaded and run on zeros"}};
    const auto failed = [](const json& code, const char* message) {
        return json{{"present", true},
                    {"connected", false},
                    {"devices", nullptr},
                    {"error", {{"code", code}, {"message", message}}}};
    };
    CHECK(row_of(failed(-5, "no"), json::array(), tried) ==
          "unknown (larod refused the connection: -5, no)");
    CHECK(row_of(failed(nullptr, "no answer within 30 s"), json::array(), tried) ==
          "unknown (larod: no answer within 30 s)");
    CHECK(row_of(nullptr, nullptr, {{"models", "the probe was ended"}}) ==
          "unknown (the probe was ended)");
    CHECK(row_of({{"present", false}}, json::array(), tried) == "none: there is no larod");
    CHECK(row_of({{"present", true}, {"devices", json::array()}}, json::array(), tried) ==
          "none: larod has no devices");
    CHECK(row_of({{"present", true}, {"devices", {{{"name", "a9-gpu-proc"}}}}}, json::array(),
                 tried) == "none: no larod device takes models");
}

TEST_CASE("of a device without larod no message of its loader is shown, nor who uses its DLPU") {
    const auto rows_with = [](const char* soc, const std::optional<bool>& uses) {
        const json larod = {{"present", false},
                            {"error", {{"code", nullptr}, {"message", "cannot open shared"}}}};
        const json report =
            merge(read_report({{"larod", larod}}).report,
                  {.facts = {.soc = soc}, .applications = {{{.name = "faces", .uses_dlpu = uses}}}},
                  sdk::Catalog::built_in());
        std::vector<std::string> rows;
        for (const Subject& subject : subjects(report))
            for (const Row& row : subject.rows) rows.push_back(row.label + ": " + row.text());
        return rows;
    };
    const auto none = rows_with("Axis Artpec-6", false);
    check_row(none, "dlpu: no");
    check_row(none, "larod: no library on the device");
    for (const std::string& row : none) CHECK_FALSE(row.starts_with("dlpu used by"));
    const auto doubtful = rows_with("new SoC", false);
    check_row(doubtful, "dlpu: unknown (no larod library on the device)");
    check_row(doubtful, "dlpu used by: nobody");
    check_row(rows_with("new SoC", std::nullopt), "dlpu used by: unknown (list.cgi does not tell)");
}

TEST_CASE("doubts stand in it too") {
    const auto rows =
        rows_of({{"axisOs", "12.10.1"},
                 {"larod", {{"present", true}, {"devices", {{{"name", "cpu-tflite"}}}}}}});
    check_row(rows, "axis os: 12.10.1 (on-camera), 12.11.77 (vapix) (-)");
    check_row(rows, "dlpu: no (on-camera), yes (catalog) (-)");
}

TEST_CASE("a report with nothing in it is a list of what is not known") {
    const auto rows = rows_of(json::object());
    for (const char* row :
         {"glibc: unknown (not measured) (-)",
          "larod: a9-dlpu-tflite, a9-dlpu-native, a9-gpu-proc, armnn-cpu-tflite, "
          "cpu-tflite, perhaps armnn-gpu-tflite (catalog)",
          "memory: unknown (not measured) (-)", "apis: unknown (-)", "dlpu: yes (catalog)"})
        check_row(rows, row);
}

TEST_CASE("the model's file stands above its runs, and no key of a document among the labels") {
    const json report = {{"modelFile", {{"name", "yolo.tflite"}, {"size", 1e6}, {"sha256", "0f"}}},
                         {"source", json::object()},
                         {"libstdcxx", "6.0.33"},
                         {"disagreements", json::array()},
                         {"contradictions", json::array()}};
    std::vector<std::string> rows;
    for (const Subject& subject : subjects(report))
        for (const Row& row : subject.rows) rows.push_back(row.label + ": " + row.value);
    check_row(rows, "file: yolo.tflite, 1.0 MB, SHA-256 0f");
    check_row(rows, "libstdc++: 6.0.33");
    check_row(rows, "axis os: unknown");
}
