#include "lint/rules.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "lint/lint.hpp"
#include "support/files.hpp"
#include "unit/model/samples.hpp"
#include "unit/package/elf_samples.hpp"
#include "unit/package/samples.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>

using namespace acapctl;
using namespace acapctl::lint;
namespace fs = std::filesystem;

namespace {

std::set<std::string> ids(const Report& report) {
    std::set<std::string> found;
    for (const Finding& finding : report.findings) found.insert(finding.rule->id);
    return found;
}

// A sound manifest with its parts replaced; every rule is silent about it as it is.
struct Manifest {
    std::string version = "1.7.2";
    std::string setup = R"("appName": "sample", "runMode": "respawn", "vendor": "Acme",
                           "version": "1.0.0", "architecture": "aarch64")";
    std::string configuration{};
    std::string resources{};
    std::string more{};

    std::string text() const {
        return R"({"schemaVersion": ")" + version + "\"" +
               (resources.empty() ? "" : ", \"resources\": {" + resources + "}") +
               ", \"acapPackageConf\": {\"setup\": {" + setup + "}, \"configuration\": {" +
               configuration + "}" + more + "}}";
    }
};

// What is asked for with --axis-os and --chip, or of a device with another chip.
struct Asked {
    std::string axis_os{};
    std::string chip{};
    std::string architecture{};
    std::optional<sdk::Measured> measured{};
};

std::set<std::string> lint_path(const fs::path& path, const Asked& asked = {}) {
    const auto& catalog = sdk::Catalog::built_in();
    const sdk::Chip* chip = asked.chip.empty() ? nullptr : &catalog.chip(asked.chip);
    const sdk::DeviceFacts target{.architecture =
                                      chip == nullptr ? asked.architecture : chip->architecture,
                                  .chip = chip,
                                  .axis_os = sdk::AxisOs::parse_release(asked.axis_os),
                                  .measured = asked.measured,
                                  .any_chip = chip == nullptr,
                                  .any_axis_os = asked.axis_os.empty()};
    return ids(lint::lint({.paths = {path}, .target = target}, sdk::Knowledge::built_in()));
}

std::set<std::string> lint_text(const std::string& text, const Asked& asked = {}) {
    const TempDir dir;
    write_file(dir.path() / "manifest.json", text);
    return lint_path(dir.path() / "manifest.json", asked);
}

// A project or package made by `change` from a sound one.
using Change = std::function<void(const fs::path&)>;

void sound_project(const fs::path& directory) {
    write_file(directory / "manifest.json", Manifest{}.text());
    write_file(directory / "LICENSE", "free\n");
    write_file(directory / "sample", "#!/bin/sh\n", 0755);
    fs::create_directories(directory / "html");
}

std::set<std::string> lint_project(const Change& change, const Asked& asked = {}) {
    const TempDir dir;
    sound_project(dir.path());
    change(dir.path());
    return lint_path(dir.path(), asked);
}

std::set<std::string> lint_package(const Change& change, const Asked& asked = {},
                                   std::vector<std::string> options = {}) {
    const TempDir dir;
    const fs::path tree = dir.path() / "tree";
    fs::create_directories(tree);
    sound_project(tree);
    write_file(tree / "package.conf", "APPNAME=\"sample\"\nVENDOR=\"Acme\"\n");
    change(tree);
    for (const auto& entry : fs::directory_iterator(tree))
        options.push_back(entry.path().filename());
    write_file(dir.path() / "a.eap", samples::archive(tree, options));
    return lint_path(dir.path() / "a.eap", asked);
}

Change text_file(const std::string& name, const std::string& content, mode_t mode = 0644) {
    return [=](const fs::path& directory) { write_file(directory / name, content, mode); };
}

using Found = std::set<std::string>;

// `seen` collects all that was ever found, to see that no rule is dead.
void expect(Found& seen, const Found& found, const Found& expected) {
    CHECK(found == expected);
    seen.insert(found.begin(), found.end());
}

