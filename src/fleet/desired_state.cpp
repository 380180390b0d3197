#include "fleet/desired_state.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"
#include "support/toml_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// [applications.NAME]
class ApplicationReader {
  public:
    ApplicationReader(const TomlReader& toml, const std::filesystem::path& directory,
                      std::string name)
        : toml_(toml), directory_(directory), application_{.name = std::move(name)} {}

    DesiredApplication read(const toml::node& node) {
        toml_.keys(
            toml_.table(node, key()), key(),
            {{"devices", [&](const auto& n) { read_devices(n); }},
             {"packages", [&](const auto& n) { read_packages(n); }},
             {"index", [&](const auto& n) { application_.index = read_path(n, "index"); }},
             {"build", [&](const auto& n) { application_.build = read_path(n, "build"); }},
             {"running",
              [&](const auto& n) { application_.running = toml_.boolean(n, key("running")); }},
             {"parameters", [&](const auto& n) { read_parameters(n); }},
             {"absent",
              [&](const auto& n) { application_.absent = toml_.boolean(n, key("absent")); }}});
        if (application_.devices.empty())
            toml_.refuse(node, fmt::format("{} names no devices", key()),
                         R"(add devices = ["@site"], or names of devices)");
        const int sources = !application_.packages.empty() + !application_.index.empty() +
                            !application_.build.empty();
        if (sources > 1)
            toml_.refuse(node, key() + " has more than one of packages, index and build");
        if (application_.absent &&
            (sources > 0 || application_.running || !application_.parameters.empty()))
            toml_.refuse(node, key() + " is absent, and has a package, parameters or a state");
        return std::move(application_);
    }

  private:
    std::string key(std::string_view name = {}) const {
        const std::string section = "applications." + text::visible(application_.name);
        return name.empty() ? section : fmt::format("{}.{}", section, name);
    }
    void read_devices(const toml::node& node) {
        application_.devices = toml_.strings(node, key("devices"));
        if (text::contains(application_.devices, ""))
            toml_.refuse(node, "a part of " + key("devices") + " is empty");
    }
    void read_packages(const toml::node& node) {
        for (const std::string& file : toml_.strings(node, key("packages")))
            application_.packages.push_back(directory_ / file);
    }
    std::filesystem::path read_path(const toml::node& node, const char* name) const {
        const std::string path = toml_.string(node, key(name));
        if (path.empty()) toml_.refuse(node, key(name) + " is empty");
        return directory_ / path;
    }
    void read_parameters(const toml::node& node) {
        const std::string section = key("parameters");
        for (const auto& [name, value] : toml_.table(node, section)) {
            const std::string parameter(name.str());
            application_.parameters.emplace_back(
                parameter, toml_.string(value, section + "." + text::visible(parameter)));
        }
    }

    const TomlReader& toml_;
    const std::filesystem::path& directory_;
    DesiredApplication application_;
};

std::optional<std::string> value_of(const Parameters& parameters, const std::string& name) {
    const auto found = std::ranges::find(parameters, name, &Parameters::value_type::first);
    return found == parameters.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

std::vector<DesiredApplication> parse_desired_state(std::string_view text,
                                                    const std::filesystem::path& file) {
    const TomlReader reader(file.string());
    const std::filesystem::path directory = file.parent_path();
    std::vector<std::pair<toml::source_position, DesiredApplication>> found;
    reader.keys(parse_toml(text, file.string()), "",
                {{"applications", [&](const toml::node& node) {
                      for (const auto& [name, application] : reader.table(node, "applications"))
                          found.emplace_back(
                              application.source().begin,
                              ApplicationReader(reader, directory, std::string(name.str()))
                                  .read(application));
                  }}});
    std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<DesiredApplication> applications;
    for (auto& [position, application] : found) applications.push_back(std::move(application));
    if (applications.empty())
        throw_invalid(fmt::format("{} names no application", text::visible(file.string())),
                      "write a section [applications.NAME]");
    return applications;
}

std::string Change::text() const {
    switch (kind) {
    case Kind::remove:
        return "- " + from;
    case Kind::install:
        return "+ " + to;
    case Kind::replace:
        return fmt::format("{} -> {}", from, to);
    case Kind::set_parameter:
        return fmt::format("{}: {} -> {}", what, from.empty() ? "-" : from, to);
    case Kind::start:
    case Kind::stop:
        return name();
    }
    return {};
}

const char* Change::name() const {
    switch (kind) {
    case Kind::remove:
        return "remove";
    case Kind::install:
        return "install";
    case Kind::replace:
        return "replace";
    case Kind::set_parameter:
        return "parameter";
    case Kind::start:
        return "start";
    case Kind::stop:
        return "stop";
    }
    return "";
}

std::vector<Change> changes(const DesiredApplication& desired, const ObservedApplication& observed,
                            const std::string& version) {
    std::vector<Change> result;
    const auto add = [&](Change::Kind kind, std::string what, std::string from, std::string to) {
        result.push_back({.kind = kind,
                          .application = desired.name,
                          .what = std::move(what),
                          .from = std::move(from),
                          .to = std::move(to)});
    };
    if (desired.absent) {
        if (observed.installed) add(Change::Kind::remove, {}, observed.version, {});
        return result;
    }
    if (!observed.installed)
        add(Change::Kind::install, {}, {}, version);
    else if (!version.empty())
        add(Change::Kind::replace, {}, observed.version, version);
    for (const auto& [name, value] : desired.parameters) {
        const auto now = value_of(observed.parameters, name);
        if (now != value) add(Change::Kind::set_parameter, name, now.value_or(""), value);
    }
    if (desired.running == true && !observed.running) add(Change::Kind::start, {}, {}, {});
    if (desired.running == false && observed.running) add(Change::Kind::stop, {}, {}, {});
    return result;
}

} // namespace acapctl::fleet
