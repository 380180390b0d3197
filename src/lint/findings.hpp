#pragma once
// Findings of lint and the report they make.

#include "lint/object_files.hpp"
#include "lint/rules.hpp"
#include "lint/subject.hpp"
#include "manifest/schema/sdk_schemas.hpp"
#include "sdk/interface_uses.hpp"
#include "sdk/judgement.hpp"
#include "sdk/knowledge.hpp"
#include "support/text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::lint {

struct Finding {
    const Rule* rule = nullptr;
    Severity severity = Severity::error;  // the rule's, or milder
    std::string file{};                   // as the user named it, or a file below it
    std::string member{};                 // of a package
    std::size_t line = 0;                 // from 1; 0: the file as a whole
    std::size_t column = 0;               // from 1, in characters
    std::string path{};                   // in the manifest: "$.acapPackageConf.setup.appName"
    std::string message{};                // one sentence without a final full stop, safe to print
    std::string hint{};                   // safe to print
    std::optional<std::string> ignored{}; // why the project file has it ignored
};

// Without --axis-os, --chip and --for.
inline sdk::DeviceFacts no_target() {
    return {.any_chip = true, .any_axis_os = true};
}

// One subject while it is checked, with a short way to add findings.
class Inspection {
  public:
    Inspection(const Subject& what, const sdk::DeviceFacts& where, const manifest::SdkSchemas& sdk,
               const sdk::Knowledge& known)
        : subject(what), target(where), schemas(sdk), knowledge(known) {}

    void at_file(std::string_view rule_id, const std::string& file, std::string message);
    // At a line of a file of another kind; 0: at the file as a whole.
    void at_line(std::string_view rule_id, const std::string& file, std::size_t line,
                 std::size_t column, std::string message, std::string hint = {});
    // At a value of a manifest.
    void at_value(std::string_view rule_id, const ManifestFact& manifest, const JsonNode& node,
                  const std::string& path, std::string message, std::string hint = {});
    // A finding whose severity is not the rule's.
    void at_file_as(Severity severity, std::string_view rule_id, const std::string& file,
                    std::string message, std::string hint);
    void at_value_as(Severity severity, std::string_view rule_id, const ManifestFact& manifest,
                     const JsonNode& node, const std::string& path, std::string message,
                     std::string hint);
    void add(Finding finding);

    // Sets file and member for something inside the subject.
    void place(const std::string& inside, Finding& finding) const;
    bool has_os() const { return target.axis_os.has_value(); }
    bool os_is_older_than(std::string_view version) const; // false while it is not known
    bool holds(const sdk::Policy& policy) const;           // the same
    std::string os() const { return target.axis_os ? target.axis_os->str() : ""; }
    // Of the subject, found out when it is first asked for. runOptions are left to who knows which
    // manifest counts.
    const sdk::InterfaceUses& uses();
    const ObjectFiles& objects();

    const Subject& subject;
    const sdk::DeviceFacts& target;
    const manifest::SdkSchemas& schemas;
    const sdk::Knowledge& knowledge;
    std::vector<Finding> findings{};

  private:
    std::optional<sdk::InterfaceUses> uses_{};
    std::optional<ObjectFiles> objects_{};
};

inline std::string in_quotes(std::string_view text) {
    return "'" + text::visible(text) + "'";
}

void check_manifest(Inspection& inspection);
void check_parameters(Inspection& inspection);
void check_conf(Inspection& inspection);
void check_files(Inspection& inspection);
void check_target(Inspection& inspection);
void check_rights(Inspection& inspection);
void check_interfaces(Inspection& inspection);
void check_models(Inspection& inspection);

} // namespace acapctl::lint
