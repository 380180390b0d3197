// `new`: a project that builds at once.
#include "refusals.hpp"

#include "templates/templates.hpp"

namespace acapctl::cli {

namespace fs = std::filesystem;

TEST_CASE("new makes a project and says what to do next") {
    Desk desk;
    const std::string project = (desk.home() / "hello").string();
    const Said said = desk.acapctl({"new", project});
    CHECK(said.exit == 0);
    CHECK(said.out == project + "\n");
    CHECK(said.err == "made the application hello; next: acapctl build " + project + "\n");
    for (const char* file : {"manifest.json", "Makefile", "hello.c", "LICENSE", "README.md"})
        CHECK(fs::file_size(project + "/" + file) > 0);
    CHECK(desk.acapctl({"lint", project}).exit == 0);
}

TEST_CASE("new says the same to scripts, and makes what was asked for") {
    Desk desk;
    const std::string project = (desk.home() / "My-App.2/").string();
    const auto document = desk.acapctl({"new", project, "--template", "parameter", "--language",
                                        "c++", "--schema", "2", "--json"})
                              .document();
    CHECK(document["kind"] == "acapctl.new/v1");
    CHECK(document["directory"] == project);
    CHECK(document["appName"] == "My_App_2");
    CHECK(document["template"] == "parameter");
    CHECK(document["language"] == "c++");
    for (const std::string file : document["files"]) CHECK(fs::exists(project + file));
    CHECK(fs::exists(project + "My_App_2.cpp"));
    const auto manifest = nlohmann::json::parse(read_file(project + "manifest.json"));
    CHECK(manifest["schemaVersion"].get<std::string>().starts_with("2."));
    CHECK(manifest["acapPackageConf"]["setup"]["friendlyName"] == "My App 2");
}

TEST_CASE("new quotes the directory where it is to be pasted") {
    Desk desk;
    const std::string project = (desk.home() / "my app").string();
    CHECK_THAT(desk.acapctl({"new", project}).err, contains("acapctl build '" + project + "'\n"));
}

TEST_CASE("new lists its templates") {
    Desk desk;
    const Said said = desk.acapctl({"new", "--list"});
    CHECK(said.exit == 0);
    CHECK(said.out.starts_with("hello\tlogs a line every ten seconds\tc c++\t-\tall\n"));
    const auto document = desk.acapctl({"new", "--list", "--json"}).document();
    CHECK(document["kind"] == "acapctl.new-list/v1");
    REQUIRE(document["templates"].size() == templates::templates().size());
    for (const auto& one : document["templates"])
        CHECK_THAT(said.out, contains(one["name"].get<std::string>() + "\t" +
                                      one["about"].get<std::string>() + "\t"));
}

TEST_CASE("new makes nothing where it refuses") {
    Desk desk;
    const std::string project = (desk.home() / "x").string();
    const std::string used = desk.write("used/file", "mine").parent_path().string();
    const std::string file = desk.write("file", "mine").string();
    const std::string link = (desk.home() / "link").string();
    fs::create_symlink(used, link);
    check_refused(
        desk, {
                  {{"new"}, "new needs the directory to create"},
                  {{"new", project, "--template", "helo"}, "Did you mean 'hello'?"},
                  {{"new", project, "--template", "event", "--language", "c++"}, "written in c"},
                  {{"new", project, "--language", "rust"}, "rust not in {c,c++}"},
                  {{"new", project, "--schema", "3"}, "3 not in {1,2}"},
                  {{"new", project, "--list"}, "DIR and --list exclude each other"},
                  {{"new", used}, "exists and is not empty", 3},
                  {{"new", link}, "is a link", 3},
                  {{"new", link + "/"}, "is a link", 3},
                  {{"new", file + "/below"}, "cannot make", 3},
              });
    CHECK_FALSE(fs::exists(project));
    CHECK(std::distance(fs::directory_iterator(used), {}) == 1);
}

} // namespace acapctl::cli
