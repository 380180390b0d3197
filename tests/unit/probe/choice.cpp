#include "probe/choice.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::probe;

namespace {

const std::vector<Offer> all{
    {.file = "arm1", .architecture = "armv7hf", .schema = "1.3.1"},
    {.file = "arm2", .architecture = "armv7hf", .schema = "2.0.0"},
    {.file = "one", .architecture = "aarch64", .schema = "1.3.1"},
    {.file = "two", .architecture = "aarch64", .schema = "2.0.0"},
    {.file = "script", .architecture = "all", .schema = "1.3.1"},
};

sdk::DeviceFacts device_with(const std::string& architecture, const std::string& axis_os) {
    return sdk::device_facts(architecture, "", axis_os, sdk::Catalog::built_in());
}

const sdk::Policies& policies() {
    return sdk::Catalog::built_in().policies();
}

} // namespace

TEST_CASE("a device gets the probe that its architecture and AXIS OS take") {
    struct Case {
        const char* architecture;
        const char* axis_os;
        const char* file;
        const char* why;
    };
    for (const Case& each : {
             Case{"aarch64", "12.11.77", "two", "AXIS OS 12.11.77 takes its manifest"},
             Case{"aarch64", "12.5.60", "one", "AXIS OS 12.5.60 takes its manifest"},
             Case{"aarch64", "11.11.100", "one", "AXIS OS 11.11.100 takes its manifest"},
             Case{"aarch64", "11.11.212", "two", "AXIS OS 11.11.212 takes its manifest"},
             Case{"aarch64", "13.0.33", "two", "AXIS OS 13.0.33 takes its manifest"},
             Case{"armv7hf", "12.11.77", "arm2", "AXIS OS 12.11.77 takes its manifest"},
             Case{"armv7hf", "11.9.50", "arm1", "AXIS OS 11.9.50 takes its manifest"},
             Case{"mips", "11.11.100", "script", "no program is there for mips"},
             Case{"", "11.11.100", "script", "the device does not tell its architecture"},
             Case{"aarch64", "10.12.100", "one", "no other is nearer to what AXIS OS 10.12.100"},
             Case{"aarch64", "", "two", "an AXIS OS that it does not tell may take its manifest"},
         }) {
        INFO(each.architecture << " " << each.axis_os);
        const Chosen chosen = choose(all, device_with(each.architecture, each.axis_os), policies());
        CHECK(chosen.offer->file == each.file);
        CHECK_THAT(chosen.why, contains(each.why));
    }
}

TEST_CASE("without a program for the architecture it is the script, and without that an error") {
    const std::vector<Offer> few{all[0], all[4]};
    const Chosen chosen = choose(few, device_with("aarch64", "12.11.77"), policies());
    CHECK(chosen.offer->file == "script");
    try {
        choose({all[0]}, device_with("aarch64", "12.11.77"), policies());
        FAIL("a program for another architecture was chosen");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::incompatible);
        CHECK(error.failure().message ==
              "the device is aarch64, and no probe package is for it: the program for armv7hf, "
              "manifest schema 1.3.1");
        CHECK(error.failure().advice ==
              std::vector<Advice>{{Advice::take_own_probe}, {Advice::export_probe}});
    }
}

TEST_CASE("after a setback there is one other way in, or none") {
    struct Case {
        Setback setback;
        std::size_t failed;
        const char* axis_os;
        const char* next; // empty: none
    };
    for (const Case& each : {
             Case{Setback::not_taken, 3, "12.11.77", "one"},
             Case{Setback::not_taken, 2, "11.11.212", "two"},
             Case{Setback::not_taken, 3, "13.0.33", ""}, // which takes no schema 1
             Case{Setback::not_started, 3, "12.11.77", "script"},
             Case{Setback::not_started, 2, "11.11.100", "script"},
             Case{Setback::not_started, 3, "13.0.33", ""},
             Case{Setback::not_started, 4, "12.11.77", ""},
         }) {
        INFO(each.axis_os << " " << each.failed);
        const auto next = choose_after(each.setback, all[each.failed], all,
                                       device_with("aarch64", each.axis_os), policies());
        CHECK((next ? next->offer->file : "") == each.next);
    }
}

TEST_CASE("an offer says what it is") {
    CHECK(all[3].described() == "the program for aarch64, manifest schema 2.0.0");
    CHECK(all[4].described() == "the script, manifest schema 1.3.1");
    CHECK(Offer{.architecture = "aarch64"}.described() ==
          "the program for aarch64, without a manifest");
}
