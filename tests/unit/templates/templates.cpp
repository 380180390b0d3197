#include "templates/templates.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "sdk/catalog.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::templates;

TEST_CASE("every template becomes a project with nothing left to fill in") {
    REQUIRE(templates::templates().size() > 10);
    for (const Template& one : templates::templates())
        for (const std::string& language : one.languages)
            for (const int schema : {1, 2}) {
                INFO(one.name << ' ' << language << ' ' << schema);
                const auto files = project_files(one, {.language = language,
                                                       .schema = schema,
                                                       .app_name = "my_app",
                                                       .friendly_name = "My app"});
                const auto has = [&](const std::string& path) {
                    return std::ranges::find(files, path, &ProjectFile::path) != files.end();
                };
                for (const char* path : {"manifest.json", "LICENSE", "README.md", ".gitignore"})
                    CHECK(has(path));
                CHECK(has("Makefile") == (language != "sh"));
                for (const ProjectFile& file : files) {
                    CHECK(file.text.find("@APP") == std::string::npos);
                    CHECK((file.mode == 0755) == file.text.starts_with("#!"));
                }
                const auto manifest = nlohmann::json::parse(files.front().text);
                CHECK(manifest["acapPackageConf"]["setup"]["appName"] == "my_app");
                CHECK(manifest["schemaVersion"].get<std::string>().front() == '0' + schema);
            }
}

TEST_CASE("the chips of a template are those that have all of its APIs") {
    CHECK(chips_of(find_template("hello"), sdk::Catalog::built_in()).empty()); // all
    const auto larod = chips_of(find_template("larod"), sdk::Catalog::built_in());
    CHECK(std::ranges::find(larod, "artpec9") != larod.end());
    CHECK(std::ranges::find(larod, "artpec6") == larod.end());
}

TEST_CASE("the template that was meant is suggested") {
    CHECK(find_template("hello").name == "hello");
    try {
        find_template("parametre");
        FAIL("there is none");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        CHECK_THAT(error.failure().hint, contains("Did you mean 'parameter'?"));
    }
}
