// The packages that `deploy` is given: files, or a directory.
#include "cameras.hpp"
#include "catch.hpp"
#include "support/digest.hpp"

#include <chrono>
#include <filesystem>

namespace acapctl::cli {

namespace {

namespace fs = std::filesystem;

// The sample, changed by a sed script.
std::string changed(const std::string& script) {
    const TempDir dir;
    samples::write_members(dir.path());
    samples::must_run({"sed", "-i", script, "manifest.json", "package.conf"}, dir.path());
    return samples::archive(dir.path(), {"sample", "package.conf", "LICENSE", "manifest.json"});
}

struct Directory : Cameras {
    fs::path build = home() / "project/build";

    Directory() {
        one().apps.clear();
        fs::create_directories(build);
    }
    fs::path add(const std::string& name, const std::string& bytes, int minutes_ago) const {
        fs::path file = write("project/build/" + name, bytes);
        fs::last_write_time(file,
                            fs::file_time_type::clock::now() - std::chrono::minutes(minutes_ago));
        return file;
    }
    // The package that would be sent.
    std::string chosen(const Words& inputs) {
        Words words{"deploy", "--curl"};
        words.insert(words.end(), inputs.begin(), inputs.end());
        const Said said = on_one(words);
        const auto from = said.out.find("filename=");
        return from == std::string::npos
                   ? said.err
                   : said.out.substr(from + 9, said.out.find(';', from) - from - 9);
    }
};

} // namespace

TEST_CASE("the signed copy of a package is meant, if it is one") {
    Directory desk;
    const std::string project = desk.build.parent_path().string();
    const std::string signature(256, 'S');
    desk.add("new.eap", samples::package(), 30);
    desk.add("new_signed.eap", samples::package() + signature, 60);
    CHECK(desk.chosen({project}) == "new_signed.eap");
    desk.add("new_signed.eap", changed("s/1.2.3/1.2.4/") + signature, 60);
    CHECK(desk.chosen({project}) == "new.eap");
    CHECK_THAT(desk.on_one({"deploy", project, "--curl"}).err,
               contains("the signed copy is left out"));
    fs::remove(desk.build / "new_signed.eap");
    fs::create_symlink("new.eap", desk.build / "new_signed.eap");
    CHECK(desk.chosen({project}) == "new.eap");
}

TEST_CASE("of a directory the newest package of each architecture is meant, and no link") {
    Directory desk;
    const std::string project = desk.build.parent_path().string();
    desk.add("old.eap", changed("s/1.2.3/1.2.2/"), 60);
    desk.add("new.eap", samples::package(), 30);
    const fs::path arm = desk.add("arm.eap", changed("s/aarch64/armv7hf/"), 40);
    fs::create_symlink(arm, desk.build / "link.eap");
    fs::create_directory(desk.build / "directory.eap");
    CHECK(desk.chosen({project}) == "new.eap");
    const Said said = desk.on_one({"deploy", project, "--curl"});
    CHECK_THAT(said.err, contains("the newest package for aarch64 is new.eap"));
    CHECK_THAT(said.err, contains("what the device is is not known here"));
    CHECK_THAT(said.out, contains("# http://one, if it gets new.eap (aarch64)"));
    CHECK_THAT(said.out, contains("# http://one, if it gets arm.eap (armv7hf)"));
    const auto possible = desk.json_of_one({"deploy", project, "--curl"});
    CHECK(possible["possible"].size() == 2);
    CHECK(possible["curl"] == possible["possible"][0]["curl"]);
    desk.environment["AXIS_DEVICE_ARCH"] = "armv7hf";
    CHECK(desk.chosen({project}) == "arm.eap");
    CHECK(desk.chosen({project + "/build/old.eap"}) == "old.eap");
    CHECK(desk.on_one({"device", "show"}).exit == 0); // now it is known: aarch64
    const Said known = desk.on_one({"deploy", project, "--curl"});
    CHECK_THAT(known.out, contains("filename=new.eap") && !contains("arm.eap"));
    desk.environment.erase("AXIS_DEVICE_ARCH");
    const std::string build = project + "/build/";
    const Said both =
        desk.on_one({"deploy", build + "old.eap", build + "new.eap", build + "arm.eap", "--curl"});
    CHECK_THAT(both.err, contains("several packages fit the device: "));
    CHECK_THAT(both.out, contains("# http://one, if it gets old.eap (aarch64)") &&
                             contains("gets new.eap") && !contains("arm.eap"));
}

TEST_CASE("the device takes the package of its architecture") {
    Directory desk;
    desk.add("new.eap", samples::package(), 30);
    desk.add("arm.eap", changed("s/aarch64/armv7hf/"), 20);
    const auto device = desk.json_of_one({"deploy", desk.build.parent_path().string()});
    INFO(device.dump(1));
    CHECK(device["ok"] == true);
    CHECK(device["package"].get<std::string>().ends_with("new.eap"));
}

TEST_CASE("one deploy brings one version to all devices, unless the files are named") {
    Directory desk;
    const std::string project = desk.build.parent_path().string();
    const std::string newer = desk.add("new.eap", changed("s/1.2.3/1.2.4/"), 30).string();
    const std::string older = desk.add("arm.eap", changed("s/aarch64/armv7hf/"), 40).string();
    const auto refused = desk.on_both({"deploy", project});
    CHECK(refused.exit == 3);
    for (const std::string& words : {newer + " (1.2.4)", older + " (1.2.3)", newer + " " + older,
                                     std::string("'acapctl build --all'")})
        CHECK_THAT(refused.err, contains(words));
    CHECK(desk.on_both({"deploy", project, "--json"}).document()["error"]["code"] ==
          "mixed-versions");
    CHECK(desk.one().fake.requests.empty());
    desk.one().uploaded_version = desk.two().uploaded_version = "1.2.4";
    const Said one = desk.on_one({"deploy", project});
    INFO(one.err);
    CHECK(one.exit == 0);
    CHECK_THAT(one.err, contains("the packages are of different versions: "));
    const Said named = desk.on_both({"deploy", newer, older});
    INFO(named.err);
    CHECK(named.exit == 0);
    CHECK_THAT(named.err, !contains("different versions"));
}

TEST_CASE("an index names the packages, and one that is not as it says is never sent") {
    Directory desk;
    const std::string package = samples::package(); // it has the time in it
    desk.add("new.eap", package, 30);
    desk.add("new_signed.eap", package + std::string(256, 'S'), 30);
    const auto index = [&](const std::string& sum_of_signed) {
        const nlohmann::json packages{
            {{"file", "new.eap"}, {"sha256", sha256(package)}},
            {{"file", "new_signed.eap"}, {"sha256", sum_of_signed}, {"signed", true}}};
        const nlohmann::json document{
            {"schema", 1}, {"application", "sample"}, {"version", "1.2.3"}, {"packages", packages}};
        return desk.add("latest.json", document.dump(), 0).string();
    };
    const std::string wrong = index(sha256("another"));
    CHECK(desk.on_both({"deploy", wrong}).exit == 3);
    CHECK(desk.on_both({"deploy", wrong, "--json"}).document()["error"]["code"] ==
          "index-mismatch");
    CHECK(desk.one().fake.requests.empty());
    const std::string right = index(sha256(package + std::string(256, 'S')));
    const Said said = desk.on_one({"deploy", right, "--json"});
    INFO(said.out + said.err);
    REQUIRE(said.exit == 0);
    const auto device = said.document()["devices"][0];
    CHECK(device["package"].get<std::string>().ends_with("new_signed.eap"));
    REQUIRE(device["candidates"].size() == 2);
    CHECK(device["candidates"][0]["chosen"] == false);
    CHECK(device["candidates"][0]["reason"] == "new_signed.eap is taken: it is signed");
    CHECK(device["candidates"][1]["chosen"] == true);
    CHECK_THAT(desk.on_one({"deploy", "missing.json"}).err, contains("missing.json"));
}

TEST_CASE("a package that is given twice is one") {
    Directory desk;
    const std::string package = samples::package(); // it has the time in it
    const std::string file = desk.add("one.eap", package, 1).string();
    const std::string copy = desk.add("copy.eap", package, 1).string();
    const nlohmann::json index{{"schema", 1},
                               {"application", "sample"},
                               {"version", "1.2.3"},
                               {"packages", {{{"file", "one.eap"}, {"sha256", sha256(package)}}}}};
    const std::string latest = desk.add("latest.json", index.dump(), 0).string();
    const Said said = desk.on_one({"deploy", latest, file, copy, "--json"});
    INFO(said.out + said.err);
    CHECK(said.exit == 0);
    CHECK(said.document()["devices"][0]["package"] == file);
}

TEST_CASE("packages of different applications are not deployed together") {
    Directory desk;
    const std::string one = desk.add("one.eap", samples::package(), 1).string();
    const std::string other = desk.add("other.eap", changed("s/\"sample\"/\"other\"/"), 1).string();
    const Said said = desk.on_one({"deploy", one, other});
    CHECK(said.exit == 2);
    CHECK_THAT(said.err, contains("are different applications"));
    CHECK(desk.one().fake.requests.empty());
}

TEST_CASE("a directory without a package, or with a damaged one, is told with its place") {
    Directory desk;
    const std::string project = desk.build.parent_path().string();
    CHECK_THAT(desk.chosen({project}),
               contains("no package in " + project + "/build or " + project));
    desk.add("bad.eap", "no package", 1);
    CHECK_THAT(desk.chosen({project}), contains("bad.eap"));
    CHECK(desk.on_one({"deploy", project}).exit == 3);
}

} // namespace acapctl::cli
