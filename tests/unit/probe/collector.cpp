#include "probe/collector.hpp"

#include "catch.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <zlib.h>

using acapctl::probe::Collector;

namespace {

std::string crc(const std::string& text) {
    return fmt::format("{:08x}", ::crc32(0, reinterpret_cast<const Bytef*>(text.data()),
                                         static_cast<uInt>(text.size())));
}

// What the probe writes for `text`, cut into pieces of `length`.
std::vector<std::string> lines(const std::string& run, const std::string& text,
                               std::size_t length) {
    std::vector<std::string> result;
    const std::size_t count = (text.size() + length - 1) / length;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string piece = text.substr(i * length, length);
        result.push_back(
            fmt::format("acapctl-probe/1 {} {}/{} {} {}", run, i + 1, count, crc(piece), piece));
    }
    result.push_back(fmt::format("acapctl-probe/1 {} end {} {}", run, count, crc(text)));
    return result;
}

const std::string report = R"({"machine":"aarch64","spaces":"a  b c","larod":{"devices":[]}})";

} // namespace

TEST_CASE("a report is complete with its last line, not before") {
    Collector collector;
    for (const std::string& line : lines("r1", report, 10)) {
        CHECK_FALSE(collector.report());
        collector.add(line);
    }
    REQUIRE(collector.report());
    CHECK(collector.report()->at("machine") == "aarch64");
    CHECK(collector.report()->at("spaces") == "a  b c");
}

TEST_CASE("parts become one report, and what is whole of it is there before the rest") {
    const std::vector<std::string> parts{
        R"({"machine":"aarch64","how":{"machine":"uname"},"more":true})",
        R"({"larod":{"present":true},"models":[],"how":{"larod":"liblarod"},"more":true})",
        R"({"models":[{"device":"a"}],"more":true})",
        R"({"models":[{"device":"b"}],"more":false})"};
    Collector collector;
    CHECK_FALSE(collector.beginning());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        CHECK_FALSE(collector.report());
        for (const std::string& line : lines(fmt::format("r1.{}", i + 1), parts[i], 20))
            collector.add(line);
        CHECK_FALSE(collector.has_gap());
        CHECK(collector.beginning()->at("machine") == "aarch64");
        CHECK(collector.beginning()->contains("larod") == (i > 0));
    }
    REQUIRE(collector.report());
    const auto whole = *collector.report();
    CHECK(whole["how"].size() == 2);
    CHECK(whole["models"].size() == 2);
    CHECK_FALSE(whole.contains("more"));
    CHECK(collector.missing().empty());
}

TEST_CASE("a part that is lost is named, and what comes after it is no report") {
    Collector collector;
    for (const std::string& line : lines("r1.2", R"({"more":false})", 20)) collector.add(line);
    CHECK(collector.has_gap());
    CHECK_FALSE(collector.report());
    CHECK_FALSE(collector.beginning());
    CHECK(collector.missing() == "part 1");
    for (const char* line : {"acapctl-probe/1 r1.0 1/1 - {}", "acapctl-probe/1 r1.201 1/1 - {}",
                             "acapctl-probe/1 r1.x 1/1 - {}", "acapctl-probe/1 .1 1/1 - {}"})
        collector.add(line);
    CHECK(collector.missing() == "part 1");
}

TEST_CASE("lines that the log lost are told from a report that breaks off") {
    const auto all = lines("r1", report, 10); // seven pieces and the end
    Collector broken;
    for (std::size_t i = 0; i < 3; ++i) broken.add(all[i]);
    CHECK(broken.has_gap());
    CHECK(broken.breaks_off());
    CHECK(broken.missing().empty());
    CHECK(broken.progress() == "3 of 7 lines");
    Collector holed;
    for (const std::size_t i : {0U, 1U, 3U, 5U}) holed.add(all[i]);
    CHECK_FALSE(holed.breaks_off());
    CHECK(holed.missing() == "line 3 of part 1, line 5 of part 1");
    Collector headless; // all has been written, and lines at the end are lost
    headless.add(all[0]);
    headless.add(all.back());
    CHECK_FALSE(headless.breaks_off());
    CHECK(headless.missing() == "line 2 of part 1, line 3 of part 1, line 4 of part 1 and 3 more");
}

TEST_CASE("what is whole and no JSON object is no report") {
    for (const std::string text : {"[[[[7]]]]", "{\"machine\":", "7"}) {
        Collector collector;
        CHECK_FALSE(collector.is_no_report());
        for (const std::string& line : lines("r1", text, 10)) collector.add(line);
        CHECK(collector.is_no_report());
        CHECK_FALSE(collector.report());
    }
    Collector collector;
    for (const std::string& line : lines("r1", report, 10)) collector.add(line);
    CHECK_FALSE(collector.is_no_report());
}

TEST_CASE("order, repetition and other lines do not matter") {
    auto text = lines("r1", report, 7);
    std::ranges::reverse(text);
    Collector collector;
    for (int round = 0; round < 2; ++round)
        for (const std::string& line : text) {
            collector.add("some other program speaks");
            collector.add(line);
        }
    CHECK(collector.report());
}

TEST_CASE("a damaged or missing piece is no report") {
    for (std::size_t damaged = 0; damaged < lines("r1", report, 10).size(); ++damaged) {
        auto text = lines("r1", report, 10);
        text[damaged].back() = text[damaged].back() == 'x' ? 'y' : 'x';
        Collector collector;
        for (const std::string& line : text) collector.add(line);
        CHECK_FALSE(collector.report());
        auto shorter = lines("r1", report, 10);
        shorter.erase(shorter.begin() + static_cast<long>(damaged));
        Collector other;
        for (const std::string& line : shorter) other.add(line);
        CHECK_FALSE(other.report());
    }
}

