#include "sdk/compatibility.hpp"

#include "catch.hpp"
#include "support/text.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

Compatibility judge(const CompatibilityInput& input) {
    return compatibility(input, Knowledge::built_in());
}

std::string on(const CompatibilityInput& input, const char* chip, const char* version) {
    const Chip& found = Catalog::built_in().chip(chip);
    return runs_name(judge(input)
                         .on({.architecture = found.architecture,
                              .chip = &found,
                              .axis_os = AxisOs::parse_release(version).value()})
                         .runs);
}

std::vector<std::string> reasons_on(const CompatibilityInput& input, const char* chip,
                                    const char* version) {
    const Chip& found = Catalog::built_in().chip(chip);
    return judge(input)
        .on({.architecture = found.architecture,
             .chip = &found,
             .axis_os = AxisOs::parse_release(version).value()})
        .reasons;
}

std::string chips(const CompatibilityInput& input) {
    std::vector<std::string> names;
    for (const Chip& chip : judge(input).chips) names.push_back(chip.name);
    return text::join(names, " ");
}

CompatibilityInput signed_app(const char* architecture, const char* schema) {
    return {.architecture = architecture, .schema_version = schema, .is_signed = true};
}

} // namespace

TEST_CASE("the manifest schema gives the floor, and schema 1 a ceiling") {
    struct Case {
        const char* schema;
        const char* expected;
    };
    const std::vector<Case> cases = {
        {"1.3", "AXIS OS 10.9 or later, before 13"},
        {"1.3.1", "AXIS OS 11.0 or later, before 13"},
        {"1.7.1", "AXIS OS 12.0 or later, before 13"},
        {"1.8.0", "AXIS OS 12.6 or later, before 13"},
        {"2.0.0", "AXIS OS 11.11.205 or later on 11.11; or 12.10 or later"},
        {"2.2.0", "AXIS OS 11.11.205 or later on 11.11; or 12.11 or later"},
        {"", "AXIS OS before 13"},
        {"2.99.0", "AXIS OS any version"},
        {"1.99.0", "AXIS OS before 13"},
    };
    for (const Case& c : cases) {
        INFO(c.schema);
        CHECK(describe(judge(signed_app("aarch64", c.schema)).allows) == c.expected);
    }
}

TEST_CASE("what is unknown refuses nothing and is no yes either") {
    CompatibilityInput app = signed_app("aarch64", "1.7.0");
    app.symbols = {{"OPENSSL_9.9", "libssl.so.9", "app"}};
    CHECK(on(app, "artpec8", "12.0") == "unknown");
    CHECK(describe(judge(app).allows) == "AXIS OS 11.10 or later, before 13");
    CHECK(judge(app).proven.empty());
    CHECK_THAT(judge(app).sentence, contains("not known which AXIS OS has OPENSSL_9.9 (app)"));
    CHECK(on(signed_app("aarch64", "2.99.0"), "artpec8", "13.0.33") == "unknown");
    CHECK(on(signed_app("aarch64", "2.2.0"), "artpec8", "11.11.248") == "unknown");
}

TEST_CASE("what authors say to run on the LTS track is unknown, neither yes nor no") {
    CompatibilityInput app = signed_app("aarch64", "2.0.0");
    app.declared = {{AxisOs::parse("12.10.68"), AxisOs::parse("13")}};
    CHECK(on(app, "artpec8", "11.11.212") == "unknown");
    CHECK(on(app, "artpec8", "11.11.192") == "no"); // does not know schema 2
    CHECK(on(app, "artpec8", "12.9") == "no");
    CHECK(on(app, "artpec8", "12.10") == "conditional"); // not with all its patches
    CHECK(on(app, "artpec8", "12.10.68") == "yes");
    CHECK(on(signed_app("aarch64", "1.7.1"), "artpec8", "11.11.192") == "unknown");
    CHECK(on(signed_app("aarch64", "1.7.1"), "artpec8", "11.10") == "no");
    CHECK(describe(judge(app).allows) == "AXIS OS 12.10.68 or later, before 14");
}