Manifest with(std::function<void(Manifest&)> change) {
    Manifest manifest;
    change(manifest);
    return manifest;
}

std::string setup_with(const std::string& more) {
    return Manifest{}.setup + ", " + more;
}

} // namespace

void sound_cases(Found& seen) {
    expect(seen, lint_text(Manifest{}.text()), {});
    expect(seen, lint_project([](const fs::path&) {}), {});
    expect(seen, lint_package([](const fs::path&) {}), {});
}

TEST_CASE("a sound manifest, project and package have no findings") {
    Found seen;
    sound_cases(seen);
}

// What editors and people make of JSON.
std::vector<std::string> broken_manifests() {
    const std::string sound = Manifest{}.text();
    std::string latin1 = sound;
    latin1.replace(latin1.find("Acme"), 4, "\xc5kme");
    return {"// mine\n" + sound,
            "\xef\xbb\xbf" + sound,
            latin1,
            sound.substr(0, sound.size() - 1) + ",}",
            "",
            "{"};
}

void manifest_cases(Found& seen) {
    struct Case {
        std::string rule;
        Manifest manifest;
    };
    const std::vector<Case> cases{
        {"manifest-schema-version", with([](auto& m) { m.version = "1.7"; })},
        {"manifest-missing-field", with([](auto& m) {
             m.version = "1.0";
             m.setup =
                 R"("appName": "sample", "runMode": "once", "vendor": "Acme", "version": "1.0.0")";
         })},
        {"manifest-unknown-field",
         with([](auto& m) { m.configuration = R"("settingsPage": "a")"; })},
        {"manifest-wrong-type", with([](auto& m) { m.configuration = R"("paramConfig": {})"; })},
        {"manifest-bad-value", with([](auto& m) { m.setup = setup_with(R"("appId": "x")"); })},
        {"embedded-sdk-version",
         with([](auto& m) { m.setup = setup_with(R"("embeddedSdkVersion": "12.0")"); })},
        {"hidden-parameter-secret", with([](auto& m) {
             m.configuration =
                 R"("paramConfig": [{"name": "Password", "default": "", "type": "hidden:string"}])";
         })},
        {"deprecated-parameter-type", with([](auto& m) {
             m.configuration =
                 R"("paramConfig": [{"name": "A", "default": "", "type": "writeonly:string"}])";
         })},
        {"deprecated-parameter-type", with([](auto& m) {
             m.configuration =
                 R"("paramConfig": [{"name": "A", "default": "", "type": "textarea"}])";
         })},
        {"hidden-parameter-secret", with([](auto& m) {
             m.configuration =
                 R"("paramConfig": [{"name": "Password", "default": "", "type": "nosync:hidden:string"}])";
         })},
        {"unknown-parameter-type", with([](auto& m) {
             m.configuration = R"("paramConfig": [{"name": "A", "default": "", "type": "secret"}])";
         })},
        {"parameter-default", with([](auto& m) {
             m.configuration =
                 R"("paramConfig": [{"name": "A", "default": "9", "type": "int:max=5"}])";
         })},
        {"duplicate-parameter", with([](auto& m) {
             m.configuration = R"("paramConfig": [{"name": "Port", "default": "", "type": "string"},
                                                  {"name": "port", "default": "", "type": ""}])";
         })},
        {"static-user", with([](auto& m) {
             m.setup = setup_with(R"("user": {"username": "sdk", "group": "sdk"})");
         })},
        {"root-user", with([](auto& m) {
             m.setup = setup_with(R"("user": {"username": "root", "group": "root"})");
         })},
        {"dbus-static-user", with([](auto& m) {
             m.setup = setup_with(R"("user": {"username": "sdk", "group": "sdk"})");
             m.resources = R"("dbus": {"requiredMethods": ["com.axis.A.B"]})";
         })},
        {"friendly-name-slash",
         with([](auto& m) { m.setup = setup_with(R"("friendlyName": "a/b")"); })},
    };
    for (const Case& each : cases) {
        const auto found = lint_text(each.manifest.text());
        INFO(each.rule);
        CHECK(found.contains(each.rule));
        seen.insert(found.begin(), found.end());
    }
    expect(seen, lint_text("{"), {"manifest-json"});
    Manifest never;
    never.setup = R"("appName": "sample", "runMode": "never", "vendor": "Your Company",
                     "version": "1.0.0")";
    expect(seen, lint_text(never.text()), {"run-mode-never", "placeholder-vendor"});
    never.version = "1.1";
    never.setup = R"("appName": "sample", "runMode": "once", "vendor": "A", "version": "1.0.0")";
    expect(seen, lint_text(never.text()), {"schema-cannot-be-signed"});
    Manifest second;
    second.version = "2.2.0";
    second.setup =
        setup_with(R"("vendorId": "aaaabbbbcc", "compatibleOsVersions": [{"max": "13"}])");
    second.resources = R"("linux": {"user": {"groups": ["wheel"]}})";
    expect(seen, lint_text(second.text()), {"manifest-unconfirmed"});
}

