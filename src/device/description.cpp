#include "device/description.hpp"

#include "device/applications.hpp"
#include "device/policy.hpp"
#include "device/requests.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace acapctl::device {

using nlohmann::json;

namespace {

// What a device of another age does not have leaves the rest standing.
template <typename F>
void if_there(const F& ask) {
    try {
        ask();
    } catch (const Error& error) {
        if (error.exit() != ExitCode::refused) throw;
    }
}

json text_or_null(const std::string& text) {
    return text.empty() ? json(nullptr) : json(text);
}

template <typename T>
json value_or_null(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

std::string text_at(const json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

json member(const json& object, const char* key) {
    return object.is_object() && object.contains(key) ? object[key] : json(nullptr);
}

std::optional<bool> flag_at(const json& object, const char* key) {
    const json value = member(object, key);
    return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

std::optional<std::size_t> count_at(const json& object, const char* key) {
    const json value = member(object, key);
    return value.is_number_unsigned() ? std::optional(value.get<std::size_t>()) : std::nullopt;
}

json certificate_json(const std::optional<Certificate>& certificate) {
    if (!certificate) return nullptr;
    const bool pinned = !certificate->pinned.empty();
    return {{"fingerprint", certificate->fingerprint},
            {"subject", text_or_null(certificate->subject)},
            {"issuer", text_or_null(certificate->issuer)},
            {"notAfter", text_or_null(certificate->not_after)},
            {"pinned", pinned},
            {"distrust", text_or_null(certificate->distrust)}};
}

std::optional<Certificate> certificate_from(const json& value) {
    if (!value.is_object()) return std::nullopt;
    Certificate certificate{.fingerprint = text_at(value, "fingerprint"),
                            .subject = text_at(value, "subject"),
                            .issuer = text_at(value, "issuer"),
                            .not_after = text_at(value, "notAfter"),
                            .distrust = text_at(value, "distrust")};
    if (flag_at(value, "pinned").value_or(false)) certificate.pinned = certificate.fingerprint;
    return certificate;
}

} // namespace

Description describe(Session& session) {
    Description result;
    result.facts = read_facts(session);
    const std::vector<Application> applications = list_applications(session);
    result.applications = applications.size();
    result.running =
        static_cast<std::size_t>(std::ranges::count_if(applications, &Application::running));
    result.allow_unsigned = read_policy(session, allow_unsigned);
    result.allow_root = read_policy(session, allow_root);
    if_there([&] { result.apis = parse_api_list(session.perform(api_list_request(), true).body); });
    const Scheme scheme = session.login_scheme();
    result.login = scheme == Scheme::basic ? "basic" : scheme == Scheme::digest ? "digest" : "";
    result.address = session.target().origin();
    if (session.target().tls) result.certificate = session.certificate();
    return result;
}

json to_json(const Description& description) {
    const Facts& facts = description.facts;
    return {{"address", text_or_null(description.address)},
            {"model", text_or_null(facts.model)},
            {"serial", text_or_null(facts.serial)},
            {"axisOs", text_or_null(facts.axis_os)},
            {"architecture", text_or_null(facts.architecture)},
            {"soc", text_or_null(facts.soc)},
            {"policies",
             {{"allowUnsigned", value_or_null(description.allow_unsigned)},
              {"allowRoot", value_or_null(description.allow_root)}}},
            {"applications", value_or_null(description.applications)},
            {"running", value_or_null(description.running)},
            {"apis", description.apis.empty() ? json(nullptr) : json(description.apis)},
            {"login", text_or_null(description.login)},
            {"certificate", certificate_json(description.certificate)}};
}

Description description_from(const json& document) {
    Description result;
    result.address = text_at(document, "address");
    result.facts = {.architecture = text_at(document, "architecture"),
                    .soc = text_at(document, "soc"),
                    .model = text_at(document, "model"),
                    .serial = text_at(document, "serial"),
                    .axis_os = text_at(document, "axisOs")};
    const json policies = member(document, "policies");
    result.allow_unsigned = flag_at(policies, "allowUnsigned");
    result.allow_root = flag_at(policies, "allowRoot");
    result.applications = count_at(document, "applications");
    result.running = count_at(document, "running");
    const json apis = member(document, "apis");
    if (apis.is_object())
        for (const auto& [id, versions] : apis.items())
            for (const json& version : versions)
                if (version.is_string()) result.apis[id].push_back(version);
    result.login = text_at(document, "login");
    result.certificate = certificate_from(member(document, "certificate"));
    return result;
}

} // namespace acapctl::device
