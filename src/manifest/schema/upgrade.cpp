#include "manifest/schema/upgrade.hpp"

#include "acapctl/error.hpp"
#include "manifest/edit.hpp"
#include "manifest/schema/shape.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace acapctl::manifest {

namespace {

constexpr const char* setup = "acapPackageConf.setup";
constexpr const char* user = "acapPackageConf.setup.user";
constexpr const char* ranges = "acapPackageConf.setup.compatibleOsVersions";
constexpr const char* vendor_id = "acapPackageConf.setup.vendorId";

std::string as_json(const std::string& text) {
    return fmt::format("\"{}\"", text);
}

bool is_second(std::string_view version) {
    const auto numbers = DottedVersion::parse(version);
    return numbers && (*numbers)[0] == 2;
}

bool is_later(std::string_view left, std::string_view right) {
    return DottedVersion::parse_leniently(left) > DottedVersion::parse_leniently(right);
}

[[noreturn]] void fail(ErrorKind kind, std::string code, std::string message) {
    throw Error({.kind = kind, .code = std::move(code), .message = std::move(message)});
}

// The oldest schema of major version 2, or the one that brought the newest field in use.
std::string schema_for_fields(const JsonNode& root) {
    const auto& known = schema_versions();
    const auto oldest =
        std::ranges::find_if(known, [](const SchemaVersion& v) { return is_second(v.version); });
    std::string version = oldest->version;
    for (const FieldLife& field : field_lives())
        if (root.find_path(field.path) != nullptr && is_later(field.since, version))
            version = field.since;
    return version;
}

class Upgrader {
  public:
    Upgrader(const std::string& source, const std::string& name, const UpgradeAnswers& answers)
        : editor_(source, name), answers_(answers) {}

    ManifestUpgrade run() {
        read_versions();
        if (result_.from != result_.to) {
            set_schema();
            remove_fields();
            give_vendor_id();
            give_ranges();
            leave_user();
        } else if (const JsonNode* present = find(ranges)) {
            judge_ranges(*present);
        }
        result_.text = editor_.text();
        result_.validation = validate(editor_.document());
        return std::move(result_);
    }

  private:
    const JsonNode* find(std::string_view path) const { return root().find_path(path); }
    const JsonNode& root() const { return editor_.document().root; }
    void changed(std::string path, std::string what) {
        result_.changes.push_back({std::move(path), std::move(what)});
    }
    void decide(std::string path, std::string what) {
        result_.decisions.push_back({std::move(path), std::move(what)});
    }

    void read_versions() {
        const JsonNode* given = find("schemaVersion");
        if (given == nullptr || !given->is(JsonNode::Kind::string) || find(setup) == nullptr)
            fail(ErrorKind::invalid_input, "invalid-manifest",
                 fmt::format("{}: no manifest of an application: it needs 'schemaVersion' and '{}'",
                             editor_.document().where(root().offset), setup));
        result_.from = given->text;
        if (!answers_.schema.empty() &&
            (!is_second(answers_.schema) || find_schema_version(answers_.schema) == nullptr))
            fail(ErrorKind::usage, "",
                 fmt::format("no schema '{}' of major version 2 is known",
                             text::visible(answers_.schema)));
        result_.to = is_second(result_.from)   ? result_.from
                     : answers_.schema.empty() ? schema_for_fields(root())
                                               : answers_.schema;
    }

    void set_schema() {
        editor_.set("schemaVersion", as_json(result_.to));
        changed("schemaVersion", fmt::format("{} becomes {}", result_.from, result_.to));
        const std::string link = root().text_at("$schema");
        const auto at = link.find("v" + result_.from);
        if (at == std::string::npos || link.find_first_of("\"\\") != std::string::npos) return;
        std::string moved = link;
        moved.replace(at + 1, result_.from.size(), result_.to);
        editor_.set("$schema", as_json(moved));
        changed("$schema", "names the new schema");
    }

