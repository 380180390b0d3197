// What the emulator answers has the shape of what devices of the same AXIS OS were recorded to
// answer.
#include "bench.hpp"
#include "emulator/vapix/application_list.hpp"
#include "support/text.hpp"

#include "catch.hpp"

#include <filesystem>
#include <iostream>
#include <regex>
#include <set>

#include <pugixml.hpp>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

namespace fs = std::filesystem;

// The recorded file, or nothing when the corpus is not there.
std::optional<std::string> recorded(const std::string& name) {
    const fs::path file = fs::path(SHARED_CORPUS) / "responses" / name;
    if (fs::exists(file)) return read_file(file);
    std::cout << "skipped: no " << file.string() << "\n";
    return std::nullopt;
}

// Every value of a JSON text made alike: what remains are keys, their order and the blanks.
std::string shape(const std::string& json) {
    return std::regex_replace(json, std::regex(": \"[^\"]*\""), ": \"\"");
}

Installed application(bool full) {
    About about{.name = "app", .nice_name = "App", .vendor = "V", .version = "1"};
    if (full) {
        about.app_id = "1";
        about.settings_page = "index.html";
        about.vendor_url = "http://example.com";
        about.license_name = "Proprietary";
        about.os_versions = {{"12", "13"}};
    }
    return {.about = about, .license = {.license = "Valid", .expires = full ? "0" : ""}};
}

std::vector<std::string> attributes(const pugi::xml_node& node) {
    std::vector<std::string> result;
    for (const auto& attribute : node.attributes()) result.emplace_back(attribute.name());
    return result;
}

// `part` is `whole` with some left out.
bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
    auto next = whole.begin();
    for (const std::string& name : part) {
        next = std::find(next, whole.end(), name);
        if (next++ == whole.end()) return false;
    }
    return true;
}

std::string axis_os_of(const fs::path& file) {
    std::smatch found;
    const std::string name = file.filename().string();
    return std::regex_search(name, found, std::regex("_(1[0-9]\\.[0-9]+)\\.")) ? found[1].str()
                                                                               : "";
}

} // namespace

TEST_CASE("basicdeviceinfo.cgi is byte for byte the recorded text but for the values", "[corpus]") {
    for (const char* axis_os : {"P3245-LVE_10.12.323", "M1075-L_11.11.192", "M1075-L_12.9.57"})
        for (const char* method : {"all", "all_unrestricted"}) {
            const auto theirs = recorded(std::string("basicdeviceinfo/rs4a-get_") + method +
                                         "_properties-" + axis_os + "-01.json");
            if (!theirs) return;
            Bench bench("cv25@" + axis_os_of(axis_os));
            const std::string call =
                method == std::string("all") ? "getAllProperties" : "getAllUnrestrictedProperties";
            INFO(axis_os << " " << method);
            CHECK(shape(bench.post("/axis-cgi/basicdeviceinfo.cgi",
                                   R"({"apiVersion":"1.0","method":")" + call + "\"}")) ==
                  shape(*theirs));
        }
}

TEST_CASE("the recorded models answer with their recorded strings", "[corpus]") {
    const auto theirs = recorded("basicdeviceinfo/rs4a-get_all_unrestricted_properties-"
                                 "M1075-L_12.9.57-01.json");
    if (!theirs) return;
    Bench bench("cv25@12.9");
    const auto ours =
        bench.call("/axis-cgi/basicdeviceinfo.cgi", R"({"method":"getAllUnrestrictedProperties"})");
    const auto model = nlohmann::json::parse(*theirs)["data"]["propertyList"];
    for (const auto& [key, value] : model.items()) {
        INFO(key);
        if (key != "SerialNumber" && key != "BuildDate")
            CHECK(ours["data"]["propertyList"][key] == value);
    }
}

TEST_CASE("systemready.cgi has the recorded fields in the recorded order", "[corpus]") {
    struct Row {
        const char* file;
        const char* profile;
    };
    for (const Row& row :
         {Row{"rs4a-system_ready_system_ready-M1075-L_11.11.192-01.json", "cv25@11.11"},
          {"rs4a-system_ready_system_ready-D2210-VE_12.9.57-01.json", "artpec8@12.9"},
          {"rs4a-unit-02.json", "artpec8@11.11+fresh"}}) {
        const auto theirs = recorded(std::string("systemready/") + row.file);
        if (!theirs) return;
        Bench bench(row.profile);
        std::string ours =
            bench.post("/axis-cgi/systemready.cgi", R"({"apiVersion":"1","method":"systemready"})");
        INFO(row.file);
        if (theirs->find('\n') == std::string::npos) {
            CHECK(shape(ours) == shape(*theirs));
            continue;
        }
        const auto keys = [](const std::string& text) {
            std::vector<std::string> names;
            const auto document = nlohmann::ordered_json::parse(text);
            for (const auto& [key, value] : document["data"].items()) names.push_back(key);
            return names;
        };
        CHECK(keys(ours) == keys(*theirs)); // laid out for a reader
    }
}

