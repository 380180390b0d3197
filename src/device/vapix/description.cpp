#include "device/vapix/description.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/policy.hpp"
#include "support/json.hpp"

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
        if (error.kind() != ErrorKind::refused) throw;
    }
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
            {"subject", or_null(certificate->subject)},
            {"issuer", or_null(certificate->issuer)},
            {"notAfter", or_null(certificate->not_after)},
            {"pinned", pinned},
            {"distrust", or_null(certificate->distrust)}};
}

std::optional<Certificate> certificate_from(const json& value) {
    if (!value.is_object()) return std::nullopt;
    Certificate certificate{.fingerprint = string_at(value, "fingerprint"),
                            .subject = string_at(value, "subject"),
                            .issuer = string_at(value, "issuer"),
                            .not_after = string_at(value, "notAfter"),
                            .distrust = string_at(value, "distrust")};
    if (flag_at(value, "pinned").value_or(false)) certificate.pinned = certificate.fingerprint;
    return certificate;
}

} // namespace

Description describe(Session& session) {
    Description result;
    result.facts = read_facts(session);
    if_there([&] {
        const std::vector<Application> applications = list_applications(session);
        result.applications = applications.size();
        result.running =
            static_cast<std::size_t>(std::ranges::count_if(applications, &Application::running));
    });
    if_there([&] { result.allow_unsigned = read_policy(session, allow_unsigned); });
    if_there([&] { result.allow_root = read_policy(session, allow_root); });
    if_there([&] { result.apis = parse_api_list(session.perform(api_list_request(), true).body); });
    const Scheme scheme = session.login_scheme();
    result.login = scheme == Scheme::basic ? "basic" : scheme == Scheme::digest ? "digest" : "";
    result.address = session.target().origin();
    if (session.target().tls) result.certificate = session.certificate();
    return result;
}

json to_json(const Description& description) {
    const Facts& facts = description.facts;
    return {{"address", or_null(description.address)},
            {"model", or_null(facts.model)},
            {"serial", or_null(facts.serial)},
            {"axisOs", or_null(facts.axis_os)},
            {"architecture", or_null(facts.architecture)},
            {"soc", or_null(facts.soc)},
            {"policies",
             {{"allowUnsigned", or_null(description.allow_unsigned)},
              {"allowRoot", or_null(description.allow_root)}}},
            {"applications", or_null(description.applications)},
            {"running", or_null(description.running)},
            {"apis", description.apis.empty() ? json(nullptr) : json(description.apis)},
            {"login", or_null(description.login)},
            {"certificate", certificate_json(description.certificate)}};
}

Description description_from(const json& document) {
    Description result;
    result.address = string_at(document, "address");
    result.facts = {.architecture = string_at(document, "architecture"),
                    .soc = string_at(document, "soc"),
                    .model = string_at(document, "model"),
                    .serial = string_at(document, "serial"),
                    .axis_os = string_at(document, "axisOs")};
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
    result.login = string_at(document, "login");
    result.certificate = certificate_from(member(document, "certificate"));
    return result;
}

} // namespace acapctl::device
