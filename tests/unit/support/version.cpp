#include "support/version.hpp"

#include "catch.hpp"

using namespace acapctl;

namespace {

std::strong_ordering opposite(std::strong_ordering order) {
    return 0 <=> order;
}

} // namespace

TEST_CASE("a dotted version is one to four numbers") {
    for (const char* good : {"12", "12.10", "12.10.68", "13.0.0.12110022", "4294967294"})
        CHECK(DottedVersion::parse(good).value().str() == good);
    CHECK(DottedVersion::parse("007.1").value().str() == "7.1");
    CHECK(DottedVersion::parse("12.10").value().size() == 2);
    for (const char* bad : {"", "x", "12.", ".12", "12.x", "1.2.3.4.5", "12 ", "-1", "1..2",
                            "4294967295", "99999999999999999999", "13.0-preview"})
        CHECK_FALSE(DottedVersion::parse(bad));
}

TEST_CASE("read leniently, what is no number is 0") {
    struct Row {
        const char* text;
        DottedVersion read;
    };
    for (const Row& row : {Row{"12.11.77", {12, 11, 77}},
                           {"", {0}},
                           {"12.x.7", {12, 0, 7}},
                           {"13.0.4-preview", {13}},
                           {"1.2.3.4.5", {1, 2, 3, 4}},
                           {"4294967295.1", {0, 1}}}) {
        INFO(row.text);
        CHECK(DottedVersion::parse_leniently(row.text) == row.read);
    }
}

TEST_CASE("dotted versions are ordered by their numbers, missing ones are 0") {
    struct Row {
        const char* left;
        const char* right;
        std::optional<std::strong_ordering> order;
    };
    using Order = std::strong_ordering;
    for (const Row& row : {Row{"9.80", "10.12", Order::less},
                           {"12.9", "12.10", Order::less},
                           {"12.10.68", "12.10", Order::greater},
                           {"12.10", "12.10.0.0", Order::equal},
                           {"1.3", "1.3", Order::equal},
                           {"2", "1.99.99.99", Order::greater},
                           {"1.x", "2.0", std::nullopt},
                           {"2.0", "", std::nullopt}}) {
        INFO(row.left << " and " << row.right);
        CHECK(compare_dotted(row.left, row.right) == row.order);
    }
    CHECK(DottedVersion{1, 5} == DottedVersion{1, 5, 0});
    CHECK(DottedVersion{} < DottedVersion{0, 1});
}

TEST_CASE("beyond a version comes the next with as many numbers") {
    CHECK(DottedVersion{12, 10}.beyond().str() == "12.11");
    CHECK(DottedVersion{12}.beyond().str() == "13");
    CHECK(DottedVersion{1, 2, 3, 4294967294}.beyond() > DottedVersion{1, 2, 3, 4294967294});
    CHECK(DottedVersion{}.beyond() == DottedVersion{});
}

TEST_CASE("versions are semantic versions") {
    for (const char* good :
         {"0.0.0", "1.2.3", "1.0.0-alpha", "1.0.0-alpha.1+2024", "1.0.0+01", "10.20.30-rc-1"})
        CHECK(parse_semantic_version(good).has_value());
    for (const char* bad : {"", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+",
                            "v1.2.3", "1.2.3 ", "-1.2.3", "1.2.3-a..b", "99999999999999999999.0.0"})
        CHECK_FALSE(parse_semantic_version(bad).has_value());
    const auto parsed = parse_semantic_version("4.5.6-rc+7").value();
    CHECK(parsed.major == 4);
    CHECK(parsed.minor == 5);
    CHECK(parsed.patch == 6);
    CHECK(parsed.rest == "-rc+7");
}

TEST_CASE("versions of applications are ordered by numbers and words, however they are written") {
    struct Row {
        const char* left;
        const char* right;
        std::strong_ordering order;
    };
    using Order = std::strong_ordering;
    for (const Row& row : {Row{"1.0.0", "1.0-0", Order::equal},
                           {"1.3.438", "1.3-438", Order::equal},
                           {"1.0.0+build5", "1", Order::equal},
                           {"1.0-ALPHA", "1.0-alpha", Order::equal},
                           {"1.02", "1.2", Order::equal},
                           {"1.2.0", "1.20", Order::less},
                           {"1.9", "1.10", Order::less},
                           {"1.0-alpha", "1.0-beta", Order::less},
                           {"1.0-alpha", "1.0", Order::less},
                           {"1.0-alpha.2", "1.0-alpha.10", Order::less},
                           {"2.0", "1.9.9", Order::greater},
                           {"99999999999999999999", "99999999999999999998", Order::greater}}) {
        INFO(row.left << " and " << row.right);
        CHECK((ApplicationVersion(row.left) <=> ApplicationVersion(row.right)) == row.order);
        CHECK((ApplicationVersion(row.right) <=> ApplicationVersion(row.left)) ==
              opposite(row.order));
    }
}

TEST_CASE("the numbers of an application's version end at its first word") {
    CHECK(ApplicationVersion("1.0.0-alpha.2").without_words() == ApplicationVersion("1"));
    CHECK(ApplicationVersion("1.0.0-alpha.2").has_word());
    CHECK_FALSE(ApplicationVersion("1.0-2").has_word());
    CHECK(ApplicationVersion("beta").without_words().empty());
    CHECK(ApplicationVersion("..").empty());
    CHECK_FALSE(ApplicationVersion("0").empty());
}
