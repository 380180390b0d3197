#include "device/vapix/replies.hpp"

#include "acapctl/error.hpp"
#include "device/vapix/vapix_errors.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

namespace acapctl::device {

namespace {

constexpr std::size_t application_limit = 1000;
constexpr std::size_t attribute_limit = 4096;
constexpr std::size_t range_limit = 64;

[[noreturn]] void unexpected(std::string_view what, std::string_view reply) {
    throw Error({.kind = ErrorKind::refused,
                 .code = "unexpected-reply",
                 .message = fmt::format("{} gave an unexpected reply: '{}'", what,
                                        text::visible(text::trim(reply).substr(0, 120))),
                 .hint = "is this an Axis device? see what it says with -vv"});
}

// pugixml reads no document type and resolves no external entity.
pugi::xml_node reply_node(pugi::xml_document& document, std::string_view xml,
                          std::string_view what) {
    const auto result = document.load_buffer(
        xml.data(), xml.size(), pugi::parse_default & ~pugi::parse_doctype, pugi::encoding_auto);
    const pugi::xml_node reply = document.child("reply");
    if (!result || !reply) unexpected(what, xml);
    return reply;
}

std::optional<ReplyError> error_in(const pugi::xml_node& reply) {
    const pugi::xml_node error = reply.child("error");
    if (!error && std::strcmp(reply.attribute("result").as_string("ok"), "error") != 0)
        return std::nullopt;
    return ReplyError{error.attribute("type").as_int(), error.attribute("message").as_string()};
}

std::string attribute(const pugi::xml_node& node, const char* name) {
    return std::string(node.attribute(name).as_string()).substr(0, attribute_limit);
}

std::string bound(const pugi::xml_node& node) {
    return std::string(text::trim(node.child_value()).substr(0, 64));
}

void read_children(const pugi::xml_node& node, Application& app) {
    for (const pugi::xml_node& range :
         node.child("CompatibleOsVersions").children("VersionRange")) {
        if (app.os_ranges.size() == range_limit) break;
        app.os_ranges.push_back(
            {.min = bound(range.child("Min")), .max = bound(range.child("Max"))});
    }
    for (const pugi::xml_node& resource : node.child("Resources").children("Resource"))
        if (attribute(resource, "name") == "DeepLearningProcessor")
            app.uses_dlpu = text::lower(attribute(resource, "used")) == "yes";
}

Application application_from(const pugi::xml_node& node) {
    Application app{.name = attribute(node, "Name"),
                    .nice_name = attribute(node, "NiceName"),
                    .vendor = attribute(node, "Vendor"),
                    .version = attribute(node, "Version"),
                    .status = attribute(node, "Status"),
                    .license = attribute(node, "License"),
                    .license_expires = attribute(node, "LicenseExpirationDate"),
                    .signature = attribute(node, "SignatureStatus"),
                    .application_id = attribute(node, "ApplicationID"),
                    .configuration_page = attribute(node, "ConfigurationPage")};
    if (app.license_expires == "0") app.license_expires.clear(); // said of one without an end
    if (app.signature.empty()) app.signature = attribute(node, "SignedStatus"); // the XSD's name
    const std::string bundled = text::lower(node.attribute("Bundled").as_string());
    if (bundled == "yes" || bundled == "no") app.bundled = bundled == "yes";
    read_children(node, app);
    return app;
}

// The JSON interfaces: an object, or an error.
nlohmann::json object_from(std::string_view body, std::string_view what) {
    auto document = parse_foreign(body);
    if (!document.is_object()) unexpected(what, body);
    return document;
}

std::optional<ReplyError> error_in(const nlohmann::json& document) {
    const auto error = document.find("error");
    if (error == document.end() || !error->is_object()) return std::nullopt;
    const auto code = error->find("code");
    return ReplyError{code != error->end() && code->is_number_integer() ? code->get<int>() : 0,
                      string_at(*error, "message")};
}

} // namespace

bool may_pass(const Failure& failure) {
    return failure.retryable || failure.code == "unexpected-reply";
}

std::vector<Application> parse_list(std::string_view xml) {
    pugi::xml_document document;
    const pugi::xml_node reply = reply_node(document, xml, "list.cgi");
    if (const auto error = error_in(reply))
        throw Error(
            vapix_failure("list", error->number, "listing the applications", error->message));
    std::vector<Application> applications;
    for (const pugi::xml_node node : reply.children("application")) {
        if (applications.size() == application_limit) unexpected("list.cgi", "too many entries");
        Application app = application_from(node);
        if (!app.name.empty()) applications.push_back(std::move(app));
    }
    return applications;
}

std::optional<int> parse_ok_or_error(std::string_view reply, std::string_view doing) {
    std::string_view rest = text::trim(reply);
    if (text::lower(rest) == "ok") return std::nullopt;
    if (text::starts_with_ignoring_case(rest, "error")) {
        rest = text::trim(rest.substr(5));
        if (rest.starts_with(':')) rest = text::trim(rest.substr(1));
        const auto digits =
            rest.substr(0, std::min(rest.find_first_not_of("0123456789"), rest.size()));
        if (const auto number = text::parse_unsigned(digits); number && *number < 100'000)
            return static_cast<int>(*number);
    }
    unexpected(doing, reply);
}

ConfigReply parse_config(std::string_view xml, std::string_view name) {
    pugi::xml_document document;
    const pugi::xml_node reply = reply_node(document, xml, "config.cgi");
    ConfigReply result;
    result.refusal = error_in(reply);
    for (const pugi::xml_node param : reply.children("param"))
        if (name == param.attribute("name").as_string()) result.value = attribute(param, "value");
    return result;
}

std::map<std::string, std::string> parse_params(std::string_view text) {
    std::map<std::string, std::string> params;
    for (const std::string& line : text::lines(text)) {
        const auto equals = line.find('=');
        if (line.starts_with('#') || equals == std::string::npos) continue;
        std::string_view name = std::string_view(line).substr(0, equals);
        if (name.starts_with("root.")) name.remove_prefix(5);
        params.insert_or_assign(std::string(name), line.substr(equals + 1));
    }
    return params;
}

DeviceInfoReply parse_device_info(std::string_view body) {
    const nlohmann::json document = object_from(body, "basicdeviceinfo.cgi");
    DeviceInfoReply result{.refusal = error_in(document)};
    if (result.refusal) return result;
    const auto data = document.find("data");
    if (data == document.end() || !data->is_object() || !data->contains("propertyList") ||
        !(*data)["propertyList"].is_object())
        unexpected("basicdeviceinfo.cgi", body);
    for (const auto& [name, value] : (*data)["propertyList"].items())
        if (value.is_string()) result.properties.emplace(name, value.get<std::string>());
    return result;
}

std::map<std::string, std::vector<std::string>> parse_api_list(std::string_view body) {
    const nlohmann::json document = object_from(body, "apidiscovery.cgi");
    const nlohmann::json data = document.value("data", nlohmann::json::object());
    if (!data.is_object() || !data.contains("apiList") || !data["apiList"].is_array())
        unexpected("apidiscovery.cgi", body);
    std::map<std::string, std::vector<std::string>> apis;
    for (const nlohmann::json& entry : data["apiList"])
        if (entry.is_object() && !string_at(entry, "id").empty())
            apis[string_at(entry, "id")].push_back(string_at(entry, "version"));
    return apis;
}

SystemReady parse_system_ready(std::string_view body) {
    const nlohmann::json document = object_from(body, "systemready.cgi");
    const nlohmann::json data = document.value("data", nlohmann::json::object());
    if (error_in(document) || !data.is_object()) unexpected("systemready.cgi", body);
    return {.ready = string_at(data, "systemready") == "yes",
            .needs_setup = string_at(data, "needsetup") == "yes",
            .boot_id = string_at(data, "bootid"),
            .uptime = text::parse_unsigned(string_at(data, "uptime"))};
}

} // namespace acapctl::device
