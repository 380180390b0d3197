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
#include <set>

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
    std::vector<std::string> options{};
};

std::string manifest_text(const std::string& architecture, const Made& made) {
    return R"({"schemaVersion": "2.2.0", "resources": {)" + made.resources +
           R"(}, "acapPackageConf": {"setup": {"appName": "sample", "runMode": "respawn",)"
           R"( "vendor": "Acme", "vendorId": "aaaabbbbcc", "version": "1.0.0",)"
           R"( "compatibleOsVersions": [{"min": "11.11", "max": "13"}], "architecture": ")" +
           architecture + "\"" + made.setup + "}}}";
}

void make_program(const std::string& triplet, const fs::path& directory, const Made& made) {
    const std::string function = made.function.empty() ? "f" : made.function;
    std::vector<std::string> options{"-nostdlib", "-Wl,-e,main,--no-as-needed"};
    if (!made.library.empty()) {
        samples::compile(triplet, directory, "int " + function + "(void) { return 0; }",
                         made.library,
                         {"-shared", "-fPIC", "-nostdlib", "-Wl,-soname," + made.library});
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

Report lint_at(const fs::path& path, const std::string& axis_os) {
    const sdk::DeviceFacts target{.axis_os = sdk::AxisOs::parse_release(axis_os),
                                  .any_chip = true,
                                  .any_axis_os = axis_os.empty()};
    return lint::lint({.paths = {path}, .target = target}, sdk::Knowledge::built_in());
}

// "error permission-missing", of the rules that this file is about.
using Found = std::set<std::string>;
Found named(const Report& report) {
    static const std::set<std::string> ours{
        "permission-missing",  "permission-unused",     "target-removed",   "target-new-function",
        "target-removed-name", "target-install-script", "target-no-library"};
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
    return named(lint_at(dir.path(), axis_os));
}

std::string group(const std::string& name) {
    return R"("linux": {"user": {"groups": [")" + name + "\"]}}";
}

struct Defect {
    std::string what;
    std::string axis_os; // empty: none is asked about
    Made broken;
    Made repaired;
    std::string found;
};

std::vector<Defect> permissions() {
    const std::string dlpu = R"("deepLearningProcessor": {"enabled": true, "required": false})";
    const std::string credentials =
        R"("dbus": {"requiredMethods": )"
        R"(["com.axis.HTTPConf1.VAPIXServiceAccounts1.GetCredentials"]})";
    return {
        {"OpenCL",
         "",
         {.library = "libOpenCL.so.1"},
         {.library = "libOpenCL.so.1", .resources = group("gpu")},
         "error permission-missing"},
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
        {"a DLPU on AXIS OS 13",
         "13.0",
         {.library = "liblarod.so.1", .mentions = "axis-a8-dlpu-tflite"},
         {.library = "liblarod.so.1", .mentions = "axis-a8-dlpu-tflite", .resources = dlpu},
         "warning permission-missing"},
        {"an Edge TPU beside it",
         "13.0",
         {.library = "liblarod.so.1", .setup = R"(, "runOptions": "-c a9-dlpu-tflite")"},
         {.library = "liblarod.so.1",
          .mentions = "axis-a8-dlpu-tflite",
          .setup = R"(, "runOptions": "-c google-edge-tpu-tflite")"},
         "warning permission-missing"},
        {"credentials",
         "",
         {.mentions = "com.axis.HTTPConf1"},
         {.mentions = "com.axis.HTTPConf1", .resources = credentials},
         "error permission-missing"},
    };
}

std::vector<Defect> removals() {
    const Made clean{.library = "libaxevent.so.1"};
    return {
        {"VDO",
         "13.0",
         {.library = "libvdostream.so.1", .function = "vdo_frame_get_is_last_buffer"},
         {.library = "libvdostream.so.1", .function = "vdo_frame_get_size"},
         "warning target-removed"},
        {"larod 1",
         "13.0",
         {.library = "liblarod.so.1", .function = "larodListChips"},
         {.library = "liblarod.so.1", .function = "larodListDevices"},
         "warning target-removed"},
        {"Message broker", "13.0", {.library = "libmdb.so.1"}, clean, "error target-no-library"},
        {"OpenSSL 1.1",
         "12.11.72",
         {.library = "libssl.so.1.1"},
         {.library = "libssl.so.3"},
         "warning target-removed"},
        {"AxHTTP", "14.0", {.library = "libaxhttp.so.1"}, clean, "warning target-removed"},
        {"GLib",
         "11.11.212",
         {.library = "libglib-2.0.so.0", .function = "g_string_free_and_steal"},
         {.library = "libglib-2.0.so.0", .function = "g_string_free"},
         "error target-new-function"},
        {"a loopback address",
         "13.0",
         {.mentions = "http://127.0.0.2/axis-cgi/param.cgi"},
         {.mentions = "http://127.0.0.1/axis-cgi/param.cgi"},
         "note target-removed-name"},
        {"a parameter",
         "13.0",
         {.mentions = "root.Time.POSIXTimeZone"},
         {.mentions = "root.Time.Zone"},
         "note target-removed-name"},
    };
}

void check(const std::vector<Defect>& defects) {
    for (const std::string& triplet : samples::triplets)
        for (const Defect& defect : defects) {
            INFO(triplet << ": " << defect.what);
            CHECK(lint_made(triplet, defect.broken, defect.axis_os) == Found{defect.found});
            CHECK(lint_made(triplet, defect.repaired, defect.axis_os).empty());
        }
}

} // namespace

TEST_CASE("a program without the right it takes is found, and its repaired twin is clean") {
    check(permissions());
}

TEST_CASE("a program that uses what is gone is found, and its repaired twin is clean") {
    check(removals());
    for (const Defect& defect : removals()) { // the same where nothing is gone yet
        if (defect.what == "GLib") continue;
        INFO(defect.what);
        CHECK(lint_made("aarch64-linux-gnu", defect.broken,
                        defect.what == "AxHTTP" ? "13.0" : "11.11.212")
                  .empty());
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
    CHECK(found->hint == "asked for by cfsetispeed; brought in by main.o");
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
