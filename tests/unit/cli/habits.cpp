#include "catch.hpp"
#include "desk.hpp"

#include "cli/app/command_line.hpp"
#include "cli/app/habits.hpp"
#include "support/text.hpp"

namespace acapctl::cli {

namespace {

using Words = std::vector<std::string>;

std::string arranged(const Words& words) {
    static std::string word = "acapctl";
    static char* argv[] = {word.data(), nullptr};
    const CommandLine line(1, argv);
    return text::join(read_line(line.root(), words).for_parser(), " ");
}

} // namespace

TEST_CASE("options may stand before their verb, and verbs have other names") {
    CHECK(arranged({"-t", "door", "list"}) == "list -t door");
    CHECK(arranged({"-t", "list", "--json", "logs", "list"}) == "logs -t list --json list");
    CHECK(arranged({"--color", "never", "-qt", "a", "device", "show"}) ==
          "device show --color never -qt a");
    CHECK(arranged({"--target=a", "device", "--cached", "show"}) ==
          "device show --target=a --cached");
    CHECK(arranged({"ls"}) == "list");
    CHECK(arranged({"ps", "-t", "ps"}) == "list -t ps");
    CHECK(arranged({"device", "rm", "rm"}) == "device remove rm");
    CHECK(arranged({"license", "install", "f"}) == "license install f");
    CHECK(arranged({"install", "x.eap"}) == "deploy x.eap");
    CHECK(arranged({"shell", ".", "--", "make", "-j4"}) == "shell . -- make -j4");
}

TEST_CASE("a habit from another tool is told what it is here") {
    struct Case {
        Words words;
        std::string hint;
    };
    const std::vector<Case> cases{
        {{"init"}, "'acapctl new DIR'"},
        {{"uninstall", "hello"}, "'acapctl remove APP'"},
        {{"login", "door"}, "'acapctl device add'"},
        {{"info", "x.eap"}, "'acapctl inspect EAP'"},
        {{"test"}, "'acapctl lint'"},
        {{"logs", "--lines", "5"}, "--tail 20"},
        {{"list", "-o", "json"}, "--json prints"},
        {{"list", "--host", "x"}, "-t names the device"},
        {{"emulate", "-p", "80"}, "--port"},
        {{"list", "-t", "a", "b"}, "-t a -t b"},
        {{"start", "hello", "-t", "a", "b"}, "-t a -t b"},
    };
    Desk desk;
    for (const Case& one : cases) {
        const Said said = desk.acapctl(one.words);
        INFO(said.err);
        CHECK(said.exit == 2);
        CHECK_THAT(said.err, contains(one.hint));
    }
}

TEST_CASE("every habit is a word that is free, and leads to a verb that there is") {
    std::string word = "acapctl";
    char* argv[] = {word.data(), nullptr};
    const CommandLine line(1, argv);
    for (const char* name : {"ls", "ps", "rm", "install"}) {
        const Line words = read_line(line.root(), {name});
        CHECK(words.verb.name() == verb_for(name));
        CHECK(verb_for(name) != name);
    }
    for (const Command& verb : line.root().sub_verbs()) {
        INFO(verb.name());
        CHECK(verb_hint(verb.name()).empty());
        CHECK(verb_for(verb.name()) == verb.name());
    }
}

TEST_CASE("a password among the arguments is refused, and never repeated") {
    const std::string secret = "hunter2";
    Desk desk;
    for (const Words& words :
         {Words{"list", "--password", secret}, Words{"list", "--password=" + secret},
          Words{"--password", secret, "list"}, Words{"--password=" + secret, "list"},
          Words{"-t", "door", "--password", secret, "list"}, Words{"list", "-p", secret},
          Words{"list", "-p" + secret}, Words{"list", "--password-stdin=" + secret},
          Words{"device", "add", "door", "192.0.2.1", "--password", secret},
          Words{"--passwd", secret}, Words{"device", "--pass", secret, "list"}})
        for (const bool json : {false, true}) {
            Words all = words;
            if (json) all.emplace_back("--json");
            const Said said = desk.acapctl(all);
            INFO(said.err << said.out);
            CHECK(said.exit == 2);
            CHECK_THAT(said.err + said.out, contains("--password-stdin"));
            CHECK_THAT(said.err + said.out, !contains(secret));
        }
}

TEST_CASE("words behind -- are no options, whichever verb they are for") {
    Desk desk;
    for (const Words& words : {Words{"list", "--", "--json"}, Words{"sdk", "list", "--", "--json"},
                               Words{"inspect", "a.eap", "--", "--json"}}) {
        const Said said = desk.acapctl(words);
        CHECK(said.exit == 2);
        CHECK_THAT(said.err, contains("unexpected argument '--json'"));
        CHECK(said.out.empty());
    }
    CHECK_THAT(desk.acapctl({"inspect", "--", "--help"}).err, contains("--help"));
}

TEST_CASE("a device among the packages is told to stand behind -t") {
    Desk desk;
    const auto package = desk.write("x.eap", "no package");
    for (const char* device :
         {"192.168.0.90", "http://192.168.0.90", "cam.example.org", "[::1]:80"}) {
        const Said said = desk.acapctl({"deploy", device, package.string()});
        INFO(said.err);
        CHECK(said.exit == 2);
        CHECK_THAT(said.err, contains(std::string("-t ") + device));
    }
    CHECK(desk.acapctl({"deploy", "gone.eap"}).exit == 3);
    CHECK(desk.acapctl({"deploy", "gone/dir"}).exit == 3);
}

} // namespace acapctl::cli
