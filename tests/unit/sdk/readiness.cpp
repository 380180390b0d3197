#include "sdk/readiness.hpp"

#include "catch.hpp"

using namespace acapctl::sdk;

namespace {

const Catalog& catalog() {
    return Catalog::built_in();
}

DeviceFacts device(const std::string& axis_os, const std::string& soc = "Axis Artpec-8",
                   const std::string& architecture = "aarch64") {
    return device_facts(architecture, soc, axis_os, catalog());
}

CompatibilityInput ready_input() {
    return {.architecture = "aarch64",
            .schema_version = "2.0.0",
            .declared = AxisOsSet{{AxisOs::parse("12.10"), AxisOs::parse("13")}},
            .is_signed = true};
}

Prospect judged(const CompatibilityInput& input, const DeviceFacts& where) {
    return prospect_of(compatibility(input, Knowledge::built_in()), where);
}

AxisOsSet up_to(const char* max) {
    return {{AxisOs::parse("12"), AxisOs::parse(max)}};
}

} // namespace

TEST_CASE("a package is as ready as the worst of what it needs") {
    CHECK(judged(ready_input(), device("13")).readiness == Readiness::ready);
    CHECK(judged(ready_input(), device("13")).reasons.empty());

    auto input = ready_input();
    input.is_signed = false;
    const Prospect once_signed = judged(input, device("13"));
    CHECK(once_signed.readiness == Readiness::once_signed);
    REQUIRE(once_signed.reasons.size() == 1);
    CHECK_FALSE(once_signed.reasons[0].remedy.empty());
    CHECK(judged(input, device("12.11")).readiness == Readiness::warnings);

    input.declared = up_to("12");
    const Prospect out = judged(input, device("13"));
    CHECK(out.readiness == Readiness::not_ready);
    REQUIRE(out.reasons.size() == 2);
    CHECK(out.reasons[0].weight == Readiness::not_ready); // the worst first
    CHECK(out.reasons[1].weight == Readiness::once_signed);
}

TEST_CASE("what is not known makes no ready") {
    CHECK(judged(ready_input(), device("")).readiness == Readiness::unknown);
    auto input = ready_input();
    input.declared = AxisOsSet{{std::nullopt, AxisOs::parse("13")}}; // the build filled in no min
    CHECK(judged(input, device("13")).readiness == Readiness::unknown);
    CHECK(judged(input, device("12.11")).readiness == Readiness::ready);
    input = ready_input();
    input.requires_dlpu = true;
    CHECK(judged(input, device("13", "Axis Artpec-99")).readiness == Readiness::unknown);
    CHECK(judged(ready_input(), device("13", "Axis Artpec-8", "")).readiness == Readiness::unknown);
}

TEST_CASE("schema 1 and another architecture are not ready") {
    auto input = ready_input();
    input.schema_version = "1.7.1";
    input.declared.reset();
    CHECK(judged(input, device("13")).readiness == Readiness::not_ready);
    CHECK(judged(ready_input(), device("13", "Axis Artpec-7", "armv7hf")).readiness ==
          Readiness::not_ready);
}

TEST_CASE("of what is installed alone nothing is ready, and much is not") {
    const auto of = [](const InstalledFacts& facts) {
        return prospect_of(facts, device("13"), catalog());
    };
    const InstalledFacts fitting{.declared = up_to("13"), .is_signed = true, .lists_ranges = true};
    CHECK(of(fitting).readiness == Readiness::unknown);
    CHECK(of({.declared = up_to("12"), .is_signed = true}).readiness == Readiness::not_ready);
    CHECK(of({}).readiness == Readiness::unknown);
    // AXIS Object Analytics 1.26.205 as recorded on 12.11.77.
    CHECK(of({.declared = up_to("12"), .is_signed = true, .bundled = true}).readiness ==
          Readiness::not_ready);
    const Prospect old = of({.is_signed = false, .lists_ranges = true});
    CHECK(old.readiness == Readiness::unknown);
    CHECK_THAT(old.reasons[0].what, ::contains("no range of AXIS OS"));
}

TEST_CASE("what some patches of a release have takes a patch, and no other package") {
    auto input = ready_input();
    input.declared = AxisOsSet{{AxisOs::parse("11.11"), AxisOs::parse("13")}};
    const Prospect found = judged(input, device("11.11"));
    REQUIRE_FALSE(found.reasons.empty());
    CHECK_THAT(found.reasons[0].remedy, ::contains("later patch"));
}

TEST_CASE("readiness has names and words for each") {
    for (int i = 0; i < 5; ++i) {
        CHECK(std::string(readiness_name(static_cast<Readiness>(i))).size() > 3);
        CHECK(std::string(readiness_words(static_cast<Readiness>(i))).size() > 3);
    }
}
