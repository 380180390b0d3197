#include "catch.hpp"
#include "desk.hpp"
#include "unit/package/samples.hpp"

#include "cli/app/advice.hpp"
#include "cli/app/command_line.hpp"
#include "cli/app/line.hpp"
#include "cli/app/option_tree.hpp"
#include "support/text.hpp"

namespace acapctl::cli {

namespace {

std::vector<Advice::Kind> every_kind() {
    std::vector<Advice::Kind> kinds;
    for (int i = 0; !saying(static_cast<Advice::Kind>(i)).text.empty(); ++i)
        kinds.push_back(static_cast<Advice::Kind>(i));
    return kinds;
}

// Reads a sentence as a person does: "acapctl" begins a command, which a closing quote ends.
class Reader {
  public:
    Reader(const Command& root, const Saying& saying) : root_(root) {
        if (saying.verbs.empty()) return;
        for (const std::string& words : text::split(saying.verbs, ','))
            givers_.push_back(verb(text::split(std::string(text::trim(words)), ' ')));
    }

    void read(const std::string& sentence) {
        const std::vector<std::string> words = text::split(sentence, ' ');
        for (std::size_t i = 0; i < words.size(); ++i) {
            const std::string plain = bare(words[i]);
            if (plain == "acapctl") command_ = verb({words.begin() + 1 + long(i), words.end()});
            if (plain.starts_with("--")) check_option(plain);
            if (words[i].size() > 1 && words[i].back() == '\'') command_.reset();
        }
    }

  private:
    static std::string bare(std::string word) {
        std::erase_if(word, [](char c) { return c == '\'' || c == ',' || c == ';'; });
        return word;
    }

    Command verb(std::vector<std::string> words) const {
        for (std::string& word : words) word = bare(word);
        const Command found = read_line(root_, words).verb;
        INFO(text::join(words, " "));
        REQUIRE_FALSE(found.is_root());
        REQUIRE(found.sub_verbs().empty());
        return found;
    }

    void check_option(const std::string& name) const {
        INFO(name);
        const std::vector<Command> verbs = command_ ? std::vector{*command_} : givers_;
        CHECK_FALSE(verbs.empty());
        for (const Command& each : verbs) {
            INFO(each.full_name());
            CHECK(text::contains(option_names(each), name));
        }
    }

    Command root_;
    std::vector<Command> givers_{};
    std::optional<Command> command_{};
};

} // namespace

TEST_CASE("every advice names verbs that there are and options that they have") {
    std::string word = "acapctl";
    char* argv[] = {word.data(), nullptr};
    const CommandLine line(1, argv);
    const std::vector<Advice::Kind> kinds = every_kind();
    REQUIRE(kinds.back() == Advice::measure_sdk);
    for (const Advice::Kind kind : kinds) {
        const std::string sentence = said({kind, {"front", "door"}});
        INFO(sentence);
        CHECK(sentence.find("{}") == std::string::npos);
        CHECK(sentence.back() != '.');
        Reader(line.root(), saying(kind)).read(sentence);
    }
}

TEST_CASE("an advice is said behind the plain words, and what it names can be pasted") {
    CHECK(advised("", {}).empty());
    CHECK(advised("", {{Advice::wait_longer}}) == "--wait sets how long to wait");
    CHECK(advised("is it on?", {{Advice::bound_request}}) == "is it on? --timeout sets this bound");
    CHECK(advised("install gzip", {{Advice::use_usual_compression}}) ==
          "install gzip, or leave out --compression gzip");
    CHECK(advised("", {{Advice::read_log}, {Advice::wait_longer}}) ==
          "see 'acapctl logs'; --wait sets how long to wait");
    CHECK(said({Advice::remove_application, {"a b\x1b[31m{}"}}) ==
          "'acapctl remove $'a b\\033[31m{}'' removes it, its settings and its data");
    const Failure failure = advised(Failure{.hint = "look", .advice = {{Advice::read_log}}});
    CHECK(failure.hint == "look; see 'acapctl logs'");
    CHECK(advised(failure).hint == failure.hint);
}

TEST_CASE("errors, reports and warnings of the rooms below come with words of the command line") {
    Desk desk;
    const std::string eap = desk.write("sample.eap", samples::package()).string();
    desk.devices["one"].unsigned_allowed = false;
    const std::vector<std::string> deploy{"deploy", eap, "-t", "http://one"};
    const std::string how = "add --allow-unsigned to switch AllowUnsigned on for this upload";
    CHECK_THAT(desk.acapctl(deploy).err, contains("hint: " + how));
    const auto device = desk.acapctl({"deploy", eap, "-t", "http://one", "--json"}).document();
    CHECK_THAT(device["devices"][0]["error"]["hint"].get<std::string>(), contains(how));
    std::string remedy;
    for (const auto& check : device["devices"][0]["checks"])
        if (check["id"] == "signature") remedy = check["remedy"];
    CHECK_THAT(remedy, contains(how));

    const std::string nowhere = (desk.home() / "nowhere").string();
    std::filesystem::create_directory(nowhere);
    CHECK_THAT(desk.acapctl({"build", nowhere}).err, contains("'acapctl new DIR' makes a project"));
    CHECK_THAT(desk.acapctl({"build", nowhere, "--json"}).out, contains("'acapctl new DIR'"));
}

} // namespace acapctl::cli