    // Parents stand before what is in them, so that an object goes with all it holds.
    void remove_fields() {
        for (const FieldLife& field : field_lives()) {
            if (field.removed.empty() || is_later(field.removed, result_.to)) continue;
            if (find(field.path) == nullptr) continue;
            editor_.remove(field.path);
            changed(field.path, fmt::format("taken away: schema {} has it no longer", result_.to));
            if (const std::string cost = what_it_costs(field.path); !cost.empty())
                decide(field.path, cost);
        }
    }

    // What an author loses with a field that was more than a number.
    static std::string what_it_costs(const std::string& path) {
        if (path == "acapPackageConf.configuration.containers")
            return "AXIS OS runs no containers for an application of schema 2: what they did must "
                   "become part of the application";
        if (path == "resources.nexus_beta1")
            return "its successor is resources.deviceDataHub (schema 2.2.0), with another API";
        return "";
    }

    void give_vendor_id() {
        const std::string& id = answers_.vendor_id;
        if (const JsonNode* present = find(vendor_id)) {
            if (!id.empty() && id != present->text)
                fail(ErrorKind::usage, "",
                     fmt::format("{}: the manifest has another vendorId already, which its users "
                                 "know",
                                 editor_.document().where(present->offset)));
            return;
        }
        if (id.empty()) {
            result_.needs_vendor_id = true;
            return decide(vendor_id, "missing: ten hexadecimal digits that stay the same for all "
                                     "versions; the signing service gives them to its customers");
        }
        if (!is_vendor_id(id))
            fail(ErrorKind::usage, "",
                 fmt::format("'{}' is no vendorId: it has ten hexadecimal digits",
                             text::visible(id)));
        editor_.set(vendor_id, as_json(id));
        changed(vendor_id, fmt::format("added: {}", id));
        decide(vendor_id, "it must be the one that the signing service gave to this vendor: a "
                          "device refuses an update with another one (error 27)");
    }

    void give_ranges() {
        if (const JsonNode* present = find(ranges)) return judge_ranges(*present);
        editor_.set(ranges, fmt::format("[{{\"max\": \"{}\"}}]", answers_.last_axis_os));
        changed(ranges, fmt::format("added: up to AXIS OS {}; the build fills in the oldest",
                                    answers_.last_axis_os));
        decide(ranges, fmt::format("it promises AXIS OS {}: try the application there, or say less",
                                   answers_.last_axis_os));
    }

    void judge_ranges(const JsonNode& present) {
        for (const JsonNode& range : present.items)
            if (!is_later(answers_.last_axis_os, range.text_at("max", answers_.last_axis_os)))
                return;
        decide(ranges, fmt::format("no range reaches AXIS OS {}: raise 'max' once the application "
                                   "was tried there",
                                   answers_.last_axis_os));
    }

    // Schema 2 knows the user 'sdk' and the one that the device makes for an application.
    void leave_user() {
        const std::string below = fmt::format("$.{}", user);
        const auto findings = validate(editor_.document()).findings;
        if (std::ranges::none_of(findings,
                                 [&](const Finding& f) { return f.path.starts_with(below); }))
            return;
        const std::string was = find(user)->text_at("username", "?");
        editor_.remove(user);
        changed(user, "taken away: the device makes a user for the application");
        decide(user, fmt::format("it ran as '{}': what only that user could do needs groups "
                                 "(resources.linux.user.groups) or D-Bus methods",
                                 text::visible(was)));
    }

    JsonEditor editor_;
    const UpgradeAnswers& answers_;
    ManifestUpgrade result_{};
};

} // namespace

bool is_vendor_id(std::string_view text) {
    return text.size() == 10 && std::ranges::all_of(text, ascii::is_hex_digit);
}

ManifestUpgrade upgrade_manifest(const std::string& source, const std::string& name,
                                 const UpgradeAnswers& answers) {
    return Upgrader(source, name, answers).run();
}

} // namespace acapctl::manifest
