// Programs built for both architectures against stand-ins of the device's libraries: each defect is
// found, and its repaired twin is clean.
#include "catch.hpp"
#include "lint/lint.hpp"
#include "sdk/compatibility.hpp"
#include "sdk/package_needs.hpp"
#include "support/files.hpp"
#include "unit/package/elf_samples.hpp"
#include "unit/package/samples.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <tuple>

using namespace acapctl;
using namespace acapctl::lint;
namespace fs = std::filesystem;

namespace {

// A library of the device and what a program takes from it.
struct Made {
    std::string library{};  // "libvdostream.so.1"; empty: none
    std::string function{}; // it calls
    std::string mentions{}; // a text in it
    std::string resources{};
    std::string setup{};
    std::vector<std::string> options{}; // of the compiler
    std::string version{};              // of the function: "LIBLAROD_1.0.0"
    std::string file{};                 // beside the program: "lib/a.larod"
    std::string configuration{};
};

std::string member(const std::string& name, const std::string& content) {
    return content.empty() ? "" : "\"" + name + "\": {" + content + "}, ";
}

std::string manifest_text(const std::string& architecture, const Made& made) {
    return R"({"schemaVersion": "2.2.0", )" + member("resources", made.resources) +
           R"("acapPackageConf": {)" + member("configuration", made.configuration) +
           R"("setup": {"appName": "sample", "runMode": "respawn",)"
           R"( "vendor": "Acme", "vendorId": "aaaabbbbcc", "version": "1.0.0",)"
           R"( "compatibleOsVersions": [{"min": "11.11", "max": "13"}], "architecture": ")" +
           architecture + "\"" + made.setup + "}}}";
}

void compile_program(const std::string& triplet, const fs::path& directory, const Made& made) {
    const std::string function = made.function.empty() ? "f" : made.function;
    std::vector<std::string> options{"-nostdlib", "-Wl,-e,main,--no-as-needed"};
    if (!made.library.empty()) {
        std::vector<std::string> shared{"-shared", "-fPIC", "-nostdlib",
                                        "-Wl,-soname," + made.library};
        if (!made.version.empty()) {
            write_file(directory / "map", made.version + " { global: " + function + "; };");
            shared.push_back("-Wl,--version-script," + (directory / "map").string());
        }
        samples::compile(triplet, directory, "int " + function + "(void) { return 0; }",
                         made.library, shared);
        options.push_back((directory / made.library).string());
    }
    options.insert(options.end(), made.options.begin(), made.options.end());
    samples::compile(triplet, directory,
                     "int " + function + "(void); const char* volatile text = \"" + made.mentions +
                         "\"; int main(void) { return text[0]" +
                         (made.library.empty() ? "" : " + " + function + "()") + "; }",
                     "sample", options);
    if (!made.library.empty()) fs::remove(directory / made.library);
}

// A repaired twin often differs in its manifest alone.
void make_program(const std::string& triplet, const fs::path& directory, const Made& made) {
    static std::map<std::tuple<std::string, std::string, std::string, std::string, std::string,
                               std::vector<std::string>>,
                    std::string>
        made_before;
    std::string& program = made_before[{triplet, made.library, made.function, made.mentions,
                                        made.version, made.options}];
    if (!program.empty()) return write_file(directory / "sample", program, 0755);
    compile_program(triplet, directory, made);
    program = read_file(directory / "sample");
}

Report lint_at(const fs::path& path, const std::string& axis_os) {
    const sdk::DeviceFacts target{.axis_os = sdk::AxisOs::parse_release(axis_os),
                                  .any_chip = true,
                                  .any_axis_os = axis_os.empty()};
    return lint::lint({.paths = {path}, .target = target}, sdk::Knowledge::built_in());
}

// "error permission-missing", of the rules that this file is about.
using Found = std::set<std::string>;
Found named(const Report& report) {
    static const std::set<std::string> ours{"permission-missing",      "permission-unused",
                                            "target-removed",          "target-new-function",
                                            "target-removed-name",     "target-install-script",
                                            "target-no-library",       "target-symbols",
                                            "target-executable-stack", "target-time64"};
    Found found;
    for (const Finding& each : report.findings)
        if (ours.contains(each.rule->id))
            found.insert(severity_name(each.severity) + (" " + each.rule->id));
    return found;
}

