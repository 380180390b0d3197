#include "catch.hpp"
#include "desk.hpp"

#include "cli/app/settings.hpp"

#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace acapctl::cli {

TEST_CASE("what a user settled holds where no option says otherwise") {
    Desk desk;
    const std::string project = (desk.home() / "hello").string();
    REQUIRE(desk.acapctl({"new", project}).exit == 0);
    desk.write("acapctl/config.toml",
               "engine = \"host\" # no containers here\ncolor = \"always\"\n");
    const Said settled = desk.acapctl({"build", project, "--dry-run", "--arch", "aarch64"});
    INFO(settled.err);
    CHECK_THAT(settled.out, contains("aarch64-linux-gnu"));
}

TEST_CASE("a settled colour holds where neither an option nor a variable says otherwise") {
    Desk desk;
    const auto is_colored = [&](const std::string& settled, std::vector<std::string> words) {
        desk.write("acapctl/config.toml", fmt::format("color = \"{}\"\n", settled));
        words.insert(words.end(), {"start", "x"});
        return desk.acapctl(words).err.find("\x1b[") != std::string::npos;
    };
    ::unsetenv("NO_COLOR");
    ::unsetenv("CLICOLOR_FORCE");
    CHECK(is_colored("always", {}));
    CHECK_FALSE(is_colored("always", {"--color", "never"}));
    CHECK_FALSE(is_colored("always", {"--color", "auto"}));
    ::setenv("NO_COLOR", "1", 1);
    CHECK_FALSE(is_colored("always", {}));
    ::unsetenv("NO_COLOR");
    ::setenv("CLICOLOR_FORCE", "1", 1);
    CHECK(is_colored("never", {}));
    ::unsetenv("CLICOLOR_FORCE");
}

TEST_CASE("a wrong setting is told with its place, and what is known") {
    const TempDir directory;
    const auto file = directory.path() / "config.toml";
    CHECK(read_settings(file).engine.empty());
    struct Case {
        std::string text;
        std::string message;
    };
    for (const Case& one : {Case{"engin = \"docker\"\n", "config.toml:1:1: unknown key 'engin'"},
                            Case{"\nengine = \"lxc\"\n", "config.toml:2:10: engine is 'lxc'"},
                            Case{"engine = 7\n", "config.toml:1:10: engine is not a string"},
                            Case{"engine = \n", "config.toml:1"}}) {
        write_file(file, one.text);
        try {
            read_settings(file);
            FAIL("accepted: " << one.text);
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            CHECK_THAT(std::string(error.what()), contains(one.message));
        }
    }
}

TEST_CASE("help is printed whatever the settings are") {
    Desk desk;
    desk.write("acapctl/config.toml", "[[[");
    CHECK(desk.acapctl({"list", "--help"}).exit == 0);
    CHECK(desk.acapctl({"explain"}).exit == 3);
}

} // namespace acapctl::cli