TEST_CASE("a larod device of another chip is told by the judge") {
    CompatibilityInput app = signed_app("aarch64", "1.7.1");
    app.run_options = {"-d", "axis-a8-dlpu-tflite"};
    CHECK(on(app, "artpec8", "12.5") == "yes");
    CHECK(on(app, "artpec9", "12.5") == "no");
    const struct {
        const char* device;
        const char* chip;
        const char* runs;
    } rows[] = {
        {"cv75-dlpu-native", "cv75", "yes"},        {"cv75-dlpu-native", "cv25", "no"},
        {"ambarella-cvflow", "cv75", "no"},         {"ambarella-cvflow", "cv25", "yes"},
        {"a9-dlpu-native", "artpec9", "yes"},       {"a9-dlpu-native", "artpec8", "no"},
        {"armnn-cpu-tflite", "artpec9", "yes"},     {"armnn-cpu-tflite", "artpec8", "unknown"},
        {"armnn-gpu-tflite", "artpec9", "unknown"}, {"cpu-tflite", "cv75", "yes"},
    };
    for (const auto& row : rows) {
        INFO(row.device << " on " << row.chip);
        app.run_options = {row.device};
        CHECK(on(app, row.chip, "12.11.72") == row.runs);
    }
    app = signed_app("aarch64", "1.7.0");
    app.run_options = {"ambarella-cvflow"};
    CHECK(on(app, "s5l", "11.11.192") == "unknown");
}

TEST_CASE("one author's word about a chip, a library or signatures is no \"no\"") {
    const CompatibilityInput app = signed_app("armv7hf", "2.2.0");
    CHECK(on(app, "artpec6", "12.11.72") == "yes");
    CHECK(on(app, "artpec6", "13.0.33") == "unknown");
    CHECK(on(app, "artpec7", "13.0.33") == "yes");
    CompatibilityInput http = signed_app("aarch64", "2.2.0");
    http.libraries = {{"libaxhttp.so.1", "app"}};
    http.uses.files = {{.path = "app", .libraries = {"libaxhttp.so.1"}}};
    CHECK(on(http, "artpec8", "13.0.33") == "yes");
    CHECK(on(http, "artpec8", "14.0") == "unknown");
    CHECK(reasons_on(http, "artpec8", "14.0").size() == 1); // not once more by its library
    CompatibilityInput plain = signed_app("aarch64", "2.2.0");
    plain.is_signed = false;
    const DeviceFacts device =
        device_facts("aarch64", "Axis Artpec-8", "13.0.33", Catalog::built_in());
    CHECK(judge(plain).on(device).reasons ==
          std::vector<std::string>{"the package may have to be signed first"});
}

TEST_CASE("a glibc that was measured decides before the table") {
    CompatibilityInput app = signed_app("aarch64", "1.7.0");
    app.symbols = {{"GLIBC_2.38", "libc.so.6", "app"}};
    DeviceFacts device = device_facts("aarch64", "Axis Artpec-8", "12.4", Catalog::built_in());
    device.measured = Measured{.when = "probed 3 h ago", .glibc = "2.36"};
    const Answer refused = judge(app).on(device);
    CHECK(runs_name(refused.runs) == std::string("no"));
    REQUIRE(refused.reasons.size() == 1);
    CHECK(refused.reasons[0] ==
          "needs GLIBC_2.38 (app), and the device has glibc 2.36 (probed 3 h ago)");
    for (const char* has : {"2.38", "2.40"}) {
        device.measured->glibc = has;
        CHECK(runs_name(judge(app).on(device).runs) == std::string("yes"));
    }
    const std::string by_table = on(app, "artpec8", "12.4");
    for (const char* odd : {"", "x"}) {
        device.measured->glibc = odd;
        CHECK(runs_name(judge(app).on(device).runs) == by_table);
    }
}