Found lint_made(const std::string& triplet, const Made& made, const std::string& axis_os) {
    const TempDir dir;
    const std::string architecture = triplet.starts_with("arm") ? "armv7hf" : "aarch64";
    write_file(dir.path() / "manifest.json", manifest_text(architecture, made));
    write_file(dir.path() / "LICENSE", "free\n");
    make_program(triplet, dir.path(), made);
    if (!made.file.empty()) {
        fs::create_directories((dir.path() / made.file).parent_path());
        write_file(dir.path() / made.file, "x");
    }
    return named(lint_at(dir.path(), axis_os));
}

std::string group(const std::string& name) {
    return R"("linux": {"user": {"groups": [")" + name + "\"]}}";
}

std::string methods(const std::string& names) {
    return R"("dbus": {"requiredMethods": [)" + names + "]}";
}

std::string resource(const std::string& name) {
    return "\"" + name + R"(": {"enabled": true, "required": false})";
}

struct Defect {
    std::string what;
    std::string axis_os; // empty: none is asked about
    Made broken;
    Made repaired;
    std::string found;
    std::string triplet{}; // of the one architecture that has it; empty: of both
};

// A library that takes a right as soon as it is linked.
Defect linking(const std::string& library, const std::string& right,
               const std::string& found = "error permission-missing") {
    return {library, "", {.library = library}, {.library = library, .resources = right}, found};
}

// A function of a library of which no source tells the file.
Defect calling(const std::string& function, const std::string& right) {
    const Made broken{.library = "libunknown.so.1", .function = function};
    Made repaired = broken;
    repaired.resources = right;
    return {function, "", broken, repaired, "error permission-missing"};
}

// A name of a service of D-Bus, or of an address, in the program.
Defect naming(const std::string& name, const std::string& right,
              const std::string& found = "error permission-missing") {
    return {name, "", {.mentions = name}, {.mentions = name, .resources = right}, found};
}

std::vector<Defect> permissions() {
    const std::string overlay = methods(R"("com.axis.Graphics2.*", "com.axis.Overlay2.*")");
    const std::string credentials =
        methods(R"("com.axis.HTTPConf1.VAPIXServiceAccounts1.GetCredentials")");
    const std::string dlpu = resource("deepLearningProcessor");
    std::vector<Defect> defects{
        linking("libOpenCL.so.1", group("gpu")),
        linking("libEGL.so.1", group("gpu")),
        linking("libGLESv2.so.2", group("gpu")),
        linking("libpipewire-0.3.so.0", group("pipewire")),
        linking("libaxstorage.so.1", group("storage")),
        linking("libaxserialport.so.1", group("admin")),
        linking("libaxoverlay.so", overlay),
        linking("libaxoverlay2.so.2", resource("overlay")),
        {"bounding boxes, with their methods and without video",
         "",
         {.library = "libbbox.so.1", .resources = overlay},
         {.library = "libbbox.so.1", .resources = overlay + ", " + group("video")},
         "warning permission-missing"},
        {"bounding boxes, with video and without their methods",
         "",
         {.library = "libbbox.so.1", .resources = group("video")},
         {.library = "libbbox.so.1", .resources = overlay + ", " + group("video")},
         "error permission-missing"},
        calling("axo_start", resource("overlay")),
        calling("axo_create_overlay", resource("overlay")),
        calling("dh_client_create", resource("deviceDataHub")),
        calling("dh_client_connect", resource("deviceDataHub")),
        {"VDO",
         "",
         {.library = "libvdostream.so.1", .function = "vdo_stream_new"},
         {.library = "libvdostream.so.1", .function = "vdo_stream_snapshot"},
         "warning permission-missing"},
        {"a right too many",
         "",
         {.resources = group("gpu")},
         {.library = "libEGL.so.1", .resources = group("gpu")},
         "note permission-unused"},
        {"an Edge TPU beside it",
         "13.0",
         {.library = "liblarod.so.1", .setup = R"(, "runOptions": "-c a9-dlpu-tflite")"},
         {.library = "liblarod.so.1",
          .mentions = "axis-a8-dlpu-tflite",
          .setup = R"(, "runOptions": "-c google-edge-tpu-tflite")"},
         "warning permission-missing"},
        naming("com.axis.HTTPConf1", credentials),
        naming("127.0.0.12", credentials, "warning permission-missing"),
        naming("com.axis.RecordingSearch1", methods(R"("com.axis.RecordingSearch1.*")")),
        naming("com.axis.RecordingPlayback1", methods(R"("com.axis.RecordingPlayback1.*")")),
    };
    for (const char* device : {"axis-a8-dlpu-tflite", "axis-a8-dlpu-native", "a9-dlpu-tflite",
                               "a9-dlpu-native", "ambarella-cvflow", "cv75-dlpu-native"}) {
        const Made broken{.library = "liblarod.so.1", .mentions = device};
        Made repaired = broken;
        repaired.resources = dlpu;
        defects.push_back({device, "13.0", broken, repaired, "warning permission-missing"});
    }
    return defects;
}

