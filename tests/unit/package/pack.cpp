// pack() against the real tar and gzip and against Python's json, byte for byte.
#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "catch.hpp"
#include "manifest/document.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"
#include "unit/advises.hpp"
#include "unit/package/samples.hpp"
#include "unit/variable.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <optional>

#include <sys/stat.h>
#include <sys/un.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

// A directory "project" inside a temporary one, and "staging", its copy for the reference.
struct Workshop {
    TempDir dir{};
    fs::path project = dir.path() / "project";
    fs::path output = dir.path() / "output";
    Variable epoch{"SOURCE_DATE_EPOCH", "1700000000"};

    Workshop() { write_project(project); }

    static void write_project(const fs::path& directory) {
        fs::create_directory(directory);
        write_file(directory / "sample", "#!/bin/sh\n", 0755);
        write_file(directory / "LICENSE", "free\n");
        write_file(directory / "manifest.json", samples::manifest);
    }

    PackRequest request() const {
        return {.project = project, .architecture = "aarch64", .output = output};
    }

    std::string tar_of(const PackedPackage& package) const {
        return samples::must_run({"gzip", "-dc", package.path.string()}, dir.path());
    }

    std::string reference_tar(const PackRequest& request) const {
        const fs::path staging = dir.path() / "staging";
        samples::must_run({"rm", "-rf", staging.string()}, dir.path());
        samples::must_run({"cp", "-a", request.project.string(), staging.string()}, dir.path());
        const fs::path tar = dir.path() / "reference.tar";
        std::vector<std::string> command = {"python3",
                                            TEST_DATA "/package/reference_pack.py",
                                            staging.string(),
                                            (request.project / request.manifest).string(),
                                            request.architecture,
                                            tar.string()};
        command.insert(command.end(), request.additional_files.begin(),
                       request.additional_files.end());
        samples::must_run(command, dir.path());
        return read_file(tar, 1U << 30U);
    }

    void check_equal(const PackRequest& request) const {
        const PackedPackage package = pack(request);
        check_equal(package, tar_of(package), reference_tar(request));
    }

    static void check_equal(const PackedPackage& package, const std::string& ours,
                            const std::string& reference) {
        const auto difference = std::ranges::mismatch(ours, reference);
        INFO("first difference at byte " << difference.in1 - ours.begin());
        CHECK(ours.size() == reference.size());
        CHECK((ours == reference)); // the archives themselves are no use in a message
        const Package read = read_package(package.path);
        CHECK(read.architecture == package.architecture);
    }
};

Failure failure_of(const PackRequest& request) {
    try {
        pack(request);
    } catch (const Error& error) {
        return error.failure();
    }
    return {.message = "no error"};
}

} // namespace

TEST_CASE("the smallest project packs as tar does") {
    const Workshop workshop;
    workshop.check_equal(workshop.request());
}

