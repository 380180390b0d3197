#include "fleet/batches.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

using namespace acapctl;
using fleet::Canary;
using fleet::Share;

namespace {

Share share(std::string_view text) {
    return Share::parse(text, "--batch");
}

// "0 2|1 3": the places of each batch; a canary batch has a star.
std::string shown(const std::vector<fleet::Batch>& batches) {
    std::string text;
    for (const fleet::Batch& batch : batches) {
        if (!text.empty()) text += '|';
        if (batch.canary) text += '*';
        for (const std::size_t place : batch.devices) text += std::to_string(place);
    }
    return text;
}

const std::vector<std::string> kinds{"a8 12", "a8 12", "", "a7 11", "a8 11", "a7 11"};

} // namespace

TEST_CASE("a share of devices is a number or percent, and nothing else") {
    CHECK(share("3").of(100) == 3);
    CHECK(share("10%").of(25) == 3); // rounded up
    CHECK(share("1%").of(20) == 1);
    CHECK(share("0%").of(20) == 0);
    for (const char* wrong : {"", "%", "-1", "101%", "1.5%", "5 %", "five", "0x3", "99999999999"})
        CHECK_THROWS_AS(share(wrong), Error);
}

TEST_CASE("a rollout may have as many failures as it says, and stops with the next one") {
    struct Row {
        const char* share;
        std::size_t failed;
        std::size_t total;
        bool stops;
    };
    for (const Row& row :
         {Row{"0", 0, 10, false}, Row{"0", 1, 10, true}, Row{"2", 2, 10, false},
          Row{"2", 3, 10, true}, Row{"10%", 1, 10, false}, Row{"10%", 2, 10, true},
          Row{"10%", 2, 25, false}, Row{"10%", 3, 25, true}, Row{"100%", 25, 25, false},
          Row{"49%", 1, 2, true}, Row{"50%", 1, 2, false}}) {
        INFO(row.share << " " << row.failed << " of " << row.total);
        CHECK(share(row.share).exceeded_by(row.failed, row.total) == row.stops);
    }
}

TEST_CASE("canaries come first, one of each known kind or as many as were named") {
    CHECK(shown(fleet::plan_batches(kinds, {}, {})) == "012345");
    CHECK(shown(fleet::plan_batches(kinds, Canary::parse("kinds", ""), {})) == "*034|125");
    CHECK(shown(fleet::plan_batches(kinds, Canary::parse("2", ""), {})) == "*01|2345");
    CHECK(shown(fleet::plan_batches(kinds, Canary::parse("9", ""), {})) == "*012345");
    CHECK(shown(fleet::plan_batches({}, Canary::parse("kinds", ""), share("1"))).empty());
    CHECK(shown(fleet::plan_batches({"", ""}, Canary::parse("kinds", ""), {})) == "01");
    for (const char* wrong : {"", "0", "kind", "-1", "1x"})
        CHECK_THROWS_AS(Canary::parse(wrong, ""), Error);
}

TEST_CASE("the size of a batch is of all devices, not of those that are left") {
    CHECK(shown(fleet::plan_batches(kinds, {}, share("4"))) == "0123|45");
    CHECK(shown(fleet::plan_batches(kinds, Canary::parse("kinds", ""), share("2"))) == "*034|12|5");
    CHECK(shown(fleet::plan_batches(kinds, Canary::parse("1", ""), share("50%"))) == "*0|123|45");
}

TEST_CASE("a batch says why a device is in it") {
    const Canary canary = Canary::parse("kinds", "");
    const auto batches = fleet::plan_batches(kinds, canary, share("2"));
    CHECK(fleet::reason_of(batches, 0, canary, "a8 12") == "the first a8 12");
    CHECK(fleet::reason_of(batches, 1, canary, "") == "batch 2 of 3");
    CHECK(fleet::reason_of(batches, 2, canary, "") == "batch 3 of 3");
}