// A function that is gone, and one that stays in its place.
Defect gone(const std::string& library, const std::string& function, const std::string& stays) {
    return {function,
            "13.0",
            {.library = library, .function = function},
            {.library = library, .function = stays},
            "warning target-removed"};
}

// The same of one that a device does not have yet.
Defect not_yet(const std::string& library, const std::string& function, const std::string& axis_os,
               const std::string& stays) {
    Defect defect = gone(library, function, stays);
    defect.axis_os = axis_os;
    defect.found = "error target-new-function";
    return defect;
}

// A name in a program, and one that stays.
Defect old_name(const std::string& name, const std::string& stays,
                const std::string& axis_os = "13.0") {
    return {name, axis_os, {.mentions = name}, {.mentions = stays}, "note target-removed-name"};
}

Defect version(const std::string& wanted, const std::string& stays) {
    const auto made = [](const std::string& version) {
        return Made{.library = "liblarod.so.1", .function = "larodConnect", .version = version};
    };
    return {wanted, "13.0", made(wanted), made(stays), "warning target-removed"};
}

std::vector<Defect> removals() {
    const Made clean{.library = "libaxevent.so.1"};
    std::vector<Defect> defects{
        gone("libvdostream.so.1", "vdo_frame_get_is_last_buffer", "vdo_frame_get_size"),
        gone("libvdostream.so.1", "vdo_frame_get_fd", "vdo_buffer_get_fd"),
        gone("libvdo-frame.so.1", "vdo_frame_get_opaque", "vdo_frame_get_size"),
        version("LIBLAROD_1.0.0", "LIBLAROD_3.0.0"),
        version("LIBLAROD_2.0.0", "LIBLAROD_3.0.0"),
        {"Message broker", "13.0", {.library = "libmdb.so.1"}, clean, "error target-no-library"},
        {"OpenSSL 1.1",
         "12.11.72",
         {.library = "libssl.so.1.1"},
         {.library = "libssl.so.3"},
         "warning target-removed"},
        {"its other library",
         "12.11.72",
         {.library = "libcrypto.so.1.1"},
         {.library = "libcrypto.so.3"},
         "warning target-removed"},
        {"AxHTTP", "14.0", {.library = "libaxhttp.so.1"}, clean, "warning target-removed"},
        {"transferCgi",
         "14.0",
         {.configuration = R"("httpConfig": [{"type": "transferCgi", "name": "a.cgi"}])"},
         {.configuration = R"("httpConfig": [{"type": "fastCgi", "name": "a.cgi"}])"},
         "warning target-removed"},
        {"a model of larod's own format",
         "13.0",
         {.file = "lib/a.larod"},
         {.file = "lib/a.tflite"},
         "warning target-removed"},
        {"an executable stack",
         "13.0",
         {.options = {"-Wl,-z,execstack"}},
         {.options = {"-Wl,-z,noexecstack"}},
         "warning target-executable-stack"},
        {"32-bit time",
         "13.0",
         {.library = "libcurl.so.4", .function = "curl_getdate"},
         {.library = "libm.so.6", .function = "sin"},
         "warning target-time64",
         "arm-linux-gnueabihf"},
        old_name("http://127.0.0.2/axis-cgi/param.cgi", "http://127.0.0.1/axis-cgi/param.cgi"),
        old_name("root.Time.POSIXTimeZone", "root.Time.Zone"),
        old_name("root.Network.HTTP.AuthenticationPolicy", "root.Network.HTTP.Port"),
        old_name("root.SNMP.V1", "root.Snmp"),
        old_name("param.cgi?action=list&group=SNMP", "param.cgi?action=list&group=Time"),
        old_name("/axis-cgi/record/record.cgi", "/axis-cgi/record/list.cgi"),
        old_name("/axis-cgi/record/stop.cgi", "/axis-cgi/record/list.cgi"),
        old_name("/axis-cgi/upload_file.cgi", "/axis-cgi/upload.cgi"),
        old_name("/axis-cgi/time.cgi", "/axis-cgi/param.cgi", "14.0"),
    };
    for (const char* function :
         {"larodListChips", "larodGetChipName", "larodGetChipType", "larodGetModelChip"})
        defects.push_back(gone("liblarod.so.1", function, "larodListDevices"));
    return defects;
}

