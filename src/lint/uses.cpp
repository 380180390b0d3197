#include "lint/uses.hpp"

#include "lint/makefile.hpp"
#include "lint/project_scan.hpp"

namespace acapctl::lint {

sdk::InterfaceUses uses_of(const Subject& subject) {
    PackageScan scan = scan_of(subject);
    if (subject.package) scan.package.app_name = subject.package->app_name;
    for (const ManifestFact& fact : subject.manifests)
        if (fact.document && scan.package.app_name.empty())
            scan.package.app_name = fact.document->root.text_at("acapPackageConf.setup.appName");
    resolve_needed(scan);
    sdk::InterfaceUses uses = sdk::interface_uses(scan, sdk::InterfaceTable::built_in());
    if (subject.kind == SubjectKind::project) add_makefile(read_makefile(subject.directory), uses);
    for (const ManifestFact& fact : subject.manifests)
        if (fact.document) sdk::add_manifest(fact.document->root, fact.name, scan, uses);
    return uses;
}

} // namespace acapctl::lint
