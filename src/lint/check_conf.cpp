// Rules about package.conf where it stands alone: what check_manifest.cpp asks of a manifest, at
// the lines of the file that the device then reads.
#include "lint/findings.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

constexpr const char* conf_name = "package.conf";

void at(Inspection& inspection, std::string_view rule, const ConfLine& line, std::string message) {
    inspection.at_line(rule, conf_name, line.line, line.column, std::move(message));
}

void users(Inspection& inspection) {
    const sdk::Policies& policies = inspection.knowledge.catalog.policies();
    const bool runs = inspection.holds(policies.root) && !inspection.holds(policies.root_asked);
    bool root = false;
    for (const char* key : {"APPUSR", "APPGRP"}) {
        const ConfLine* line = inspection.subject.conf_line(key);
        if (line == nullptr || line->value != "root") continue;
        root = true;
        if (!runs) at(inspection, "root-user", *line, fmt::format("{} is root", key));
    }
    const ConfLine* user = inspection.subject.conf_line("APPUSR");
    if (!root && user != nullptr && !user->value.empty())
        at(inspection, "static-user", *user,
           fmt::format("the application runs as the static user {}", in_quotes(user->value)));
}

void start_mode(Inspection& inspection) {
    const ConfLine* line = inspection.subject.conf_line("STARTMODE");
    if (line != nullptr && line->value == "never")
        at(inspection, "run-mode-never", *line,
           "the application is not started again after a reboot");
}

void embedded_version(Inspection& inspection) {
    const ConfLine* line = inspection.subject.conf_line("REQEMBDEVVERSION");
    if (line != nullptr && compare_dotted(line->value, "3.0") == std::strong_ordering::greater)
        at(inspection, "embedded-sdk-version", *line,
           fmt::format("REQEMBDEVVERSION {} is more than any device offers",
                       text::visible(line->value)));
}

void scripts(Inspection& inspection) {
    for (const char* key : {"POSTINSTALLSCRIPT", "PREUPGRADESCRIPT"}) {
        const ConfLine* line = inspection.subject.conf_line(key);
        if (line == nullptr || line->value.empty()) continue;
        if (inspection.subject.file(line->value) == nullptr)
            at(inspection, "script-missing", *line,
               fmt::format("there is no file {}", in_quotes(line->value)));
    }
}

void signing(Inspection& inspection) {
    inspection.at_line("schema-cannot-be-signed", conf_name, 0, 0,
                       "a package without a manifest cannot be signed");
}

} // namespace

void check_conf(Inspection& inspection) {
    const Subject& subject = inspection.subject;
    if (!subject.package || !subject.manifests.empty()) return;
    users(inspection);
    start_mode(inspection);
    embedded_version(inspection);
    scripts(inspection);
    signing(inspection);
}

} // namespace acapctl::lint
