#include "probe/refusals.hpp"

#include "probe/report_reader.hpp"
#include "sdk/model_advice.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::probe {

using nlohmann::json;

namespace {

constexpr int largest_errno = 1024; // as larod's header bounds them

json meaning_of(const json& code) {
    if (!code.is_number()) return nullptr;
    const auto number = code.get<double>();
    if (number < -largest_errno || number > largest_errno) return nullptr;
    const int value = static_cast<int>(number);
    const sdk::ModelRules& rules = sdk::ModelRules::built_in();
    if (const sdk::LarodError* known = rules.error(value))
        return {{"name", known->name}, {"what", known->what}, {"source", rules.errors_source()}};
    if (value <= 0) return nullptr;
    return {{"name", fmt::format("errno {}", value)},
            {"what", std::generic_category().message(value)},
            {"source", rules.errors_source()}};
}

} // namespace

void explain_refusals(json& report, const model::ModelFacts& model) {
    if (!report.contains("models") || !report["models"].is_array()) return;
    for (json& run : report["models"]) {
        if (at_path(run, "outcome") == "ran") continue;
        const sdk::DeviceAdvice advice = sdk::advise(model, string_at(run, "device"));
        run["documented"] = {{"error", meaning_of(at_path(run, "error.code"))},
                             {"verdict", sdk::model_verdict_name(advice.verdict)},
                             {"reasons", sdk::json_of(sdk::reasons_to_refuse(advice))}};
    }
}

std::string shown_documented(const json& run) {
    const json& documented = at_path(run, "documented");
    if (!documented.is_object()) return "";
    std::vector<std::string> parts;
    if (const std::string name = string_at(documented["error"], "name"); !name.empty())
        parts.push_back(fmt::format("{}: {}", name, string_at(documented["error"], "what")));
    const json& reasons = documented["reasons"];
    if (reasons.empty()) {
        parts.emplace_back("why is unknown: no rule speaks of it");
    } else {
        const json& worst = reasons.front();
        const std::string remedy = string_at(worst, "remedy");
        parts.push_back(
            fmt::format("{}{}{}", string_at(worst, "effect") == "refused" ? "" : "perhaps because ",
                        string_at(worst, "what"), remedy.empty() ? "" : ": " + remedy));
    }
    return text::join(parts, "; ");
}

} // namespace acapctl::probe
