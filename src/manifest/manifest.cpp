#include "manifest/manifest.hpp"

#include "acapctl/error.hpp"
#include "manifest/architecture.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl {

namespace {

using Kind = JsonNode::Kind;

class Reader {
  public:
    explicit Reader(const JsonDocument& document) : document_(document) {}

    [[noreturn]] void fail(std::size_t offset, const std::string& what) const {
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "invalid-manifest",
                     .message = fmt::format("{}: {}", document_.where(offset), what)});
    }

    // The object at `path` of nested objects; nullptr if a part is absent.
    const JsonNode* object(const std::string& path) const {
        const JsonNode* node = &document_.root;
        expect(*node, Kind::object, "the manifest");
        std::string walked;
        for (const std::string& key : text::split(path, '.')) {
            walked += (walked.empty() ? "" : ".") + key;
            if ((node = node->find(key)) == nullptr) return nullptr;
            expect(*node, Kind::object, walked);
        }
        return node;
    }

    void expect(const JsonNode& node, Kind kind, const std::string& what) const {
        if (!node.is(kind))
            fail(node.offset, fmt::format("{} must be {}, not {}", what, json_kind_name(kind),
                                          json_kind_name(node.kind)));
    }

    Manifest::Text text(const JsonNode* object, const std::string& path,
                        const std::string& key) const {
        const JsonNode* node = object == nullptr ? nullptr : object->find(key);
        if (node == nullptr) return std::nullopt;
        expect(*node, Kind::string, path + "." + key);
        return node->text;
    }

    std::string required(const JsonNode& object, const std::string& path,
                         const std::string& key) const {
        if (auto value = text(&object, path, key)) return *value;
        fail(object.offset, fmt::format("{} lacks '{}'", path, key));
    }

    // Calls `each` with every element of an array of objects.
    template <typename F>
    void elements(const JsonNode* object, const std::string& path, const std::string& key,
                  const F& each) const {
        const JsonNode* list = object == nullptr ? nullptr : object->find(key);
        if (list == nullptr) return;
        expect(*list, Kind::array, path + "." + key);
        for (std::size_t i = 0; i < list->items.size(); ++i) {
            const std::string name = fmt::format("{}.{}[{}]", path, key, i);
            expect(list->items[i], Kind::object, name);
            each(list->items[i], name);
        }
    }

  private:
    const JsonDocument& document_;
};

const std::string package_conf = "acapPackageConf";

void read_setup(const Reader& reader, const JsonDocument& document, Manifest& manifest) {
    const std::string path = package_conf + ".setup";
    const JsonNode* setup = reader.object(path);
    if (setup == nullptr) reader.fail(document.root.offset, fmt::format("there is no {}", path));
    manifest.app_name = reader.required(*setup, path, "appName");
    if (!is_file_name(manifest.app_name))
        reader.fail(setup->find("appName")->offset,
                    fmt::format("{}.appName '{}' cannot be the name of a program", path,
                                text::visible(text::first_characters(manifest.app_name, 100))));
    const auto text = [&](const char* key) { return reader.text(setup, path, key); };
    manifest.friendly_name = text("friendlyName");
    manifest.app_id = text("appId");
    manifest.vendor = text("vendor");
    manifest.vendor_url = text("vendorUrl");
    manifest.version = text("version");
    if (const auto named = text("architecture")) {
        const std::size_t where = setup->find("architecture")->offset;
        const std::string known = architecture_of_manifest(*named, document.where(where));
        if (!known.empty()) manifest.architecture = known;
    }
    manifest.run_mode = text("runMode");
    manifest.run_options = text("runOptions");
    manifest.embedded_sdk_version = text("embeddedSdkVersion");
    const JsonNode* user = reader.object(path + ".user");
    manifest.user = reader.text(user, path + ".user", "username");
    manifest.group = reader.text(user, path + ".user", "group");
    if (!manifest.version) return;
    const auto numbers = parse_semantic_version(*manifest.version);
    if (!numbers)
        reader.fail(setup->find("version")->offset,
                    fmt::format("{}.version '{}' is no version such as 1.0.0", path,
                                text::visible(*manifest.version)));
    manifest.numbers = *numbers;
}

void read_configuration(const Reader& reader, Manifest& manifest) {
    const std::string path = package_conf + ".configuration";
    const JsonNode* configuration = reader.object(path);
    manifest.setting_page = reader.text(configuration, path, "settingPage");
    reader.elements(configuration, path, "paramConfig",
                    [&](const JsonNode& node, const std::string& name) {
                        manifest.params.push_back({reader.required(node, name, "name"),
                                                   reader.required(node, name, "default"),
                                                   reader.required(node, name, "type")});
                    });
    reader.elements(configuration, path, "httpConfig",
                    [&](const JsonNode& node, const std::string& name) {
                        HttpConfig entry{reader.required(node, name, "type"), {}, {}};
                        if (entry.type != "directory") { // the device reads those by itself
                            entry.name = reader.required(node, name, "name");
                            entry.access = reader.required(node, name, "access");
                        }
                        manifest.http.push_back(std::move(entry));
                    });
}

} // namespace

Manifest read_manifest(const JsonDocument& document) {
    const Reader reader(document);
    reader.expect(document.root, Kind::object, "the manifest");
    Manifest manifest;
    manifest.schema_version = reader.required(document.root, "the manifest", "schemaVersion");
    read_setup(reader, document, manifest);
    read_configuration(reader, manifest);
    const auto text = [&](const std::string& section, const char* key) {
        const std::string path = package_conf + "." + section;
        return reader.text(reader.object(path), path, key);
    };
    manifest.license_method = text("copyProtection", "method");
    manifest.license_options = text("copyProtection", "customOptions");
    manifest.post_install_script = text("installation", "postInstallScript");
    manifest.pre_uninstall_script = text("uninstallation", "preUninstallScript");
    return manifest;
}

} // namespace acapctl
