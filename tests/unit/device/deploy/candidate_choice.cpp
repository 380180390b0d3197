// Of several packages the device gets the one that fits it best, and each of the others has a
// reason.
#include "device/deploy/candidate_choice.hpp"

#include "camera.hpp"
#include "catch.hpp"
#include "sdk/knowledge.hpp"
#include "unit/advises.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

using sdk::Requirement;
using sdk::RequirementKind;

Candidate package_for(const std::string& architecture, const std::string& name = "") {
    Package package{.file = (name.empty() ? architecture : name) + ".eap",
                    .app_name = "hello",
                    .version = "1.0.0",
                    .architecture = architecture};
    return {.package = package};
}

Candidate with_signature(Candidate candidate) {
    candidate.package.file = candidate.package.file.stem().string() + "_signed.eap";
    candidate.package.trailing_bytes = 512;
    return candidate;
}

Candidate from_axis_os(Candidate candidate, const char* oldest) {
    const sdk::AxisOsSet since{{.min = sdk::AxisOs::parse(oldest)}};
    candidate.compatibility.requirements.push_back({.kind = RequirementKind::schema,
                                                    .what = "its manifest schema",
                                                    .because = "manifest.json",
                                                    .allows = since,
                                                    .proven = since});
    return candidate;
}

Candidate for_chips(Candidate candidate, const std::vector<std::string>& chips) {
    candidate.compatibility.requirements.push_back({.kind = RequirementKind::dlpu,
                                                    .what = "a DLPU",
                                                    .because = "manifest.json",
                                                    .chips = chips});
    return candidate;
}

struct Device {
    std::string architecture = "aarch64";
    std::string axis_os = "12.11.72";
    std::optional<bool> allow_unsigned = true;
    bool force = false;

    Choice choose(const std::vector<Candidate>& candidates) const {
        const Situation situation{
            .facts = {.architecture = architecture, .soc = "Axis Artpec-8", .axis_os = axis_os},
            .allow_unsigned = allow_unsigned};
        return choose_candidate(candidates, situation, sdk::Catalog::built_in(), force);
    }
    // The name of the one chosen, else the kind of the failure.
    std::string takes(const std::vector<Candidate>& candidates) const {
        const Choice choice = choose(candidates);
        return choice.chosen != nullptr ? choice.chosen->package.file.stem().string()
                                        : error_kind_name(choice.failure->kind);
    }
};

std::vector<Candidate> built_for(const std::vector<std::string>& architectures) {
    std::vector<Candidate> candidates;
    for (const std::string& name : architectures) candidates.push_back(package_for(name));
    return candidates;
}

} // namespace

TEST_CASE("the package for the device's architecture is chosen") {
    const auto both = built_for({"armv7hf", "aarch64"});
    CHECK(Device{}.takes(both) == "aarch64");
    CHECK(Device{.architecture = "armv7l"}.takes(both) == "armv7hf");
    const auto with_all = built_for({"all", "aarch64"});
    CHECK(Device{}.takes(with_all) == "aarch64");
    CHECK(Device{.architecture = "armv7hf"}.takes(with_all) == "all");
    const auto old = built_for({"all", "mipsisa32r2el"});
    CHECK(Device{.architecture = "mips", .axis_os = ""}.takes(old) == "mipsisa32r2el");
    const Choice choice = Device{}.choose(both);
    CHECK(choice.considered[1].chosen);
    CHECK(choice.considered[1].reason == "the only one for the architecture");
    CHECK(choice.considered[0].reason == "it is for armv7hf, the device is aarch64");
    CHECK(Device{}.choose(with_all).considered[1].reason == "it is made for the architecture");
}

TEST_CASE("none or several that fit is refused with its own exit code") {
    CHECK(Device{}.takes(built_for({"armv7hf"})) == "incompatible");
    CHECK(Device{.architecture = "armv7hf"}.takes(built_for({"armv7"})) == "incompatible");
    CHECK(Device{}.takes(built_for({"aarch64", "aarch64"})) == "usage");
    const Device silent{.architecture = ""};
    CHECK(silent.takes(built_for({"armv7hf", "aarch64"})) == "usage");
    CHECK(silent.takes({package_for("armv7hf"), with_signature(package_for("aarch64"))}) ==
          "usage");
    CHECK(silent.takes(built_for({"armv7hf"})) == "armv7hf");
    CHECK(Device{}.takes({package_for("", "untold")}) == "untold");
    Candidate newer = with_signature(package_for("aarch64"));
    newer.package.version = "1.0.1";
    CHECK(Device{}.takes({package_for("aarch64"), newer}) == "usage");
}

