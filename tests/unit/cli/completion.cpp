#include "catch.hpp"
#include "desk.hpp"

#include "cli/app/command_line.hpp"
#include "cli/app/complete.hpp"
#include "support/text.hpp"

namespace acapctl::cli {

namespace {

// The words that are offered; ":files" where a path may stand.
std::vector<std::string> offered(Desk& desk, std::vector<std::string> words) {
    words.insert(words.begin(), "__complete");
    const Said said = desk.acapctl(words);
    CHECK(said.exit == 0);
    CHECK(said.err.empty());
    std::vector<std::string> found;
    for (const std::string& line : text::lines(said.out))
        found.push_back(line.substr(0, line.find('\t')));
    return found;
}

using Words = std::vector<std::string>;

void write_inventory(const Desk& desk) {
    const auto file =
        desk.write("acapctl/devices.toml", "[devices.door]\naddress = \"192.0.2.1\"\n"
                                           "groups = [\"lab\"]\ntags = { floor = \"2\" }\n"
                                           "[devices.gate]\naddress = \"192.0.2.2\"\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_read |
                                           std::filesystem::perms::owner_write);
}

// What `start` is offered if that is all there is.
Completion complete_one(const std::string& name) {
    std::string program = "acapctl";
    char* argv[] = {program.data(), nullptr};
    const CommandLine line(1, argv);
    return complete(line.root(), {"start"}, "",
                    [&](std::string_view) { return std::vector<Candidate>{{name}}; });
}

} // namespace

TEST_CASE("verbs and their verbs are offered, options only behind a dash") {
    Desk desk;
    CHECK(offered(desk, {"dep"}) == Words{"deploy"});
    CHECK(offered(desk, {""}).size() > 28);
    CHECK(offered(desk, {"policy", ""}) == Words{"show", "set"});
    CHECK(offered(desk, {"list", ""}).empty());
    CHECK(offered(desk, {"list", "--targ"}) == Words{"--target"});
    CHECK(offered(desk, {"list", "--js"}) == Words{"--json"});
    CHECK(offered(desk, {"-q", "po"}) == Words{"policy"});
    CHECK(offered(desk, {"explain", "--write"}).empty()); // hidden
    CHECK(offered(desk, {"nonsense", "-"}).size() > 3);
    CHECK(offered(desk, {}).size() > 28);
}

TEST_CASE("what --help shows is what is offered, of every verb") {
    std::string word = "acapctl";
    char* argv[] = {word.data(), nullptr};
    const CommandLine line(1, argv);
    Desk desk;
    for (const Command& verb : line.root().sub_verbs()) {
        const Words names = offered(desk, {verb.name(), "-"});
        for (const OptionFacts& option : verb.options())
            for (const std::string& name : option.names)
                if (!option.positional) CHECK(text::contains(names, name) == !option.hidden());
    }
}

TEST_CASE("values are offered where the help says what they are") {
    struct Case {
        Words words;
        Words expected; // among those that are offered
    };
    const std::vector<Case> cases{
        {{"list", "-t", ""}, {"door", "gate", "@lab", "all"}},
        {{"list", "-t", "arch=a"}, {"arch=aarch64", "arch=armv7hf"}},
        {{"list", "-t", "fl"}, {"floor=2"}},
        {{"list", "-t", "@"}, {"@lab"}},
        {{"list", "--target=ga"}, {"--target=gate"}},
        {{"-t", "do"}, {"door"}},
        {{"device", "remove", "d"}, {"door"}},
        {{"device", "show", "door", "@"}, {"@lab"}},
        {{"device", "add", "--group", "l"}, {"lab"}},
        {{"lint", "--for", "g"}, {"gate"}},
        {{"new", "--template", "he"}, {"hello"}},
        {{"build", "--chip", "artpec"}, {"artpec8", "artpec9"}},
        {{"build", "--arch", ""}, {"aarch64", "armv7hf"}},
        {{"build", "--engine", "p"}, {"podman"}},
        {{"build", "--sdk", "12."}, {"12.0.0"}},
        {{"compat", "--axis-os", "12"}, {"12.0"}},
        {{"sdk", "show", "12."}, {"12.0.0"}},
        {{"sdk", "schema", "1.7"}, {"1.7.0"}},
        {{"explain", "root"}, {"root-user"}},
        {{"help", "exit"}, {"exit-codes"}},
        {{"help", "device", "a"}, {"add"}},
        {{"logs", "--level", "w"}, {"warning"}},
        {{"diff", "--fail-on", ""}, {"manifest", "files", "elf", "floor", "any"}},
        {{"inspect", "--field", "package.v"}, {"package.vendor", "package.version"}},
        {{"build", "--network", "n"}, {"none"}},
        {{"--color", "al"}, {"always"}},
        {{"policy", "set", ""}, {"allow-unsigned"}},
        {{"policy", "set", "allow-root", "t"}, {"true"}},
        {{"completion", ""}, {"bash", "zsh", "fish"}},
    };
    Desk desk;
    write_inventory(desk);
    for (const Case& one : cases) {
        INFO(text::join(one.words, " "));
        const Words found = offered(desk, one.words);
        for (const std::string& word : one.expected) CHECK(text::contains(found, word));
        for (const std::string& word : found)
            CHECK((word.starts_with(one.words.back()) && word.find(' ') == std::string::npos));
    }
}

TEST_CASE("versions and chips are offered by the catalog that is handed in") {
    Desk desk;
    CHECK(offered(desk, {"build", "--sdk", "99"}).empty());
    desk.catalog.add(R"({"images": [{"version": "99.1.0", "ubuntu": "24.04", "axisOs": "99.1"}]})",
                     "mine.json");
    CHECK(offered(desk, {"build", "--sdk", "99"}) == Words{"99.1.0"});
}

TEST_CASE("what the project here has is offered: variants of its manifest, stages, its name") {
    Desk desk;
    const auto before = std::filesystem::current_path();
    const std::string manifest = R"({"schemaVersion": "1.7.0", "acapPackageConf": {"setup": {
        "appName": "mine", "vendor": "v", "version": "1.0.0", "runMode": "never"}}})";
    desk.write("project/manifest.json", manifest);
    desk.write("project/manifest.json.artpec8", manifest);
    desk.write("project/Dockerfile", "FROM a AS base\nFROM base AS Final\n");
    std::filesystem::current_path(desk.home() / "project");
    CHECK(offered(desk, {"build", "--variant", ""}) == Words{"artpec8"});
    CHECK(offered(desk, {"run", "--stage", ""}) == Words{"base", "final"});
    CHECK(offered(desk, {"stop", ""}) == Words{"mine"});
    std::filesystem::current_path(before);
    CHECK(offered(desk, {"build", "--variant", ""}).empty());
}

