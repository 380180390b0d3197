#include "manifest/project_file.hpp"

#include "acapctl/error.hpp"
#include "support/inside.hpp"
#include "support/names.hpp"
#include "support/text.hpp"
#include "support/toml_reader.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace acapctl {

namespace {

using Strings = std::vector<std::string>;

constexpr std::uint64_t largest_file = 1U << 20U;

class ProjectFileReader {
  public:
    explicit ProjectFileReader(ProjectFile& file) : file_(file), toml_(file.path.string()) {}

    void read(const toml::table& root) {
        toml_.keys(
            root, "",
            {{"build", [&](const toml::node& node) { build(toml_.table(node, "build")); }},
             {"variants", [&](const toml::node& node) { variants(toml_.table(node, "variants")); }},
             {"lint", [&](const toml::node& node) { lint(toml_.table(node, "lint")); }}});
    }

  private:
    using Handlers = TomlReader::Handlers;

    // A path below the project.
    std::string path(const toml::node& node, const std::string& what) const {
        std::string value = toml_.string(node, what);
        if (is_path_below(value)) return value;
        toml_.refuse(node, fmt::format("{} '{}' is not a path below the project", what,
                                       text::visible(value)));
    }

    Strings paths(const toml::node& node, const std::string& what) const {
        toml_.strings(node, what); // or an error
        Strings result;
        for (const toml::node& each : *node.as_array())
            result.push_back(path(each, "an entry of " + what));
        return result;
    }

    std::string path_in_image(const toml::node& node, const std::string& what) const {
        std::string value = toml_.string(node, what);
        if (is_path_in_image(value)) return value;
        toml_.refuse(
            node,
            fmt::format("{} '{}' is not a directory of the image", what, text::visible(value)),
            "write it from the root, as /opt/app, with letters, digits and \"_.+-\" only");
    }

    // A project may take the network away. To give more than the engine does by itself, the
    // network of this machine or of another container, is for whoever runs the build.
    std::string network(const toml::node& node) const {
        std::string value = toml_.string(node, "build.network");
        if (value == "none") return value;
        toml_.refuse(node,
                     fmt::format("build.network is '{}': a project can only say \"none\"",
                                 text::visible(value)),
                     {}, {{Advice::choose_network}});
    }

    // It may choose among engines that contain what it runs. To do without one is for the user.
    std::string engine(const toml::node& node) const {
        if (node.is_string() && **node.as_string() == "host")
            toml_.refuse(node,
                         "build.engine is 'host': a project cannot move its build out of "
                         "the container",
                         {}, {{Advice::trust_project}});
        return toml_.one_of(node, "build.engine", {"auto", "docker", "podman"});
    }

    ProjectFile::Arguments arguments(const toml::node& node, const std::string& what) const {
        ProjectFile::Arguments result;
        for (const auto& [key, value] : toml_.table(node, what))
            result[std::string(key.str())] =
                toml_.string(value, what + "." + std::string(key.str()));
        return result;
    }

    // Names a text of `target`, a key of `section`.
    std::pair<std::string, std::function<void(const toml::node&)>>
    text_key(const std::string& section, const std::string& key, std::string& target) const {
        return {key, [this, name = section + "." + key, &target](const toml::node& node) {
                    target = toml_.string(node, name);
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
            build.system = toml_.one_of(node, "build.system", {"make", "meson", "cmake", "none"});
        };
        handlers["architectures"] = [&](const toml::node& node) {
            build.architectures = toml_.strings(node, "build.architectures");
        };
        handlers["files"] = [&](const toml::node& node) {
            build.files = paths(node, "build.files");
        };
        handlers["mend"] = [&](const toml::node& node) {
            build.mend = toml_.boolean(node, "build.mend");
        };
        handlers["ccache"] = [&](const toml::node& node) {
            build.ccache = toml_.boolean(node, "build.ccache");
        };
        handlers["dockerfile"] = [&](const toml::node& node) {
            if (node.is_string())
                build.dockerfile = path(node, "build.dockerfile");
            else
                build.use_dockerfile = toml_.boolean(node, "build.dockerfile");
        };
        handlers["arguments"] = [&](const toml::node& node) {
            build.arguments = arguments(node, "build.arguments");
        };
        toml_.keys(section, "build", handlers);
    }

    void variants(const toml::table& section) {
        for (const auto& [key, node] : section) {
            const std::string name(key.str());
            const std::string title = "variants." + name;
            if (!is_word(name))
                toml_.refuse(node, "the name of a variant has letters, digits, _ and - only, at "
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
            toml_.keys(toml_.table(node, title), title, handlers);
        }
    }

    void lint(const toml::table& section) {
        toml_.keys(section, "lint",
                   {{"ignore", [&](const toml::node& node) {
                         for (const toml::node& each : toml_.array(node, "lint.ignore"))
                             ignore(each);
                     }}});
    }

    void ignore(const toml::node& node) {
        if (!node.is_table())
            toml_.refuse(node, "an entry of lint.ignore is not a table",
                         R"(Write {id = "...", reason = "..."}.)");
        ProjectFile::Ignore ignore{.place = toml_.place(node.source())};
        toml_.keys(*node.as_table(), "lint.ignore",
                   {text_key("lint.ignore", "id", ignore.id),
                    text_key("lint.ignore", "reason", ignore.reason)});
        ignore.reason = std::string(text::trim(ignore.reason));
        file_.ignores.push_back(std::move(ignore));
    }

    ProjectFile& file_;
    TomlReader toml_;
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