TEST_CASE("rules about a manifest find what they are named for") {
    Found seen;
    manifest_cases(seen);
}

void file_cases(Found& seen) {
    const auto with_scripts =
        text_file("manifest.json", with([](auto& m) {
                                       m.more =
                                           R"(, "installation": {"postInstallScript": "post.sh"})";
                                       m.configuration = R"("settingPage": "index.html")";
                                   }).text());
    expect(seen, lint_project([](const fs::path& d) { fs::remove(d / "LICENSE"); }),
           {"license-missing"});
    for (const std::string& broken : broken_manifests())
        expect(seen, lint_project(text_file("manifest.json", broken)), {"manifest-json"});
    expect(seen, lint_project(text_file("LICENSE", "")), {"license-missing"});
    expect(seen, lint_project(with_scripts), {"script-missing", "setting-page-missing"});
    expect(seen, lint_project([&](const fs::path& d) {
               with_scripts(d);
               write_file(d / "post.sh", "#!/bin/sh\r\n", 0755);
               write_file(d / "html/index.html", "");
           }),
           {"crlf-script"});
    expect(seen, lint_project(text_file("html/.env", "A=b")), {"secret-in-package"});
    expect(seen, lint_project(text_file("html/key.pem", "-----BEGIN RSA PRIVATE KEY-----\n")),
           {"secret-in-package"});
    expect(seen, lint_project(text_file("html/cert.pem", "-----BEGIN CERTIFICATE-----\n")), {});
    expect(seen, lint_project(text_file("html/a.o", "")), {"build-leftover"});
    expect(seen, lint_project(text_file("sample", "#!/usr/bin/env python3\n", 0755)),
           {"interpreter-absent"});
    const auto mode = [](const char* file, mode_t bits) {
        return [=](const fs::path& d) { fs::permissions(d / file, fs::perms(bits)); };
    };
    expect(seen, lint_project(mode("sample", 0777)), {"world-writable-file"});
    expect(seen, lint_project(mode("sample", 04755)), {"setuid-file"});
    expect(seen, lint_project(mode("html", 0777)), {"world-writable-file"});
}

TEST_CASE("rules about files find what they are named for") {
    Found seen;
    file_cases(seen);
}

