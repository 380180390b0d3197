#include "templates/templates.hpp"

#include "acapctl/error.hpp"
#include "sdk/catalog.hpp"
#include "support/embedded.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <fmt/format.h>

namespace acapctl::data {
extern const std::span<const EmbeddedFile> templates;
} // namespace acapctl::data

namespace acapctl::templates {

namespace {

using nlohmann::ordered_json;

// What a language of a template means for the files of shared/.
struct Language {
    std::string_view name;
    std::string_view main;     // the template's file
    std::string_view suffix;   // of the source in the project
    std::string_view compiler; // the variables of make
    std::string_view flags;
    std::string_view standard;
};

constexpr Language languages[] = {{"c", "main.c", ".c", "CC", "CFLAGS", "gnu11"},
                                  {"c++", "main.cpp", ".cpp", "CXX", "CXXFLAGS", "gnu++17"},
                                  {"sh", "main.sh", "", "", "", ""}};

const data::EmbeddedFile* find_embedded(std::string_view path) {
    const auto found = std::ranges::find(data::templates, path, &data::EmbeddedFile::path);
    return found == data::templates.end() ? nullptr : &*found;
}

std::string_view embedded(std::string_view path) {
    const data::EmbeddedFile* file = find_embedded(path);
    if (file == nullptr) throw std::logic_error(fmt::format("no embedded file {}", path));
    return file->text;
}

std::vector<Template> read_templates() {
    std::vector<Template> list;
    const ordered_json table = ordered_json::parse(embedded("templates.json"));
    for (const ordered_json& row : table.at("templates")) {
        const auto strings = [&row](const char* key) {
            return row.value(key, std::vector<std::string>{});
        };
        Template one{.name = row.at("name"),
                     .about = row.at("about"),
                     .apis = strings("apis"),
                     .packages = strings("packages"),
                     .link = strings("link"),
                     .notes = strings("notes"),
                     .row = row};
        for (const Language& language : languages)
            if (find_embedded(fmt::format("{}/{}", one.name, language.main)) != nullptr)
                one.languages.emplace_back(language.name);
        list.push_back(std::move(one));
    }
    return list;
}

using Marks = std::vector<std::pair<std::string_view, std::string>>;

std::string filled_in(std::string text, const Marks& marks) {
    for (const auto& [mark, value] : marks)
        for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;
             at += value.size())
            text.replace(at, mark.size(), value);
    return text;
}

std::string this_year() {
    using namespace std::chrono;
    const year_month_day today{floor<days>(system_clock::now())};
    return std::to_string(static_cast<int>(today.year()));
}

// Notes come first: they hold marks themselves.
Marks marks_of(const Template& chosen, const ProjectChoice& choice, const Language& language) {
    const std::string link = text::join(chosen.link, " ");
    return {{"@NOTES@", text::join(chosen.notes, "\n")},
            {"@APP@", choice.app_name},
            {"@NAME@", choice.friendly_name},
            {"@YEAR@", this_year()},
            {"@CC@", std::string(language.compiler)},
            {"@CFLAGS@", std::string(language.flags)},
            {"@STANDARD@", std::string(language.standard)},
            {"@SUFFIX@", std::string(language.suffix.substr(language.suffix.empty() ? 0 : 1))},
            {"@PACKAGES@", text::join(chosen.packages, " ")},
            {"@LINK@", link.empty() ? link : " " + link}};
}

std::string manifest_text(const Template& chosen, int schema) {
    const std::string versioned = fmt::format("manifest-{}", schema);
    ordered_json manifest = ordered_json::parse(embedded(fmt::format("shared/{}.json", versioned)));
    for (const std::string& key : {std::string("manifest"), versioned})
        if (chosen.row.contains(key)) manifest.merge_patch(chosen.row.at(key));
    return manifest.dump(4) + "\n";
}

} // namespace

const std::vector<Template>& templates() {
    static const std::vector<Template> list = read_templates();
    return list;
}

const Template& find_template(std::string_view name) {
    const auto found = std::ranges::find(templates(), name, &Template::name);
    if (found != templates().end()) return *found;
    std::vector<std::string> names;
    for (const Template& one : templates()) names.push_back(one.name);
    const std::string suggestion = text::did_you_mean(name, names);
    throw_usage(fmt::format("there is no template '{}'", text::visible(name)), suggestion,
                {{Advice::list_templates}});
}

std::vector<std::string> chips_of(const Template& chosen, const sdk::Catalog& catalog) {
    std::vector<std::string> chips;
    for (const std::string& name : chosen.apis) {
        const auto api = std::ranges::find(catalog.apis(), name, &sdk::Api::name);
        if (api == catalog.apis().end() || api->tables.empty()) continue;
        const std::vector<std::string>& listed = api->tables.back().chips;
        if (std::ranges::find(listed, "all") != listed.end()) continue;
        if (chips.empty()) chips = listed;
        std::erase_if(chips, [&listed](const std::string& chip) {
            return std::ranges::find(listed, chip) == listed.end();
        });
    }
    return chips;
}

std::vector<ProjectFile> project_files(const Template& chosen, const ProjectChoice& choice) {
    const Language& language =
        *std::ranges::find(languages, std::string_view(choice.language), &Language::name);
    const Marks marks = marks_of(chosen, choice, language);
    std::vector<ProjectFile> files;
    const auto add = [&](std::string path, std::string text) {
        ProjectFile file{.path = std::move(path), .text = filled_in(std::move(text), marks)};
        if (file.text.starts_with("#!")) file.mode = 0755;
        files.push_back(std::move(file));
    };
    add("manifest.json", manifest_text(chosen, choice.schema));
    if (!language.compiler.empty())
        add("Makefile",
            std::string(embedded(chosen.packages.empty() ? "shared/Makefile"
                                                         : "shared/Makefile.libraries")));
    add(choice.app_name + std::string(language.suffix),
        std::string(embedded(fmt::format("{}/{}", chosen.name, language.main))));
    add("LICENSE", std::string(embedded("shared/LICENSE")));
    add("README.md", std::string(embedded("shared/README.md")));
    add(".gitignore", std::string(embedded("shared/gitignore")));
    return files;
}

} // namespace acapctl::templates