TEST_CASE("symbol versions decide by the table") {
    CompatibilityInput app = signed_app("aarch64", "1.7.0");
    app.symbols = {{"GLIBC_2.17", "libc.so.6", "app"},
                   {"GLIBC_2.42", "libm.so.6", "lib/libfoo.so"}};
    CHECK(on(app, "artpec8", "11.11.73") == "no");
    CHECK(on(app, "artpec8", "12.4") == "unknown");
    CHECK(on(app, "artpec8", "12.11.72") == "yes");
    CHECK_THAT(judge(app).sentence, contains("needs GLIBC_2.42 (lib/libfoo.so)"));
    CHECK_THAT(judge(app).sentence, contains("-> AXIS OS 12.0 or later, before 13"));
    CHECK_THAT(judge(app).sentence,
               contains("known for AXIS OS 12.10.68 or later, before 13 only"));
    CHECK_THAT(judge(app).sentence, contains("; aarch64: ARTPEC-8, ARTPEC-9, CV25, CV75"));
    CHECK_THAT(judge(app).sentence, !contains("GLIBC_2.17"));

    app.symbols = {{"LIBLAROD_3.0.0", "liblarod.so.1", "app"}};
    app.schema_version = "1.0";
    CHECK(describe(judge(app).allows) == "AXIS OS 10.7 or later, before 13");
    CHECK(on(app, "artpec8", "10.9") == "yes");
    app.schema_version = "";
    CHECK(on(app, "artpec8", "10.5.2") == "no");
    CHECK(on(app, "artpec8", "10.7") == "unknown"); // Axis lists the chip from 10.9 on
    app.architecture = "armv7hf";
    CHECK(on(app, "artpec7", "10.7") == "yes");
}

TEST_CASE("declared ranges, root and the signature are heeded") {
    CompatibilityInput app = signed_app("aarch64", "2.0.0");
    app.declared = {{AxisOs::parse("12.11.72"), AxisOs::parse("13")}};
    CHECK(describe(judge(app).allows) == "AXIS OS 12.11.72 or later, before 14");
    CHECK(on(app, "artpec9", "12.11.72") == "yes");
    CHECK(on(app, "artpec9", "12.10.68") == "no");

    app = signed_app("armv7hf", "1.7.0");
    app.root_place = "manifest.json: setup.user";
    CHECK(on(app, "artpec7", "12.0") == "no");
    CHECK(on(app, "artpec7", "11.11") == "conditional");
    CHECK(describe(judge(app).allows) == "AXIS OS 11.10 or later, before 12");

    app = signed_app("armv7hf", "1.7.0");
    app.is_signed = false;
    CHECK(on(app, "artpec7", "11.11") == "yes");
    CHECK(on(app, "artpec7", "12.0") == "conditional");
    CHECK(describe(judge(app).allows) == "AXIS OS 11.10 or later, before 13");
}

