#include "sdk/interface_table.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

const InterfaceTable& table() {
    return InterfaceTable::built_in();
}

} // namespace

TEST_CASE("what one third party says is no error, what Axis says or a device showed may be one") {
    for (const auto finding :
         {InterfaceFinding::gone, InterfaceFinding::too_new, InterfaceFinding::right}) {
        CHECK(table().weight(finding, Confidence::official) == Weight::error);
        CHECK(table().weight(finding, Confidence::measured) == Weight::error);
        CHECK(table().weight(finding, Confidence::third_party) == Weight::warning);
        CHECK(table().weight(finding, Confidence::general) == Weight::note);
    }
    for (const auto confidence : {Confidence::official, Confidence::measured,
                                  Confidence::third_party, Confidence::general}) {
        CHECK(table().weight(InterfaceFinding::right_in_doubt, confidence) <= Weight::warning);
    }
}

TEST_CASE("every right can be seen and asked for in one way, and says where that comes from") {
    for (const Right& right : table().rights()) {
        INFO(right.what);
        const int ways =
            int(!right.group.empty()) + int(!right.methods.empty()) + int(!right.resources.empty());
        CHECK(ways == 1);
        CHECK_FALSE(right.source.empty());
        CHECK_FALSE((right.traces.libraries.empty() && right.traces.functions.empty() &&
                     right.traces.words.empty()));
    }
    for (const auto* list : {&table().interfaces(), &table().names()})
        for (const Interface& row : *list) {
            INFO(row.what);
            CHECK(bool(row.axis_os.min) != bool(row.axis_os.max));
            CHECK_FALSE(row.source.empty());
        }
}

TEST_CASE("loopback addresses that stay are not looked for") {
    const auto found = table().words().find("127.0.0.1 127.0.0.3 127.0.0.4 127.0.0.53 127.0.0.255");
    CHECK(found == std::vector<std::string>{"127.0.0.3", "127.0.0.53"});
}

TEST_CASE("a library is known by its name in whatever version") {
    CHECK(is_library("libOpenCL.so.1", "libOpenCL.so"));
    CHECK(is_library("libOpenCL.so", "libOpenCL.so"));
    CHECK(is_library("libssl.so.1.1", "libssl.so.1.1"));
    CHECK_FALSE(is_library("libssl.so.10", "libssl.so.1"));
    CHECK_FALSE(is_library("libaxoverlay2.so", "libaxoverlay.so"));
    CHECK(service_of("com.axis.Overlay2.*") == "com.axis.Overlay2");
    CHECK(service_of("com.axis.HTTPConf1.VAPIXServiceAccounts1.GetCredentials") ==
          "com.axis.HTTPConf1");
    CHECK(service_of("short") == "short");
}
