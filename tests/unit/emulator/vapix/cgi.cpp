// What other people's clients send, in the shapes of docs/emulator.md; the scenarios client-*.sh
// send the same over the network.
#include "bench.hpp"
#include "emulator/vapix/parameter_definitions.hpp"

#include "catch.hpp"

#include <pugixml.hpp>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

const std::string apis = "/axis-cgi/apidiscovery.cgi";
const std::string firmware = "/axis-cgi/firmwaremanagement.cgi";
const std::string form = "multipart/form-data; boundary=B";

std::string part(const std::string& head, const std::string& content) {
    return "--B\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n";
}

} // namespace

TEST_CASE("a form is a form whatever its content type is called") {
    Bench bench;
    for (const char* type : {"text/plain", "application/x-www-form-urlencoded", ""}) {
        INFO(type);
        CHECK(
            bench.ask("POST", "/axis-cgi/param.cgi", "action=list&group=Brand.Brand", type).body ==
            "Brand.Brand=AXIS\n");
        CHECK_THAT(bench.ask("POST", "/axis-cgi/pwdgrp.cgi", "action=get", type).body,
                   contains("admin=\"root\""));
    }
}

TEST_CASE("apidiscovery.cgi is open from AXIS OS 11 on") {
    const std::string call = R"({"apiVersion":"1.0","method":"getApiList"})";
    for (const char* profile : {"artpec8@11.11", "artpec8@12.0", "artpec8", "artpec8@13"}) {
        INFO(profile);
        Bench bench(profile);
        bench.login("");
        CHECK(bench.call(apis, call)["data"]["apiList"].size() > 20);
    }
    Bench ten("artpec7@10.12");
    CHECK(ten.call(apis, call)["data"]["apiList"].size() > 20);
    ten.login("");
    CHECK(ten.ask("POST", apis, call).status == 401);
}

TEST_CASE("apidiscovery.cgi lists what a call names") {
    Bench bench;
    const auto found = [&](const std::string& params) {
        return bench.call(apis, R"({"apiVersion":"1.0","method":"getApiList","params":)" + params +
                                    "}")["data"]["apiList"];
    };
    CHECK(found(R"({"id":"privacy-mask"})").size() == 2);
    CHECK(found(R"({"id":"privacy-mask","version":"3.0"})").size() == 1);
    CHECK(found(R"({"id":"nosuch"})").empty());
    CHECK(found(R"({"id":7})").size() > 20);
    CHECK(found("7").size() > 20);
}

TEST_CASE("what 13 took away is in no list, and 12.11 has what was recorded of it") {
    const auto listed = [](const char* profile) {
        std::map<std::string, std::string> versions;
        for (const Api& api : apis_of(load_profile(profile, 0).os.name))
            versions[api.id] = api.version;
        return versions;
    };
    auto twelve = listed("artpec8@12.11");
    for (const auto& [id, version] :
         std::map<std::string, std::string>{{"fwmgr", "1.10"},
                                            {"light-control", "1.6"},
                                            {"ntp", "1.5"},
                                            {"dynamicoverlay", "1.8"},
                                            {"network-settings", "1.37"},
                                            {"upnp", "1.1"},
                                            {"ssh", "1.0"},
                                            {"datahub-streaming-over-websocket", "1.0"},
                                            {"event-streaming-over-websocket", "1.0"}}) {
        INFO(id);
        CHECK(twelve[id] == version);
    }
    const auto thirteen = listed("artpec8@13");
    CHECK_FALSE(thirteen.contains("upnp"));
    CHECK_FALSE(thirteen.contains("ssh"));
    CHECK(thirteen.contains("fwmgr"));
    CHECK_FALSE(listed("artpec8@12.9").contains("datahub-streaming-over-websocket"));
}

TEST_CASE("getSupportedVersions is answered as each CGI is recorded to do it") {
    Bench bench;
    const std::string call = R"({"method":"getSupportedVersions","context":"c"})";
    CHECK(bench.post(apis, call) == "{\"method\": \"getSupportedVersions\", \"context\": \"c\", "
                                    "\"data\": {\"apiVersions\": [\"1.1\"]}}\n");
    const auto info = bench.call("/axis-cgi/basicdeviceinfo.cgi", call);
    CHECK(info["method"] == "getSupportedVersions");
    CHECK(info["apiVersion"] == "1.3");
}

