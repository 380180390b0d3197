// `acapctl new`: a project that builds at once.
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "sdk/catalog.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"
#include "templates/project_name.hpp"
#include "templates/templates.hpp"
#include "terminal/table.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace acapctl::cli {

namespace fs = std::filesystem;

namespace {

struct NewOptions {
    std::string directory;
    std::string template_name = "hello";
    std::string language; // empty: the template's usual one
    int schema = 1;
    bool list = false;
};

struct NewReport {
    fs::path directory;
    std::string app_name;
    std::string template_name;
    std::string language;
    std::vector<std::string> files;
};

std::string language_of(const templates::Template& chosen, const std::string& asked) {
    if (asked.empty()) return chosen.languages.front();
    if (std::ranges::find(chosen.languages, asked) != chosen.languages.end()) return asked;
    throw_usage(fmt::format("the template {} is not there in {}", chosen.name, asked),
                fmt::format("it is written in {}", text::join(chosen.languages, " and in ")));
}

fs::path empty_directory(const std::string& asked) {
    std::error_code error;
    const fs::path directory = fs::absolute(asked).lexically_normal();
    const fs::path itself = directory.has_filename() ? directory : directory.parent_path();
    if (fs::is_symlink(fs::symlink_status(itself, error)))
        throw_invalid(fmt::format("{} is a link", text::visible(asked)),
                      "name a directory that does not exist yet");
    if (fs::exists(directory, error) && !fs::is_empty(directory, error))
        throw_invalid(fmt::format("{} exists and is not empty", text::visible(asked)),
                      "name a directory that does not exist yet");
    fs::create_directories(directory, error);
    if (error)
        throw_invalid(fmt::format("cannot make {}: {}", text::visible(asked), error.message()));
    return directory;
}

NewReport run_new(const NewOptions& options) {
    if (options.directory.empty())
        throw_usage("new needs the directory to create", "acapctl new hello");
    const templates::Template& chosen = templates::find_template(options.template_name);
    templates::ProjectChoice choice{.language = language_of(chosen, options.language),
                                    .schema = options.schema};
    const fs::path directory = empty_directory(options.directory);
    const fs::path name = directory.has_filename() ? directory : directory.parent_path();
    choice.app_name = templates::app_name_from(name.filename().string());
    choice.friendly_name = templates::friendly_name_from(choice.app_name);
    NewReport report{.directory = options.directory,
                     .app_name = choice.app_name,
                     .template_name = chosen.name,
                     .language = choice.language,
                     .files = {}};
    for (const templates::ProjectFile& file : templates::project_files(chosen, choice)) {
        write_file(directory / file.path, file.text, file.mode);
        report.files.push_back(file.path);
    }
    return report;
}

void print_new(const NewReport& report, Terminal& terminal) {
    if (terminal.json())
        return terminal.print_document({{"kind", "acapctl.new/v1"},
                                        {"directory", report.directory.string()},
                                        {"appName", report.app_name},
                                        {"template", report.template_name},
                                        {"language", report.language},
                                        {"files", report.files}});
    terminal.print(report.directory.string());
    terminal.note(fmt::format("made the application {}; next: acapctl build {}", report.app_name,
                              shell_shown({report.directory.string()})));
}

std::string or_all(const std::vector<std::string>& chips) {
    return chips.empty() ? "all" : text::join(chips, " ");
}

void print_templates(const std::vector<templates::Template>& list, const sdk::Catalog& catalog,
                     Terminal& terminal) {
    if (terminal.json()) {
        nlohmann::json rows = nlohmann::json::array();
        for (const templates::Template& one : list)
            rows.push_back({{"name", one.name},
                            {"about", one.about},
                            {"languages", one.languages},
                            {"libraries", one.packages},
                            {"apis", one.apis},
                            {"chips", templates::chips_of(one, catalog)}});
        return terminal.print_document({{"kind", "acapctl.new-list/v1"}, {"templates", rows}});
    }
    Table table({"TEMPLATE", "ABOUT", "LANGUAGES", "LIBRARIES", "CHIPS"});
    for (const templates::Template& one : list)
        table.add({one.name, one.about, text::join(one.languages, " "),
                   Table::or_dash(text::join(one.packages, " ")),
                   or_all(templates::chips_of(one, catalog))});
    table.print(terminal);
}

} // namespace

void add_new(Verbs& verbs) {
    auto options = Verbs::options<NewOptions>();
    Command verb =
        verbs.add("new", "Create a project that builds at once", [options](Context& context) {
            if (options->list)
                print_templates(templates::templates(), context.edges.catalog(), context.terminal);
            else
                print_new(run_new(*options), context.terminal);
            return ExitCode::done;
        });
    const Option directory =
        verb.add_option("DIR", options->directory, "Directory to create; its name names the app");
    verb.add_option("--template", options->template_name,
                    "What the project shows (default: hello); --list has them all")
        .type_name("TEMPLATE");
    verb.add_option("--language", options->language, "c or c++, where the template has both")
        .type_name("L")
        .one_of({"c", "c++"});
    verb.add_option("--schema", options->schema,
                    "Manifest schema 1 (default): AXIS OS 11.10 to 12; 2: from 12.10, and 13")
        .type_name("1|2")
        .one_of({"1", "2"});
    verb.add_flag("--list", options->list, "The templates, and the chips they are for")
        .excludes(directory);
    verb.footer("Example: acapctl new hello && acapctl build hello");
}

} // namespace acapctl::cli