TEST_CASE("trees, links, modes, long and excluded names pack as tar does") {
    const Workshop workshop;
    const fs::path& project = workshop.project;
    const std::string long_part(60, 'l');
    fs::create_directories(project / "html" / long_part / long_part / "empty");
    write_file(project / "html" / long_part / long_part / "page.html", "page");
    write_file(project / "html" / long_part / std::string(38, 'x'), "name of 100 bytes with html/");
    for (const char* name : {"b", "B", "a", "a.b", "a-b", "\xc3\xa5", "z z", ".hidden", "x~", "~x",
                             ".gitignore", ".gitkeep", "=update", "CVS"})
        write_file(project / "html" / name, name);
    fs::create_directories(project / "html/.git/objects");
    write_file(project / "html/.git/objects/x", "x");
    fs::create_directories(project / "html/a.d");
    write_file(project / "html/a.d/file", "x", 0640);
    fs::create_directories(project / "lib");
    write_file(project / "lib/libx.so.1.2", "library", 0755);
    fs::create_symlink("libx.so.1.2", project / "lib/libx.so.1");
    fs::create_symlink("nowhere/" + std::string(120, 't'), project / "lib/dangling");
    fs::create_symlink(std::string(100, 't'), project / "lib/hundred");
    fs::create_symlink("x", project / "lib" / std::string(110, 's'));
    fs::create_hard_link(project / "lib/libx.so.1.2", project / "lib/libx.so.twin");
    fs::create_hard_link(project / "html" / long_part / long_part / "page.html",
                         project / "lib" / std::string(105, 'h'));
    fs::create_directories(project / "declarations");
    write_file(project / "declarations/d.json", "{}");
    fs::create_directories(project / "settings/deep");
    write_file(project / "settings/deep/one.json", "1", 0600);
    write_file(project / "settings/two.sh", "2", 04755);
    ::chmod((project / "settings/two.sh").c_str(), 04755);
    write_file(project / "tool~", "not packed");
    fs::permissions(project / "settings/deep", fs::perms(0700));
    PackRequest request = workshop.request();
    request.additional_files = {"settings/deep/one.json",
                                "./settings/two.sh",
                                "settings/",
                                "tool~",
                                "LICENSE",
                                "param.conf",
                                "settings//two.sh"};
    workshop.check_equal(request);
    const PackedPackage package = pack(request);
    CHECK(std::ranges::any_of(package.warnings, [](const std::string& warning) {
        return warning.find("'tool~' is left out") != std::string::npos;
    }));
}

TEST_CASE("a large member packs as tar does") {
    const Workshop workshop;
    std::string big(5'000'001, '\0');
    for (std::size_t i = 0; i < big.size(); ++i) big[i] = static_cast<char>(i * i >> 7U);
    write_file(workshop.project / "model.tflite", big);
    PackRequest request = workshop.request();
    request.additional_files = {"model.tflite"};
    workshop.check_equal(request);
}

TEST_CASE("with gzip the whole package is what gzip makes") {
    const Workshop workshop;
    PackRequest request = workshop.request();
    request.compression = Compression::gzip;
    const PackedPackage package = pack(request);
    CHECK(read_file(package.path) == samples::must_run({"gzip", "-n", "-9"}, workshop.dir.path(),
                                                       workshop.reference_tar(request)));
    CHECK(package.sha256 == sha256(read_file(package.path)));
    CHECK(package.size == fs::file_size(package.path));
}

TEST_CASE("the fast compression makes one gzip member without name and time") {
    const Workshop workshop;
    const PackedPackage package = pack(workshop.request());
    const std::string bytes = read_file(package.path);
    CHECK(bytes.substr(0, 8) == std::string("\x1f\x8b\x08\0\0\0\0\0", 8));
    CHECK(read_package(package.path).trailing_bytes == 0);
    CHECK(package.path.filename() == "Sample_App_1_2_3_aarch64.eap");
    CHECK(package.architecture == "aarch64");
}

TEST_CASE("packing does not touch the project") {
    const Workshop workshop;
    const auto listing = [&] {
        return samples::must_run({"find", ".", "-printf", "%p %m %s %T@ %C@\n"}, workshop.project);
    };
    const std::string before = listing();
    pack(workshop.request());
    CHECK(listing() == before);
}

namespace {

// A project with the files that a manifest of the corpus asks for; nothing if Axis' tool refuses
// the manifest too, as it does templates and those with a numeric appId.
std::optional<PackRequest> corpus_project(const fs::path& manifest, const fs::path& project) {
    const JsonDocument document = JsonDocument::parse(read_file(manifest), "m");
    const JsonNode* conf = document.root.find("acapPackageConf");
    if (conf == nullptr) return std::nullopt; // a manifest of another kind
    const JsonNode* id = conf->find_path("setup.appId");
    const std::string architecture = conf->text_at("setup.architecture", "aarch64");
    if ((architecture != "aarch64" && architecture != "armv7hf" && architecture != "all") ||
        (id != nullptr && !id->is(JsonNode::Kind::string)))
        return std::nullopt;
    Workshop::write_project(project);
    write_file(project / "manifest.json", read_file(manifest));
    for (const std::string& name :
         {conf->text_at("setup.appName"), conf->text_at("installation.postInstallScript"),
          conf->text_at("uninstallation.preUninstallScript")})
        if (!name.empty()) {
            fs::create_directories((project / name).parent_path());
            write_file(project / name, "#!/bin/sh\n" + name, 0755);
        }
    fs::create_directory(project / "html");
    write_file(project / "html/index.html", "x");
    return PackRequest{.project = project,
                       .architecture = architecture == "all" ? "aarch64" : architecture,
                       .output = project.string() + ".out",
                       .axis_os_version = "12.11.72"};
}

} // namespace

