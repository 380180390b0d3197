#include "emulator/vapix/json_call.hpp"

#include "support/json.hpp"
#include "support/text.hpp"

#include <vector>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

// With the blanks of the library that devices use.
std::string spaced(const OrderedJson& value) {
    if (!value.is_structured())
        return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    std::vector<std::string> parts;
    for (const auto& [key, member] : value.items())
        parts.push_back(value.is_object() ? spaced(OrderedJson(key)) + ": " + spaced(member)
                                          : spaced(member));
    const std::string inside = text::join(parts, ", ");
    return value.is_object() ? "{" + inside + "}" : "[" + inside + "]";
}

Reply json_reply(const OrderedJson& document, const char* end) {
    return {.type = "application/json; charset=utf-8", .body = spaced(document) + end};
}

} // namespace

OrderedJson Call::answer() const {
    OrderedJson reply = OrderedJson::object();
    if (place == Method::first && !method.empty()) reply["method"] = method;
    if (!api_version.empty()) reply["apiVersion"] = api_version;
    if (document.contains("context")) reply["context"] = document["context"];
    if (place == Method::second && !method.empty()) reply["method"] = method;
    return reply;
}

Reply Call::data(OrderedJson data) const {
    OrderedJson reply = answer();
    reply["data"] = std::move(data);
    return json_reply(reply, end);
}

Reply Call::error(int code, const std::string& message) const {
    OrderedJson reply = answer();
    reply["error"] = {{"code", code}, {"message", message}};
    return json_reply(reply, end);
}

std::string Call::parameter(std::string_view name) const {
    const auto params = document.find("params");
    if (params == document.end() || !params->is_object()) return {};
    const auto found = params->find(std::string(name));
    return found != params->end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<Reply> read_call(const Request& request, std::string_view body, Call& call) {
    if (request.method != "POST")
        return call.error(2002, "HTTP request type not supported. Only POST is supported");
    call.document = parse_foreign<OrderedJson>(body); // an answer repeats the context
    if (!call.document.is_object()) {
        call.document = OrderedJson::object();
        return call.error(4000, "JSON syntax error");
    }
    const auto method = call.document.find("method");
    if (method == call.document.end() || !method->is_string())
        return call.error(4002, "JSON semantic error: Missing parameter 'method'");
    call.method = method->get<std::string>();
    return std::nullopt;
}

Reply unknown_method(const Call& call) {
    return call.error(2004, fmt::format("JSON semantic error: Unknown method '{}'", call.method));
}

Reply supported_versions(const Call& call) {
    return call.data({{"apiVersions", {call.api_version}}});
}

} // namespace acapctl::emulator