TEST_CASE("architecture, chip and hardware limit the chips") {
    CHECK(chips(signed_app("aarch64", "1.7.0")) == "artpec8 artpec9 cv25 cv75 s5 s5l");
    CHECK(chips(signed_app("aarch64", "1.7.1")) == "artpec8 artpec9 cv25 cv75");
    CHECK(chips(signed_app("armv7hf", "1.7.1")) == "artpec6 artpec7 imx6sx");
    CHECK(chips(signed_app("mipsisa32r2el", "")) == "");
    CHECK_THAT(judge(signed_app("mipsisa32r2el", "")).sentence, contains("no chip known here"));
    CHECK_THAT(judge(signed_app("all", "1.7.1")).sentence,
               contains("every architecture: ARTPEC-6"));

    CompatibilityInput app = signed_app("armv7hf", "1.7.1");
    app.libraries = {{"liblarod.so.1", "app"}};
    CHECK(chips(app) == "artpec7");
    CHECK(on(app, "artpec6", "12.0") == "no");
    app = signed_app("aarch64", "1.7.0");
    app.libraries = {{"liblarod.so.1", "app"}};
    CHECK(on(app, "s5l", "11.11") == "yes");    // in Axis' lists
    CHECK(on(app, "s5", "11.11") == "unknown"); // in none, and nobody says that it is absent
    CHECK(on(app, "imx8mn", "12.9") == "unknown");
    app.libraries = {{"libmdb.so.1", "app"}};
    CHECK(describe(judge(app).allows) == "AXIS OS 11.10 or later, before 13");
    app.libraries = {{"libaxoverlay.so.0", "app"}};
    CHECK(on(app, "cv25", "12.0") == "no");
    app.libraries = {{"libcairo.so.2", "app"}}; // not supported there, which is not absent
    CHECK(on(app, "cv25", "12.0") == "unknown");
    app.libraries = {{"libcurl.so.4", "app"}};
    CHECK(on(app, "cv75", "12.11.72") == "yes"); // on all chips

    app = signed_app("armv7hf", "1.7.1");
    app.libraries = {{"libvdostream.so", "Makefile"}};
    CHECK(on(app, "imx6sx", "12.2") == "unknown");
    CHECK(on(app, "artpec7", "12.2") == "yes");

    app = signed_app("armv7hf", "1.7.1");
    app.requires_dlpu = true;
    CHECK(chips(app) == "artpec7");
    CHECK(on(app, "artpec7", "12.0") == "unknown"); // some models have a TPU

    app = signed_app("aarch64", "1.3");
    CHECK(on(app, "cv25", "10.12") == "unknown"); // no list of Axis' names it before 11.0
    CHECK(on(app, "cv25", "11.0") == "yes");

    app = signed_app("aarch64", "1.7.1");
    CHECK(on(app, "artpec9", "12.0") == "no");
    CHECK(on(app, "artpec9", "12.2") == "yes");
    CHECK(on(app, "artpec7", "12.2") == "no");
    CHECK(on(app, "artpec8", "13.0.33") == "no");
}

TEST_CASE("a program for another machine runs nowhere") {
    CompatibilityInput app = signed_app("aarch64", "1.7.1");
    app.program = "app";
    app.program_architecture = "x86_64";
    CHECK(judge(app).allows.empty());
    CHECK_THAT(judge(app).sentence, contains("x86_64, but the package says aarch64 (app)"));
    app.program_architecture = "aarch64";
    CHECK_FALSE(judge(app).allows.empty());
}

TEST_CASE("a program in a package for all runs where it is compiled for") {
    CompatibilityInput app = signed_app("all", "1.7.1");
    app.program_architecture = "aarch64";
    CHECK(on(app, "artpec8", "12.2") == "yes");
    CHECK(on(app, "artpec7", "12.2") == "no");
    CHECK(chips(app) == "artpec8 artpec9 cv25 cv75");
    app.program_architecture.clear();
    app.helper_architectures = {"aarch64", "armv7hf"}; // a script chooses
    CHECK(on(app, "artpec7", "12.2") == "yes");
}

TEST_CASE("before manifests a device takes the package by its package.conf") {
    CompatibilityInput app = signed_app("armv7hf", "1.3");
    CHECK(on(app, "artpec6", "9.80.1") == "no");
    app.conf_twin = ConfTwin::whole;
    CHECK(on(app, "artpec6", "9.80.1") == "yes");
    CHECK(on(app, "artpec6", "10.6") == "yes");
    CHECK(on(app, "artpec6", "10.7") == "no"); // reads manifests, and not of schema 1.3
    CHECK(on(app, "artpec6", "10.9") == "yes");
    app.conf_twin = ConfTwin::part;
    CHECK(on(app, "artpec6", "9.80.1") == "unknown");
    CHECK_THAT(judge(app).sentence, contains("before 10.7; or 10.9 or later"));
    app.schema_version = "1.0"; // of AXIS OS 10.7
    CHECK(describe(judge(app).allows) == "AXIS OS before 13");
}