TEST_CASE("paths are left to the shell, and what is free is left alone") {
    Desk desk;
    CHECK(offered(desk, {"inspect", ""}) == Words{":files"});
    CHECK(offered(desk, {"deploy", "x.eap", "y"}) == Words{":files"});
    CHECK(offered(desk, {"build", "-o", "b"}) == Words{":files"});
    CHECK(offered(desk, {"logs", "--since", ""}).empty());
    CHECK(offered(desk, {"list", "--", "-"}).empty());
    CHECK(offered(desk, {"inspect", "a.eap", ""}).empty());
}

TEST_CASE("a name that a shell or acapctl would take for more than a name is not offered") {
    for (const char* name :
         {"$(id)", "`id`", "a;id", "a b", "-x", ":files", "a'b", "a\\b", "~", "a*"}) {
        const Completion offer = complete_one(name);
        INFO(name);
        CHECK(offer.candidates.empty());
    }
    CHECK(complete_one("hello_1.2").candidates.size() == 1);
}

TEST_CASE("what cannot be read is not offered, and nobody is told") {
    Desk desk;
    desk.write("acapctl/devices.toml", "this is no inventory");
    CHECK(offered(desk, {"list", "-t", ""}).empty());
    desk.write("acapctl/config.toml", "this is no setting");
    CHECK(offered(desk, {"lis"}) == Words{"list"});
}

TEST_CASE("applications that were deployed from here are offered") {
    Desk desk;
    desk.write("acapctl/deployed/devices/ACCC8E000001/hello.json", "[]");
    desk.write("acapctl/deployed/devices/ACCC8E000002/hello.json", "[]");
    desk.write("acapctl/deployed/devices/ACCC8E000002/world.json", "[]");
    CHECK(offered(desk, {"start", ""}) == Words{"hello", "world"});
    CHECK(offered(desk, {"logs", "w"}) == Words{"world"});
}

} // namespace acapctl::cli