std::vector<Defect> too_new() {
    std::vector<Defect> defects{
        not_yet("libaxevent.so.1", "ax_event_handler_unsubscribe_and_notify", "12.3",
                "ax_event_handler_unsubscribe"),
        {"a version of glibc",
         "11.11.212",
         {.library = "libc.so.6", .function = "cfsetispeed", .version = "GLIBC_2.42"},
         {.library = "libc.so.6", .function = "cfsetispeed", .version = "GLIBC_2.17"},
         "error target-symbols"}};
    for (const char* library : {"libglib-2.0.so.0", "libgio-2.0.so.0", "libgobject-2.0.so.0"})
        defects.push_back(
            not_yet(library, "g_string_free_and_steal", "11.11.212", "g_string_free"));
    for (const char* function :
         {"larodConvertVmemFdToDmabuf", "larodBuildTensorDims", "larodBuildTensorPitches"})
        defects.push_back(not_yet("liblarod.so.1", function, "12.6", "larodCreateTensors"));
    return defects;
}

void check(const std::vector<Defect>& defects) {
    for (const std::string& triplet : samples::triplets)
        for (const Defect& defect : defects) {
            if (!defect.triplet.empty() && defect.triplet != triplet) continue;
            INFO(triplet << ": " << defect.what);
            const auto found = [&](const Made& made) {
                Found all = lint_made(triplet, made, defect.axis_os);
                // What all programs of 32 bits have that link a library is a defect of its own.
                if (defect.triplet.empty()) all.erase("warning target-time64");
                return all;
            };
            CHECK(found(defect.broken) == Found{defect.found});
            CHECK(found(defect.repaired).empty());
        }
}

bool shows(const Made& made, const sdk::Traces& traces) {
    const auto links = [&](const std::string& library) {
        return sdk::is_library(made.library, library);
    };
    const bool linked = std::ranges::any_of(traces.libraries, links);
    if (!traces.functions.empty() && text::contains(traces.functions, made.function)) return true;
    const auto has = [](const std::string& whole) {
        return [&whole](const std::string& part) { return whole.find(part) != std::string::npos; };
    };
    const auto ends = [&](const std::string& end) { return made.file.ends_with(end); };
    return (linked && traces.functions.empty() && traces.versions.empty()) ||
           std::ranges::any_of(traces.versions, has(made.version)) ||
           std::ranges::any_of(traces.words, has(made.mentions)) ||
           std::ranges::any_of(traces.files, ends) ||
           std::ranges::any_of(traces.cgi_types, has(made.configuration));
}

} // namespace