TEST_CASE("what cannot be built is not advised") {
    const auto failure = [](const char* device) {
        return *Device{.architecture = device}.choose(built_for({"aarch64"})).failure;
    };
    CHECK(failure("armv7l").advice ==
          std::vector<Advice>{{Advice::build_for_architecture, {"armv7hf"}}});
    for (const char* old : {"mips", "crisv32", "armv6"}) {
        CHECK(failure(old).advice.empty());
        CHECK_THAT(failure(old).hint, contains("no SDK of today compiles"));
    }
}

TEST_CASE("of one version the signed package is taken, and where it must be for that reason") {
    const std::vector<Candidate> both{package_for("aarch64"),
                                      with_signature(package_for("aarch64"))};
    const Device open{};
    CHECK(open.takes(both) == "aarch64_signed");
    CHECK(open.choose(both).considered[1].reason == "it is signed");
    CHECK(open.choose(both).considered[0].reason == "aarch64_signed.eap is taken: it is signed");
    const Device closed{.allow_unsigned = false};
    CHECK(closed.takes(both) == "aarch64_signed");
    CHECK_THAT(closed.choose(both).considered[0].reason, contains("AllowUnsigned=false"));
    // Better an unspecific package that is signed than one that the device refuses.
    const std::vector<Candidate> mixed{package_for("aarch64"), with_signature(package_for("all"))};
    CHECK(open.takes(mixed) == "aarch64");
    CHECK(closed.takes(mixed) == "all_signed");
}

TEST_CASE("a package that this AXIS OS or chip excludes is left, one made for the chip preferred") {
    const Candidate plain = package_for("aarch64");
    const Candidate newer = from_axis_os(package_for("aarch64", "newer"), "12.6");
    CHECK(Device{.axis_os = "11.11.73"}.takes({newer, plain}) == "aarch64");
    CHECK_THAT(Device{.axis_os = "11.11.73"}.choose({newer, plain}).considered[0].reason,
               contains("its manifest schema"));
    const Candidate ours = for_chips(package_for("aarch64", "ours"), {"artpec8"});
    const Candidate theirs = for_chips(package_for("aarch64", "theirs"), {"cv25"});
    const std::vector<Candidate> all{plain, ours, theirs}; // the choice points to one of them
    const Choice choice = Device{}.choose(all);
    REQUIRE(choice.chosen != nullptr);
    CHECK(choice.chosen->package.file == "ours.eap");
    CHECK(choice.considered[1].reason == "it is made for the chip");
    CHECK(choice.considered[0].reason == "ours.eap is taken: it is made for the chip");
    CHECK(Device{}.takes({plain, theirs}) == "aarch64");
}

TEST_CASE("where something speaks against each, each has its reason; force takes the least bad") {
    const std::vector<Candidate> none{
        from_axis_os(package_for("aarch64", "one"), "12.6"),
        for_chips(from_axis_os(package_for("aarch64", "two"), "12.6"), {"cv25"})};
    const Device old{.axis_os = "11.11.73"};
    const Choice choice = old.choose(none);
    REQUIRE(choice.failure);
    CHECK(choice.failure->kind == ErrorKind::incompatible);
    CHECK(choice.failure->code == "axis-os");
    CHECK_THAT(choice.failure->message, contains("no package given fits the device: one.eap: ") &&
                                            contains("; two.eap: ") && contains("DLPU"));
    for (const Considered& each : choice.considered) {
        CHECK_FALSE(each.chosen);
        CHECK_FALSE(each.reason.empty());
    }
    CHECK(Device{.axis_os = "11.11.73", .force = true}.takes(none) == "one");
}

TEST_CASE("AllowUnsigned is asked for only where it decides, and the report has the choice") {
    const auto asked = [](const std::vector<Candidate>& candidates, DeployOptions options) {
        Camera camera;
        camera.unsigned_allowed = false;
        camera.apps.clear();
        Result result = on(camera, [&](Session& session, const DeployObserver& observer,
                                       DeployReport& report, const Clock& clock) {
            options.only_check = true;
            deploy(session, candidates, sdk::Knowledge::built_in(), options, observer, report,
                   clock);
        });
        return std::pair(camera.count("config.cgi"), result);
    };
    const Candidate plain = package_for("aarch64");
    const auto [for_both, taken] = asked({plain, with_signature(plain)}, {});
    CHECK(for_both == 1);
    CHECK(taken.report.package == "aarch64_signed.eap");
    REQUIRE(taken.report.candidates.size() == 2);
    CHECK(taken.report.candidates[1].chosen);
    CHECK(asked({with_signature(plain), package_for("armv7hf")}, {}).first == 0);
    CHECK(asked({plain, with_signature(plain)}, {.allow_unsigned = true}).first == 0);
}
