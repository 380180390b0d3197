#include "package/signature.hpp"

#include "catch.hpp"

using namespace acapctl;

namespace {

std::string random_looking(std::size_t size) {
    std::string bytes;
    unsigned state = 1;
    while (bytes.size() < size) {
        state = state * 1664525U + 1013904223U;
        bytes += static_cast<char>(state >> 24U);
    }
    return bytes;
}

} // namespace

TEST_CASE("what may be a signature is not told apart from one") {
    CHECK(why_no_signature(random_looking(64)).empty());
    CHECK(why_no_signature(random_looking(512)).empty());
    CHECK(why_no_signature(std::string(700, 'a')).empty()); // hexadecimal digits, base64
    CHECK(why_no_signature("-----BEGIN PKCS7-----\n" + std::string(64, 'M') + "\n").empty());
}

TEST_CASE("what surely is no signature is told, with why") {
    CHECK(why_no_signature(std::string(10240, '\0')) == "zeros");
    CHECK(why_no_signature(std::string(1, '\0')) == "zeros");
    CHECK(why_no_signature("\n") == "too few");
    CHECK(why_no_signature(random_looking(63)) == "too few");
    CHECK(why_no_signature(random_looking(most_of_signature + 1)) == "too many");
    CHECK(why_no_signature("\x1f\x8b" + random_looking(200)) == "another archive");
    CHECK(why_no_signature(std::string(16, '\0') + "\x1f\x8b" + random_looking(200)) ==
          "another archive");
    CHECK(why_no_signature("PK\x03\x04" + random_looking(200)) == "another archive");
    std::string page = "<html><body>";
    for (int i = 0; i < 20; ++i) page += "This file cannot be found. ";
    CHECK(why_no_signature(page) == "plain text");
}
