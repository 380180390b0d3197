#include "emulator/state/settings.hpp"
#include "acapctl/error.hpp"
#include "emulator/http/certificate.hpp"
#include "emulator/profile/profile.hpp"
#include "emulator/state/about.hpp"
#include "support/files.hpp"

#include "catch.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::emulator;

TEST_CASE("settings survive a restart") {
    const TempDir directory;
    const auto file = directory.path() / "settings.json";
    {
        Settings settings(file);
        CHECK_FALSE(settings.policy("AllowUnsigned"));
        settings.set_policy("AllowUnsigned", true);
        settings.set_license_key("a", "key");
        settings.set_license_key("b", "key");
        settings.set_license_key("b", "");
        settings.set_enabled("a", true);
        settings.set_enabled("b", true);
        settings.set_enabled("a", false);
        settings.set_parameter("a.X", "1");
        settings.set_parameter("ab.X", "\xff");
        settings.forget("a");
    }
    const Settings settings(file);
    CHECK(settings.policy("AllowUnsigned") == true);
    CHECK(settings.license_key("a").empty());
    CHECK(settings.license_key("b").empty());
    CHECK(settings.enabled() == std::set<std::string>{"b"});
    CHECK(settings.parameters().size() == 1);
    CHECK(settings.parameters().contains("ab.X"));
}

TEST_CASE("a reset forgets everything but the AXIS OS") {
    const TempDir directory;
    const auto file = directory.path() / "settings.json";
    {
        Settings settings(file);
        settings.set_axis_os("13");
        settings.set_policy("AllowUnsigned", true);
        settings.set_license_key("a", "key");
        settings.set_enabled("a", true);
        settings.set_parameter("a.X", "1");
        settings.reset({{"b.Y", "2"}});
    }
    const Settings settings(file);
    CHECK(settings.axis_os() == "13");
    CHECK_FALSE(settings.policy("AllowUnsigned"));
    CHECK(settings.license_key("a").empty());
    CHECK(settings.enabled().empty());
    CHECK(settings.parameters() == std::map<std::string, std::string>{{"b.Y", "2"}});
}

TEST_CASE("what is known of an application survives being written down") {
    const About about{.name = "a",
                      .nice_name = "A",
                      .vendor_id = "1234567890",
                      .run_mode = "respawn",
                      .is_signed = true,
                      .os_versions = {{"12.10", ""}},
                      .parameters = {{"P", "v", "string"}},
                      .size = 77};
    const About again = about_from_json(to_json(about));
    CHECK(to_json(again) == to_json(about));
    CHECK(again.parameters.front().type == "string");
    CHECK(again.size == 77);
}

TEST_CASE("the certificate is kept, and names the device") {
    const TempDir directory;
    const Certificate first = kept_certificate(directory.path(), "axis-1", "000000000001");
    const Certificate again = kept_certificate(directory.path(), "axis-1", "000000000001");
    CHECK(first.pem == again.pem);
    CHECK(first.key == again.key);
    CHECK(first.pem != make_certificate("axis-1", "000000000001").pem);
    const auto mode = std::filesystem::status(directory.path() / "certificate.key").permissions();
    CHECK((mode & std::filesystem::perms::all) == static_cast<std::filesystem::perms>(0600));
}
