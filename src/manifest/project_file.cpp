#include "manifest/project_file.hpp"

#include "acapctl/error.hpp"
#include "support/inside.hpp"
#include "support/names.hpp"
#include "support/text.hpp"
#include "support/toml.hpp"

#include <cstdint>
#include <functional>

#include <fmt/format.h>

namespace acapctl {

namespace {

using Strings = std::vector<std::string>;

constexpr std::uint64_t largest_file = 1U << 20U;

class ProjectFileReader {
  public:
    explicit ProjectFileReader(ProjectFile& file) : file_(file) {}

    void read(const toml::table& root) {
        keys(root, "",
             {{"build", [&](const toml::node& node) { build(table(node, "build")); }},
              {"variants", [&](const toml::node& node) { variants(table(node, "variants")); }},
              {"lint", [&](const toml::node& node) { lint(table(node, "lint")); }}});
    }

    [[noreturn]] void refuse(const toml::source_region& where, const std::string& what,
                             const std::string& hint = {}, std::vector<Advice> advice = {}) const {
        throw_invalid(place(where) + ": " + what, hint, std::move(advice));
    }

  private:
    using Handlers = std::map<std::string, std::function<void(const toml::node&)>>;

    std::string place(const toml::source_region& where) const {
        return fmt::format("{}:{}:{}", text::visible(file_.path.string()), where.begin.line,
                           where.begin.column);
    }

    // Calls the handler of each key; a key without one is an error.
    void keys(const toml::table& table, const std::string& section,
              const Handlers& handlers) const {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (const auto handler = handlers.find(name); handler != handlers.end()) {
                handler->second(node);
                continue;
            }
            Strings known;
            for (const auto& [each, handler] : handlers) known.push_back(each);
            const std::string suggestion = text::did_you_mean(name, known);
            refuse(node.source(),
                   fmt::format("unknown key '{}'{}", text::visible(name),
                               section.empty() ? "" : " in [" + text::visible(section) + "]"),
                   suggestion.empty() ? "known: " + text::join(known, ", ") : suggestion);
        }
    }

    const toml::table& table(const toml::node& node, const std::string& what) const {
        if (!node.is_table()) refuse(node.source(), what + " is not a table");
        return *node.as_table();
    }

    std::string string(const toml::node& node, const std::string& what) const {
        if (!node.is_string()) refuse(node.source(), what + " is not a string");
        return **node.as_string();
    }

    // A path below the project.
    std::string path(const toml::node& node, const std::string& what) const {
        std::string value = string(node, what);
        if (is_path_below(value)) return value;
        refuse(node.source(),
               fmt::format("{} '{}' is not a path below the project", what, text::visible(value)));
    }

    Strings paths(const toml::node& node, const std::string& what) const {
        strings(node, what); // or an error
        Strings result;
        for (const toml::node& each : *node.as_array())
            result.push_back(path(each, "an entry of " + what));
        return result;
    }

    std::string path_in_image(const toml::node& node, const std::string& what) const {
        std::string value = string(node, what);
        if (is_path_in_image(value)) return value;
        refuse(node.source(),
               fmt::format("{} '{}' is not a directory of the image", what, text::visible(value)),
               "write it from the root, as /opt/app, with letters, digits and \"_.+-\" only");
    }

    // A project may take the network away. To give more than the engine does by itself, the
    // network of this machine or of another container, is for whoever runs the build.
    std::string network(const toml::node& node) const {
        std::string value = string(node, "build.network");
        if (value == "none") return value;
        refuse(node.source(),
               fmt::format("build.network is '{}': a project can only say \"none\"",
                           text::visible(value)),
               {}, {{Advice::choose_network}});
    }

    // It may choose among engines that contain what it runs. To do without one is for the user.
    std::string engine(const toml::node& node) const {
        if (node.is_string() && **node.as_string() == "host")
            refuse(node.source(),
                   "build.engine is 'host': a project cannot move its build out of "
                   "the container",
                   {}, {{Advice::trust_project}});
        return one_of(node, "build.engine", {"auto", "docker", "podman"});
    }

    bool boolean(const toml::node& node, const std::string& what) const {
        if (!node.is_boolean()) refuse(node.source(), what + " is not true or false");
        return **node.as_boolean();
    }

    Strings strings(const toml::node& node, const std::string& what) const {
        if (!node.is_array()) refuse(node.source(), what + " is not an array of strings");
        Strings result;
        for (const toml::node& each : *node.as_array())
            result.push_back(string(each, "an entry of " + what));
        return result;
    }

    ProjectFile::Arguments arguments(const toml::node& node, const std::string& what) const {
        ProjectFile::Arguments result;
        for (const auto& [key, value] : table(node, what))
            result[std::string(key.str())] = string(value, what + "." + std::string(key.str()));
        return result;
    }