TEST_CASE("manifests of the corpus pack as the reference does", "[corpus]") {
    const fs::path corpus = fs::path(SHARED_CORPUS) / "manifests";
    if (!fs::exists(corpus)) {
        std::cout << "skipped: " << corpus << " is not there\n";
        return;
    }
    const Variable sdk("AXIS_OS_VERSION", "12.11.72");
    std::vector<fs::path> manifests;
    for (const auto& entry : fs::recursive_directory_iterator(corpus))
        if (entry.path().extension() == ".json") manifests.push_back(entry.path());
    std::ranges::sort(manifests);
    const Workshop workshop;
    std::vector<std::pair<fs::path, PackedPackage>> packed; // with its manifest
    std::string jobs;
    std::vector<std::string> unzip = {"gzip", "-d", "-k", "--suffix", ".eap"};
    for (const fs::path& path : manifests) {
        INFO(path);
        const fs::path project = workshop.dir.path() / std::to_string(packed.size());
        const auto request = corpus_project(path, project);
        if (!request) continue;
        // A vendorUrl of quotes, left over from an old conversion: package.conf would be a command.
        const JsonDocument document = JsonDocument::parse(read_file(path), "m");
        if (document.root.text_at("acapPackageConf.setup.vendorUrl").find('\'') !=
            std::string::npos) {
            CHECK(failure_of(*request).code == "shell-metacharacter");
            fs::remove_all(project);
            continue;
        }
        packed.emplace_back(path, pack(*request));
        unzip.push_back(packed.back().second.path.string());
        jobs += "[\"" +
                text::join({project.string(), (project / "manifest.json").string(),
                            request->architecture, project.string() + ".tar"},
                           "\", \"") +
                "\"]\n";
    }
    // One Python and one gzip for all of them: hundreds of processes take minutes.
    samples::must_run({"python3", TEST_DATA "/package/reference_pack.py", "--batch"},
                      workshop.dir.path(), jobs);
    samples::must_run(unzip, workshop.dir.path());
    for (std::size_t i = 0; i < packed.size(); ++i) {
        const auto& [manifest, package] = packed[i];
        INFO(manifest);
        const fs::path reference = workshop.dir.path() / (std::to_string(i) + ".tar");
        fs::path ours = package.path;
        Workshop::check_equal(package, read_file(ours.replace_extension()), read_file(reference));
    }
    CHECK(packed.size() >= 100);
}

TEST_CASE("what is missing is said, and nothing is left behind") {
    const struct {
        std::string removed, message;
    } cases[] = {
        {"manifest.json", "there is no"},
        {"LICENSE", "LICENSE is missing"},
        {"sample", "sample is missing"},
    };
    for (const auto& [removed, message] : cases) {
        const Workshop workshop;
        fs::remove(workshop.project / removed);
        const Failure failure = failure_of(workshop.request());
        CHECK(failure.kind == ErrorKind::invalid_input);
        CHECK_THAT(failure.message, contains(message));
        CHECK_FALSE(failure.hint.empty());
        CHECK(advises(failure.advice, Advice::build_project) == (removed == "sample"));
        CHECK_FALSE(fs::exists(workshop.output));
    }
}

