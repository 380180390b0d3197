#include "emulator/web/fastcgi.hpp"

#include "catch.hpp"

#include <string>

using namespace acapctl::emulator;
using namespace acapctl::emulator::fastcgi;
using namespace std::string_literals;

namespace {

// What a program would send: no padding unless told.
std::string record(int type, int request, const std::string& content, int padding = 0) {
    std::string bytes{1, static_cast<char>(type), 0, static_cast<char>(request)};
    bytes += static_cast<char>(content.size() >> 8U);
    bytes += static_cast<char>(content.size() & 0xFFU);
    bytes += static_cast<char>(padding);
    return bytes + '\0' + content + std::string(static_cast<std::size_t>(padding), '#');
}

std::vector<Record> read(std::string_view bytes, std::size_t step) {
    RecordReader reader;
    std::vector<Record> found;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        reader.feed(bytes.substr(at, step));
        while (auto next = reader.next()) found.push_back(*next);
    }
    return found;
}

} // namespace

TEST_CASE("a record is a header of eight bytes, its content and padding to eight") {
    CHECK(records(Type::standard_input, "abc") == "\1\5\0\1\0\3\5\0abc\0\0\0\0\0"s);
    CHECK(records(Type::standard_input, "") == "\1\5\0\1\0\0\0\0"s);
    const std::string large(200'000, 'x');
    std::string joined;
    for (const Record& each : read(records(Type::standard_input, large), 7919)) {
        CHECK(each.type == Type::standard_input);
        joined += each.content;
    }
    CHECK(joined == large);
}

TEST_CASE("parameters have lengths of one byte or of four") {
    const std::string bytes = begin({{"A", "b"}, {"LONG", std::string(128, 'v')}, {"E", ""}});
    const auto found = read(bytes, bytes.size());
    REQUIRE(found.size() == 3);
    CHECK(found[0].type == Type::begin_request);
    CHECK(found[0].content == "\0\1\0\0\0\0\0\0"s);
    CHECK(found[1].type == Type::params);
    CHECK(found[1].content == "\1\1Ab"s + "\4\x80\0\0\x80LONG"s + std::string(128, 'v') + "\1\0E"s);
    CHECK(found[2].type == Type::params);
    CHECK(found[2].content.empty());
}

TEST_CASE("records are found however the bytes are cut") {
    const std::string bytes = record(6, 1, "out", 3) + record(7, 1, "err") + record(6, 2, "other") +
                              record(6, 1, "") + record(99, 1, "?", 255) +
                              record(3, 1, std::string(8, '\0'));
    for (const std::size_t step : {1, 2, 7, 8, 9, 1000}) {
        const auto found = read(bytes, step);
        REQUIRE(found.size() == 5);
        CHECK(found[0].content == "out");
        CHECK(found[1].type == Type::standard_error);
        CHECK(found[2].content.empty());
        CHECK(found[3].type == static_cast<Type>(99));
        CHECK(found[4].type == Type::end_request);
    }
}

TEST_CASE("what is not FastCGI is not read") {
    RecordReader reader;
    reader.feed("HTTP/1.1 200 OK\r\n");
    CHECK_FALSE(reader.next());
    CHECK(reader.broken());
    reader.feed(record(6, 1, "late"));
    CHECK_FALSE(reader.next());
    RecordReader half;
    half.feed(record(6, 1, "abc").substr(0, 10));
    CHECK_FALSE(half.next());
    CHECK_FALSE(half.broken());
}