void package_cases(Found& seen) {
    const auto without = [](const char* file) {
        return [=](const fs::path& d) { fs::remove(d / file); };
    };
    expect(seen, lint_package(without("package.conf")), {"package-conf-missing"});
    expect(seen, lint_package(without("sample")), {"executable-missing"});
    expect(seen, lint_package(without("manifest.json")), {"schema-cannot-be-signed"});
    for (const std::string& broken : broken_manifests())
        expect(seen, lint_package(text_file("manifest.json", broken)), {"manifest-json"});
    expect(seen, lint_package(text_file("LICENSE", "")), {"package-without-license"});
    expect(seen, lint_package(text_file("package.conf", "APPNAME=\"other\"\n")),
           {"conf-differs-from-manifest"});
    expect(seen, lint_package(text_file("a file", "")), {"space-in-file-name"});
    expect(seen,
           lint_package([](const fs::path& d) { fs::create_symlink("/etc/shadow", d / "link"); }),
           {"escaping-link"});
    expect(seen, lint_package([](const fs::path& d) {
               fs::create_symlink("html/../sample", d / "link");
           }),
           {});
    expect(seen, lint_package([](const fs::path&) {}, {}, {"--transform=s,^sample,../sample,"}),
           {"unsafe-member"});
    const auto conf_alone = [](const std::string& conf) {
        return [conf](const fs::path& d) {
            fs::remove(d / "manifest.json");
            write_file(d / "package.conf", "APPNAME=\"sample\"\nAPPTYPE=\"aarch64\"\n" + conf);
        };
    };
    expect(seen, lint_package(conf_alone("APPUSR=\"sdk\"\nAPPGRP=\"root\"\n")),
           {"schema-cannot-be-signed", "root-user"});
    expect(seen, lint_package(conf_alone("APPUSR=\"root\"\n"), {.axis_os = "9.80"}), {});
    expect(seen, lint_package(conf_alone("APPUSR=\"sdk\"\nSTARTMODE=\"never\"\n")),
           {"schema-cannot-be-signed", "static-user", "run-mode-never"});
    expect(seen, lint_package(conf_alone("POSTINSTALLSCRIPT=\"post.sh\"\n"), {.axis_os = "9.80"}),
           {"script-missing"});
    expect(seen,
           lint_package(conf_alone("APPOPTS=\"-d ambarella-cvflow\"\n"),
                        {.axis_os = "11.0", .chip = "artpec8"}),
           {"target-larod-device"});
    expect(seen, lint_package(conf_alone(""), {.axis_os = "13.0"}),
           {"schema-cannot-be-signed", "target-schema-1", "target-unsigned"});
    expect(seen, lint_package([&](const fs::path& d) {
               conf_alone("")(d);
               write_file(d / "param.conf", "A=\"x\" type=\"int\"\nA=\"1\" type=\"mine\"\n");
           }),
           {"schema-cannot-be-signed", "parameter-default", "duplicate-parameter",
            "unknown-parameter-type"});
    const TempDir dir;
    write_file(dir.path() / "sample_1_0_0_armv7hf.eap",
               samples::package() + std::string(100, '\0'));
    const auto odd = lint_path(dir.path() / "sample_1_0_0_armv7hf.eap");
    CHECK(odd.contains("file-name-architecture"));
    CHECK(odd.contains("trailing-bytes"));
    seen.insert(odd.begin(), odd.end());
    fs::rename(dir.path() / "sample_1_0_0_armv7hf.eap", dir.path() / "robot-arm.eap");
    CHECK_FALSE(lint_path(dir.path() / "robot-arm.eap").contains("file-name-architecture"));
    write_file(dir.path() / "a.eap", "not a package");
    expect(seen, lint_path(dir.path() / "a.eap"), {"package-unreadable"});
}

TEST_CASE("rules about a package find what they are named for") {
    Found seen;
    package_cases(seen);
}

