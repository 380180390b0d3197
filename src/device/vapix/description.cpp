#include "device/vapix/description.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/policy.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::device {

using nlohmann::json;

namespace {

// Whether a device has answered, and not as one that lacks what it was asked for.
bool is_broken(const Error& error) {
    const std::string& code = error.failure().code;
    return code == "http-status" || code == "reply-too-large" || code == "unexpected-reply";
}

// Asks one thing after the other. What a device of another age does not have, and what it does not
// show this account, leaves the rest standing; the first such error is kept. What is broken leaves
// the rest standing, too, and is told.
class Questions {
  public:
    explicit Questions(Session& session) : session_(session) {}

    template <typename F>
    void ask(const F& question) {
        // Devices answer an account of too low a role as they do a wrong password, and block those
        // who guess: after one such answer there is no second.
        if (locked_out_) return;
        const bool let_in = session_.login_scheme() != Scheme::none;
        try {
            question();
            answered_ = true;
        } catch (const Error& error) {
            locked_out_ = error.kind() == ErrorKind::authentication;
            if (locked_out_ ? !let_in : error.kind() != ErrorKind::refused) throw;
            if (locked_out_)
                session_.warn(fmt::format("{}: it does not tell '{}' all: {}",
                                          text::visible(session_.target().name),
                                          text::visible(session_.target().user), error.what()));
            if (!first_) first_ = error;
            if (is_broken(error)) broken_.emplace_back(error.what());
        }
    }
    void require_an_answer() const {
        if (!answered_ && first_) throw *first_;
    }
    void tell_broken() const {
        for (const std::string& what : broken_)
            session_.warn(fmt::format("{}: {}", text::visible(session_.target().name), what));
    }

  private:
    Session& session_;
    bool answered_ = false;
    bool locked_out_ = false;
    std::optional<Error> first_{};
    std::vector<std::string> broken_{};
};

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
    Questions questions(session);
    questions.ask([&] { result.facts = read_facts(session); });
    questions.ask([&] {
        const std::vector<Application> applications = list_applications(session);
        result.applications = applications.size();
        result.running =
            static_cast<std::size_t>(std::ranges::count_if(applications, &Application::running));
    });
    questions.ask(
        [&] { result.apis = parse_api_list(session.perform(api_list_request(), true).body); });
    questions.require_an_answer();
    const Scheme scheme = session.login_scheme();
    questions.ask([&] { result.allow_unsigned = read_policy(session, allow_unsigned); });
    questions.ask([&] { result.allow_root = read_policy(session, allow_root); });
    questions.tell_broken();
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
