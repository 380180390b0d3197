#include "bench.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

const std::string config = "/axis-cgi/applications/config.cgi";
const std::string form = "application/x-www-form-urlencoded";

} // namespace

TEST_CASE("config.cgi answers as recorded on AXIS OS 12.11") {
    Bench bench;
    CHECK(bench.get(config + "?action=get&name=AllowUnsigned") ==
          "<reply result=\"ok\">\n\t<param name=\"AllowUnsigned\" value=\"false\"/>\n</reply>\n");
    const Reply set = bench.ask("POST", config, "action=set&name=AllowUnsigned&value=true", form);
    CHECK(set.body ==
          "<reply result=\"ok\">\n\t<param name=\"AllowUnsigned\" value=\"true\"/>\n</reply>\n");
    CHECK(bench.device().settings().policy("AllowUnsigned") == true);
}

TEST_CASE("config.cgi answers a malformed call with HTTP 400") {
    Bench bench;
    for (const char* query :
         {"", "?action=get", "?action=get&name=AllowRoot", "?name=AllowUnsigned",
          "?action=set&name=AllowUnsigned", "?action=set&name=AllowUnsigned&value=1"}) {
        INFO(query);
        const Reply reply = bench.ask("GET", config + query);
        CHECK(reply.status == 400);
        CHECK_THAT(reply.body, contains("<reply result=\"error\">"));
    }
}

TEST_CASE("control.cgi says its errors in HTTP 200") {
    Bench bench;
    const std::string control = "/axis-cgi/applications/control.cgi";
    CHECK(bench.get(control + "?action=start&package=nosuch") == "Error: 4\n");
    CHECK(bench.get(control + "?action=stop&package=nosuch") == "Error: 4\n");
    CHECK(bench.get(control + "?action=remove&package=../x") == "Error: 4\n");
    CHECK(bench.get(control + "?action=start&package=") == "Error: 1\n");
    CHECK(bench.ask("POST", control, "action=restart&package=x", form).body == "Error: 4\n");
    CHECK(bench.ask("DELETE", control).status == 405);
}

TEST_CASE("both paths of the system log answer, with and without an application") {
    Bench bench;
    bench.device().log().add({.program = "app", .pid = 3, .app = "app", .message = "hello"});
    for (const char* path : {"/axis-cgi/systemlog.cgi", "/axis-cgi/admin/systemlog.cgi"}) {
        CHECK_THAT(bench.get(path), contains("\n----- System log -----\n\n\n"));
        CHECK_THAT(bench.get(path), contains("systemd[1]: "));
        const std::string app = bench.get(std::string(path) + "?appname=app");
        CHECK(app.starts_with("\n----- Contents of SYSTEM_LOG for 'app' -----\n\n\n"));
        CHECK_THAT(app, contains("app[3]: hello\n"));
        CHECK(bench.get(std::string(path) + "?appname=nosuch") ==
              "\n----- Contents of SYSTEM_LOG for 'nosuch' -----\n\n\n");
    }
}

TEST_CASE("a login is asked for, but not by the open CGIs") {
    Bench bench;
    bench.login("");
    const std::string info = "/axis-cgi/basicdeviceinfo.cgi";
    for (const char* path : {"/axis-cgi/applications/list.cgi", "/axis-cgi/nosuch.cgi",
                             "/axis-cgi/restart.cgi", "/axis-cgi/applications/upload.cgi"})
        CHECK(bench.ask("POST", path).status == 401);
    const auto open =
        bench.call(info, R"({"apiVersion":"1.0","method":"getAllUnrestrictedProperties"})");
    CHECK(open["data"]["propertyList"]["Version"] == "12.11.77");
    CHECK_FALSE(open["data"]["propertyList"].contains("Soc"));
    CHECK_FALSE(open.contains("method"));
    for (const char* body : {"", "{}", R"({"method":"getAllProperties"})"})
        CHECK(bench.ask("POST", info, body).status == 401);
    bench.login("root:pass");
    CHECK(bench.ask("GET", "/axis-cgi/nosuch.cgi").status == 404);
    const auto all = bench.call(info, R"({"method":"getAllProperties","context":"c"})");
    CHECK(all["data"]["propertyList"]["Soc"] == "Axis Artpec-8");
    CHECK(all["context"] == "c");
}

