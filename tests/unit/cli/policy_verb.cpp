// `policy show` and `policy set`.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

namespace {

// A device with both settings, or an old one with none.
struct PolicyCamera {
    std::map<std::string, std::string> settings{{"AllowUnsigned", "true"}, {"AllowRoot", "false"}};
    bool obeys = true;

    device::Answer answer(const device::Request& request) {
        const std::string name = device::Camera::query(request, "name");
        if (!settings.contains(name))
            return device::ok(
                R"(<reply result="error"><error type="1" message="no such"/></reply>)");
        if (device::Camera::query(request, "action") == "set" && obeys)
            settings[name] = device::Camera::query(request, "value");
        return device::ok(fmt::format(R"(<reply result="ok"><param name="{}" value="{}"/></reply>)",
                                      name, settings[name]));
    }
};

struct PolicyDesk : Cameras {
    PolicyCamera first{};
    PolicyCamera second{.settings = {}};

    PolicyDesk() {
        serve(one(), first);
        serve(two(), second);
    }
    void serve(device::Camera& camera, PolicyCamera& policy) {
        camera.bend = [&policy](const device::Request& request) {
            return request.path.ends_with("config.cgi") ? std::optional(policy.answer(request))
                                                        : std::nullopt;
        };
    }
};

} // namespace

TEST_CASE("policy show tells both settings, and where there is none") {
    PolicyDesk desk;
    const Said said = desk.on_both({"policy", "show"});
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\ttrue\tfalse\nhttp://two\t-\t-\n");
    const auto devices = desk.json_of_both({"policy", "show"});
    CHECK(devices[0]["allowUnsigned"] == true);
    CHECK(devices[0]["allowRoot"] == false);
    CHECK(devices[1]["allowUnsigned"].is_null());
    CHECK(devices[1]["ok"] == true);
}

TEST_CASE("policy set changes one setting and tells what it was before") {
    PolicyDesk desk;
    const Said said = desk.on_one({"policy", "set", "allow-unsigned", "false"});
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\tallow-unsigned\ttrue\tfalse\n");
    CHECK(desk.first.settings["AllowUnsigned"] == "false");
    CHECK(desk.first.settings["AllowRoot"] == "false");
    const auto device = desk.json_of_one({"policy", "set", "allow-root", "true"});
    CHECK(device["setting"] == "allow-root");
    CHECK(device["previous"] == false);
    CHECK(device["value"] == true);
    CHECK(desk.first.settings["AllowRoot"] == "true");
}

TEST_CASE("a device that has no such setting, or keeps the old value, has not got the new one") {
    PolicyDesk desk;
    const auto devices = desk.json_of_both({"policy", "set", "allow-root", "true"});
    CHECK(devices[0]["value"] == true);
    CHECK(devices[1]["value"].is_null());
    CHECK(devices[1]["previous"].is_null());
    CHECK(devices[1]["error"]["code"] == "setting-refused");
    CHECK(desk.on_both({"policy", "set", "allow-root", "true"}).exit == 10);
    desk.first.obeys = false;
    const auto kept = desk.json_of_one({"policy", "set", "allow-root", "false"});
    CHECK(kept["error"]["code"] == "setting-ignored");
    CHECK(kept["previous"] == true);
    CHECK(kept["value"].is_null());
}

TEST_CASE("policy set takes one setting and one of two values") {
    Cameras desk;
    check_usage(
        desk, {{{"policy", "set"}, "SETTING is missing", "policy set --help"},
               {{"policy", "set", "allow-root"}, "VALUE is missing", "policy set --help"},
               {{"policy", "set", "allow-all", "true"}, "SETTING: allow-all not in", "policy set"},
               {{"policy", "set", "allow-root", "yes"}, "VALUE: yes not in", "policy set --help"},
               {{"policy", "show", "allow-root"}, "unexpected argument", "policy show --help"}});
}

} // namespace acapctl::cli
