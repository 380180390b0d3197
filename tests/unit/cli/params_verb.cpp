// `params` and `license`: what is asked, what is shown of secrets, what is refused.
#include "catch.hpp"
#include "desk.hpp"
#include "support/text.hpp"

namespace acapctl::cli {

namespace {

struct Settings : Desk {
    std::map<std::string, std::string> values{{"root.hello.Port", "80"},
                                              {"root.hello.Password", "hunter2"}};

    Settings() {
        device::Camera& camera = devices["one"];
        camera.apps["hello"] = {"1.0.0", "Running"};
        camera.bend = [this](const device::Request& request) -> std::optional<device::Answer> {
            if (!request.path.ends_with("param.cgi")) return std::nullopt;
            if (request.method == "POST") {
                std::string errors;
                for (const std::string& field : text::split(request.body, '&')) {
                    const auto equals = field.find('=');
                    const std::string name = field.substr(0, equals);
                    if (values.contains(name))
                        values[name] = field.substr(equals + 1);
                    else if (name != "action")
                        errors += "# Error: Error setting '" + name + "' to 'x'!\n";
                }
                return device::ok(errors.empty() ? "OK" : errors);
            }
            std::string list;
            for (const std::string& group :
                 text::split(device::Camera::query(request, "group"), ','))
                for (const auto& [name, value] : values)
                    if (name == group || name.starts_with(group + "."))
                        list += name + "=" + value + "\n";
            return device::ok(list.empty() ? "# Error: Error -1 getting param in group 'x'\n"
                                           : list);
        };
    }
    Said on_one(std::vector<std::string> words) {
        words.insert(words.end(), {"-t", "http://one"});
        return acapctl(words);
    }
};

} // namespace

TEST_CASE("params get shows values, but not those that look secret") {
    Settings desk;
    const Said all = desk.on_one({"params", "get", "hello"});
    INFO(all.err);
    CHECK(all.exit == 0);
    CHECK_THAT(all.out, contains("Port\t80"));
    CHECK(all.out.find("hunter2") == std::string::npos);
    CHECK_THAT(desk.on_one({"params", "get", "hello", "--show"}).out, contains("hunter2"));
    CHECK_THAT(desk.on_one({"params", "get", "hello", "Password"}).out, contains("hunter2"));
    const auto document = desk.on_one({"params", "get", "hello", "--json"}).document();
    CHECK(document["devices"][0]["parameters"]["Port"] == "80");
    CHECK(document["devices"][0]["parameters"]["Password"].is_null());
}

TEST_CASE("params set sends the values, and shows what the device has then") {
    Settings desk;
    const Said said = desk.on_one({"params", "set", "hello", "Port=8080"});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK(desk.values["root.hello.Port"] == "8080");
    CHECK_THAT(said.out, contains("8080"));
    CHECK(desk.on_one({"params", "set", "hello"}).exit == 2);
    const Said unknown = desk.on_one({"params", "set", "hello", "Prt=1"});
    CHECK(unknown.exit != 0);
    CHECK_THAT(unknown.err, contains("Prt"));
}

TEST_CASE("license takes a key file that is there, for an application that is there") {
    Settings desk;
    const std::string key = desk.write("key.xml", "<Licensekey/>").string();
    CHECK(desk.on_one({"license", "install", (desk.home() / "gone").string(), "hello"}).exit == 3);
    CHECK(desk.on_one({"license", "install", key, "nothing"}).exit != 0);
    const Said shown = desk.on_one({"license", "install", key, "hello", "--dry-run"});
    INFO(shown.err);
    CHECK(shown.exit == 0);
    CHECK_THAT(shown.out, contains("license.cgi"));
}

} // namespace acapctl::cli
