#include "device/deploy/preflight.hpp"

#include "catch.hpp"
#include "packages.hpp"
#include "sdk/symbol_versions.hpp"
#include "unit/advises.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::device;

namespace {

Situation camera(const std::string& axis_os) {
    return {.facts = {.architecture = "aarch64",
                      .soc = "Axis Artpec-8",
                      .serial = "B8A44F000001",
                      .axis_os = axis_os},
            .allow_unsigned = true};
}

Candidate candidate(const sdk::CompatibilityInput& input) {
    Candidate result{.package = {.file = "hello.eap",
                                 .app_name = "hello",
                                 .version = "1.0.0",
                                 .architecture = input.architecture},
                     .compatibility = sdk::compatibility(input, sdk::Knowledge::built_in())};
    if (input.is_signed) result.package.trailing_bytes = 512;
    return result;
}

sdk::CompatibilityInput aarch64(const std::string& schema = "1.7.0") {
    return {.architecture = "aarch64", .schema_version = schema};
}

std::vector<Check> all_checks(const Candidate& package, const Situation& situation) {
    return preflight(package, situation, sdk::Catalog::built_in());
}

Check check(const std::string& id, const Candidate& package, const Situation& situation) {
    const auto checks = all_checks(package, situation);
    const auto found = std::ranges::find(checks, id, &Check::id);
    REQUIRE(found != checks.end());
    return *found;
}

std::string result(const std::string& id, const Candidate& package, const Situation& situation) {
    return check_result_name(check(id, package, situation).result);
}

} // namespace

TEST_CASE("a package that fits has no check that says no") {
    for (const Check& one : all_checks(candidate(aarch64()), camera("12.11.72"))) {
        INFO(one.id << ": " << one.reason);
        CHECK(one.result != CheckResult::no);
        CHECK_FALSE(one.reason.empty());
    }
}

TEST_CASE("architecture, AXIS OS, chip and symbols are checked by the tables") {
    struct Row {
        const char* id;
        sdk::CompatibilityInput input;
        const char* axis_os;
        const char* expected;
    };
    auto armv7hf = aarch64();
    armv7hf.architecture = "armv7hf";
    auto unknown_architecture = aarch64();
    unknown_architecture.architecture.clear();
    auto newer_glibc = aarch64();
    newer_glibc.symbols = {{"GLIBC_2.42", "libc.so.6", "hello"}};
    auto declared = aarch64("2.0.0");
    declared.declared =
        sdk::AxisOsSet{{.min = sdk::AxisOs::parse("12.10"), .max = sdk::AxisOs::parse("12.10")}};
    auto broker = aarch64();
    broker.libraries = {{"libmdb.so.1", "hello"}};
    auto dlpu = aarch64("2.2.0");
    dlpu.requires_dlpu = true;
    const Row rows[] = {
        {"architecture", aarch64(), "12.11.72", "yes"},
        {"architecture", armv7hf, "12.11.72", "no"},
        {"architecture", unknown_architecture, "12.11.72", "unknown"},
        {"axis-os", aarch64("1.7.0"), "12.11.72", "yes"},
        {"axis-os", aarch64("1.8.0"), "11.11.73", "unknown"}, // authors say that it runs
        {"axis-os", aarch64("1.8.0"), "11.10.61", "no"},
        {"axis-os", aarch64("1.7.0"), "13.0.0", "no"},
        {"axis-os", aarch64("2.0.0"), "11.11.205", "yes"},
        {"axis-os", declared, "12.11.72", "no"},
        {"axis-os", declared, "12.10.68", "yes"},
        {"axis-os", aarch64("2.0.0"), "", "unknown"},
        {"symbols", newer_glibc, "11.11.73", "no"},
        {"symbols", newer_glibc, "12.11.72", "yes"},
        {"symbols", newer_glibc, "12.4.0", "unknown"},
        {"chip", broker, "12.11.72", "yes"},
        {"chip", broker, "13.0.0", "no"},
        {"chip", dlpu, "12.11.72", "yes"},
    };
    for (const Row& row : rows) {
        INFO(row.id << " on " << row.axis_os);
        CHECK(result(row.id, candidate(row.input), camera(row.axis_os)) == row.expected);
    }
    Situation artpec6 = camera("12.0.0");
    artpec6.facts.soc = "Axis Artpec-6";
    CHECK(result("chip", candidate(dlpu), artpec6) == "no");
    artpec6.facts.soc = "Something else";
    CHECK(result("chip", candidate(dlpu), artpec6) == "unknown");
}

