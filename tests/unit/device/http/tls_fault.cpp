#include "device/http/tls_fault.hpp"

#include "catch.hpp"

using namespace acapctl::device;

namespace {

const Target cam{.host = "cam", .tls = true, .port = 443};
const Target with_identity{.host = "cam", .tls = true, .port = 443, .client_certificate = "me.pem"};

Fault fault(FaultKind kind, const char* detail) {
    return {.kind = kind, .detail = detail};
}

} // namespace

TEST_CASE("a version of TLS that is too old is named as the device chose it") {
    CertificateCheck check{.spoke_tls = true, .version = 0x0301};
    const char* words = "error:0A000102:SSL routines::unsupported protocol";
    Fault found = tls_fault(fault(FaultKind::tls, words), check, cam, false);
    CHECK(found.kind == FaultKind::old_tls);
    CHECK(found.detail == "TLS 1.0");
    check.version = 0x0302;
    CHECK(tls_fault(fault(FaultKind::tls, words), check, cam, false).detail == "TLS 1.1");
    check.version = 0; // it ended the conversation before it chose
    found = tls_fault(fault(FaultKind::tls, "tlsv1 alert protocol version"), check, cam, false);
    CHECK(found.kind == FaultKind::old_tls);
    CHECK(found.detail.empty());
    check.version = 0x0303;
    CHECK(tls_fault(fault(FaultKind::tls, "dh key too small"), check, cam, false).kind ==
          FaultKind::tls);
}

TEST_CASE("a certificate of ours that is wanted or not taken is told as that") {
    const CertificateCheck asked{.spoke_tls = true, .wants_identity = true, .version = 0x0303};
    const char* alert = "SSL routines::tlsv13 alert certificate required";
    for (const FaultKind kind : {FaultKind::tls, FaultKind::closed, FaultKind::other}) {
        CHECK(tls_fault(fault(kind, alert), asked, cam, false).kind == FaultKind::identity_wanted);
        CHECK(tls_fault(fault(kind, alert), asked, cam, true).kind == FaultKind::identity_wanted);
        CHECK(tls_fault(fault(kind, "reset by peer"), asked, cam, false).kind ==
              FaultKind::identity_wanted);
        CHECK(tls_fault(fault(kind, "reset by peer"), asked, cam, true).kind == kind);
        CHECK(tls_fault(fault(kind, "tlsv1 alert unknown ca"), asked, with_identity, false).kind ==
              FaultKind::identity_refused);
        CHECK(tls_fault(fault(kind, "reset by peer"), asked, with_identity, false).kind == kind);
    }
    for (const FaultKind kind : {FaultKind::untrusted, FaultKind::stall, FaultKind::interrupted})
        CHECK(tls_fault(fault(kind, alert), asked, cam, false).kind == kind);
    CHECK(tls_fault(fault(FaultKind::tls, alert), {.spoke_tls = true}, cam, false).kind ==
          FaultKind::tls);
}

TEST_CASE("what a port speaks is looked at only where nothing has told") {
    const Target plain{.host = "cam", .tls = false, .port = 80};
    CHECK(is_in_doubt(fault(FaultKind::tls, "wrong version number"), {}, cam));
    CHECK(is_in_doubt(fault(FaultKind::closed, ""), {}, plain));
    CHECK_FALSE(is_in_doubt(fault(FaultKind::closed, ""), {.spoke_tls = true}, cam));
    CHECK_FALSE(is_in_doubt(fault(FaultKind::connect, ""), {}, cam));
    CHECK_FALSE(is_in_doubt(fault(FaultKind::proxy, ""), {}, plain));
}

TEST_CASE("versions of TLS have their names") {
    CHECK(version_name(0x0300) == "SSL 3.0");
    CHECK(version_name(0x0303) == "TLS 1.2");
    CHECK(version_name(0x4854).empty());
}
