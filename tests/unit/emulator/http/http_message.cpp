#include "emulator/http/http_message.hpp"

#include "catch.hpp"

#include <string>

using namespace acapctl::emulator;
using namespace std::string_literals;
using State = BodyDecoder::State;

namespace {

struct Body {
    std::string text{};
    State state{};
};

// The body found in `bytes`, which come in pieces of `step`, and how that ended.
Body decode(const Fields& headers, std::string_view bytes, std::size_t step, bool ends = false) {
    BodyDecoder decoder({.headers = headers}, false);
    Body body;
    for (std::size_t at = 0; at < bytes.size(); at += step)
        body.text += decoder.take(bytes.substr(at, step));
    if (ends) decoder.end();
    body.state = decoder.state();
    return body;
}

} // namespace

TEST_CASE("a head ends with its first empty line") {
    CHECK(head_length("HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody") == 25U);
    CHECK(head_length("A: b\n\nbody") == 6U);
    CHECK_FALSE(head_length("A: b\r\n"));
    CHECK_FALSE(head_length(""));
}

TEST_CASE("a status line is that of HTTP/1") {
    const auto head = parse_http_head("HTTP/1.1 404 Not Found\r\nA:  b \r\nc:d\r\n\r\n");
    REQUIRE(head);
    CHECK(head->status == 404);
    CHECK(head->headers == Fields{{"A", "b"}, {"c", "d"}});
    REQUIRE(head->header("C") != nullptr);
    CHECK(parse_http_head("HTTP/1.0 200\r\n\r\n")->status == 200);
    for (const std::string& bad :
         {"HTTP/2 200 OK\r\n\r\n"s, "HTTP/1.1 99 x\r\n\r\n"s, "HTTP/1.1 2000 x\r\n\r\n"s,
          "HTTP/1.1 -20 x\r\n\r\n"s, "HTTP/1.1200 OK\r\n\r\n"s, "nonsense\r\n\r\n"s, "\r\n"s, ""s,
          "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"s, "HTTP/1.1 200 OK\r\n: v\r\n\r\n"s,
          "HTTP/1.1 200 OK\r\nA b: v\r\n\r\n"s, "HTTP/1.1 200 OK\r\nA: \x01\r\n\r\n"s,
          "HTTP/1.1 200 OK\r\nA: x\ry\r\n\r\n"s, "HTTP/1.1 200 OK\r\nA: x\0y\r\n\r\n"s}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_http_head(bad));
    }
}

TEST_CASE("a CGI program tells its status in a header") {
    CHECK(parse_cgi_head("Content-Type: a/b\n\n")->status == 200);
    CHECK(parse_cgi_head("Location: /x\n\n")->status == 302);
    const auto head = parse_cgi_head("Status: 404 Not Found\r\nLocation: /x\r\n\r\n");
    REQUIRE(head);
    CHECK(head->status == 404);
    CHECK(head->headers == Fields{{"Location", "/x"}});
    for (const char* bad :
         {"\n", "Status: many\n\n", "Status: 700\n\n", "Status: 101 X\n\n", "text\n\n"})
        CHECK_FALSE(parse_cgi_head(bad));
}

TEST_CASE("headers of one connection go no further") {
    CHECK(end_to_end({{"A", "1"},
                      {"connection", "close, X-Hop"},
                      {"x-hop", "2"},
                      {"Transfer-Encoding", "chunked"},
                      {"UPGRADE", "websocket"},
                      {"B", "3"}}) == Fields{{"A", "1"}, {"B", "3"}});
    const Reply reply = reply_of({.status = 201,
                                  .headers = {{"content-type", "a/b"},
                                              {"Content-Length", "5"},
                                              {"Server", "mine"},
                                              {"Set-Cookie", "c"},
                                              {"Set-Cookie", "d"}}});
    CHECK(reply.status == 201);
    CHECK(reply.type == "a/b");
    CHECK(reply.headers == Fields{{"Set-Cookie", "c"}, {"Set-Cookie", "d"}});
}

TEST_CASE("a body is as long as its head says") {
    for (const std::size_t step : {1, 3, 100}) {
        const Body known = decode({{"Content-Length", "5"}}, "12345rest", step);
        CHECK(known.text == "12345");
        CHECK(known.state == State::done);
        const Body chunked =
            decode({{"Transfer-Encoding", "Chunked"}},
                   "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\nrest", step);
        CHECK(chunked.text == "abc0123456789");
        CHECK(chunked.state == State::done);
        const Body open = decode({}, "all of it", step, true);
        CHECK(open.text == "all of it");
        CHECK(open.state == State::done);
    }
}

TEST_CASE("a body that is not whole or not sound is broken") {
    const Fields chunked{{"Transfer-Encoding", "chunked"}};
    CHECK(decode({{"Content-Length", "5"}}, "123", 9, true).state == State::broken);
    CHECK(decode(chunked, "3\r\nabc\r\n", 9, true).state == State::broken);
    for (const std::string& bad : {"x\r\n"s, "-1\r\n"s, "\r\n"s, "0x3\r\nabc\r\n"s,
                                   "3\r\nabcd\r\n"s, "ffffffffffffffff\r\n"s}) {
        CAPTURE(bad);
        CHECK(decode(chunked, bad, 2).state == State::broken);
    }
    CHECK(decode(chunked, std::string(10'000, '1'), 512).state == State::broken);
    std::string trailers = "0\r\n";
    for (int i = 0; i < 100; ++i) trailers += "T: " + std::string(1000, 'v') + "\r\n";
    CHECK(decode(chunked, trailers, 512).state == State::broken);
    for (const Fields& headers :
         {Fields{{"Content-Length", "5"}, {"content-length", "6"}},
          Fields{{"Content-Length", "five"}}, Fields{{"Transfer-Encoding", "gzip, chunked"}}})
        CHECK(BodyDecoder({.headers = headers}, false).state() == State::broken);
}

TEST_CASE("some answers have no body, whatever their head says") {
    const Fields headers{{"Content-Length", "5"}};
    CHECK(BodyDecoder({.headers = headers}, true).state() == State::done);
    CHECK(BodyDecoder({.headers = headers}, true).length() == 5U);
    CHECK(BodyDecoder({.status = 304, .headers = headers}, false).state() == State::done);
    CHECK(BodyDecoder({.status = 204}, false).state() == State::done);
    CHECK(BodyDecoder({.headers = {{"Content-Length", "0"}}}, false).state() == State::done);
}

TEST_CASE("a chunk carries its length, and an empty one is none") {
    CHECK(chunk("0123456789abcdef") == "10\r\n0123456789abcdef\r\n");
    CHECK(chunk("").empty());
}