TEST_CASE("the signature is judged by policy, version and permission") {
    const Candidate plain = candidate(aarch64());
    auto signed_input = aarch64();
    signed_input.is_signed = true;
    Situation device = camera("12.11.72");
    CHECK(result("signature", plain, device) == "yes");
    device.allow_unsigned = false;
    CHECK(result("signature", candidate(signed_input), device) == "yes");
    const Check refused = check("signature", plain, device);
    CHECK(refused.result == CheckResult::no);
    CHECK_FALSE(refused.overridable);
    CHECK(advises(refused.advice, Advice::allow_unsigned));
    device.will_allow_unsigned = true;
    CHECK(result("signature", plain, device) == "yes");
    device.allow_unsigned = std::nullopt;
    CHECK(result("signature", plain, device) == "unknown");
    device.facts.axis_os = "10.12.262";
    CHECK(result("signature", plain, device) == "yes");
    device.facts.axis_os = "13.0.1";
    const Check doubtful = check("signature", plain, device);
    CHECK(doubtful.result == CheckResult::unknown);
    CHECK_THAT(doubtful.reason, contains("not known whether AXIS OS 13.0.1 takes unsigned"));
    sdk::Catalog certain = sdk::Catalog::built_in();
    certain.add(R"({"policies": {"unsignedRefused": {"min": "13", "source": "mine"}}})", "mine");
    const auto checks = preflight(plain, device, certain);
    const auto refusal = std::ranges::find(checks, "signature", &Check::id);
    CHECK(refusal->result == CheckResult::no);
    CHECK(refusal->overridable);
    device.will_allow_unsigned = false;
    device.allow_unsigned = false; // told by a device that has nothing to switch on
    const Check of_13 = check("signature", plain, device);
    CHECK(of_13.result == CheckResult::no);
    CHECK_FALSE(advises(of_13.advice, Advice::allow_unsigned));
    CHECK_THAT(of_13.remedy, contains("have the package signed"));
}

TEST_CASE("root is judged by version, then by policy") {
    auto input = aarch64();
    input.root_place = "manifest.json: setup.user";
    const Candidate root = candidate(input);
    CHECK(result("root-user", candidate(aarch64()), camera("12.0.0")) == "yes");
    CHECK(result("root-user", root, camera("11.4.63")) == "yes");
    CHECK(result("root-user", root, camera("12.0.0")) == "no");
    CHECK_FALSE(check("root-user", root, camera("12.0.0")).overridable);
    Situation lts = camera("11.11.73");
    CHECK(result("root-user", root, lts) == "unknown");
    lts.allow_root = true;
    CHECK(result("root-user", root, lts) == "yes");
    lts.allow_root = false;
    CHECK(result("root-user", root, lts) == "no");
    CHECK(advises(check("root-user", root, lts).advice, Advice::allow_root));
}

TEST_CASE("what is installed decides letter case, version and vendor") {
    const Packages packages;
    const Candidate ours = packages.read("1.0.0", "", R"(,"vendorId": "0123456789")");
    Situation device = camera("12.11.72");
    const auto with = [&](Application app) {
        device.installed = {std::move(app)};
        return device;
    };
    CHECK_THAT(check("version", ours, device).reason, contains("not installed yet"));
    CHECK(result("version", ours, with({.name = "hello", .version = "0.9"})) == "yes");
    CHECK(result("letter-case", ours, with({.name = "hello"})) == "yes");
    CHECK(result("letter-case", ours, with({.name = "Hello"})) == "no");
    CHECK_FALSE(check("letter-case", ours, device).overridable);

    CHECK(result("vendor", ours, with({.name = "hello", .vendor = "v"})) == "unknown");
    device.known_vendor_id = "0123456789";
    CHECK(result("vendor", ours, device) == "yes");
    device.known_vendor_id = "9999999999";
    CHECK(result("vendor", ours, device) == "no");
    CHECK(check("vendor", ours, device).overridable);
    const Check refused = check("vendor", ours, with({.name = "hello", .license = "Valid"}));
    CHECK_THAT(refused.remedy, contains("licence key"));
    CHECK(advises(refused.advice, Advice::note_settings, {"hello"}));
    CHECK(advises(refused.advice, Advice::remove_application, {"hello"}));
    device.vendor_id_of_version = true;
    CHECK_THAT(check("vendor", ours, device).reason, contains("another device got"));
    device.permitted.other_vendor = true;
    CHECK(result("vendor", ours, device) == "hint");
}

