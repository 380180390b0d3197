// What is new in a page of the log.
#include "device/log/log_merge.hpp"
#include "catch.hpp"
#include "log_lines.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

LogPage page(std::vector<std::string> lines, bool last_is_whole = true) {
    return {.filtered = true, .lines = std::move(lines), .last_is_whole = last_is_whole};
}

} // namespace

TEST_CASE("only what is new comes out of a page") {
    LogMerge merge;
    CHECK(merge.advance(page({"a", "b"})).lines == std::vector<std::string>{"a", "b"});
    CHECK(merge.advance(page({"a", "b"})).lines.empty());
    CHECK(merge.advance(page({"a", "b", "c"})).lines == std::vector<std::string>{"c"});
    const auto step = merge.advance(page({"a", "late", "b", "c", "d"}));
    CHECK(step.lines == std::vector<std::string>{"late", "d"});
    CHECK_FALSE(step.gap);
}

TEST_CASE("equal lines are counted") {
    LogMerge merge;
    merge.advance(page({"x", "x"}));
    CHECK(merge.advance(page({"x", "x", "x"})).lines == std::vector<std::string>{"x"});
    CHECK(merge.advance(page({"x", "x", "x"})).lines.empty());
}

TEST_CASE("a page that lost its front is aligned, also when its first line is cut") {
    LogMerge merge;
    merge.advance(page(numbered(1, 10)));
    CHECK(merge.advance(page(numbered(5, 12))).lines == numbered(11, 12));
    auto cut = numbered(8, 13);
    cut[0] = cut[0].substr(5);
    const auto step = merge.advance(page(cut));
    CHECK(step.lines == numbered(13, 13));
    CHECK_FALSE(step.gap);
}

TEST_CASE("pages without anything in common are apart by a gap") {
    LogMerge merge;
    CHECK_FALSE(merge.advance(page(numbered(1, 3))).gap);
    const auto step = merge.advance(page(numbered(10, 12)));
    CHECK(step.gap);
    CHECK(step.lines == numbered(10, 12));
    CHECK_FALSE(merge.advance(page(numbered(10, 13))).gap);
}

TEST_CASE("equal lines do not hide where a page goes on") {
    LogMerge merge;
    merge.advance(page({"x", "x", "x", "x", "x", "a"}));
    CHECK(merge.advance(page({"x", "x", "x", "a", "x", "x"})).lines ==
          std::vector<std::string>{"x", "x"});
    CHECK(merge.advance(page({"a", "x", "x", "x"})).lines == std::vector<std::string>{"x"});
}

TEST_CASE("lines that come late in a page that lost its front are shown once") {
    LogMerge merge;
    merge.advance(page(numbered(1, 20)));
    auto late = numbered(8, 22);
    late.insert(late.begin() + 6, "a late line of the log");
    const auto step = merge.advance(page(late));
    CHECK(step.lines == std::vector<std::string>{"a late line of the log", numbered(21, 21)[0],
                                                 numbered(22, 22)[0]});
    CHECK_FALSE(step.gap);
    CHECK(merge.advance(page(late)).lines.empty());
}

TEST_CASE("a first line that is cut and glued to another is not taken for a new one") {
    LogMerge merge;
    merge.advance(page({"2023-06-18T2023-06-19T11:17 one", "two", "three", "four"}));
    const auto step = merge.advance(page({"2023-06-182023-06-19T11:18 two", "three", "four", "5"}));
    CHECK(step.lines == std::vector<std::string>{"5"});
    CHECK_FALSE(step.gap);
}

TEST_CASE("long pages are merged in linear time") {
    LogMerge merge;
    // Every line is the beginning of the page before and of the next, so that a search that starts
    // again and again would not end today.
    const std::vector<std::string> same(200'000, "the same line over and over");
    auto next = same;
    next.back() = "another";
    merge.advance(page(same));
    CHECK(merge.advance(page(next)).lines == std::vector<std::string>{"another"});
    next.erase(next.begin(), next.begin() + 1000);
    next.push_back("and another");
    CHECK(merge.advance(page(next)).lines == std::vector<std::string>{"and another"});
}

TEST_CASE("an emptied log is no gap before new lines come") {
    LogMerge merge;
    merge.advance(page(numbered(1, 3)));
    CHECK_FALSE(merge.advance(page({})).gap);
    CHECK(merge.advance(page(numbered(7, 7))).gap);
}

TEST_CASE("a last line without newline waits for its end, but not for ever") {
    LogMerge merge;
    CHECK(merge.advance(page({"a", "par"}, false)).lines == std::vector<std::string>{"a"});
    CHECK(merge.held() == "par");
    CHECK(merge.advance(page({"a", "partial", "b"})).lines ==
          std::vector<std::string>{"partial", "b"});
    merge.advance(page({"a", "partial", "b", "end"}, false));
    CHECK(merge.advance(page({"a", "partial", "b", "end"}, false)).lines ==
          std::vector<std::string>{"end"});
    CHECK(merge.advance(page({"a", "partial", "b", "end"}, false)).lines.empty());
}