TEST_CASE("an image for another device is refused, and nothing of it is kept") {
    Bench bench;
    const std::string call = R"({"apiVersion":"1.0","method":"upgrade","params":{}})";
    const auto code = [&](const std::string& body, const std::string& type = form) {
        return nlohmann::json::parse(bench.ask("POST", firmware, body, type).body)["error"]["code"];
    };
    const std::string image = part("name=\"f\"; filename=\"a.bin\"", std::string(3'000'000, 'x'));
    CHECK(code(part("name=\"data\"", call) + image + "--B--\r\n") == 421);
    CHECK(code(part("name=\"data\"", call) + "--B--\r\n") == 400);
    CHECK(code(part("name=\"data\"", call) + image) == 400); // it broke off
    CHECK(code(call, "application/json") == 400);
    CHECK(code(image + "--B--\r\n") == 4000);
    CHECK(code(R"({"method":"rollback"})", "application/json") == 405);
    CHECK(bench.ask("POST", firmware, std::string(70'000, 'x'), "application/json").status == 413);
    CHECK(bench.call(firmware, R"({"method":"status"})")["data"]["isCommitted"] == true);
}

TEST_CASE("the last lines of a log are as many as there are") {
    CHECK(last_lines("a\nb\nc\n", 2) == "b\nc\n");
    CHECK(last_lines("a\nb\nc", 1) == "c");
    CHECK(last_lines("a\n\n", 1) == "\n");
    CHECK(last_lines("a\nb\n", 9) == "a\nb\n");
    CHECK(last_lines("a\n", 0).empty());
    CHECK(last_lines("", 3).empty());
}

TEST_CASE("old devices give the end of a log, and no title if asked so") {
    Bench ten("artpec7@10.12");
    for (const char* message : {"one", "two", "three"}) ten.device().log().system("x", message);
    const std::string two = ten.get("/axis-cgi/systemlog.cgi?tail=2&title=no");
    CHECK(std::ranges::count(two, '\n') == 2);
    CHECK_THAT(two, contains("three"));
    CHECK(two.find("-----") == std::string::npos);
    CHECK_THAT(ten.get("/axis-cgi/systemlog.cgi?tail=x"), contains("----- System log -----"));
    Bench twelve;
    CHECK_THAT(twelve.get("/axis-cgi/systemlog.cgi?title=no"), contains("----- System log -----"));
}

TEST_CASE("a server report has the parameters and the log") {
    Bench bench;
    bench.device().log().system("x", "remarkable");
    const std::string report = bench.get("/axis-cgi/serverreport.cgi");
    CHECK_THAT(report, contains("root.Properties.System.Soc=Axis Artpec-8\n"));
    CHECK_THAT(report, contains("remarkable\n"));
    CHECK(bench.ask("GET", "/axis-cgi/serverreport.cgi?mode=zip").status == 501);
}

TEST_CASE("parameters have definitions in XML") {
    const auto tree = parameter_tree(
        load_profile("artpec8", 0),
        {{.name = "app",
          .parameters = {{"Mode", "a<b", "enum:a<b|Nice,c"}, {"Speed", "1", "hidden:int:min=0"}}}},
        {});
    pugi::xml_document document;
    const std::string xml = parameter_definitions(tree, load_profile("artpec8", 0));
    REQUIRE(document.load_string(xml.c_str()));
    const auto root = document.child("parameterDefinitions").child("group");
    const auto in = [](pugi::xml_node group, const char* element, const char* name) {
        return group.find_child_by_attribute(element, "name", name);
    };
    const auto app = in(root, "group", "app");
    CHECK(std::string(in(app, "parameter", "Mode").attribute("value").value()) == "a<b");
    const auto choices = in(app, "parameter", "Mode").child("type").child("enum");
    CHECK(std::string(choices.first_child().attribute("value").value()) == "a<b");
    CHECK(in(app, "parameter", "Speed").child("type").child("int"));
    const auto ssh = in(in(root, "group", "Network"), "group", "SSH");
    CHECK(in(ssh, "parameter", "Enabled").child("type").child("enum"));
    const auto brand = in(in(root, "group", "Brand"), "parameter", "Brand");
    CHECK(brand.child("type").attribute("readonly").as_bool());
    CHECK(std::distance(root.children("group").begin(), root.children("group").end()) == 31);
}

TEST_CASE("SSH can be switched on and stays so") {
    Bench bench;
    const std::string param = "/axis-cgi/param.cgi?action=";
    CHECK(bench.get(param + "update&root.Network.SSH.Enabled=yes") == "OK");
    CHECK(bench.get(param + "list&group=Network.SSH.Enabled") == "Network.SSH.Enabled=yes\n");
    CHECK_THAT(bench.get(param + "update&root.Network.SSH.Enabled=on"), contains("# Error: "));
    CHECK_THAT(bench.get(param + "listdefinitions&listformat=xmlschema&group=Network.SSH"),
               contains("<parameter name=\"Enabled\" value=\"yes\""));
}