TEST_CASE("who replaces the way to the device is warned, where that is known") {
    const Packages packages;
    const Candidate ours = packages.read("1.0.0");
    const auto warned = [&](const std::string& installed, const std::string& host) {
        Candidate candidate = ours;
        candidate.package.app_name = "Tailscale_VPN";
        Situation device = camera("12.11.72");
        if (!installed.empty()) device.installed = {{.name = installed}};
        device.host = host;
        const auto checks = all_checks(candidate, device);
        const auto found = std::ranges::find(checks, "road", &Check::id);
        if (found == checks.end()) return std::string();
        CHECK(found->result == CheckResult::hint);
        CHECK_FALSE(found->remedy.empty());
        return found->reason;
    };
    CHECK(warned("", "100.101.102.103").empty()); // it gives the device no address yet
    CHECK_THAT(warned("Tailscale_VPN", "100.101.102.103"), contains("100.101.102.103 looks like"));
    CHECK_THAT(warned("Tailscale_VPN", "192.168.0.90"), contains("if it is your way"));
    CHECK(all_checks(ours, camera("12.11.72")).size() == 14); // of others nothing is said
}

TEST_CASE("what is installed is guarded where the device tells what it is, and only there") {
    struct Row {
        const char* id;
        Application installed;
        const char* version; // of the package
        const char* vendor;
        const char* expected;
    };
    const Row rows[] = {
        {"version", {.version = "2.0"}, "1.0.0", "", "no"},
        {"version", {.version = "1.10"}, "1.9.0", "", "no"},
        {"version", {.version = "1.3-438"}, "1.3.437", "", "no"},
        {"version", {.version = "1.0.0"}, "0.9.0-rc1", "", "no"},
        {"version", {.version = "1.0.0-rc2"}, "1.0.0-rc1", "", "no"},
        {"version", {.version = "0.9"}, "1.0.0", "", "yes"},
        {"version", {.version = "1.0-0"}, "1.0.0", "", "yes"},
        {"version", {.version = "1.0.0"}, "1.0.0+7", "", "yes"},
        {"version", {.version = "1.0.0"}, "1.0.0-rc1", "", "yes"}, // which devices show as 1.0.0
        {"version", {.version = ""}, "1.0.0", "", "unknown"},
        {"version", {.version = "main"}, "1.0.0", "", "unknown"},
        {"version", {.version = "2.0"}, "", "", "unknown"},
        {"vendor", {.vendor = "Other AB"}, "1", "Us", "no"},
        {"vendor", {.vendor = " us  &  co "}, "1", "Us & Co", "yes"},
        {"vendor", {.vendor = ""}, "1", "Us", "yes"},
        {"vendor", {.vendor = "-"}, "1", "Us", "yes"},
        {"vendor", {.vendor = "Other AB"}, "1", "", "yes"},
        {"vendor", {.vendor = "Other AB"}, "1", "-", "yes"},
        {"bundled", {.bundled = true}, "1", "", "no"},
        {"bundled", {.bundled = false}, "1", "", "yes"},
        {"bundled", {}, "1", "", "unknown"},
    };
    for (const Row& row : rows) {
        INFO(row.id << ": " << row.installed.version << row.installed.vendor << " by "
                    << row.version << row.vendor);
        Candidate ours = candidate(aarch64());
        ours.package.version = row.version;
        ours.package.vendor = row.vendor;
        Situation device = camera("12.11.72");
        device.installed = {row.installed};
        device.installed[0].name = "hello";
        CHECK(result(row.id, ours, device) == row.expected);
        CHECK_FALSE(check(row.id, ours, device).reason.empty());
        device.permitted = {.downgrade = true, .other_vendor = true, .bundled = true};
        CHECK(result(row.id, ours, device) != "no");
        device.installed.clear();
        CHECK(result(row.id, ours, device) == "yes");
    }
}