TEST_CASE("apidiscovery.cgi lists what devices of the version list, in their versions",
          "[corpus]") {
    const fs::path folder = fs::path(SHARED_CORPUS) / "responses/apidiscovery";
    if (!fs::exists(folder)) {
        std::cout << "skipped: no " << folder.string() << "\n";
        return;
    }
    std::map<std::string, std::set<std::string>> theirs; // by AXIS OS
    std::map<std::string, std::string> starts;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") continue;
        const std::string text = read_file(entry.path());
        const std::string axis_os = axis_os_of(entry.path());
        starts[axis_os] = shape(text.substr(0, text.find('}') + 1));
        const auto document = nlohmann::ordered_json::parse(text);
        for (const auto& api : document["data"]["apiList"]) theirs[axis_os].insert(api.dump());
    }
    CHECK(theirs.size() == 3);
    for (const auto& [axis_os, apis] : theirs) {
        Bench bench("artpec8@" + axis_os);
        const std::string ours = bench.post("/axis-cgi/apidiscovery.cgi",
                                            R"({"apiVersion":"1.0","method":"getApiList"})");
        CHECK(shape(ours.substr(0, ours.find('}') + 1)) == starts[axis_os]);
        const auto document = nlohmann::ordered_json::parse(ours);
        std::set<std::string> ids;
        for (const auto& api : document["data"]["apiList"]) {
            INFO(axis_os << " " << api.dump());
            CHECK(apis.contains(api.dump()));
            ids.insert(api["id"]);
        }
        CHECK(ids.contains("application") == (axis_os == "12.9"));
        CHECK(ids.contains("device-config") == (axis_os != "10.12"));
    }
}

TEST_CASE("list.cgi has the recorded attributes in the recorded order", "[corpus]") {
    struct Row {
        const char* file;
        const char* axis_os;
    };
    for (const Row& row : {Row{"oadm-P3265-V_12.11.77-01.xml", "12.11"},
                           {"kane610-q1615_mkii_9_80_list_applications-01.xml", "10.12"},
                           {"kane610-list_applications-01.xml", "11.11"}}) {
        const auto theirs = recorded(std::string("list/") + row.file);
        if (!theirs) return;
        pugi::xml_document document;
        pugi::xml_document own;
        REQUIRE(document.load_string(theirs->c_str()));
        REQUIRE(own.load_string(
            application_list({application(true)}, *load_axis_os(row.axis_os)).c_str()));
        const auto ours = own.child("reply").child("application");
        for (const auto app : document.child("reply").children("application")) {
            INFO(row.file << " " << app.attribute("Name").value());
            CHECK(is_subsequence(attributes(app), attributes(ours)));
            CHECK(app.first_child().empty() == ours.first_child().empty());
        }
        const std::string line = application_list({application(false)}, *load_axis_os(row.axis_os));
        const std::size_t tag = theirs->find(" <application ");
        const std::string end = theirs->substr(theirs->find('\n', tag) - 4, 5);
        CHECK(line.find(end) != std::string::npos); // "\" />" or "tion>"
    }
    const auto empty = recorded("list/kane610-list_application_empty-01.xml");
    if (empty) CHECK(application_list({}, *load_axis_os("10.12")) == *empty + "\n");
}

TEST_CASE("the headers of a 401 stand in the recorded order", "[corpus]") {
    const auto theirs = recorded("auth-401/oadm-http-01.txt");
    if (!theirs) return;
    // Of the transport, which is not Apache with HTTP/2.
    const std::set<std::string> transport{"Date", "Upgrade", "Connection", "Transfer-Encoding"};
    std::vector<std::string> names;
    std::string server;
    for (const std::string& line : text::lines(*theirs)) {
        const std::string name = line.substr(0, line.find(':'));
        if (line.find(':') == std::string::npos || transport.contains(name)) continue;
        if (name == "Server") server = line.substr(8);
        names.push_back(name);
    }
    Bench bench;
    Request request{.method = "POST", .path = "/axis-cgi/firmwaremanagement.cgi"};
    const Reply refusal = *serve(bench.device(), request).refusal;
    std::vector<std::string> ours;
    for (const auto& [name, value] : refusal.headers) ours.push_back(name);
    CHECK(ours == names);
    CHECK(refusal.headers.front().second == server);
    CHECK(refusal.headers.back().second == "application/json; charset=utf-8");
}

