#include "fleet/selector.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "fleet/select.hpp"

#include <map>

using namespace acapctl;
using namespace acapctl::fleet;

namespace {

using Names = std::vector<std::string>;

const Inventory& site() {
    static const Inventory inventory = parse_inventory(R"(
[devices.door]
address = "10.0.0.1"
groups = ["lab", "site-a"]
tags = { floor = "1", site = "malmo" }
[devices.gate]
address = "10.0.0.2"
groups = ["lab"]
tags = { floor = "2", site = "lund" }
[devices.roof]
address = "10.0.0.3"
groups = ["site-a"]
tags = { floor = "2" }
[devices.yard-1]
address = "10.0.0.4"
[devices.yard-2]
address = "10.0.0.5"
)",
                                                       "f");
    return inventory;
}

// door, gate and roof were asked once; yard-1 told its AXIS OS alone, yard-2 nothing.
KnownFacts facts_of(const device::Target& target) {
    static const std::map<std::string, KnownFacts> known{{"door",
                                                          {.architecture = "aarch64",
                                                           .soc = {"Axis Artpec-8", "artpec8"},
                                                           .model = "P3265-V",
                                                           .serial = "B8A44F000001",
                                                           .axis_os = "12.11.77",
                                                           .applications = Names{"hello", "vmd"}}},
                                                         {"gate",
                                                          {.architecture = "armv7hf",
                                                           .soc = {"Axis Artpec-7", "artpec7"},
                                                           .model = "Q1615 Mk III",
                                                           .serial = "ACCC8E000002",
                                                           .axis_os = "11.11.73",
                                                           .applications = Names{}}},
                                                         {"roof",
                                                          {.architecture = "aarch64",
                                                           .soc = {"CV25"},
                                                           .model = "M4228-LVE",
                                                           .serial = "B8A44F000003",
                                                           .axis_os = "12.0.91",
                                                           .applications = Names{"vmd"}}},
                                                         {"yard-1", {.axis_os = "10.12.1"}}};
    const auto found = known.find(target.name);
    return found == known.end() ? KnownFacts{} : found->second;
}

std::optional<std::string> no_variable(const char*) {
    return std::nullopt;
}

Selection chosen(const Names& texts) {
    return select(texts, site(), no_variable, facts_of);
}

Names meant(const Names& texts) {
    Names names;
    for (const device::Target& target : chosen(texts).targets) names.push_back(target.name);
    return names;
}

Failure refusal(const Names& texts) {
    try {
        meant(texts);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        return error.failure();
    }
    FAIL("accepted: " << texts.front());
    return {};
}

} // namespace

TEST_CASE("a text means devices by name, group, tag and fact") {
    struct Row {
        Names texts;
        Names devices;
    };
    const Row rows[] = {
        {{"door"}, {"door"}},
        {{"yard-*"}, {"yard-1", "yard-2"}},
        {{"?oo?"}, {"door", "roof"}},
        {{"@lab"}, {"door", "gate"}},
        {{"@site-*"}, {"door", "roof"}},
        {{"all"}, {"door", "gate", "roof", "yard-1", "yard-2"}},
        {{"floor=2"}, {"gate", "roof"}},
        {{"site=*"}, {"door", "gate"}},
        {{"site=m*"}, {"door"}},
        {{"site==lund"}, {"gate"}},
        {{"arch=aarch64"}, {"door", "roof"}},
        {{"arch=AARCH64"}, {"door", "roof"}},
        {{"soc=artpec8"}, {"door"}},
        {{"soc=ARTPEC-8"}, {"door"}},
        {{"soc=Axis Artpec-8"}, {"door"}},
        {{"soc=artpec*"}, {"door", "gate"}},
        {{"soc=cv25"}, {"roof"}},
        {{"model=P32*"}, {"door"}},
        {{"model=q1615*"}, {"gate"}},
        {{"serial=b8a44f*"}, {"door", "roof"}},
        {{"app=vmd"}, {"door", "roof"}},
        {{"app=*"}, {"door", "roof"}},
        {{"axisos>=12.0"}, {"door", "roof"}},
        {{"axisos>12.0"}, {"door"}},
        {{"axisos<=12.0"}, {"gate", "roof", "yard-1"}},
        {{"axisos<12"}, {"gate", "yard-1"}},
        {{"axisos=12"}, {"door", "roof"}},
        {{"axisos=12.11"}, {"door"}},
        {{"axisos=12.11.77"}, {"door"}},
        {{"axisos=1?.11.*"}, {"door", "gate"}},
    };
    for (const Row& row : rows) {
        INFO(row.texts.front());
        CHECK(meant(row.texts) == row.devices);
    }
}

