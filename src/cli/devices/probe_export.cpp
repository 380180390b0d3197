// `acapctl probe --export`: the probe's packages under a vendor of one's own, to be signed.
#include "cli/app/verb.hpp"
#include "cli/devices/probe.hpp"
#include "probe/export.hpp"
#include "probe/packages.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

probe::Vendor vendor_of(const ExportOptions& options) {
    if (options.vendor.empty() || options.vendor_id.empty())
        throw_usage("--export needs --vendor and --vendor-id",
                    "they are those of your account in the ACAP Service Portal or the ACAP Signing "
                    "Service");
    const probe::Vendor vendor{.name = options.vendor, .id = options.vendor_id};
    if (!vendor.has_sound_id())
        throw_usage(
            fmt::format("--vendor-id '{}' is no vendor id", text::visible(options.vendor_id)),
            "it has ten hexadecimal digits");
    return vendor;
}

nlohmann::json document_of(const std::vector<std::filesystem::path>& packages) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& package : packages) list.push_back({{"path", package.string()}});
    return {{"kind", "acapctl.probe-export/v1"}, {"packages", std::move(list)}};
}

} // namespace

ExitCode export_probe(const ExportOptions& options, const std::vector<probe::Offer>& offers,
                      Context& context) {
    const probe::Vendor vendor = vendor_of(options);
    probe::require_offers(offers);
    const auto packages = probe::export_packages(offers, vendor, options.directory, context.stop);
    if (context.terminal.json()) {
        context.terminal.print_document(document_of(packages));
        return ExitCode::done;
    }
    for (const auto& package : packages) context.terminal.print(package.string());
    context.terminal.note("have them signed, those of manifest schema 2 for AXIS OS 13; then "
                          "'acapctl probe --package SIGNED.eap' uses them");
    return ExitCode::done;
}

} // namespace acapctl::cli