TEST_CASE("no row of what is known lacks its program with the defect") {
    std::vector<Defect> all = permissions();
    for (const auto& more : {removals(), too_new()})
        all.insert(all.end(), more.begin(), more.end());
    const auto shown = [&](const sdk::Traces& traces) {
        return std::ranges::any_of(
            all, [&](const Defect& defect) { return shows(defect.broken, traces); });
    };
    const auto& table = sdk::InterfaceTable::built_in();
    for (const sdk::Right& right : table.rights()) {
        INFO(right.what);
        CHECK(shown(right.traces));
    }
    for (const auto* list : {&table.interfaces(), &table.names()})
        for (const sdk::Interface& row : *list) {
            if (row.traces.unusual_scripts) continue; // below: they are no programs
            if (table.weight(row.finding(), row.confidence) == sdk::Weight::note) continue;
            INFO(row.what << ": " << text::join(row.traces.functions, " "));
            CHECK(shown(row.traces));
        }
}

TEST_CASE("a program without the right it takes is found, and its repaired twin is clean") {
    check(permissions());
}

TEST_CASE("a program that uses what is gone is found, and its repaired twin is clean") {
    check(removals());
    for (const Defect& defect : removals()) { // the same where nothing is gone yet
        INFO(defect.what);
        CHECK(lint_made(samples::triplets.front(), defect.broken,
                        defect.axis_os == "14.0" ? "13.0" : "11.11.212")
                  .empty());
    }
}

TEST_CASE(
    "a program that asks for what is not there yet is found, and its repaired twin is clean") {
    check(too_new());
    for (const Defect& defect : too_new()) {
        INFO(defect.what);
        CHECK(lint_made(samples::triplets.front(), defect.broken, "12.11.147").empty());
    }
}

TEST_CASE("the object file that brought a new function in is named, with what to do") {
    const TempDir dir;
    const std::string triplet = "aarch64-linux-gnu";
    const Made made{.library = "libglib-2.0.so.0", .function = "g_string_free_and_steal"};
    write_file(dir.path() / "manifest.json", manifest_text("aarch64", made));
    make_program(triplet, dir.path(), made);
    fs::create_directories(dir.path() / "build/third");
    samples::compile(triplet, dir.path(),
                     "int g_string_free_and_steal(void); int g(void) "
                     "{ return g_string_free_and_steal(); }",
                     "build/third/json.o", {"-c"});
    samples::compile(triplet, dir.path(), "int h(void) { return 1; }", "build/other.o", {"-c"});
    const Report report = lint_at(dir.path(), "11.11.212");
    const auto found = std::ranges::find_if(report.findings, [](const Finding& each) {
        return each.rule->id == "target-new-function";
    });
    REQUIRE(found != report.findings.end());
    CHECK(found->file == (dir.path() / "sample").string());
    CHECK(found->hint.starts_with("brought in by build/third/json.o; "));
    CHECK(found->hint.find("-DGLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_70") != std::string::npos);
}

TEST_CASE("a symbol version that is too new is told with the function and the object file") {
    const TempDir dir;
    write_file(dir.path() / "manifest.json", manifest_text("aarch64", {}));
    write_file(dir.path() / "map", "GLIBC_2.42 { global: cfsetispeed; };");
    samples::compile(
        "aarch64-linux-gnu", dir.path(), "int cfsetispeed(void) { return 0; }", "libc.so.6",
        {"-shared", "-fPIC", "-nostdlib", "-Wl,-soname,libc.so.6", "-Wl,--version-script,map"});
    samples::compile("aarch64-linux-gnu", dir.path(),
                     "int cfsetispeed(void); int main(void) { return cfsetispeed(); }", "main.o",
                     {"-c"});
    samples::must_run({"aarch64-linux-gnu-gcc", "-nostdlib", "-Wl,-e,main", "-o", "sample",
                       "main.o", "libc.so.6"},
                      dir.path());
    fs::remove(dir.path() / "libc.so.6");
    const Report report = lint_at(dir.path(), "11.11.212");
    const auto found = std::ranges::find_if(
        report.findings, [](const Finding& each) { return each.rule->id == "target-symbols"; });
    REQUIRE(found != report.findings.end());
    CHECK(found->hint.starts_with("asked for by cfsetispeed; brought in by main.o; bind them to "));
    CHECK_THAT(found->hint, contains("cfsetispeed@GLIBC_2.17"));
}

