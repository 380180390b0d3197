#include "device/vapix/description.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "device/session/device_cache.hpp"
#include "fake_transport.hpp"
#include "support/files.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::device;
using nlohmann::json;

namespace {

Reply answer_of_a_device(const Request& request) {
    if (request.path.ends_with("basicdeviceinfo.cgi"))
        return ok(R"({"apiVersion":"1.3","data":{"propertyList":{"Architecture":"aarch64",
                     "Soc":"Axis Artpec-8","ProdNbr":"P3265-V","SerialNumber":"ACCC8E000001",
                     "Version":"12.11.77"}}})");
    if (request.path.ends_with("list.cgi"))
        return ok(R"(<reply result="ok"><application Name="a" Status="Running"/>)"
                  R"(<application Name="b" Status="Stopped"/></reply>)");
    if (request.path.ends_with("config.cgi") && request.query[1].second == "AllowUnsigned")
        return ok(R"(<reply result="ok"><param name="AllowUnsigned" value="false"/></reply>)");
    return Reply{.status = 404};
}

} // namespace

TEST_CASE("a device that lacks some interfaces is described by the others") {
    FakeDevice fake;
    fake.certificate = Certificate{.fingerprint = "AA:BB", .subject = "CN=x", .pinned = "AA:BB"};
    fake.answer = answer_of_a_device;
    Session session({.name = "cam", .host = "cam", .tls = true, .port = 443},
                    std::make_unique<FakeTransport>(fake), {}, {});
    const Description known = describe(session);
    CHECK(known.facts.model == "P3265-V");
    CHECK(known.applications == 2U);
    CHECK(known.running == 1U);
    CHECK(known.allow_unsigned == false);
    CHECK_FALSE(known.allow_root);
    CHECK(known.apis.empty());
    CHECK(known.address == "https://cam");
    const json document = to_json(known);
    CHECK(document["certificate"]["pinned"] == true);
    CHECK(document["policies"]["allowRoot"].is_null());
    CHECK(to_json(description_from(document)) == document);
}

TEST_CASE("a device shows what it did tell, whatever it lacks") {
    std::vector<std::string> missing;
    std::string info = R"({"data":{"propertyList":{"ProdNbr":"M1","Version":"5.51"}}})";
    FakeDevice fake;
    fake.answer = [&](const Request& request) -> Answer {
        for (const std::string& name : missing)
            if (request.path.ends_with(name)) return Reply{.status = 404};
        if (request.path.ends_with("basicdeviceinfo.cgi")) return ok(info);
        if (request.path.ends_with("param.cgi"))
            return ok("root.Properties.System.Soc=Axis Artpec-5\nroot.Brand.ProdNbr=M2\n");
        return answer_of_a_device(request);
    };
    const auto described = [&](std::vector<std::string> without) {
        missing = std::move(without);
        Session session({.name = "cam", .host = "cam"}, std::make_unique<FakeTransport>(fake), {},
                        {});
        return describe(session);
    };
    Description known = described({});
    CHECK(known.facts.model == "M1"); // who speaks first is believed
    CHECK(known.facts.soc == "Axis Artpec-5");
    known = described({"param.cgi"});
    CHECK(known.facts.model == "M1");
    CHECK(known.facts.axis_os == "5.51");
    CHECK(known.facts.architecture.empty());
    CHECK(known.applications == 2U);
    known = described({"basicdeviceinfo.cgi"});
    CHECK(known.facts.model == "M2");
    known = described({"basicdeviceinfo.cgi", "param.cgi"});
    CHECK_FALSE(known.facts.told());
    CHECK(known.applications == 2U);
    known = described({"param.cgi", "list.cgi", "config.cgi"});
    CHECK(known.facts.model == "M1");
    CHECK_FALSE(known.applications);
    try {
        described({"basicdeviceinfo.cgi", "param.cgi", "list.cgi", "config.cgi"});
        FAIL("described");
    } catch (const Error& error) {
        CHECK(error.failure().code == "not-found");
    }
}

TEST_CASE("what a device does not show an account leaves the rest, and is not asked twice") {
    FakeDevice fake;
    fake.answer = [&](const Request& request) -> Answer {
        const bool theirs = request.path.ends_with("list.cgi");
        Reply reply =
            theirs ? Reply{.status = 403} : std::get<Reply>(Answer(answer_of_a_device(request)));
        reply.credentials_sent = true;
        return reply;
    };
    std::vector<std::string> warnings;
    Session session({.name = "cam", .host = "cam", .password = Secret("x")},
                    std::make_unique<FakeTransport>(fake),
                    {.warn = [&](const Notice& notice) { warnings.push_back(notice.text); }}, {});
    const Description known = describe(session);
    CHECK(known.facts.model == "P3265-V");
    CHECK_FALSE(known.applications);
    CHECK(fake.requests.size() == 2);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].find("does not tell 'root' all") != std::string::npos);
}

TEST_CASE("a description from a damaged cache keeps what has the right type") {
    for (const char* text :
         {"null", "7", "[]", "{}", R"({"model":7,"apis":[1],"policies":"x","certificate":[]})",
          R"({"applications":-1,"running":1.5,"apis":{"a":7,"b":[1,null]}})"}) {
        INFO(text);
        const Description known = description_from(json::parse(text));
        CHECK(known.facts.model.empty());
        CHECK_FALSE(known.applications);
        CHECK_FALSE(known.certificate);
        CHECK_FALSE(known.allow_root);
    }
    CHECK(description_from(json::parse(R"({"model":"x","soc":3})")).facts.model == "x");
}

TEST_CASE("a description is remembered for its device, with the time it was made") {
    const TempDir directory;
    const Target target{.host = "cam", .tls = true, .port = 443};
    const DeviceCache cache(directory.path() / "devices", target);
    CHECK_FALSE(cache.description());
    const DeviceCache::Time at(std::chrono::seconds(1'700'000'000));
    cache.remember_description({{"model", "x"}}, at);
    REQUIRE(cache.description());
    CHECK(cache.description()->first["model"] == "x");
    CHECK(cache.description()->second == at);
    Target other = target;
    other.port = 444;
    CHECK_FALSE(DeviceCache(directory.path() / "devices", other).description());
    CHECK_FALSE(DeviceCache().description());
}

TEST_CASE("what is broken on a device is told, and the rest is shown") {
    FakeDevice fake;
    fake.answer = [](const Request& request) -> Answer {
        if (request.path.ends_with("list.cgi")) return Reply{.status = 500};
        return answer_of_a_device(request);
    };
    std::vector<std::string> told;
    Session session({.name = "cam", .host = "cam"}, std::make_unique<FakeTransport>(fake),
                    {.warn = [&](const Notice& notice) { told.push_back(notice.text); }}, {});
    const Description known = describe(session);
    CHECK(known.facts.model == "P3265-V");
    CHECK_FALSE(known.applications);
    REQUIRE(told.size() == 1); // not of what it lacks
    CHECK(told.front().starts_with("cam: the device answers GET "));
    CHECK(told.front().ends_with("list.cgi with HTTP 500"));
}