TEST_CASE("a whole release says what differs within it") {
    const CompatibilityInput app = signed_app("aarch64", "2.0.0");
    const DeviceFacts whole{.architecture = "aarch64",
                            .chip = &Catalog::built_in().chip("artpec8"),
                            .axis_os = AxisOs::parse_release("11.11")};
    const Answer answer = judge(app).on(whole);
    CHECK(answer.runs == Runs::conditional);
    REQUIRE(answer.reasons.size() == 1);
    CHECK_THAT(answer.reasons[0], contains("AXIS OS 11.11.205 or later on 11.11"));
    CHECK(on(app, "artpec8", "11.11.169") == "no");
    CHECK(on(app, "artpec8", "11.11.205") == "yes");
    CHECK(on(signed_app("aarch64", "1.8.0"), "artpec8", "12") == "conditional");
    for (const AxisOs& release : known_releases(Catalog::built_in()))
        if (release.str() == "11.11") CHECK(release.is_release()); // as where it is asked for
}

TEST_CASE("what is only said to end on AXIS OS 13 is unknown there") {
    CompatibilityInput app = signed_app("armv7hf", "2.0.0");
    app.stack_file = "app";
    CHECK(on(app, "artpec7", "12.11.72") == "yes");
    CHECK(on(app, "artpec7", "13.0.33") == "unknown");
    CHECK_THAT(judge(app).sentence, contains("(app) is known for"));
}

TEST_CASE("32-bit time is a warning on AXIS OS 13, for which Axis' own examples have it") {
    CompatibilityInput app = signed_app("armv7hf", "2.0.0");
    app.time32_file = "app";
    app.time32_library = "libcurl.so.4";
    CHECK(on(app, "artpec7", "12.11.72") == "yes");
    CHECK(on(app, "artpec7", "13.0.33") == "conditional");
}

TEST_CASE("the oldest AXIS OS of a range is for the build to fill in, the newest for its author") {
    CompatibilityInput app = signed_app("aarch64", "2.0.0");
    app.declared = AxisOsSet{{std::nullopt, AxisOs::parse("13")}};
    CHECK(on(app, "artpec8", "13.0.33") == "unknown");
    app.packed = false;
    CHECK(on(app, "artpec8", "13.0.33") == "yes");
    app.declared = AxisOsSet{{AxisOs::parse("12.10"), std::nullopt}};
    CHECK(on(app, "artpec8", "13.0.33") == "unknown");
}

TEST_CASE("a project that is not compiled is no yes anywhere") {
    CompatibilityInput app = signed_app("all", "1.7.1");
    app.compiled = false;
    app.program = "hello";
    CHECK(on(app, "artpec8", "12.2") == "unknown");
    CHECK(on(app, "artpec8", "11.0") == "no"); // by its schema
    CHECK_THAT(judge(app).sentence,
               contains("(not compiled yet: what it will link to is not known)"));
    app.libraries = {{"libaxoverlay.so", "Makefile"}};
    CHECK(on(app, "cv25", "12.2") == "no");
}