void compiled_cases(Found& seen) {
    const std::string source = "int main(void) { return 0; }\n";
    const auto compiled = [&](const std::string& triplet, std::vector<std::string> options,
                              const std::string& manifest = Manifest{}.text()) {
        return lint_project([&](const fs::path& d) {
            write_file(d / "manifest.json", manifest);
            samples::compile(triplet, d, source, "sample", options);
        });
    };
    expect(seen, compiled("aarch64-linux-gnu", {}), {});
    expect(seen, compiled("arm-linux-gnueabihf", {}), {"wrong-machine"});
    expect(seen, compiled("aarch64-linux-gnu", {"-Wl,-z,execstack"}), {"executable-stack"});
    Manifest second;
    second.version = "2.0.0";
    second.setup = R"("appName": "sample", "runMode": "respawn", "vendor": "Acme",
                      "version": "1.0.0", "architecture": "armv7hf", "vendorId": "aaaabbbbcc",
                      "compatibleOsVersions": [{"min": "12.10.68", "max": "13"}])";
    const auto on_13 = [&](std::vector<std::string> options) {
        return lint_project(
            [&](const fs::path& d) {
                write_file(d / "manifest.json", second.text());
                samples::compile("arm-linux-gnueabihf", d, "int f(void) { return 1; }",
                                 "libcurl.so.4", {"-shared", "-Wl,-soname,libcurl.so.4"});
                options.insert(options.end(),
                               {"-Wl,--no-as-needed", (d / "libcurl.so.4").string()});
                samples::compile("arm-linux-gnueabihf", d,
                                 "#include <time.h>\nint main(void) { return (int)time(0); }\n",
                                 "sample", options);
                fs::remove(d / "libcurl.so.4");
            },
            {.axis_os = "13.0.33"});
    };
    expect(seen, on_13({"-Wl,-z,execstack"}),
           {"executable-stack", "target-executable-stack", "target-time64"});
    expect(seen, on_13({"-D_TIME_BITS=64", "-D_FILE_OFFSET_BITS=64"}), {});
    std::string all = Manifest{}.text();
    all.replace(all.find("\"aarch64\""), 9, "\"all\"");
    expect(seen, compiled("aarch64-linux-gnu", {}, all), {"architecture-all-with-binary"});
    expect(seen, lint_package([&](const fs::path& d) {
               samples::compile("aarch64-linux-gnu", d, "int f(void) { return 1; }", "libfoo.so.1",
                                {"-shared", "-fPIC", "-Wl,-soname,libfoo.so.1"});
               samples::compile("aarch64-linux-gnu", d,
                                "int f(void); int main(void) { return f(); }", "sample",
                                {(d / "libfoo.so.1").string()});
               fs::remove(d / "libfoo.so.1");
           }),
           {"library-missing"});
    expect(seen, lint_package([&](const fs::path& d) {
               samples::compile("aarch64-linux-gnu", d, "int f(void) { return 1; }", "libpango.so",
                                {"-shared", "-fPIC", "-Wl,-soname,libpango-1.0.so.0"});
               samples::compile("aarch64-linux-gnu", d,
                                "int f(void); int main(void) { return f(); }", "sample",
                                {(d / "libpango.so").string()});
               fs::remove(d / "libpango.so");
           }),
           {"library-missing"});
}

TEST_CASE("rules about compiled files find what they are named for") {
    Found seen;
    compiled_cases(seen);
}

void target_cases(Found& seen) {
    Manifest manifest;
    manifest.setup = setup_with(R"("runOptions": "axis-a8-dlpu-tflite model")");
    manifest.resources = R"("dbus": {"requiredMethods":
        ["com.axis.HTTPConf1.VAPIXServiceAccounts1.GetCredentials"]})";
    expect(seen, lint_text(manifest.text()), {});
    expect(seen, lint_text(manifest.text(), {.axis_os = "12.1", .chip = "artpec8"}), {});
    expect(seen, lint_text(manifest.text(), {.axis_os = "12.0.5"}), {"target-schema"});
    expect(seen, lint_text(manifest.text(), {.axis_os = "11.11.192"}), {"target-lts-doubt"});
    expect(seen, lint_text(manifest.text(), {.axis_os = "11.8"}),
           {"target-schema", "target-vapix-credentials"});
    expect(seen, lint_text(manifest.text(), {.axis_os = "13.0"}), {"target-schema-1"});
    expect(seen, lint_text(manifest.text(), {.chip = "artpec9"}), {"target-larod-device"});
    expect(seen, lint_text(manifest.text(), {.chip = "artpec7"}),
           {"target-larod-device", "target-architecture"});

    Manifest second;
    second.version = "2.0.0";
    second.setup = setup_with(R"("vendorId": "aaaabbbbcc",
        "compatibleOsVersions": [{"min": "12.10.68", "max": "12"}])");
    second.resources = R"("deepLearningProcessor": {"enabled": true, "required": true})";
    expect(seen, lint_text(second.text(), {.axis_os = "12.11", .chip = "artpec9"}), {});
    expect(seen, lint_text(second.text(), {.axis_os = "13.0"}), {"target-os-range"});
    expect(seen, lint_text(second.text(), {.axis_os = "11.11.205"}), {"target-lts-doubt"});
    expect(seen, lint_text(second.text(), {.axis_os = "12.10"}), {"target-part-of-release"});
    expect(seen, lint_text(second.text(), {.axis_os = "12.10.70"}), {});
    expect(seen, lint_text(second.text(), {.axis_os = "12.9"}), {"target-schema"});
    expect(seen, lint_text(second.text(), {.chip = "artpec6"}),
           {"target-no-dlpu", "target-architecture"});
    expect(seen, lint_text(second.text(), {.chip = "artpec7"}),
           {"target-unknown", "target-architecture"}); // some models have a TPU
    expect(seen, lint_package([](const fs::path&) {}, {.axis_os = "12.11"}), {"target-unsigned"});
    expect(seen, lint_package([](const fs::path& d) { fs::remove(d / "LICENSE"); }),
           {"package-without-license"});
    expect(seen, lint_text(manifest.text(), {.architecture = "armv7hf"}), {"target-architecture"});
    expect(seen, lint_text(manifest.text(), {.chip = "Axis Artpec-8"}), {});
}

