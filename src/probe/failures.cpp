#include "probe/failures.hpp"

#include "probe/report_reader.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

using nlohmann::json;

bool is_refused_by_policy(const Failure& failure) {
    return failure.code == "signature" || failure.code == "signature-required";
}

std::optional<Setback> setback_of(const Failure& failure) {
    if (failure.code == "probe-not-started") return Setback::not_started;
    if (failure.kind == ErrorKind::incompatible && failure.code == "symbols")
        return Setback::not_started; // by what it links to
    for (const char* code : {"invalid-manifest", "not-compatible", "unspecified"})
        if (failure.kind == ErrorKind::refused && failure.code == code) return Setback::not_taken;
    return std::nullopt;
}

bool has_run(const json& models) {
    return models.is_array() && std::ranges::any_of(models, [](const json& model) {
               return at_path(model, "outcome") == "ran";
           });
}

Failure not_run(const json& report) {
    const bool larod = at_path(report, "larod.present") != json(false);
    return {.kind = ErrorKind::condition,
            .code = "model-not-run",
            .message = larod ? "the model ran on no larod device"
                             : "the model did not run: there "
                               "is no larod",
            .hint = larod ? "the report has what each larod device answered" : ""};
}

Failure told_of_end(Failure failure, const Visit::End& end) {
    if (failure.kind != ErrorKind::interrupted) return failure;
    if (end.left) {
        failure.message += "; " + end.left->message;
        failure.advice = end.left->advice;
    } else if (end.removed) {
        failure.message += "; the probe was removed";
    }
    return failure;
}

Failure for_probe(Failure failure, const Offer& offer) {
    const auto advises = [&](Advice::Kind kind) {
        return std::ranges::find(failure.advice, kind, &Advice::kind) != failure.advice.end();
    };
    if (advises(Advice::deploy_all_the_same)) {
        failure.hint.clear();
        failure.advice.clear();
        if (!offer.bundled) failure.advice.push_back({Advice::take_own_probe});
    }
    if (advises(Advice::allow_other_vendor)) {
        failure.hint.clear();
        failure.advice = {{Advice::remove_application, {offer.app_name}}};
    }
    std::erase_if(failure.advice, // it goes with the probe
                  [](const Advice& advice) { return advice.kind == Advice::read_log; });
    if (is_refused_by_policy(failure)) {
        if (!offer.bundled)
            failure.message =
                fmt::format("{} {}; {}", text::visible(offer.file.filename().string()),
                            offer.signature, failure.message);
        if (!advises(Advice::allow_unsigned)) failure.advice.push_back({Advice::export_probe});
    }
    return failure;
}

void throw_unusable(const std::string& why, const Offer& offer) {
    throw Error({.kind = ErrorKind::condition,
                 .code = "probe-unusable",
                 .message = fmt::format("the probe's report has come, and cannot be read: {}", why),
                 .hint = "what is on the device may not be the probe of this version",
                 .advice = offer.bundled
                               ? std::vector<Advice>{{Advice::keep_probe, {offer.app_name}}}
                               : std::vector<Advice>{{Advice::take_own_probe}}});
}

} // namespace acapctl::probe