TEST_CASE("a manifest's and a user's names cannot leave the project") {
    const Workshop workshop;
    for (const char* name : {"../secret", "/etc/passwd", "", ".", "a/../../b", "missing"}) {
        PackRequest request = workshop.request();
        request.additional_files = {name};
        const Failure failure = failure_of(request);
        INFO(name << ": " << failure.message);
        CHECK(failure.kind == ErrorKind::invalid_input);
        CHECK_FALSE(fs::exists(workshop.output));
    }
}

TEST_CASE("the architecture is the request's, the manifest's, the program's, or asked for") {
    // The first 64 bytes of programs: EABI5 is in the flags of ARM, at byte 36.
    std::string aarch64("\x7f"
                        "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\xb7\0\x01",
                        21);
    std::string arm("\x7f"
                    "ELF\x01\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x28\0\x01",
                    21);
    aarch64.resize(64);
    arm.resize(64);
    arm[39] = 5;
    std::string soft_float = arm;
    soft_float[37] = 2; // EF_ARM_ABI_FLOAT_SOFT
    const struct {
        std::string program, in_manifest, asked, result;
    } cases[] = {
        {"#!", "aarch64", "", "aarch64"},
        {"#!", "all", "armv7hf", "all"},
        {aarch64, "", "", "aarch64"},
        {arm, "", "", "armv7hf"},
        {"#!", "", "armv7hf", "armv7hf"},
        {"#!", "", "all", "all"},
        {"#!", "", "", "usage"},
        {"#!", "", "mips", "usage"},
        {arm, "", "aarch64", "wrong"},
        {arm, "aarch64", "", "wrong"},
        {"#!", "armv7hf", "aarch64", "wrong"},
        {arm, "all", "", "all"},
        {soft_float, "", "armv7hf", "wrong"},
        {soft_float, "", "", "usage"},
    };
    for (const auto& [program, in_manifest, asked, result] : cases) {
        INFO(in_manifest << " " << asked << " " << result);
        const Workshop workshop;
        write_file(workshop.project / "sample", program, 0755);
        write_file(
            workshop.project / "manifest.json",
            R"({"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "sample")" +
                (in_manifest.empty() ? "" : R"(, "architecture": ")" + in_manifest + "\"") + "}}}");
        PackRequest request = workshop.request();
        request.architecture = asked;
        const Failure failure = failure_of(request);
        INFO(failure.message);
        if (result == "usage")
            CHECK(failure.kind == ErrorKind::usage);
        else if (result == "wrong")
            CHECK(failure.code == "wrong-architecture");
        else
            CHECK(pack(request).architecture == result);
    }
}

TEST_CASE("SOURCE_DATE_EPOCH is checked") {
    const Workshop workshop;
    const struct {
        const char *value, *message;
    } cases[] = {{"yesterday", "not a number of seconds"},
                 {"-1", "not a number of seconds"},
                 {"1700000000\n", "not a number of seconds"},
                 {"8589934592", "does not fit"},
                 {"1700000000000", "does not fit"}};
    for (const auto& [value, message] : cases) {
        const Variable epoch("SOURCE_DATE_EPOCH", value);
        const Failure failure = failure_of(workshop.request());
        CHECK(failure.kind == ErrorKind::usage);
        CHECK_THAT(failure.message, contains(message));
        CHECK_FALSE(failure.hint.empty());
    }
    const Variable empty("SOURCE_DATE_EPOCH", "");
    CHECK(failure_of(workshop.request()).message == "no error");
}

TEST_CASE("the largest time tar can write packs as tar does") {
    const Workshop workshop;
    const Variable epoch("SOURCE_DATE_EPOCH", "8589934591");
    workshop.check_equal(workshop.request());
}

TEST_CASE("what cannot be in a package is refused or left out") {
    const Workshop workshop;
    fs::create_directory(workshop.project / "html");
    REQUIRE(::mkfifo((workshop.project / "html/pipe").c_str(), 0644) == 0);
    const Failure failure = failure_of(workshop.request());
    CHECK(failure.kind == ErrorKind::invalid_input);
    CHECK_THAT(failure.message, contains("html/pipe: a device or FIFO"));
    CHECK_FALSE(fs::exists(workshop.output));
}
