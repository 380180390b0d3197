#include "device/vapix/params.hpp"

#include "camera.hpp"
#include "catch.hpp"
#include "device/session/requests.hpp"
#include "support/text.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

// A device that keeps parameters; it does not show passwords.
struct ParamDevice : Camera {
    std::map<std::string, std::string> values{
        {"root.hello.Port", "80"}, {"root.hello.Url", "a=b&c"}, {"root.hello.Password", "x"}};
    std::string bodies{};
    std::string keeps{}; // OK, but unchanged

    ParamDevice() {
        apps["hello"] = {"1.0.0", "Running"};
        bend = [this](const Request& request) -> std::optional<Answer> {
            if (!request.path.ends_with("param.cgi")) return std::nullopt;
            return request.method == "POST" ? update(request.body) : list(query(request, "group"));
        };
    }
    Answer list(const std::string& groups) const {
        std::string text;
        for (const std::string& group : text::split(groups, ',')) {
            const auto before = text.size();
            for (const auto& [name, value] : values)
                if ((name == group || name.starts_with(group + ".")) &&
                    name != "root.hello.Password")
                    text += name + "=" + value + "\n";
            if (text.size() == before)
                text += "# Error: Error -1 getting param in group '" + group + "'\n";
        }
        return ok(text);
    }
    Answer update(const std::string& body) {
        bodies += body + "\n";
        std::string errors;
        for (const std::string& field : text::split(body, '&')) {
            const auto equals = field.find('=');
            const std::string name = field.substr(0, equals);
            if (name == "action" || name == keeps) continue;
            const auto known = values.find(name);
            if (known == values.end() || field.ends_with("=bad"))
                errors += "# Error: Error setting '" + name + "' to 'bad'!\n";
            else
                known->second = field.substr(equals + 1);
        }
        return ok(errors.empty() ? "OK" : errors);
    }
    Result set(const std::vector<std::pair<std::string, std::string>>& wanted,
               ParamChanges& changes) {
        return on(*this, [&](Session& session, const auto&, auto&, const auto&) {
            write_params(session, "hello", wanted, changes);
        });
    }
};

} // namespace

TEST_CASE("replies of param.cgi are read, errors between good lines too") {
    const ParamReply reply = parse_param_reply(
        "root.a.B=c=d\r\n# Error: Error -1 getting param in group 'x'\nroot.e=\n");
    CHECK(reply.values == std::map<std::string, std::string>{{"root.a.B", "c=d"}, {"root.e", ""}});
    CHECK(reply.errors == std::vector<std::string>{"Error -1 getting param in group 'x'"});
    CHECK(parse_param_reply("OK").done);
    CHECK_FALSE(parse_param_reply("").done);
    CHECK_THROWS_AS(parse_param_reply("<html>"), Error);
}

TEST_CASE("parameters are read by one request") {
    ParamDevice camera;
    Session session = camera.session();
    CHECK(read_params(session, "hello", {}).values ==
          std::map<std::string, std::string>{{"Port", "80"}, {"Url", "a=b&c"}});
    CHECK(read_params(session, "hello", {"Url", "hello.Port"}).values.size() == 2);
    CHECK(camera.fake.requests.size() == 2);
}

TEST_CASE("a name that is not there is told, with those that are") {
    ParamDevice camera;
    Session session = camera.session();
    try {
        read_params(session, "hello", {"Prot"});
        FAIL("read");
    } catch (const Error& error) {
        CHECK(error.failure().code == "no-parameter");
        CHECK(error.failure().hint.find("Port") != std::string::npos);
    }
    CHECK_THROWS_AS(read_params(session, "gone", {}), Error);
    CHECK_THROWS_AS(read_params(session, "hello", {"*"}), Error);
    CHECK(read_params(session, "Hello", {}).app == "hello");
}

TEST_CASE("settings are sent in the body, encoded, and read back") {
    ParamDevice camera;
    ParamChanges changes;
    CHECK_FALSE(camera.set({{"Port", "81"}, {"Password", "new"}}, changes).failure);
    CHECK(changes.values == std::map<std::string, std::string>{{"Port", "81"}});
    CHECK(camera.fake.requests.front() == "POST /axis-cgi/param.cgi");
    CHECK(camera.values["root.hello.Password"] == "new");
    CHECK(camera.fake.requests.size() == 2);
    CHECK(params_update_request({{"root.a.B", "x=1&y z"}}).body ==
          "action=update&root.a.B=x%3D1%26y%20z");
}

TEST_CASE("a setting that is not taken is an error that names it") {
    ParamDevice camera;
    ParamChanges changes;
    const Result refused = camera.set({{"Port", "81"}, {"Url", "bad"}}, changes);
    CHECK(refused.code() == "parameter-refused");
    CHECK(refused.message().find("Error setting 'root.hello.Url'") != std::string::npos);
    CHECK(changes.refused == std::vector<std::string>{"Url"});
    CHECK(changes.values["Port"] == "81");
    camera.keeps = "root.hello.Port";
    ParamChanges kept;
    CHECK(camera.set({{"Port", "82"}}, kept).message().find("keeps another") != std::string::npos);
    ParamChanges secret;
    CHECK(camera.set({{"Password", "bad"}}, secret).code() == "parameter-refused");
}

TEST_CASE("names of secrets are known") {
    CHECK(names_secret("MqttPassword"));
    CHECK(names_secret("ApiToken"));
    CHECK_FALSE(names_secret("Port"));
}
