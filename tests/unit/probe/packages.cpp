#include "probe/packages.hpp"
#include "probe/export.hpp"
#include "probe/model_run.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/digest.hpp"
#include "unit/model/samples.hpp"
#include "unit/package/samples.hpp"

#include <nlohmann/json.hpp>
#include <sys/stat.h>

using namespace acapctl;
using namespace acapctl::probe;
namespace fs = std::filesystem;

namespace {

Offer sample(const TempDir& dir) {
    write_file(dir.path() / "sample.eap", samples::package());
    return read_offers({dir.path() / "sample.eap"}, false, {}).front();
}

Offer sample_of_schema_2(const TempDir& dir) {
    samples::write_members(dir.path());
    auto manifest = nlohmann::json::parse(samples::manifest);
    manifest["schemaVersion"] = "2.0.0";
    auto& setup = manifest["acapPackageConf"]["setup"];
    setup["vendorId"] = "aaaabbbbcc";
    setup["compatibleOsVersions"] = nlohmann::json::parse(R"([{"min": "12.10"}])");
    write_file(dir.path() / "manifest.json", manifest.dump());
    write_file(
        dir.path() / "sample.eap",
        samples::archive(dir.path(), {"sample", "package.conf", "LICENSE", "manifest.json"}));
    return read_offers({dir.path() / "sample.eap"}, false, {}).front();
}

std::vector<std::string> names_in(const Package& package) {
    std::vector<std::string> names;
    for (const Member& member : package.members) names.push_back(member.path);
    return names;
}

std::string refusal(const ModelRun& run) {
    try {
        check_model_run(run);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("a model goes into a copy of the package, with what is to be done with it") {
    const TempDir dir;
    const Offer offer = sample(dir);
    const std::string model = "TFL3" + std::string(300'000, 'm');
    write_file(dir.path() / "Yolo v5 (int8).TFLITE", model);
    const ModelRun run{.model = dir.path() / "Yolo v5 (int8).TFLITE",
                       .devices = {"a9-dlpu-tflite", "cpu-tflite"},
                       .runs = 5};
    check_model_run(run);
    ModelPackages packages(run, {});
    const fs::path copy = packages.with(offer, {});
    const Package package = read_package(copy);
    CHECK(package.app_name == offer.app_name);
    CHECK_THAT(package.conf_value("OTHERFILES"), contains("model.tflite probe.conf"));
    extract_package(copy, dir.path() / "out", {"model.tflite", "probe.conf"});
    CHECK(read_file(dir.path() / "out/model.tflite") == model);
    CHECK(read_file(dir.path() / "out/probe.conf") ==
          "model model.tflite\nruns 5\ndevice a9-dlpu-tflite\ndevice cpu-tflite\n");
    for (const std::string& name : names_in(read_package(offer.file)))
        CHECK_THAT(names_in(package), Catch::Matchers::VectorContains(name));
}

TEST_CASE("a model is read once, and packed once for all devices that get the same package") {
    const TempDir dir;
    const Offer offer = sample(dir);
    Offer other = offer;
    other.file = dir.path() / "other.eap";
    fs::copy_file(offer.file, other.file);
    const std::string& read = samples::model("uint8");
    write_file(dir.path() / "m.tflite", read);
    ModelPackages packages({.model = dir.path() / "m.tflite"}, {});
    const fs::path first = packages.with(offer, {});
    const auto written = fs::last_write_time(first);
    write_file(dir.path() / "m.tflite", samples::model("int8"));
    CHECK(packages.with(offer, {}) == first);
    CHECK(fs::last_write_time(first) == written);
    const fs::path second = packages.with(other, {});
    CHECK(second != first);
    extract_package(second, dir.path() / "out", {"model.tflite"});
    CHECK(read_file(dir.path() / "out/model.tflite") == read);
    const nlohmann::json identity = packages.identity();
    CHECK(identity["name"] == "m.tflite");
    CHECK(identity["size"] == read.size());
    CHECK(identity["sha256"] == sha256(read));
    CHECK(identity["format"] == "tflite");
}

TEST_CASE("a model that is damaged is refused, one of a format that nobody can check is not") {
    const TempDir dir;
    const auto refused = [&](const char* name, const std::string& bytes) {
        write_file(dir.path() / name, bytes);
        try {
            const ModelPackages packages({.model = dir.path() / name}, {});
        } catch (const Error& error) {
            CHECK(error.failure().code == "damaged-model");
            CHECK(exit_code(error.kind()) == ExitCode::invalid_input);
            return true;
        }
        return false;
    };
    CHECK(refused("cut.tflite", samples::model("uint8").substr(0, 100)));
    CHECK(refused("cut.onnx", "nothing of it"));
    CHECK_FALSE(refused("whole.tflite", samples::model("uint8")));
    CHECK_FALSE(refused("some.nb", "neither this nor that"));
}

TEST_CASE("an offer says what is known of its signature") {
    const TempDir dir;
    const auto signature = [&](const std::string& behind) {
        write_file(dir.path() / "a.eap", samples::package() + behind);
        return read_offers({dir.path() / "a.eap"}, false, {}).front().signature;
    };
    CHECK(signature("") == "is not signed: nothing is behind its archive");
    CHECK_THAT(signature(std::string(512, '\0')), contains("is not signed: the 512 bytes"));
    CHECK_THAT(signature(std::string(512, 's')), contains("has 512 bytes behind its archive that"));
}

TEST_CASE("a model is a regular file of a size that a device has room for") {
    const TempDir dir;
    const fs::path empty = dir.path() / "empty";
    const fs::path fifo = dir.path() / "fifo";
    const fs::path large = dir.path() / "large";
    const fs::path good = dir.path() / "good";
    write_file(empty, "");
    write_file(good, "x");
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    write_file(large, "");
    fs::resize_file(large, largest_model + 1);
    CHECK_THAT(refusal({.model = empty}), contains("is empty"));
    CHECK_THAT(refusal({.model = large}), contains("at most 268.4 MB are sent"));
    CHECK_FALSE(refusal({.model = fifo}).empty());
    CHECK_FALSE(refusal({.model = dir.path()}).empty());
    CHECK_FALSE(refusal({.model = dir.path() / "gone"}).empty());
    CHECK(refusal({.model = good}).empty());
    CHECK(refusal({}).empty());
    CHECK_THAT(refusal({.model = good, .runs = 0}), contains("1 to 10000 times"));
    for (const char* name : {"", "a b", "a\nruns 9", "\x1b[2J"})
        CHECK_THAT(refusal({.model = good, .devices = {name}}), contains("no name of a larod"));
}

TEST_CASE("an exported package has the user's vendor, and for schema 2 the vendor id") {
    const TempDir dir;
    const TempDir second;
    const auto written =
        export_packages({sample(dir), sample_of_schema_2(second)},
                        {"Ours & Åxis (lab)", "0123456789"}, dir.path() / "out", {});
    REQUIRE(written.size() == 2);
    const auto setup_in = [](const fs::path& file) {
        return nlohmann::json::parse(*read_package(file).manifest)["acapPackageConf"]["setup"];
    };
    for (const fs::path& file : written) {
        CHECK(read_package(file).vendor == "Ours & Åxis (lab)");
        CHECK(read_package(file).app_name == "sample");
    }
    CHECK(written[0] == dir.path() / "out/Sample_App_1_2_3_schema1_aarch64.eap");
    CHECK_FALSE(setup_in(written[0]).contains("vendorId"));
    CHECK(written[1] == dir.path() / "out/Sample_App_1_2_3_schema2_aarch64.eap");
    CHECK(setup_in(written[1])["vendorId"] == "0123456789");
}

TEST_CASE("an export replaces no file, and writes none then") {
    const TempDir dir;
    const TempDir second;
    const std::vector<Offer> offers{sample(dir), sample_of_schema_2(second)};
    const Vendor vendor{"Ours", "0123456789"};
    const fs::path out = dir.path() / "out";
    fs::create_directory(out);
    write_file(out / "Sample_App_1_2_3_schema2_aarch64.eap", "signed");
    CHECK_THROWS_WITH(export_packages(offers, vendor, out, {}),
                      contains("Sample_App_1_2_3_schema2_aarch64.eap is there already"));
    CHECK(read_file(out / "Sample_App_1_2_3_schema2_aarch64.eap") == "signed");
    CHECK_FALSE(fs::exists(out / "Sample_App_1_2_3_schema1_aarch64.eap"));
    CHECK_THROWS_WITH(
        export_packages({offers.front(), offers.front()}, vendor, dir.path() / "new", {}),
        contains("is given twice"));
}

TEST_CASE("a vendor that no manifest takes is refused") {
    const TempDir dir;
    CHECK(Vendor{"Ours", "0123456789"}.has_sound_id());
    for (const char* id : {"", "012345678", "01234567890", "012345678g"})
        CHECK_FALSE(Vendor{"Ours", id}.has_sound_id());
    CHECK_THROWS_AS(export_packages({sample(dir)}, {"two\nlines", "0123456789"}, dir.path(), {}),
                    Error);
}