TEST_CASE("Digest challenges have the recorded form", "[corpus]") {
    const auto theirs = recorded("auth-401/oadm-10.12-01.txt");
    if (!theirs) return;
    const auto form = [](const std::string& challenge) {
        return std::regex_replace(challenge, std::regex("\"AXIS_[^\"]*\"|nonce=\"[^\"]*\""), "...");
    };
    for (const bool tls : {false, true}) {
        Bench bench("artpec7@10.12");
        const Reply reply = bench.device().access().challenge(tls, false);
        CHECK("WWW-Authenticate: " + form(reply.headers.front().second) ==
              form(text::lines(*theirs).front()));
    }
    const auto stale = recorded("auth-401/apache-stale-01.txt");
    Bench bench;
    const Reply reply = bench.device().access().challenge(false, true);
    CHECK("WWW-Authenticate: " + form(reply.headers.front().second) ==
          form(text::lines(*stale).front()));
}

TEST_CASE("config.cgi, param.cgi and the empty log are the recorded bytes", "[corpus]") {
    const auto config = recorded("config/oadm-P3265-V_12.11.77-01.xml");
    if (!config) return;
    Bench bench;
    CHECK(bench.get("/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true") ==
          *config);
    Bench strobe("imx8mn");
    CHECK(strobe.get("/axis-cgi/param.cgi?action=list&group=Properties.Image.Resolution") ==
          *recorded("param/rs4a-list_error-D4200-VE_12.9.57-01.txt"));
    for (const char* profile : {"artpec7@10.12", "artpec8", "artpec9@13"}) {
        Bench other(profile);
        CHECK(other.get("/axis-cgi/admin/systemlog.cgi?appname=helloworld") ==
              *recorded("systemlog/empty-01.txt"));
    }
}

TEST_CASE("param.cgi lists what a recorded 11.11 lists, in its order", "[corpus]") {
    const auto theirs = recorded("param/rs4a-list_all-P3245-LVE_11.11.192-01.txt");
    if (!theirs) return;
    // What tells one device from another: names, addresses, how it is built and how its owner
    // wants to be asked for a password.
    const std::set<std::string> own{"Network.HostName",
                                    "Network.VolatileHostName.HostName",
                                    "Network.Interface.I0.dot1x.EAPTLS.Identity",
                                    "Network.HTTP.AuthenticationPolicy",
                                    "Network.UPnP.FriendlyName",
                                    "Network.eth0.MACAddress",
                                    "Properties.Firmware.BuildDate",
                                    "Properties.System.SerialNumber"};
    Bench bench("artpec7@11.11");
    const auto lines = text::lines(*theirs);
    const auto ours = text::lines(bench.get("/axis-cgi/param.cgi?action=list"));
    REQUIRE(lines.size() == 1615);
    REQUIRE(ours.size() == lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string name = lines[i].substr(0, lines[i].find('='));
        if (own.contains(name.substr(5)))
            CHECK(ours[i].starts_with(name + "="));
        else
            CHECK(ours[i] == lines[i]);
    }
}

TEST_CASE("an image for another device is refused in the recorded words", "[corpus]") {
    const std::string folder = "firmwaremanagement/rs4a-firmware_management_upgrade_mismatch-"
                               "M1075-L_11.11.192-01.";
    const auto call = recorded(folder + "request");
    const auto theirs = recorded(folder + "json");
    if (!call || !theirs) return;
    const std::string boundary = call->substr(2, call->find_first_of("\r\n") - 2);
    std::string body; // the file may have been given the line ends of text
    for (const std::string& line : text::lines(*call)) body += line + "\r\n";
    Bench bench("cv25@11.11");
    const Reply reply = bench.ask("POST", "/axis-cgi/firmwaremanagement.cgi", body,
                                  "multipart/form-data; boundary=" + boundary);
    CHECK(nlohmann::json::parse(reply.body) == nlohmann::json::parse(*theirs));
}