namespace {

// What lint says of where GLib's new function comes from, in a project that is built so.
std::string brought_in(const std::string& triplet,
                       const std::vector<std::vector<std::string>>& steps) {
    const TempDir dir;
    write_file(dir.path() / "manifest.json", manifest_text("aarch64", {}));
    write_file(dir.path() / "main.c", "int parse(void); int main(void) { return parse(); }");
    write_file(dir.path() / "json.c", "int g_string_free_and_steal(void); int parse(void) "
                                      "{ return g_string_free_and_steal(); }");
    write_file(dir.path() / "other.c", "int g_string_free_and_steal(void); int other(void) "
                                       "{ return g_string_free_and_steal(); }");
    samples::compile(triplet, dir.path(), "int g_string_free_and_steal(void) { return 0; }",
                     "libglib-2.0.so.0",
                     {"-shared", "-fPIC", "-nostdlib", "-Wl,-soname,libglib-2.0.so.0"});
    for (std::vector<std::string> step : steps) {
        static const std::set<std::string> cross{"gcc", "ar", "strip"};
        if (cross.contains(step.front())) step.front().insert(0, triplet + "-");
        samples::must_run(step, dir.path());
    }
    fs::remove(dir.path() / "libglib-2.0.so.0");
    const Report report = lint_at(dir.path(), "11.11.212");
    for (const Finding& each : report.findings)
        if (each.rule->id == "target-new-function") return each.hint.substr(0, each.hint.find(';'));
    return "nothing found";
}

} // namespace

TEST_CASE("archives, maps and unstripped programs tell who brought a function in") {
    using Words = std::vector<std::string>;
    const std::string triplet = samples::triplets.front();
    const Words objects{"gcc", "-c", "main.c", "json.c", "other.c"};
    const Words archive{"ar", "rc", "libparse.a", "json.o", "other.o"};
    const Words link{"gcc", "main.o", "libparse.a", "libglib-2.0.so.0", "-o", "sample"};
    Words link_with_map = link;
    link_with_map.emplace_back("-Wl,-Map=sample.map");
    const Words strip{"strip", "sample"};
    const Words no_objects{"rm", "json.o", "other.o"};
    const std::string member = "brought in by libparse.a(json.o)";
    // Without the names of the program nobody knows which member was taken.
    CHECK(brought_in(triplet, {objects, archive, link, no_objects, strip}) ==
          "brought in by libparse.a(json.o), libparse.a(other.o)");
    CHECK(brought_in(triplet, {objects, archive, link, no_objects}) == member);
    CHECK(brought_in(triplet, {objects, archive, link_with_map, no_objects, strip}) == member);
    // A build keeps what it strips, by its build id.
    Words link_with_id = link;
    link_with_id.emplace_back("-Wl,--build-id=0xabcdef");
    const std::string kept = "build/.acapctl/symbols/.build-id/ab";
    CHECK(brought_in(triplet, {objects,
                               archive,
                               link_with_id,
                               no_objects,
                               {"mkdir", "-p", kept},
                               {"cp", "sample", kept + "/cdef.debug"},
                               strip}) == member);
    const Words at_once{"gcc", "json.c", "libglib-2.0.so.0", "-nostdlib", "-Wl,-e,parse",
                        "-o",  "sample"};
    CHECK(brought_in(triplet, {at_once}) == "brought in by json.c");
    CHECK(brought_in(triplet, {at_once, strip}).starts_with("compile all sources")); // it is gone
}

TEST_CASE("scripts around an installation are looked at for AXIS OS 13") {
    const auto lint_script = [](const std::string& content, mode_t mode, const std::string& os) {
        const TempDir dir;
        std::string text = manifest_text("all", {});
        text.insert(text.size() - 2, R"(, "installation": {"postInstallScript": "post.sh"})");
        write_file(dir.path() / "manifest.json", text);
        write_file(dir.path() / "sample", "#!/bin/sh\n", 0755);
        write_file(dir.path() / "post.sh", content, mode);
        return named(lint_at(dir.path(), os));
    };
    const Found fault{"warning target-install-script"};
    CHECK(lint_script("#!/bin/sh\ntrue\n", 0755, "13.0").empty());
    CHECK(lint_script("#!/bin/sh -e\ntrue\n", 0755, "13.0").empty());
    CHECK(lint_script("#!/bin/sh\ntrue\n", 0644, "13.0") == fault);
    CHECK(lint_script("#!/bin/sh\ntrue\n", 0644, "12.11").empty());
    CHECK(lint_script("#!/usr/bin/env lua\n", 0755, "13.0") == fault);
    CHECK(lint_script("true\n", 0755, "13.0") == fault);
    CHECK(lint_script("", 0755, "13.0") == fault);
    CHECK(lint_script("#!/bin/sh\ncurl http://127.0.0.5/\n", 0755, "13.0") ==
          Found{"note target-removed-name"});
}