TEST_CASE("what a source makes likely is told, and is no yes") {
    CompatibilityInput app = signed_app("aarch64", "1.7.1");
    app.symbols = {{"GLIBC_2.38", "libm.so.6", "app"}};
    CHECK(on(app, "artpec8", "12.2") == "unknown");
    CHECK(on(app, "artpec8", "12.10.68") == "yes");
    const DeviceFacts device{.architecture = "aarch64",
                             .chip = &Catalog::built_in().chip("artpec8"),
                             .axis_os = AxisOs::parse("12.2")};
    CHECK_THAT(judge(app).on(device).reasons.front(), contains("likely from AXIS OS 12.0 on"));
    const auto wanting = [&](const char* version) {
        app.symbols = {{version, "liblarod.so.1", "app"}};
        app.uses.files = {{.path = "app", .libraries = {"liblarod.so.1"}, .versions = {version}}};
    };
    wanting("LIBLAROD_1.0.0"); // nothing newer: an old API
    app.schema_version = "2.0.0";
    CHECK(on(app, "artpec8", "12.11.72") == "yes");
    CHECK(on(app, "artpec8", "13.0.33") == "unknown");
    CHECK(reasons_on(app, "artpec8", "13.0.33").size() == 1); // not once more by its version
    wanting("LIBLAROD_3.0.0");
    CHECK(on(app, "artpec8", "13.0.33") == "yes");
}

TEST_CASE("text of a package never reaches a sentence raw") {
    CompatibilityInput app = signed_app("aarch64\x1b[2J", "1.7.1\x1b");
    app.symbols = {{"GLIBC_2.42\x1b", "libc.so.6", "\x1b]0;x"}};
    app.program_architecture = "arm\x1b";
    app.libraries = {{"liblarod.so\x1b", "\x1b"}};
    for (const Requirement& need : judge(app).requirements)
        CHECK((need.what + need.because).find('\x1b') == std::string::npos);
    CHECK(judge(app).sentence.find('\x1b') == std::string::npos);
}

TEST_CASE("a question leaves open which devices it is about, or does not") {
    const Catalog& catalog = Catalog::built_in();
    const auto releases = known_releases(catalog);
    const auto chips = known_devices(catalog);
    const Chip& artpec8 = catalog.chip("artpec8");
    const auto all = devices_in_question({.any_chip = true, .any_axis_os = true}, catalog);
    REQUIRE(all.size() == releases.size() * chips.size());
    CHECK(all.front().chip == chips.front().chip);
    CHECK(all.front().axis_os == releases.front());
    CHECK(all.back().axis_os == releases.back());
    const auto one_chip = devices_in_question(
        {.architecture = "aarch64", .chip = &artpec8, .any_axis_os = true}, catalog);
    CHECK(one_chip.size() == releases.size());
    const auto one_release =
        devices_in_question({.axis_os = AxisOs::parse("12.11"), .any_chip = true}, catalog);
    CHECK(one_release.size() == chips.size());
    CHECK(one_release.back().axis_os == AxisOs::parse("12.11"));
    // A device that does not tell its AXIS OS is one device, of which that is not known.
    const auto silent = devices_in_question({.architecture = "aarch64", .chip = &artpec8}, catalog);
    REQUIRE(silent.size() == 1);
    CHECK_FALSE(silent[0].axis_os);
    CHECK_FALSE(silent[0].any_axis_os);
}

TEST_CASE("of several packages a device gets that of its architecture, else the least refused") {
    const Compatibility arm = judge(signed_app("armv7hf", "1.7.1"));
    const Compatibility arm64 = judge(signed_app("aarch64", "1.7.1"));
    const Compatibility all = judge(signed_app("all", "1.7.1"));
    const DeviceFacts device{.architecture = "aarch64",
                             .chip = &Catalog::built_in().chip("artpec8"),
                             .axis_os = AxisOs::parse("12.11")};
    struct Case {
        std::vector<const Compatibility*> packages;
        std::size_t chosen;
        Runs runs;
    };
    for (const Case& one : std::vector<Case>{{{&arm, &arm64}, 1, Runs::yes},
                                             {{&arm64, &arm}, 0, Runs::yes},
                                             {{&all, &arm64}, 1, Runs::yes},
                                             {{&arm, &all}, 1, Runs::yes},
                                             {{&arm, &arm}, 0, Runs::no}}) {
        const PackageChoice choice = choose_for(device, one.packages);
        CHECK(choice.package == one.chosen);
        CHECK(choice.answer.runs == one.runs);
    }
}