TEST_CASE("commas and repeats are a union, '&' an intersection, '!' takes away") {
    struct Row {
        Names texts;
        Names devices;
    };
    const Row rows[] = {
        {{"gate,door"}, {"gate", "door"}},
        {{"gate", "door", "@lab"}, {"gate", "door"}},
        {{"@lab", "floor=2"}, {"door", "gate", "roof"}},
        {{"@lab&floor=2"}, {"gate"}},
        {{"@site-a & !floor=1"}, {"roof"}},
        {{"!@lab&@site-a"}, {"roof"}},
        {{"@lab&floor=2,roof"}, {"gate", "roof"}},
        {{"@lab", "!door"}, {"gate"}},
        {{"@lab,!door"}, {"gate"}},
        {{"!door", "@lab"}, {"gate"}},
        {{"!@lab"}, {"roof", "yard-1", "yard-2"}},
        {{"!@lab", "!yard-*"}, {"roof"}},
        {{"site!=malmo"}, {"gate", "roof", "yard-1", "yard-2"}},
        {{"site!=malmo,site!=lund"}, {"roof", "yard-1", "yard-2"}},
        {{"!site!=malmo"}, {"door"}},
        {{"@lab,site!=malmo"}, {"gate"}},
        {{"floor=1,floor=2"}, {"door", "gate", "roof"}},
        {{"axisos>=11&axisos<12"}, {"gate"}},
        {{"door,arch=armv7hf"}, {"door", "gate"}},
    };
    for (const Row& row : rows) {
        INFO(row.texts.front());
        CHECK(meant(row.texts) == row.devices);
    }
}

TEST_CASE("of whom a fact is not known, nobody can say whether they are meant") {
    struct Row {
        Names texts;
        Names left_out;
        Names unknown;
    };
    const Row rows[] = {
        {{"arch=aarch64"}, {"yard-1", "yard-2"}, {"architecture"}},
        {{"all", "!arch=aarch64", "door"}, {"yard-1", "yard-2"}, {"architecture"}},
        {{"arch!=aarch64"}, {"yard-1", "yard-2"}, {"architecture"}},
        {{"axisos>=12"}, {"yard-2"}, {"AXIS OS version"}},
        {{"arch=aarch64&axisos>=12"}, {"yard-2"}, {"architecture", "AXIS OS version"}},
        {{"@lab&arch=aarch64"}, {}, {}},               // those of the group are known
        {{"yard-1", "yard-2", "soc=artpec8"}, {}, {}}, // named besides
        {{"soc=artpec8", "!yard-*"}, {}, {}},
        {{"app=vmd"}, {"yard-1", "yard-2"}, {"list of applications"}},
    };
    for (const Row& row : rows) {
        INFO(row.texts.front());
        const Selection selection = chosen(row.texts);
        CHECK(selection.left_out == row.left_out);
        CHECK(selection.unknown == row.unknown);
        for (const device::Target& target : selection.targets)
            CHECK(std::ranges::find(row.left_out, target.name) == row.left_out.end());
    }
    CHECK(meant({"all", "!arch=aarch64"}) == Names{"gate"});
    const Failure none = refusal({"yard-*&arch=aarch64"});
    CHECK_THAT(none.message, contains("the architecture of yard-1, yard-2 is not known"));
    CHECK(none.advice == std::vector<Advice>{{Advice::ask_devices, {"yard-1,yard-2"}}});
}

TEST_CASE("hosts outside the inventory are meant by their name alone") {
    CHECK(meant({"192.0.2.1", "https://anna@cam,all"}) ==
          Names{"192.0.2.1", "https://anna@cam", "door", "gate", "roof", "yard-1", "yard-2"});
    CHECK(meant({"[fe80::1%eth0]", "!@lab"}) == Names{"[fe80::1%eth0]"});
    CHECK(meant({"door", "192.0.2.1:8443", "!door"}) == Names{"192.0.2.1:8443"});
    CHECK(chosen({"192.0.2.1&arch=aarch64", "door"}).left_out == Names{"192.0.2.1"});
}