TEST_CASE("the answer to an earlier probe is not taken for this one") {
    Collector collector;
    for (const std::string& line : lines("r1", report, 10)) collector.add(line);
    collector.forget_runs();
    CHECK_FALSE(collector.report());
    const std::string second = R"({"machine":"armv7l"})";
    for (const std::string& line : lines("r2", second, 10)) collector.add(line);
    REQUIRE(collector.report());
    CHECK(collector.report()->at("machine") == "armv7l");
}

TEST_CASE("what has begun is known from its first line, whole or damaged") {
    Collector collector;
    CHECK_FALSE(collector.has_begun());
    CHECK(collector.progress() == "no line of the probe");
    collector.add("acapctl-probe/1 r1 1/3 00000000 cut");
    CHECK(collector.has_begun());
    CHECK(collector.progress() == "1 damaged lines");
    for (const std::string& line : lines("r1", report, 40)) collector.add(line);
    CHECK(collector.progress().find(", and 1 damaged") != std::string::npos);
    collector.forget_runs();
    CHECK_FALSE(collector.has_begun());
    collector.add("acapctl-probe/1 r1 1/3 00000000 cut"); // the log is read again and again
    CHECK_FALSE(collector.has_begun());
}

TEST_CASE("hostile lines neither crash nor grow without bound") {
    Collector collector;
    for (const char* line :
         {"acapctl-probe/1 ", "acapctl-probe/1 r", "acapctl-probe/1 r end", "acapctl-probe/1 r 1/",
          "acapctl-probe/1 r /1 x", "acapctl-probe/1 r 2/1 00000000 ",
          "acapctl-probe/1 r 1/99999999999999999999 00000000 x",
          "acapctl-probe/1 r end 99999999999 00000000", "acapctl-probe/1 r 0/0 00000000 "})
        collector.add(line);
    CHECK_FALSE(collector.report());
    for (int i = 0; i < 100'000; ++i) collector.add(fmt::format("acapctl-probe/1 r{} end 1 0", i));
    CHECK(collector.progress() == "1000 damaged lines");
}

TEST_CASE("what a run tells that it does is kept in order, and once") {
    Collector collector;
    for (int round = 0; round < 2; ++round)
        for (const char* text : {"loading the model", "running it"})
            collector.add(fmt::format("acapctl-probe/1 r1 doing {}", text));
    CHECK(collector.doing() == std::vector<std::string>{"loading the model", "running it"});
    collector.add("acapctl-probe/1 r1 doi"); // a cut one says nothing of a report
    CHECK_FALSE(collector.has_begun());
    CHECK_FALSE(collector.report());
    for (const std::string& line : lines("r1", report, 10)) collector.add(line);
    CHECK(collector.report());
    collector.forget_runs();
    CHECK(collector.doing().empty());
    collector.add("acapctl-probe/1 r1 doing running it"); // the log is read again
    CHECK(collector.doing().empty());
    for (const char* line : {"10:00 a", "10:01 a", "10:01 a"})
        collector.add("acapctl-probe/1 r doing warming up", line);
    CHECK(collector.doing() == std::vector<std::string>{"warming up", "warming up"});
    collector.add("acapctl-probe/1 r doing " + std::string(161, 'x'));
    CHECK(collector.doing().back().size() < 161);
    for (int i = 0; i < 10'000; ++i) collector.add(fmt::format("acapctl-probe/1 r doing {}", i));
    CHECK(collector.doing().size() <= 1000);
}

TEST_CASE("a script that can reckon no checksum is believed without") {
    Collector collector;
    collector.add("acapctl-probe/1 r1 1/2 - {\"machine\":");
    collector.add("acapctl-probe/1 r1 2/2 - \"mips\"}");
    CHECK_FALSE(collector.report());
    collector.add("acapctl-probe/1 r1 end 2 -");
    REQUIRE(collector.report());
    CHECK(collector.report()->at("machine") == "mips");
}

TEST_CASE("a report of more lines than are taken is known as such, and none of it is kept") {
    Collector collector;
    const auto all = lines("r1", std::string(700'000, 'x'), 160);
    for (int round = 0; round < 2; ++round) {
        for (const std::string& line : all) collector.add(line);
        CHECK(collector.too_long() == (round == 0 ? 4375 : 0));
        CHECK_FALSE(collector.report());
        collector.forget_runs(); // of the next round these are old
    }
}

TEST_CASE("of many reports no more is kept than has room") {
    Collector collector;
    for (int run = 0; run < 50; ++run)
        for (const std::string& line :
             lines("r" + std::to_string(run), std::string(400'000, 'x'), 1'000))
            collector.add(line);
    for (const std::string& line : lines("last", report + std::string(5'000, ' '), 1'000))
        collector.add(line);
    CHECK_FALSE(collector.report());
}

TEST_CASE("neither a long piece nor a deep report is taken as it is") {
    Collector collector;
    for (const std::string& line : lines("r1", std::string(1'001, ' ') + report, 2'000))
        collector.add(line);
    CHECK(collector.progress() == "0 of 1 lines, and 1 damaged");
    const std::string deep = std::string(400'000, '[') + std::string(400'000, ']');
    for (const std::string& line : lines("r2", R"({"a":)" + deep + "}", 1'000)) collector.add(line);
    REQUIRE(collector.report());
    CHECK(collector.report()->dump().size() < 200);
}
