#include "catch.hpp"
#include "desk.hpp"

#include "cli/app/command_line.hpp"

namespace acapctl::cli {

TEST_CASE("a wrong command line is told with what to do, and ends with 2") {
    struct Case {
        std::vector<std::string> words;
        std::string message;
        std::string hint;
    };
    const std::vector<Case> cases{
        {{"deplyo"}, "unknown verb 'deplyo'", "'deploy'"},
        {{"build", "--enginee", "host"}, "unknown option '--enginee'", "'--engine'"},
        {{"build", "--engine", "x"},
         "--engine: x not in {auto,docker,podman,host}",
         "build --help"},
        {{"build", "--jobs", "0"}, "--jobs: Value 0 not in range 1 to 1024", "build --help"},
        {{"build", "--arch", "aarch64", "--chip", "artpec8"}, "exclude each other", "build --help"},
        {{"policy"}, "'acapctl policy' needs a verb", "policy --help"},
        {{"policy", "set", "allow-unsigned"}, "VALUE is missing", "policy set --help"},
        {{"list", "--color", "sometimes"}, "sometimes not in {auto,always,never}", "list --help"},
        {{"inspect"}, "is missing", "inspect --help"},
        {{"deploy", "--record=", "--dry-run"}, "--record= is empty", "leave it out"},
        {{"inspect", "m.tflite", "--for", "a", "--for=b"},
         "--for is given twice, and takes one value",
         "leave one of them out"},
        {{"list", "extra"}, "unexpected argument 'extra'", "list --help"},
        {{"list", "\x1b[31m"}, "unexpected argument '\\x1b[31m'", "list --help"},
    };
    Desk desk;
    for (const Case& one : cases) {
        const Said said = desk.acapctl(one.words);
        INFO(said.err);
        CHECK(said.exit == 2);
        CHECK(said.out.empty());
        CHECK_THAT(said.err, contains(one.message));
        CHECK_THAT(said.err, contains(one.hint));
    }
}

TEST_CASE("with --json a wrong command line is a document, wherever --json stands") {
    Desk desk;
    for (const auto& words : {std::vector<std::string>{"--json", "build", "--engine", "x"},
                              std::vector<std::string>{"build", "--engine", "x", "--json"}}) {
        const Said said = desk.acapctl(words);
        CHECK(said.exit == 2);
        CHECK(said.document()["error"]["exit"] == 2);
        CHECK(said.document()["kind"] == "acapctl.error/v1");
    }
}

void check_page(Desk& desk, const Command& verb, std::vector<std::string> words) {
    words.emplace_back("--help");
    const Said said = desk.acapctl(words);
    INFO(verb.full_name());
    CHECK(said.exit == 0);
    CHECK(said.err.empty());
    CHECK_THAT(said.out, contains(verb.description()));
    CHECK_THAT(said.out, contains("Everywhere:"));
    for (const OptionFacts& option : verb.options())
        for (const std::string& name : option.names)
            if (!option.hidden() && !option.positional) CHECK_THAT(said.out, contains(name));
    words.pop_back();
    for (const Command& sub : verb.sub_verbs()) {
        auto deeper = words;
        deeper.push_back(sub.name());
        check_page(desk, sub, deeper);
    }
}

TEST_CASE("every verb has a page with its options and those of all verbs") {
    std::string word = "acapctl";
    char* argv[] = {word.data(), nullptr};
    const CommandLine line(1, argv);
    Desk desk;
    CHECK(line.root().sub_verbs().size() > 25);
    for (const Command& verb : line.root().sub_verbs()) check_page(desk, verb, {verb.name()});
}

TEST_CASE("the version, help pages and completions are results") {
    Desk desk;
    CHECK(desk.acapctl({"--version"}).out.starts_with("acapctl "));
    CHECK_THAT(desk.acapctl({"help", "exit-codes"}).out, contains("done, and verified"));
    CHECK_THAT(desk.acapctl({"help", "policy", "set"}).out, contains("SETTING"));
    CHECK(desk.acapctl({"help", "nonsense"}).exit == 2);
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const Said said = desk.acapctl({"completion", shell, "--json"});
        CHECK(said.document()["shell"] == shell);
        CHECK(said.document()["script"].get<std::string>() + "\n" ==
              desk.acapctl({"completion", shell}).out);
    }
}

} // namespace acapctl::cli
