#include "probe/refusals.hpp"

#include "probe/report_reader.hpp"
#include "sdk/model_advice.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <optional>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::probe {

using nlohmann::json;

namespace {

constexpr int largest_errno = 1024; // as larod's header bounds them

std::optional<int> number_of(const json& code) {
    if (!code.is_number()) return std::nullopt;
    const auto number = code.get<double>();
    if (number < -largest_errno || number > largest_errno) return std::nullopt;
    return static_cast<int>(number);
}

json meaning_of(const json& code) {
    const auto value = number_of(code);
    if (!value) return nullptr;
    const sdk::ModelRules& rules = sdk::ModelRules::built_in();
    if (const sdk::LarodError* known = rules.error(*value))
        return {{"name", known->name},
                {"what", known->what},
                {"remedy", or_null(known->remedy)},
                {"source", rules.errors_source()}};
    if (*value <= 0) return nullptr;
    return {{"name", fmt::format("errno {}", *value)},
            {"what", std::generic_category().message(*value)},
            {"remedy", nullptr},
            {"source", rules.errors_source()}};
}

// A number that says nothing, or none, excludes nothing; of those of Linux two are about what was
// given.
bool may_be_of_model(const json& code) {
    const auto value = number_of(code);
    if (!value) return true;
    if (const sdk::LarodError* known = sdk::ModelRules::built_in().error(*value))
        return known->of_model;
    return *value <= 0 || *value == EINVAL || *value == ENOTSUP;
}

json document_of(const json& error, const sdk::DeviceAdvice& advice,
                 const std::vector<sdk::ModelReason>& reasons) {
    return {{"error", error},
            {"verdict", sdk::model_verdict_name(advice.verdict)},
            {"reasons", sdk::json_of(reasons)}};
}

std::string with_remedy(const json& what) {
    const std::string remedy = string_at(what, "remedy");
    return string_at(what, "what") + (remedy.empty() ? "" : ": " + remedy);
}

// Of the worst reason, before its words. One that does not refuse is only perhaps why it did.
std::string introduction(const json& run, const json& reason) {
    const std::string effect = string_at(reason, "effect");
    if (at_path(run, "outcome") != "ran") return effect == "refused" ? "" : "perhaps because ";
    return effect == "slow" ? model_verdict_words(sdk::ModelVerdict::slow) + std::string(": ") : "";
}

} // namespace

void explain_runs(json& report, const model::ModelFacts& model) {
    if (!report.contains("models") || !report["models"].is_array()) return;
    for (json& run : report["models"]) {
        const sdk::DeviceAdvice advice = sdk::advise(model, string_at(run, "device"));
        if (at_path(run, "outcome") == "ran") {
            const auto doubts = sdk::reasons_to_doubt(advice);
            if (!doubts.empty()) run["documented"] = document_of(nullptr, advice, doubts);
            continue;
        }
        const json& code = at_path(run, "error.code");
        run["documented"] = document_of(meaning_of(code), advice,
                                        may_be_of_model(code) ? sdk::reasons_to_refuse(advice)
                                                              : std::vector<sdk::ModelReason>{});
    }
}

std::string shown_documented(const json& run) {
    const json& documented = at_path(run, "documented");
    if (!documented.is_object()) return "";
    std::vector<std::string> parts;
    const json& error = documented["error"];
    if (const std::string name = string_at(error, "name"); !name.empty())
        parts.push_back(fmt::format("{}: {}", name, with_remedy(error)));
    const json& reasons = documented["reasons"];
    if (!reasons.empty())
        parts.push_back(introduction(run, reasons.front()) + with_remedy(reasons.front()));
    else if (may_be_of_model(at_path(run, "error.code")))
        parts.emplace_back("why is unknown: no rule speaks of it");
    return text::join(parts, "; ");
}

} // namespace acapctl::probe