TEST_CASE("a text that means nothing, or not one thing, is refused with what to write") {
    struct Row {
        Names texts;
        const char* message;
        const char* hint;
    };
    const Row rows[] = {
        {{"@lap"}, "no device of the inventory is in that group", "Did you mean '@lab'?"},
        {{"all,!@lap"}, "no device of the inventory is in that group", "'@lab'"},
        {{"lab"}, "no such device, but a group of that name", "Did you mean '@lab'?"},
        {{"all", "!dor"}, "the inventory has no such device", "Did you mean 'door'?"},
        {{"flor=2"}, "no device has a tag 'flor'", "Did you mean 'floor'?"},
        {{"flor!=2"}, "no device has a tag 'flor'", "'floor'"},
        {{"chip=artpec8"}, "no device has a tag 'chip'", "Did you mean 'soc'?"},
        {{"sok=artpec8"}, "no device has a tag 'sok'", "Did you mean 'soc'?"},
        {{"floor=3"}, "true of no device", ""},
        {{"cam-*"}, "true of no device", ""},
        {{"@lab", "!@lab"}, "no device is left", ""},
        {{"site=malmo,arch=aarch64"}, "a comma means 'or'", "'site=malmo&arch=aarch64'"},
        {{"axisos>=11,axisos<12"}, "a comma means 'or'", "'axisos>=11&axisos<12'"},
        {{"floor>2"}, "'floor' has no order", "axisos>=12.0"},
        {{"axisos>=twelve"}, "no AXIS OS version", "axisos>=12.0"},
        {{"axisos>=12.*"}, "no AXIS OS version", "axisos>=12.0"},
        {{"floor="}, "nothing stands behind the sign", "KEY=VALUE"},
        {{"door,"}, "a part of it is empty", ""},
        {{""}, "a part of it is empty", ""},
        {{"@lab&"}, "a part of it is empty", ""},
        {{"!"}, "a part of it is empty", ""},
        {{"!!door"}, "'!' stands there twice", ""},
        {{"a b"}, "not a host name", ""},
        {{"x\x1b[2J"}, "\\x1b", ""},
    };
    for (const Row& row : rows) {
        INFO(row.texts.front());
        const Failure failure = refusal(row.texts);
        CHECK_THAT(failure.message, contains(row.message));
        CHECK_THAT(failure.hint, contains(row.hint));
    }
    CHECK_THROWS_AS(select({"arch=aarch64"}, {}, no_variable, facts_of), Error);
    CHECK_THROWS_AS(select({"!door"}, {}, no_variable, facts_of), Error);
}

TEST_CASE("a glob fits as in a shell, however many stars it has") {
    CHECK(fits_glob("*", ""));
    CHECK(fits_glob("a*b*c", "a-b-b-c"));
    CHECK_FALSE(fits_glob("a*b*c", "a-b-b-c-"));
    CHECK(fits_glob("??", "ab"));
    CHECK_FALSE(fits_glob("??", "a"));
    CHECK_FALSE(fits_glob("", "a"));
    const std::string stars(2000, '*');
    CHECK(fits_glob(stars + "b", std::string(5000, 'a') + "b"));
    CHECK_FALSE(fits_glob(stars + "b", std::string(5000, 'a')));
}

TEST_CASE("a device is known by its name, also where its address is named") {
    const Inventory inventory = parse_inventory("[devices.door]\naddress = 'Cam'\n"
                                                "serial = 'B8A44F000001'\n"
                                                "[devices.gate]\naddress = 'http://cam:443'\n",
                                                "f");
    const auto target = [&](const char* text) {
        return select({text}, inventory, [](const char*) { return std::nullopt; }).targets.at(0);
    };
    for (const char* text : {"door", "cam:443", "https://anna@CAM"}) {
        INFO(text);
        CHECK(target(text).known_as == "door");
        CHECK(target(text).serial == "B8A44F000001");
    }
    CHECK(target("cam:8443").known_as == "cam:8443");
    CHECK(target("cam:8443").serial.empty());
    CHECK(target("gate").known_as == "gate");
}
