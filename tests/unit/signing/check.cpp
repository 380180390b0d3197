#include "signing/check.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "signing/signers.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "unit/package/samples.hpp"

#include <string>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

const std::string signature(256, 'S'); // as one in base64 might look

struct Packages {
    TempDir home{};
    std::string built_bytes = samples::package();
    fs::path built = write("built.eap", built_bytes);

    fs::path write(const std::string& name, const std::string& bytes) const {
        write_file(home.path() / name, bytes);
        return home.path() / name;
    }
    signing::SignedCopy check(const std::string& copy) const {
        return signing::check_signed(built, write("copy.eap", copy));
    }
    std::string refusal(const std::string& copy) const {
        try {
            check(copy);
        } catch (const Error& error) {
            return error.failure().code;
        }
        return "taken";
    }
};

// A certificate of its own, made by the openssl program.
std::string certificate(const fs::path& home, const std::string& form) {
    samples::must_run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                       "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem", "-out",
                       "cert." + form, "-outform", form, "-subj", "/O=Doors/CN=signer", "-days",
                       "30"},
                      home);
    return read_file(home / ("cert." + form));
}

} // namespace

TEST_CASE("a signed copy is the built package and what was added") {
    const Packages packages;
    const signing::SignedCopy copy = packages.check(packages.built_bytes + signature);
    CHECK(copy.added == signature.size());
    CHECK_FALSE(copy.packed_anew);
    CHECK(copy.signers.empty());
    CHECK(copy.built_sha256 == sha256(packages.built_bytes));
    CHECK(copy.signed_sha256 == sha256(packages.built_bytes + signature));
}

TEST_CASE("the same contents in another compression are the same package, and said to be") {
    const Packages packages;
    const std::string tar = samples::must_run({"gzip", "-dc", "built.eap"}, packages.home.path());
    const std::string anew = samples::must_run({"gzip", "-n", "-1"}, packages.home.path(), tar);
    REQUIRE(anew != packages.built_bytes);
    const signing::SignedCopy copy = packages.check(anew + signature);
    CHECK(copy.packed_anew);
    CHECK(copy.added == signature.size());
}

TEST_CASE("a certificate in what was added says whose the signature is") {
    const Packages packages;
    for (const char* form : {"DER", "PEM"}) {
        CAPTURE(form);
        const std::string block = signature + "\x01" + certificate(packages.home.path(), form) +
                                  std::string("\x30\x82\xff\xff", 4);
        const auto signers = packages.check(packages.built_bytes + block).signers;
        REQUIRE(signers.size() == 1);
        CHECK(signers[0].subject == "O=Doors,CN=signer");
        CHECK(signers[0].issuer == "O=Doors,CN=signer");
        CHECK(signers[0].until.size() == 20);
    }
}

TEST_CASE("what is no signature is refused, with what it is") {
    const Packages packages;
    const std::string& built = packages.built_bytes;
    CHECK(packages.refusal(built) == "not-signed");
    CHECK(packages.refusal(built + built) == "not-a-signature");
    CHECK(packages.refusal(built + std::string(512, '\0')) == "not-a-signature");
    CHECK(packages.refusal(built + std::string((1U << 20U) + 1, 'x')) == "not-a-signature");
    CHECK(packages.refusal("no package") == "not-a-package");
    CHECK(packages.refusal(built.substr(0, built.size() / 2)) == "not-a-package");
    write_file(packages.home.path() / "extra", "more");
    samples::write_members(packages.home.path());
    CHECK(packages.refusal(samples::archive(packages.home.path(), {"manifest.json", "extra"}) +
                           signature) == "not-the-built-one");
}

TEST_CASE("a package that is signed already is no built one") {
    Packages packages;
    packages.built = packages.write("signed.eap", packages.built_bytes + signature);
    CHECK(packages.refusal(packages.built_bytes + signature) == "already-signed");
}

TEST_CASE("bytes that only look like certificates are none, however many") {
    std::string bytes;
    for (int i = 0; i < 20'000; ++i) bytes += "\x30\x82";
    CHECK(signing::find_signers(bytes).empty());
    // Each begins where the one before has hardly begun, and says that it is long.
    bytes.clear();
    for (int i = 0; i < 200'000; ++i) bytes += std::string("\x30\x82\xff\xf0", 4);
    CHECK(signing::find_signers(bytes).empty());
    CHECK(signing::find_signers("-----BEGIN CERTIFICATE-----\nAAAA").empty());
    CHECK(signing::find_signers("").empty());
}
