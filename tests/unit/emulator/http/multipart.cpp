#include "emulator/http/multipart.hpp"

#include "catch.hpp"

#include <vector>

using namespace acapctl::emulator;

namespace {

struct Result {
    std::vector<Part> parts;
    std::vector<std::string> data;
    bool complete = false;
};

// The body arrives in pieces of `step` bytes.
Result read(const std::string& body, std::size_t step) {
    Result result;
    MultipartReader reader(
        "XX",
        [&](const Part& part) {
            result.parts.push_back(part);
            result.data.emplace_back();
        },
        [&](std::string_view bytes) { result.data.back() += bytes; });
    for (std::size_t i = 0; i < body.size(); i += step) reader.receive(body.substr(i, step));
    result.complete = reader.complete();
    return result;
}

} // namespace

TEST_CASE("parts are read however the body is cut") {
    const std::string binary("\r\n--X\0\r\n--XY--XX\r\n-", 19);
    const std::string body =
        "preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
        "one\r\n--XX \r\ncontent-disposition: form-data; name=f; "
        "filename=\"my \\\"app\\\".eap\"\r\nContent-Type: x/y\r\n\r\n" +
        binary + "\r\n--XX--\r\nepilogue";
    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, body.size()}) {
        INFO(step);
        const Result result = read(body, step);
        REQUIRE(result.parts.size() == 2);
        CHECK(result.complete);
        CHECK(result.parts[0].name == "a");
        CHECK_FALSE(result.parts[0].filename);
        CHECK(result.data[0] == "one");
        CHECK(result.parts[1].name == "f");
        CHECK(result.parts[1].filename == "my \"app\".eap");
        CHECK(result.data[1] == binary);
    }
}

TEST_CASE("an empty part is a part, and a file name may be empty") {
    const Result result = read("--XX\r\nContent-Disposition: form-data; name=\"f\"; "
                               "filename=\"\"\r\n\r\n\r\n--XX--\r\n",
                               1);
    REQUIRE(result.parts.size() == 1);
    CHECK(result.parts[0].filename == "");
    CHECK(result.data[0].empty());
    CHECK(result.complete);
}

TEST_CASE("a body without its closing boundary is not complete") {
    const std::string start = "--XX\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n";
    for (const std::string& body :
         {std::string(), start, start + "data", start + "data\r\n--XX\r\n", start + "data\r\n--XX",
          std::string("no boundary at all"), "--XX\r\n" + std::string(40'000, 'h'),
          "--XX" + std::string(40'000, ' ')}) {
        INFO(body.substr(0, 60));
        CHECK_FALSE(read(body, 1000).complete);
    }
}

TEST_CASE("the boundary comes from the content type") {
    CHECK(multipart_boundary("multipart/form-data; boundary=abc") == "abc");
    CHECK(multipart_boundary("Multipart/Form-Data; charset=x; boundary=\"a b\"") == "a b");
    CHECK_FALSE(multipart_boundary("multipart/form-data"));
    CHECK_FALSE(multipart_boundary("multipart/form-data; boundary="));
    CHECK_FALSE(multipart_boundary("application/octet-stream; boundary=abc"));
}

TEST_CASE("the line of a boundary has a bound, however it comes") {
    const std::string body = "--XX" + std::string(20'000, ' ') + "\r\n\r\n\r\ndata\r\n--XX--\r\n";
    for (const std::size_t step : {std::size_t{100}, body.size()}) {
        INFO(step);
        CHECK(read(body, step).parts.empty());
        CHECK_FALSE(read(body, step).complete);
    }
}
