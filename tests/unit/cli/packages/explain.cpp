// `explain`: the page about a lint rule, and the list of them.
#include "refusals.hpp"

#include "lint/rules.hpp"

namespace acapctl::cli {

TEST_CASE("explain lists every rule") {
    Desk desk;
    const Said said = desk.acapctl({"explain"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("root-user\terror\tThe application wants to run as root\n"));
    const auto document = desk.acapctl({"explain", "--json"}).document();
    CHECK(document["kind"] == "acapctl.explain/v1");
    CHECK(document["rules"].size() == lint::rules().size());
    for (const auto& rule : document["rules"])
        CHECK_THAT(said.out, contains(rule["id"].get<std::string>() + "\t"));
}

TEST_CASE("explain prints the page of one rule, as its document has it") {
    Desk desk;
    const Said said = desk.acapctl({"explain", "root-user"});
    CHECK(said.exit == 0);
    CHECK(said.out.starts_with("# root-user\n\nThe application wants to run as root\n"));
    CHECK_FALSE(said.out.ends_with("\n\n"));
    const auto document = desk.acapctl({"explain", "root-user", "--json"}).document();
    CHECK(document["kind"] == "acapctl.explain/v1");
    CHECK(document["id"] == "root-user");
    CHECK(document["severity"] == "error");
    for (const char* part : {"why", "mend"})
        CHECK_THAT(said.out, contains(document[part].get<std::string>()));
}

TEST_CASE("the pages of docs/rules are written, one a rule and one about all") {
    Desk desk;
    const auto pages = desk.home() / "pages" / "deep";
    const Said said = desk.acapctl({"explain", "--write-pages", pages.string()});
    CHECK(said.exit == 0);
    CHECK(said.out.empty());
    for (const lint::Rule& rule : lint::rules()) {
        INFO(rule.id);
        CHECK_THAT(read_file(pages / (rule.id + ".md")), contains(rule.title));
        CHECK_THAT(read_file(pages / "README.md"), contains(rule.id + ".md"));
    }
}

TEST_CASE("explain suggests the rule that was meant") {
    Desk desk;
    check_refused(desk, {
                            {{"explain", "root-usr"}, "Did you mean 'root-user'?"},
                            {{"explain", "zzzzzzzz"}, "'acapctl explain' lists the rules"},
                            {{"explain", "\x1b[31m"}, "x1b[31m"},
                            {{"explain", "root-user", "more"}, "unexpected argument 'more'"},
                        });
}

} // namespace acapctl::cli