TEST_CASE("rules about a target speak only when one is given") {
    Found seen;
    target_cases(seen);
}

void library_cases(Found& seen) {
    const auto application = [](const fs::path& d) {
        samples::build_application("aarch64-linux-gnu", d);
        fs::rename(d / "app", d / "sample");
        fs::remove_all(d / "device");
    };
    expect(seen, lint_package(application), {});
    expect(seen, lint_package(application, {.chip = "artpec6"}),
           {"target-no-larod", "target-architecture"});
    const auto found = lint_package(application, {.axis_os = "10.5"});
    expect(seen,
           lint_package(
               [&](const fs::path& d) {
                   samples::compile("aarch64-linux-gnu", d, "", "libmdb.so.1",
                                    {"-shared", "-nostdlib", "-Wl,-soname,libmdb.so.1"});
                   samples::compile(
                       "aarch64-linux-gnu", d, "int main(void) { return 0; }", "sample",
                       {"-nostdlib", "-Wl,-e,main,--no-as-needed", (d / "libmdb.so.1").string()});
                   fs::remove(d / "libmdb.so.1");
               },
               {.axis_os = "13.0"}),
           {"target-no-library", "target-schema-1", "target-unsigned"});
    const auto vdo = [](const fs::path& d) {
        samples::compile("aarch64-linux-gnu", d, "", "libvdostream.so.1",
                         {"-shared", "-nostdlib", "-Wl,-soname,libvdostream.so.1"});
        samples::compile(
            "aarch64-linux-gnu", d, "int main(void) { return 0; }", "sample",
            {"-nostdlib", "-Wl,-e,main,--no-as-needed", (d / "libvdostream.so.1").string()});
        fs::remove(d / "libvdostream.so.1");
        Manifest old;
        old.version = "1.3";
        write_file(d / "manifest.json", old.text());
    };
    expect(seen, lint_package(vdo, {.axis_os = "11.11.60", .chip = "artpec8"}),
           {"target-known-issue"});
    expect(seen, lint_package(vdo, {.axis_os = "11.11.65", .chip = "artpec8"}), {});
    expect(seen, lint_package(vdo, {.axis_os = "11.11.60", .chip = "cv25"}), {});
    CHECK(found.contains("target-symbols")); // LIBLAROD_3.0.0, and glibc 2.34 of the compiler
    seen.insert(found.begin(), found.end());
}

TEST_CASE("libraries and symbol versions are compared with the target") {
    Found seen;
    library_cases(seen);
}

