// Rights: what the programs use against what the manifest asks for. The sdk's judge decides, here
// are its places and words.
#include "lint/findings.hpp"
#include "sdk/rights.hpp"

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

Severity severity_of(sdk::Weight weight) {
    if (weight == sdk::Weight::error) return Severity::error;
    return weight == sdk::Weight::warning ? Severity::warning : Severity::note;
}

bool matters(const Inspection& inspection, const sdk::Right& right) {
    return !inspection.has_os() || right.axis_os.contains(*inspection.target.axis_os);
}

void missing(Inspection& inspection, const ManifestFact& fact, const sdk::InterfaceUses& uses,
             const sdk::AskedRights& asked) {
    const bool several = inspection.subject.manifests.size() > 1;
    for (const sdk::MissingRight& found :
         sdk::missing_rights(uses, asked, sdk::InterfaceTable::built_in())) {
        if (!matters(inspection, *found.right)) continue;
        const bool in_manifest = found.file == "manifest.json";
        inspection.at_file_as(
            severity_of(found.weight), "permission-missing", in_manifest ? fact.name : found.file,
            found.sentence(several ? text::visible(fact.name) : "the manifest"),
            fmt::format("ask for it in {}: {}", found.place(), found.right->source));
    }
}

void unused(Inspection& inspection, const ManifestFact& fact, const sdk::InterfaceUses& uses,
            const sdk::AskedRights& asked) {
    for (const sdk::UnusedRight& found :
         sdk::unused_rights(uses, asked, sdk::InterfaceTable::built_in()))
        if (const JsonNode* node = fact.document->root.find_path(found.path))
            inspection.at_value("permission-unused", fact, *node, "$." + found.path,
                                fmt::format("nothing in the programs seems to use {}", found.name));
}

} // namespace

void check_rights(Inspection& inspection) {
    sdk::InterfaceUses uses = inspection.uses();
    for (const ManifestFact& fact : inspection.subject.manifests) {
        if (!fact.document) continue;
        const JsonNode& root = fact.document->root;
        uses.run_options = text::split(root.text_at("acapPackageConf.setup.runOptions"), ' ');
        const sdk::AskedRights asked = sdk::asked_rights(root);
        missing(inspection, fact, uses, asked);
        unused(inspection, fact, uses, asked);
    }
}

} // namespace acapctl::lint