TEST_CASE("the JSON CGIs answer what they do not understand with codes") {
    Bench bench;
    bench.login("");
    const std::string ready = "/axis-cgi/systemready.cgi";
    CHECK(bench.call(ready, R"({"method":"nosuch"})")["error"]["code"] == 2004);
    CHECK(bench.call(ready, "{")["error"]["code"] == 4000);
    CHECK(bench.call(ready, "[]")["error"]["code"] == 4000);
    CHECK(bench.call(ready, "{}")["error"]["code"] == 4002);
    CHECK(nlohmann::json::parse(bench.get(ready))["error"]["code"] == 2002);
    const std::string deep = std::string(400'000, '[') + std::string(400'000, ']');
    CHECK(bench.call(ready, R"({"method":"nosuch","context":)" + deep + "}")["error"]["code"] ==
          2004);
    const auto good = bench.call(ready, R"({"apiVersion":"1","method":"systemready"})");
    CHECK(good["method"] == "systemready");
    for (const auto& [key, value] : good["data"].items()) CHECK(value.is_string());
    CHECK(good["data"]["systemready"] == "yes");
}

TEST_CASE("the list of APIs repeats ids and may lack a status, as devices do") {
    Bench bench;
    const auto reply = bench.call("/axis-cgi/apidiscovery.cgi", R"({"method":"getApiList"})");
    int masks = 0;
    bool application = false;
    for (const auto& api : reply["data"]["apiList"]) {
        if (api["id"] == "privacy-mask") ++masks;
        if (api["id"] == "application") application = true;
        if (api["id"] == "packagemanager") CHECK_FALSE(api.contains("status"));
    }
    CHECK(masks == 2);
    CHECK(application);
}

TEST_CASE("param.cgi puts errors between good lines") {
    Bench bench;
    CHECK(bench.get("/axis-cgi/param.cgi?action=list&group=Brand.Brand,No.Such,root.Brand.Brand") ==
          "Brand.Brand=AXIS\n# Error: Error -1 getting param in group 'No.Such'\n"
          "root.Brand.Brand=AXIS\n");
    CHECK(bench.get("/axis-cgi/param.cgi?action=update&Brand.Brand=X") ==
          "# Error: Error setting 'Brand.Brand' to 'X'!\n");
}

TEST_CASE("an upload that holds no package is refused with the documented codes") {
    Bench bench;
    const std::string upload = "/axis-cgi/applications/upload.cgi";
    const std::string type = "multipart/form-data; boundary=B";
    const std::string part = "--B\r\nContent-Disposition: form-data; name=\"any\"";
    const std::string named = part + "; filename=\"x.eap\"\r\n\r\n";
    CHECK(bench.ask("POST", upload, named + "junk\r\n--B--\r\n", type).body == "Error: 1\n");
    CHECK(bench.ask("POST", upload, part + "\r\n\r\njunk\r\n--B--\r\n", type).body == "Error: 3\n");
    CHECK(bench.ask("POST", upload, named + "cut", type).body == "Error: 10\n");
    CHECK(bench.ask("GET", upload).status == 405);
    CHECK(std::filesystem::is_empty(bench.device().upload_directory()));
}

TEST_CASE("a second upload is refused while one is in progress") {
    Bench bench;
    const Request request{.method = "POST",
                          .headers = {{"Content-Type", "multipart/form-data; boundary=B"}}};
    auto first = upload_cgi(bench.device(), request);
    CHECK(upload_cgi(bench.device(), request).finish().body == "Error: 12\n");
    first = {};
    CHECK(upload_cgi(bench.device(), request).finish().body == "Error: 3\n");
}

TEST_CASE("info.cgi names SDKs by a text or by an attribute") {
    const std::string ten = Bench("artpec7@10.12").get("/axis-cgi/applications/info.cgi");
    CHECK_THAT(ten, contains("<sdk version=\"3.5\">acap3</sdk>")); // recorded on 10.12.300
    CHECK_THAT(ten, contains("<sdk>acap4-native</sdk>"));
    CHECK_THAT(Bench().get("/axis-cgi/applications/info.cgi"), !contains("version="));
    CHECK(Bench().get("/axis-cgi/applications/info.cgi").find("<sdk name=\"acap4-native\"/>") !=
          std::string::npos);
}

TEST_CASE("bundled applications are listed and stay") {
    CHECK(Bench().get("/axis-cgi/applications/list.cgi").find("objectanalytics") ==
          std::string::npos);
    Bench bench("artpec8+bundled");
    const auto control = [&](const std::string& action) {
        return bench.get("/axis-cgi/applications/control.cgi?package=objectanalytics&action=" +
                         action);
    };
    CHECK(control("remove") == "Error: 10\n");
    CHECK(control("start") == "Error: 10\n");
    CHECK(control("stop") == "Error: 7\n");
    const std::string list = bench.get("/axis-cgi/applications/list.cgi");
    CHECK(list.find("Name=\"objectanalytics\"") != std::string::npos);
    CHECK(list.find("Bundled=\"Yes\"") != std::string::npos);
    CHECK(Bench("artpec6@11.11+bundled").get("/axis-cgi/applications/list.cgi").find("Bundled") ==
          std::string::npos);
    CHECK(bench.ask("GET", "/local/objectanalytics/index.html").status == 404);
}

TEST_CASE("what is below /local needs an application and a login") {
    Bench bench;
    CHECK(bench.ask("GET", "/local/none/index.html").status == 404);
    CHECK(bench.ask("GET", "/local/../axis-cgi/param.cgi").status == 404);
    bench.login("");
    CHECK(bench.ask("GET", "/local/none/index.html").status == 401);
}