void interface_cases(Found& seen) {
    // What is found in which programs is in interfaces.cpp; here, that no rule is dead.
    const auto second = [](const std::string& resources) {
        return with([&](auto& m) {
                   m.version = "2.0.0";
                   m.setup = setup_with(R"("vendorId": "aaaabbbbcc",
                       "compatibleOsVersions": [{"min": "11.11", "max": "14"}])");
                   m.resources = resources;
                   m.more = R"(, "installation": {"postInstallScript": "post.sh"})";
               })
            .text();
    };
    const auto project = [&](const fs::path& d) {
        write_file(d / "manifest.json", second(R"("linux": {"user": {"groups": ["gpu"]}})"));
        write_file(d / "post.sh", "#!/bin/sh\n# 127.0.0.2\n");
        const auto stub = [&](const std::string& name, const std::string& code) {
            samples::compile("aarch64-linux-gnu", d, code, name,
                             {"-shared", "-fPIC", "-nostdlib", "-Wl,-soname," + name});
        };
        stub("libaxstorage.so.1", "");
        stub("liblarod.so.1", "int larodListChips(void) { return 0; }\n"
                              "int larodBuildTensorDims(void) { return 0; }");
        samples::compile("aarch64-linux-gnu", d,
                         "int larodListChips(void); int larodBuildTensorDims(void);\n"
                         "int main(void) { return larodListChips() + larodBuildTensorDims(); }",
                         "sample",
                         {"-nostdlib", "-Wl,-e,main,--no-as-needed",
                          (d / "libaxstorage.so.1").string(), (d / "liblarod.so.1").string()});
        fs::remove(d / "libaxstorage.so.1");
        fs::remove(d / "liblarod.so.1");
    };
    const Found rights{"permission-missing", "permission-unused"};
    expect(seen, lint_project(project), rights);
    expect(seen, lint_project(project, {.axis_os = "13.0"}),
           {"permission-missing", "permission-unused", "target-removed", "target-removed-name",
            "target-install-script"});
    expect(seen, lint_project(project, {.axis_os = "12.10.68"}), rights);
    expect(seen, lint_project(project, {.axis_os = "11.11.205"}),
           {"permission-missing", "permission-unused", "target-new-function"});
}

TEST_CASE("rules about interfaces speak for the AXIS OS that they are about") {
    Found seen;
    interface_cases(seen);
}

// A program that links larod and mentions `words`, with runOptions and models beside it.
struct ModelApplication {
    std::string run_options{};
    std::string words{};
    std::vector<std::pair<std::string, std::string>> models{}; // name and kind

    void operator()(const fs::path& d) const {
        Manifest manifest;
        if (!run_options.empty())
            manifest.setup = setup_with("\"runOptions\": \"" + run_options + "\"");
        write_file(d / "manifest.json", manifest.text());
        samples::compile("aarch64-linux-gnu", d, "int f(void) { return 0; }", "liblarod.so.1",
                         {"-shared", "-fPIC", "-nostdlib", "-Wl,-soname,liblarod.so.1"});
        samples::compile("aarch64-linux-gnu", d,
                         "int f(void); const char words[] = \"" + words +
                             "\"; int main(void) { return f() + words[0]; }",
                         "sample", {"-nostdlib", "-Wl,-e,main", (d / "liblarod.so.1").string()});
        fs::remove(d / "liblarod.so.1");
        for (const auto& [name, kind] : models) write_file(d / name, samples::model(kind));
    }
};

