#include "device/session/requests.hpp"

#include "support/ascii.hpp"

#include <algorithm>

namespace acapctl::device {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Request get(std::string path, std::vector<std::pair<std::string, std::string>> query) {
    Request request;
    request.path = std::move(path);
    request.query = std::move(query);
    return request;
}

Request post_json(std::string path, std::string body) {
    Request request = get(std::move(path), {});
    request.method = "POST";
    request.content_type = "application/json";
    request.body = std::move(body);
    return request;
}

// Devices turn other characters into '_' by themselves.
std::string plain_file_name(const std::filesystem::path& path) {
    std::string name = path.filename().string();
    for (char& c : name)
        if (!ascii::is_letter_or_digit(c) && c != '.' && c != '-') c = '_';
    return name.empty() ? "package.eap" : name;
}

} // namespace

Request list_request() {
    return get("/axis-cgi/applications/list.cgi", {});
}

Request control_request(const std::string& action, const std::string& app) {
    Request request =
        get("/axis-cgi/applications/control.cgi", {{"action", action}, {"package", app}});
    request.method = "POST";
    request.timeouts.operation = seconds(60); // removing takes 8 s and more on a small device
    return request;
}

Request upload_request(const std::filesystem::path& package) {
    Request request = get("/axis-cgi/applications/upload.cgi", {});
    request.method = "POST";
    request.upload.push_back(
        {.path = package, .field = "packfil", .file_name = plain_file_name(package)});
    // The answer comes only when the installation has ended.
    request.timeouts.operation = minutes(15);
    return request;
}

Request config_get_request(const std::string& name) {
    return get("/axis-cgi/applications/config.cgi", {{"action", "get"}, {"name", name}});
}

Request config_set_request(const std::string& name, const std::string& value) {
    return get("/axis-cgi/applications/config.cgi",
               {{"action", "set"}, {"name", name}, {"value", value}});
}

Request device_info_request() {
    return post_json("/axis-cgi/basicdeviceinfo.cgi",
                     R"({"apiVersion":"1.0","method":"getAllProperties"})");
}

Request api_list_request() {
    return post_json("/axis-cgi/apidiscovery.cgi", R"({"apiVersion":"1.0","method":"getApiList"})");
}

Request params_request(const std::string& group) {
    return get("/axis-cgi/param.cgi", {{"action", "list"}, {"group", group}});
}

Request log_request(const std::string& app, bool legacy) {
    Request request = get(legacy ? "/axis-cgi/admin/systemlog.cgi" : "/axis-cgi/systemlog.cgi", {});
    if (!app.empty()) request.query.emplace_back("appname", app);
    request.reply_limit = 16U << 20U;
    request.timeouts.operation = minutes(2); // megabytes, over a slow line
    return request;
}

Request system_ready_request() {
    return post_json("/axis-cgi/systemready.cgi", R"({"apiVersion":"1","method":"systemready"})");
}

// In the body, so that no value gets into the log of a server or proxy.
Request params_update_request(const std::vector<std::pair<std::string, std::string>>& values) {
    Request fields = get("", {{"action", "update"}});
    fields.query.insert(fields.query.end(), values.begin(), values.end());
    Request request = get("/axis-cgi/param.cgi", {});
    request.method = "POST";
    request.content_type = "application/x-www-form-urlencoded";
    request.body = fields.path_and_query().substr(1);
    return request;
}

Request license_install_request(const std::filesystem::path& key, const std::string& app) {
    Request request = get("/axis-cgi/applications/license.cgi",
                          {{"action", "uploadlicensekey"}, {"package", app}});
    request.method = "POST";
    request.upload.push_back(
        {.path = key, .field = "licenseKey", .file_name = plain_file_name(key)});
    return request;
}

Request license_remove_request(const std::string& app) {
    Request request = get("/axis-cgi/applications/license.cgi",
                          {{"action", "removelicensekey"}, {"package", app}});
    request.method = "POST";
    return request;
}

} // namespace acapctl::device