TEST_CASE("a manifest that the device would not accept is told before") {
    const Packages packages;
    CHECK(result("manifest", packages.read("1.0.0"), camera("12.11.72")) == "yes");
    CHECK(result("manifest", candidate(aarch64()), camera("12.11.72")) == "yes");
    const Check wrong = check(
        "manifest", packages.read("1.0.0", "", R"(,"vendorId": "0123456789")"), camera("12.11.72"));
    CHECK(wrong.result == CheckResult::no);
    CHECK(wrong.overridable);
    CHECK_THAT(wrong.reason, contains("vendorId"));
}

TEST_CASE("a licence that is needed is a hint until the device has it") {
    const Packages packages;
    const Candidate free = packages.read("1.0.0");
    const Candidate paid =
        packages.read("1.0.0", "p", "", R"(, "copyProtection": {"method": "axis"})");
    Situation device = camera("12.11.72");
    CHECK(result("licence", free, device) == "yes");
    CHECK(result("licence", paid, device) == "hint");
    device.installed = {{.name = "hello", .license = "Valid"}};
    CHECK(result("licence", paid, device) == "yes");
}

TEST_CASE("every no is told at once; force passes over what the device may still take") {
    const std::vector<Check> checks = {
        {.id = "architecture", .reason = "fits"},
        {.id = "axis-os",
         .result = CheckResult::no,
         .reason = "too old",
         .advice = {{Advice::see_where_it_runs}},
         .overridable = true},
        {.id = "signature",
         .result = CheckResult::no,
         .reason = "unsigned",
         .remedy = "sign it",
         .advice = {{Advice::see_where_it_runs}}},
        {.id = "space", .result = CheckResult::unknown, .reason = "?"}};
    const auto refusal = [&](bool force, std::size_t count) -> std::optional<Failure> {
        try {
            refuse_if_no({checks.begin(), checks.begin() + static_cast<std::ptrdiff_t>(count)},
                         force);
        } catch (const Error& error) {
            return error.failure();
        }
        return std::nullopt;
    };
    const auto both = refusal(false, 4);
    REQUIRE(both);
    CHECK(both->kind == ErrorKind::incompatible);
    CHECK(both->code == "axis-os");
    CHECK(both->message == "too old; and unsigned");
    CHECK(both->hint == "sign it");
    CHECK(both->advice.size() == 2); // the same is not said twice
    CHECK(advises(both->advice, Advice::deploy_all_the_same));
    CHECK(refusal(true, 4)->code == "signature");
    CHECK_FALSE(advises(refusal(true, 4)->advice, Advice::deploy_all_the_same));
    CHECK_FALSE(refusal(true, 2));
    CHECK_FALSE(refusal(false, 1));
}

TEST_CASE("a right that the manifest does not ask for is a hint, where the AXIS OS demands it") {
    auto app = aarch64("2.2.0");
    app.asked.decides = true;
    app.uses.compiled = true;
    app.uses.files = {{.path = "hello",
                       .libraries = {"liblarod.so.1"},
                       .mentions = {"a9-dlpu-tflite"},
                       .imports_known = true}};
    CHECK(result("permissions", candidate(app), camera("12.11.72")) == "yes");
    const Check found = check("permissions", candidate(app), camera("13.0.33"));
    CHECK(found.result == CheckResult::hint);
    CHECK_THAT(found.reason, contains("may have to ask for resource 'deepLearningProcessor'"));
    CHECK(found.remedy == "ask for it in the manifest");
    CHECK_FALSE(found.overridable);
    app.asked.resources = {"deepLearningProcessor"};
    CHECK(result("permissions", candidate(app), camera("13.0.33")) == "yes");
}

TEST_CASE("a manifest of schema 1 that AXIS OS 13 refuses is brought up to date by a command") {
    const auto advised = [](const char* schema, const char* axis_os) {
        const Check found = check("axis-os", candidate(aarch64(schema)), camera(axis_os));
        return std::ranges::find(found.advice, Advice{Advice::upgrade_manifest}) !=
               found.advice.end();
    };
    CHECK(advised("1.7.0", "13.0.33"));
    CHECK(advised("", "13.0.33"));
    CHECK_FALSE(advised("1.8.0", "12.0.91")); // which is too old for it
}