void model_cases(Found& seen) {
    const Asked a8{.axis_os = "12.5", .chip = "artpec8"};
    const Asked a9{.axis_os = "12.5", .chip = "artpec9"};
    const auto made = [](const std::string& kind) {
        return ModelApplication{.models = {{"m.tflite", kind}}};
    };
    expect(seen, lint_project(made("int8")), {});
    expect(seen, lint_project(made("int8"), a8), {});
    expect(seen, lint_project(made("per-channel"), a8), {"target-model-slow"});
    expect(seen, lint_project(made("per-channel"), a9), {"target-model-hint"});
    expect(seen, lint_project(made("custom"), a9), {"target-model-refused"});
    expect(seen, lint_project(made("int8"), {.chip = "cv25"}), {"target-unknown"});
    expect(seen, lint_project(made("one-output")), {"model-shared-scale"});
    // What was found on the device decides, also where no source speaks of its chip.
    const auto on = [](const char* chip, std::vector<std::string> larod_devices) {
        return Asked{.chip = chip,
                     .measured = sdk::Measured{.larod_devices = std::move(larod_devices)}};
    };
    expect(seen, lint_project(made("int8"), on("imx8mn", {})),
           {"target-no-larod", "target-model-refused"});
    expect(seen, lint_project(made("int8"), on("imx8mn", {"cpu-tflite"})), {});
    expect(seen, lint_project(made("int8"), on("artpec8", {"axis-a8-dlpu-native"})),
           {"target-model-refused"});
    expect(seen, lint_project(made("int8"), on("artpec8", {"new-tflite"})), {"target-unknown"});
    // A model for each chip: the other chip's does not matter.
    expect(
        seen,
        lint_project(
            ModelApplication{.models = {{"m.tflite", "int8"}, {"other.tflite", "edge-tpu"}}}, a9),
        {});
    expect(seen, lint_project([&](const fs::path& d) {
               made("int8")(d);
               fs::create_directories(d / "model");
               write_file(d / "model/cut.tflite", samples::model("int8").substr(0, 700));
           }),
           {"model-unreadable"});
    ModelApplication native{.run_options = "-c a9-dlpu-native", .models = {{"m.tflite", "int8"}}};
    expect(seen, lint_project(native), {"model-for-another-device"});
    native.run_options = "-c cpu-tflite"; // whoever asks for the CPU knows
    expect(seen, lint_project(native, a9), {});
    ModelApplication program{.words = "x a9-dlpu-native x", .models = {{"m.tflite", "int8"}}};
    expect(seen, lint_project(program), {"model-for-another-device"});
    program.words = "x a9-dlpu-native x a9-dlpu-tflite x"; // it may choose
    expect(seen, lint_project(program), {});
    // Without larod whatever runs the model is the application's own.
    expect(seen,
           lint_project(
               [](const fs::path& d) { write_file(d / "m.tflite", samples::model("custom")); }, a9),
           {});
}

TEST_CASE("rules about models speak where larod is used") {
    Found seen;
    model_cases(seen);
}

TEST_CASE("a model in a package is looked at as one in a project") {
    const auto found = lint_package(
        ModelApplication{.run_options = "-c a9-dlpu-native", .models = {{"m.tflite", "int8"}}});
    CHECK(found.contains("model-for-another-device"));
}

TEST_CASE("an AXIS OS version silences what does not concern it") {
    const auto root = with([](auto& m) {
        m.version = "1.3";
        m.setup = setup_with(R"("user": {"username": "root", "group": "root"})");
    });
    CHECK(lint_text(root.text(), {.axis_os = "12.0"}).contains("root-user"));
    CHECK_FALSE(lint_text(root.text(), {.axis_os = "11.7"}).contains("root-user"));
}

TEST_CASE("a project without a manifest is an error that says where it was sought") {
    const TempDir dir;
    CHECK_THROWS_AS(lint_path(dir.path()), Error);
    CHECK_THROWS_AS(lint_path(dir.path() / "gone.eap"), Error);
    write_file(dir.path() / "package.conf", "APPNAME=\"sample\"\n");
    try {
        lint_path(dir.path());
        FAIL("there was nothing to look at");
    } catch (const Error& error) {
        CHECK_THAT(error.failure().hint, contains("packageconf2manifest.py"));
    }
}

TEST_CASE("every rule is found by a case") {
    Found seen;
    for (auto* cases : {manifest_cases, file_cases, package_cases, compiled_cases, target_cases,
                        library_cases, interface_cases, model_cases})
        cases(seen);
    for (const Rule& each : rules()) {
        INFO(each.id);
        CHECK(seen.contains(each.id));
    }
}