    std::string one_of(const toml::node& node, const std::string& what,
                       const Strings& values) const {
        std::string value = string(node, what);
        for (const std::string& each : values)
            if (value == each) return value;
        const std::string suggestion = text::did_you_mean(value, values);
        refuse(node.source(), fmt::format("{} is '{}'", what, text::visible(value)),
               suggestion.empty() ? "it is one of " + text::join(values, ", ") : suggestion);
    }

    // Names a text of `target`, a key of `section`.
    std::pair<std::string, std::function<void(const toml::node&)>>
    text_key(const std::string& section, const std::string& key, std::string& target) const {
        return {key, [this, name = section + "." + key, &target](const toml::node& node) {
                    target = string(node, name);
                }};
    }

    void build(const toml::table& section) {
        ProjectFile::Build& build = file_.build;
        Handlers handlers{text_key("build", "sdk", build.sdk),
                          text_key("build", "axis-os", build.axis_os),
                          text_key("build", "target", build.target)};
        handlers["network"] = [&](const toml::node& node) { build.network = network(node); };
        handlers["result"] = [&](const toml::node& node) {
            build.result = path_in_image(node, "build.result");
        };
        handlers["engine"] = [&](const toml::node& node) { build.engine = engine(node); };
        handlers["system"] = [&](const toml::node& node) {
            build.system = one_of(node, "build.system", {"make", "meson", "cmake", "none"});
        };
        handlers["architectures"] = [&](const toml::node& node) {
            build.architectures = strings(node, "build.architectures");
        };
        handlers["files"] = [&](const toml::node& node) {
            build.files = paths(node, "build.files");
        };
        handlers["mend"] = [&](const toml::node& node) {
            build.mend = boolean(node, "build.mend");
        };
        handlers["ccache"] = [&](const toml::node& node) {
            build.ccache = boolean(node, "build.ccache");
        };
        handlers["dockerfile"] = [&](const toml::node& node) {
            if (node.is_string())
                build.dockerfile = path(node, "build.dockerfile");
            else
                build.use_dockerfile = boolean(node, "build.dockerfile");
        };
        handlers["arguments"] = [&](const toml::node& node) {
            build.arguments = arguments(node, "build.arguments");
        };
        keys(section, "build", handlers);
    }

    void variants(const toml::table& section) {
        for (const auto& [key, node] : section) {
            const std::string name(key.str());
            const std::string title = "variants." + name;
            if (!is_word(name))
                refuse(node.source(), "the name of a variant has letters, digits, _ and - only, at "
                                      "most 64, and no - in front");
            ProjectFile::Variant& variant = file_.variants[name];
            Handlers handlers{text_key(title, "chip", variant.chip),
                              text_key(title, "architecture", variant.architecture)};
            handlers["manifest"] = [&](const toml::node& value) {
                variant.manifest = path(value, title + ".manifest");
            };
            handlers["files"] = [&](const toml::node& value) {
                variant.files = paths(value, title + ".files");
            };
            handlers["arguments"] = [&](const toml::node& value) {
                variant.arguments = arguments(value, title + ".arguments");
            };
            keys(table(node, title), title, handlers);
        }
    }

    void lint(const toml::table& section) {
        keys(section, "lint", {{"ignore", [&](const toml::node& node) {
                                    if (!node.is_array())
                                        refuse(node.source(), "lint.ignore is not an array");
                                    for (const toml::node& each : *node.as_array()) ignore(each);
                                }}});
    }

    void ignore(const toml::node& node) {
        if (!node.is_table())
            refuse(node.source(), "an entry of lint.ignore is not a table",
                   R"(Write {id = "...", reason = "..."}.)");
        ProjectFile::Ignore ignore{.place = place(node.source())};
        keys(*node.as_table(), "lint.ignore",
             {text_key("lint.ignore", "id", ignore.id),
              text_key("lint.ignore", "reason", ignore.reason)});
        ignore.reason = std::string(text::trim(ignore.reason));
        file_.ignores.push_back(std::move(ignore));
    }

    ProjectFile& file_;
};

} // namespace

ProjectFile parse_project_file(std::string_view text, const std::filesystem::path& path) {
    ProjectFile file{.path = path};
    ProjectFileReader(file).read(parse_toml(text, path.string()));
    return file;
}

ProjectFile read_project_file(const std::filesystem::path& directory) {
    constexpr const char* name = "acapctl.toml";
    std::error_code error;
    if (!std::filesystem::is_directory(directory, error)) return {};
    const Inside inside(directory);
    if (!inside.status(name)) return {};
    return parse_project_file(inside.read(name, largest_file), directory / name);
}

} // namespace acapctl
