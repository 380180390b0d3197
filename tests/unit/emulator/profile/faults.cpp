#include "emulator/profile/faults.hpp"
#include "acapctl/error.hpp"
#include "support/files.hpp"

#include "catch.hpp"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::emulator;

TEST_CASE("a fault is a name, its value, how many times, and where") {
    struct Case {
        const char* text;
        Fault fault;
        unsigned value;
        std::optional<unsigned> times;
        const char* at;
    };
    for (const auto& [text, fault, value, times, at] : {
             Case{"disk-full", Fault::disk_full, 0, {}, "upload.cgi"},
             Case{"busy:2", Fault::busy, 0, 2, "upload.cgi"},
             Case{"error:15", Fault::error, 15, {}, "upload.cgi"},
             Case{"error:5:1", Fault::error, 5, 1, "upload.cgi"},
             Case{"error:10:3@control.cgi", Fault::error, 10, 3, "control.cgi"},
             Case{"start-error:8", Fault::start_error, 8, {}, "control.cgi"},
             Case{"slow", Fault::slow, 0, {}, "*"},
             Case{"stall:1@/axis-cgi/systemlog.cgi", Fault::stall, 0, 1, "/axis-cgi/systemlog.cgi"},
             Case{"crash-after:3:2", Fault::crash_after, 3000, 2, ""},
             Case{"late:100ms", Fault::late, 100, {}, "*"},
             Case{"larod-power:3", Fault::larod_power, 3, {}, ""},
             Case{"killed-at-line:2:1", Fault::killed_at_line, 2, 1, ""},
             Case{"log-lost", Fault::log_lost, 0, {}, ""},
         }) {
        INFO(text);
        const FaultOrder order = parse_fault(text);
        CHECK(order.kind->fault == fault);
        CHECK(order.value == value);
        CHECK(order.times == times);
        CHECK(order.at == at);
    }
}

TEST_CASE("what is no fault is refused with its reason") {
    struct Case {
        const char* text;
        const char* why;
    };
    for (const auto& [text, why] : {
             Case{"", "none of this name"},
             Case{"diskfull", "Did you mean 'disk-full'?"},
             Case{"error", "needs a value: error:N"},
             Case{"error:", "the code must be a number from 1 to 99"},
             Case{"error:0", "the code must be a number"},
             Case{"error:100", "the code must be a number"},
             Case{"error:5:x", "how many times must be a number"},
             Case{"busy:0", "how many times"},
             Case{"busy:1:2", "too many numbers"},
             Case{"crash-after:1x", "'1x' is not a duration"},
             Case{"crash-after:0", "the time must be from 1ms to 3600 seconds"},
             Case{"late:3601", "the time must be from 1ms to 3600 seconds"},
             Case{"larod-power:0", "the count must be a number from 1 to 10000"},
             Case{"larod-refuses:100", "the code must be a number from 1 to 99"},
             Case{"larod-hangs@list.cgi", "it strikes no request"},
             Case{"crash-loop@control.cgi", "it strikes no request"},
             Case{"stall@", "must follow '@'"},
             Case{"stall@list.cgi:1", "numbers come before '@'"},
             Case{"\x1b[31m", "\\x1b"},
         }) {
        INFO(text);
        try {
            parse_fault(text);
            FAIL("it was taken");
        } catch (const Error& error) {
            CHECK_THAT(error.failure().message, contains(why));
            CHECK(error.failure().kind == ErrorKind::usage);
        }
    }
}

TEST_CASE("a fault strikes as many times as it was told, where it was told") {
    Faults faults(parse_faults({"error:5:2", "error:7@control.cgi", "stall@*", "busy@/a/b.cgi"}));
    const std::string upload = "/axis-cgi/applications/upload.cgi";
    CHECK(faults.take(Fault::error, upload) == 5);
    CHECK(faults.take(Fault::error, "/axis-cgi/admin/upload.cgi") == 5);
    CHECK(faults.take(Fault::error, upload) == std::nullopt);
    CHECK(faults.take(Fault::error, "/axis-cgi/applications/control.cgi") == 7);
    CHECK(faults.take(Fault::error, "/x/my-control.cgi") == std::nullopt);
    CHECK(faults.take(Fault::stall, upload) == 0);
    CHECK(faults.take(Fault::busy, "/a/b.cgi") == 0);
    CHECK(faults.take(Fault::busy, "/b.cgi") == std::nullopt);
    CHECK(faults.take(Fault::slow, upload) == std::nullopt);
    CHECK(faults.to_json()[0]["struck"] == 2);
    CHECK(faults.to_json()[1]["times"].is_null());
}

TEST_CASE("a time is shown in seconds, as it was before it could be shorter than one") {
    const auto shown =
        Faults(parse_faults({"late:10", "late:100ms", "error:10", "slow"})).to_json();
    CHECK(shown[0]["value"] == 10);
    CHECK(shown[1]["value"] == 0.1);
    CHECK(shown[2]["value"] == 10);
    CHECK(shown[3]["value"].is_null());
}

TEST_CASE("faults come and go while the device runs") {
    Faults faults;
    faults.add(parse_faults({"slow", "stall"}));
    CHECK(faults.clear("slow"));
    CHECK_FALSE(faults.clear("slow"));
    CHECK(faults.take(Fault::slow, "/") == std::nullopt);
    CHECK(faults.take(Fault::stall, "/") == 0);
    faults.clear();
    CHECK(faults.to_json().empty());
}

TEST_CASE("the list of faults is a document, too") {
    const auto document = nlohmann::json::parse(fault_list_json());
    CHECK(document["kind"] == "acapctl.emulate-faults/v1");
    REQUIRE(document["faults"].size() == fault_kinds().size());
    for (std::size_t i = 0; i < fault_kinds().size(); ++i) {
        const FaultKind& kind = fault_kinds()[i];
        CHECK(document["faults"][i]["name"] == std::string(kind.name));
        CHECK(document["faults"][i]["value"].is_null() == kind.value.empty());
    }
    CHECK(document["faults"][0]["at"] == "*");
}

TEST_CASE("each fault has one name, and the list and the document have its row") {
    const std::string document = read_file(std::string(TEST_DATA) + "/../../docs/emulator.md");
    std::set<std::string_view> names;
    for (const FaultKind& kind : fault_kinds()) {
        CHECK(names.insert(kind.name).second);
        CHECK_THAT("\n" + fault_list(), contains("\n" + std::string(kind.name)));
        const std::string at = kind.at == "*" ? "any" : fmt::format("`{}`", kind.at);
        CHECK_THAT(document,
                   contains(fmt::format("\n| `{}{}{}` | {} |{} | {} |\n", kind.name,
                                        kind.value.empty() ? "" : ":", kind.value, kind.strikes,
                                        kind.at.empty() ? "" : " " + at, kind.help)));
    }
    CHECK(names.size() == static_cast<std::size_t>(Fault::offline) + 1);
}
