#include "sdk/interface_needs.hpp"

#include "catch.hpp"
#include "sdk/readiness.hpp"
#include "support/text.hpp"

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

const InterfaceTable& table() {
    return InterfaceTable::built_in();
}

DeviceFacts device(const char* axis_os) {
    return {.axis_os = AxisOs::parse_release(axis_os), .any_chip = true};
}

// The verdicts by AXIS OS, of all needs together.
std::string verdicts(const InterfaceUses& uses, const std::vector<const char*>& versions) {
    std::vector<std::string> words;
    for (const char* version : versions) {
        Verdict worst = Verdict::yes;
        for (const InterfaceNeed& found : interface_needs(uses, table()))
            worst = std::max(worst, judge(found.need, device(version)).verdict);
        words.push_back(worst == Verdict::yes ? "yes" : worst == Verdict::no ? "no" : "unknown");
    }
    return text::join(words, " ");
}

InterfaceUses program(const char* library, const char* function) {
    FileUses file{.path = "app", .libraries = {library}, .imports_known = true};
    if (function != nullptr) file.functions = {function};
    return {.files = {file}, .compiled = true};
}

} // namespace

TEST_CASE("what a third party says is gone is not known to be there") {
    const std::vector<const char*> around{"12.11.72", "13.0", "13.2"};
    CHECK(verdicts(program("libvdostream.so.1", "vdo_frame_get_fd"), around) ==
          "yes unknown unknown");
    CHECK(verdicts(program("libvdostream.so.1", "vdo_stream_new"), around) == "yes yes yes");
    CHECK(verdicts(program("libown.so.1", "vdo_frame_get_fd"), around) == "yes yes yes");
    CHECK(verdicts(program("liblarod.so.1", "larodListChips"), around) == "yes unknown unknown");
    CHECK(verdicts(program("libcrypto.so.1.1", nullptr), {"11.11", "12.0"}) == "yes unknown");
    CHECK(verdicts(program("libcrypto.so.3", nullptr), {"11.11", "12.0"}) == "yes yes");
    CHECK(verdicts(program("libaxhttp.so.1", nullptr), {"13.0", "14.0"}) == "yes unknown");
    CHECK(verdicts({.cgi_types = {{"manifest.json", "transferCgi"}}}, {"13.0", "14.0"}) ==
          "yes unknown");
    CHECK(verdicts({.cgi_types = {{"manifest.json", "fastCgi"}}}, {"13.0", "14.0"}) == "yes yes");
    CHECK(verdicts({.named_files = {"model/a.larod"}}, around) == "yes unknown unknown");
    CHECK(verdicts({.unusual_scripts = {{"post.sh", "a script that is not executable"}}}, around) ==
          "yes unknown unknown");
    InterfaceUses versions = program("liblarod.so.1", nullptr);
    versions.files[0].versions = {"LIBLAROD_2.0.0"};
    CHECK(verdicts(versions, around) == "yes unknown unknown");
    versions.files[0].versions = {"LIBLAROD_3.0.0"};
    CHECK(verdicts(versions, around) == "yes yes yes");
}

TEST_CASE("the verdict of a site tells what to do about it") {
    const InterfaceUses uses = program("liblarod.so.1", "larodListChips");
    const Prospect found = prospect_of(
        compatibility(
            {.architecture = "aarch64", .schema_version = "2.0.0", .is_signed = true, .uses = uses},
            Knowledge::built_in()),
        {.axis_os = AxisOs::parse_release("13.0"), .any_chip = true});
    CHECK(found.readiness == Readiness::unknown);
    REQUIRE_FALSE(found.reasons.empty());
    CHECK(found.reasons[0].remedy.starts_with("build with larod API 3"));
}

TEST_CASE("what a device was seen to lack, or Axis says came later, is a no before") {
    const std::vector<const char*> around{"11.11.212", "12.6", "12.7"};
    CHECK(verdicts(program("libglib-2.0.so.0", "g_string_free_and_steal"), around) == "no yes yes");
    // Nobody has looked up since when: that is a note and decides nothing.
    CHECK(verdicts(program("libglib-2.0.so.0", "g_once_init_enter_pointer"), around) ==
          "yes yes yes");
    CHECK(verdicts(program("libglib-2.0.so.0", "g_string_free"), around) == "yes yes yes");
    CHECK(verdicts(program("liblarod.so.1", "larodBuildTensorDims"), around) == "no no yes");
}

TEST_CASE("a name is told with its file and changes no answer") {
    InterfaceUses uses = program("libc.so.6", nullptr);
    uses.files[0].mentions = {"Time.POSIXTimeZone", "127.0.0.53", "127.0.0.12"};
    const auto found = mentioned_names(uses, table());
    REQUIRE(found.size() == 2);
    CHECK(found[0].words == std::vector<std::string>{"Time.POSIXTimeZone"});
    CHECK(found[1].words == std::vector<std::string>{"127.0.0.53"});
    CHECK(interface_needs(uses, table()).empty());
}
