#include "probe/choice.hpp"

#include "acapctl/error.hpp"
#include "sdk/requirements.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

namespace {

// An offer with what speaks for and against it.
struct Judged {
    const Offer* offer = nullptr;
    sdk::Verdict architecture{};
    sdk::Verdict schema{};
    ApplicationVersion version; // of the schema
};

Judged judge(const Offer& offer, const sdk::DeviceFacts& device, const sdk::Policies& policies) {
    return {.offer = &offer,
            .architecture = judge_architecture(offer.architecture, device).verdict,
            .schema = judge(sdk::schema_requirement(offer.schema, policies), device).verdict,
            .version = ApplicationVersion(offer.schema)};
}

bool is_better(const Judged& left, const Judged& right) {
    if (left.architecture != right.architecture) return left.architecture < right.architecture;
    if (left.schema != right.schema) return left.schema < right.schema;
    if (left.offer->is_script() != right.offer->is_script()) return right.offer->is_script();
    // Where none is taken, the newer one is further from it.
    return left.schema == sdk::Verdict::no ? left.version < right.version
                                           : left.version > right.version;
}

std::vector<Judged> fitting(const std::vector<Offer>& offers, const sdk::DeviceFacts& device,
                            const sdk::Policies& policies) {
    std::vector<Judged> result;
    for (const Offer& offer : offers)
        if (const Judged judged = judge(offer, device, policies);
            judged.architecture != sdk::Verdict::no)
            result.push_back(judged);
    std::ranges::stable_sort(result, is_better);
    return result;
}

std::string axis_os_of(const sdk::DeviceFacts& device) {
    return device.axis_os ? "AXIS OS " + device.axis_os->str() : "an AXIS OS that it does not tell";
}

std::string why_schema(const Judged& judged, const sdk::DeviceFacts& device) {
    const std::string os = axis_os_of(device);
    switch (judged.schema) {
    case sdk::Verdict::yes:
        return fmt::format("{} takes its manifest", os);
    case sdk::Verdict::unknown:
        return fmt::format("{} may take its manifest", os);
    case sdk::Verdict::no:
        break;
    }
    return fmt::format("no other is nearer to what {} takes", os);
}

std::string why(const Judged& judged, const sdk::DeviceFacts& device) {
    const std::string& architecture = device.architecture;
    if (!judged.offer->is_script() || architecture == "all") return why_schema(judged, device);
    if (architecture.empty()) return "the device does not tell its architecture";
    if (architecture != "aarch64" && architecture != "armv7hf")
        return fmt::format("no program is there for {}", text::visible(architecture));
    return why_schema(judged, device);
}

} // namespace

std::string Offer::described() const {
    const std::string what =
        is_script() ? std::string("the script") : "the program for " + text::visible(architecture);
    return schema.empty() ? what + ", without a manifest"
                          : fmt::format("{}, manifest schema {}", what, text::visible(schema));
}

namespace {

std::string signature_of(const Package& package) {
    if (package.trailing_bytes == 0) return "is not signed: nothing is behind its archive";
    if (package.is_signed())
        return fmt::format(
            "has {} bytes behind its archive that the device does not take for a signature",
            package.trailing_bytes);
    return fmt::format("is not signed: the {} bytes behind its archive are no signature: {}",
                       package.trailing_bytes, package.trailing_problem);
}

} // namespace

Offer offer_of(const Package& package) {
    return {.file = package.file,
            .app_name = package.app_name,
            .architecture = package.architecture,
            .schema = package.schema_version,
            .is_signed = package.is_signed(),
            .signature = signature_of(package)};
}

Chosen choose(const std::vector<Offer>& offers, const sdk::DeviceFacts& device,
              const sdk::Policies& policies) {
    const std::vector<Judged> all = fitting(offers, device, policies);
    if (!all.empty()) return {all.front().offer, why(all.front(), device)};
    std::vector<std::string> names;
    for (const Offer& offer : offers) text::add_once(names, offer.described());
    Failure failure{.kind = ErrorKind::incompatible,
                    .code = "wrong-architecture",
                    .message =
                        fmt::format("the device is {}, and no probe package is for it: {}",
                                    text::visible(device.architecture), text::join(names, "; "))};
    const bool named = std::ranges::none_of(offers, &Offer::bundled);
    failure.advice = {named ? Advice{Advice::take_own_probe} : Advice{Advice::name_probe_package}};
    if (named) failure.advice.push_back({Advice::export_probe});
    throw Error(std::move(failure));
}

std::optional<Chosen> choose_after(Setback setback, const Offer& failed,
                                   const std::vector<Offer>& offers, const sdk::DeviceFacts& device,
                                   const sdk::Policies& policies) {
    for (const Judged& judged : fitting(offers, device, policies)) {
        const Offer& offer = *judged.offer;
        if (offer.file == failed.file || judged.schema == sdk::Verdict::no) continue;
        // The same program starts no better from another package, the same manifest is no more
        // welcome with another program.
        if (setback == Setback::not_started && !offer.is_script()) continue;
        if (setback == Setback::not_taken && offer.schema == failed.schema) continue;
        return Chosen{&offer, setback == Setback::not_started ? "it needs no program of ours"
                                                              : why_schema(judged, device)};
    }
    return std::nullopt;
}

} // namespace acapctl::probe
