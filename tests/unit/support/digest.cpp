#include "catch.hpp"

#include "acapctl/error.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

namespace acapctl {

// FIPS 180-2, appendix B.
TEST_CASE("SHA-256 of the standard's examples") {
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    Sha256 million;
    for (int i = 0; i < 1000; ++i) million.add(std::string(1000, 'a'));
    CHECK(million.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("the digest of a file is that of its bytes, and a missing one is an error") {
    const TempDir directory;
    const std::string bytes(200'000, '\0');
    write_file(directory.path() / "file", bytes);
    CHECK(sha256_of_file(directory.path() / "file") == sha256(bytes));
    CHECK_THROWS_AS(sha256_of_file(directory.path() / "gone"), Error);
    std::stop_source source;
    source.request_stop();
    CHECK_THROWS_WITH(sha256_of_file(directory.path() / "file", source.get_token()), "interrupted");
}

} // namespace acapctl