TEST_CASE("compat and lint say the same of a package") {
    const TempDir dir;
    const fs::path tree = dir.path() / "tree";
    fs::create_directories(tree);
    const Made made{.library = "libOpenCL.so.1", .function = "clFlush", .mentions = "127.0.0.12"};
    write_file(tree / "manifest.json", manifest_text("aarch64", made));
    write_file(tree / "package.conf", "APPNAME=\"sample\"\n");
    make_program("aarch64-linux-gnu", tree, made);
    const fs::path file = dir.path() / "a.eap";
    write_file(file, samples::archive(tree, {"manifest.json", "package.conf", "sample"}) +
                         std::string(512, 's'));
    const auto scan = scan_package(file, sdk::InterfaceTable::built_in().words());
    const sdk::Chip& chip = sdk::Catalog::built_in().chip("artpec8");
    const sdk::Answer answer =
        sdk::compatibility(sdk::compatibility_input(scan), sdk::Knowledge::built_in())
            .on({.architecture = "aarch64",
                 .chip = &chip,
                 .axis_os = sdk::AxisOs::parse_release("12.11.72")});
    CHECK(answer.runs == Runs::conditional);
    CHECK(answer.reasons ==
          std::vector<std::string>{
              "its manifest must ask for group 'gpu': sample links libOpenCL.so.1",
              "its manifest may have to ask for D-Bus method "
              "com.axis.HTTPConf1.VAPIXServiceAccounts1.GetCredentials: sample names 127.0.0.12"});
    CHECK(named(lint_at(file, "12.11.72")) ==
          Found{"error permission-missing", "warning permission-missing"});
}

TEST_CASE("compat doubts a script that AXIS OS 13 is said not to run") {
    const auto runs = [](mode_t mode, const char* axis_os) {
        const TempDir dir;
        std::string text = manifest_text("all", {});
        text.insert(text.size() - 2, R"(, "installation": {"postInstallScript": "post.sh"})");
        write_file(dir.path() / "manifest.json", text);
        write_file(dir.path() / "package.conf", "APPNAME=\"sample\"\n");
        write_file(dir.path() / "sample", "#!/bin/sh\n", 0755);
        write_file(dir.path() / "post.sh", "#!/bin/sh\n", mode);
        write_file(
            dir.path() / "a.eap",
            samples::archive(dir.path(), {"manifest.json", "package.conf", "sample", "post.sh"}) +
                std::string(512, 's'));
        const auto scan =
            scan_package(dir.path() / "a.eap", sdk::InterfaceTable::built_in().words());
        return sdk::compatibility(sdk::compatibility_input(scan), sdk::Knowledge::built_in())
            .on({.axis_os = sdk::AxisOs::parse_release(axis_os), .any_chip = true})
            .runs;
    };
    CHECK(runs(0644, "13.0") == Runs::unknown);
    CHECK(runs(0755, "13.0") == runs(0755, "12.11.72"));
    CHECK(runs(0644, "12.11.72") == Runs::yes);
}

TEST_CASE("no official manifest has a finding of these rules by itself", "[corpus]") {
    const fs::path folder = std::string(SHARED_CORPUS) + "/manifests/official";
    if (!fs::is_directory(folder)) {
        std::cout << "skipped: no manifests at " << folder << '\n';
        return;
    }
    int count = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        INFO(entry.path());
        for (const char* axis_os : {"", "12.11.72", "13.0"})
            CHECK(named(lint_at(entry.path(), axis_os)).empty());
        ++count;
    }
    CHECK(count >= 54);
}
