// `acapctl new`: a project that builds at once.
#include "cli/verbs.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view template_hello_manifest;
extern const std::string_view template_hello_makefile;
extern const std::string_view template_hello_source;
extern const std::string_view template_hello_license;
} // namespace acapctl::data

namespace acapctl::cli {

namespace fs = std::filesystem;

namespace {

struct NewOptions {
    std::string directory;
    std::string template_name = "hello";
};

struct NewReport {
    fs::path directory;
    std::string app_name;
    std::vector<std::string> files;
};

// An appName starts with a letter, has letters, digits and underscores, 2 to 26 of them (manifest
// schema 1.7.1).
std::string app_name_from(const std::string& directory) {
    std::string name;
    for (const char c : directory) {
        const bool ascii_word = std::isalnum(static_cast<unsigned char>(c)) != 0;
        if (ascii_word)
            name += c;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    if (name.empty() || std::isalpha(static_cast<unsigned char>(name[0])) == 0)
        name = "app_" + name;
    name.resize(std::min<std::size_t>(name.size(), 26));
    while (name.back() == '_') name.pop_back();
    return name.size() < 2 ? name + "_app" : name;
}

std::string title_from(std::string name) {
    std::ranges::replace(name, '_', ' ');
    name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
    return name;
}

std::string filled_in(std::string_view text, const std::string& app) {
    using namespace std::chrono;
    const year_month_day today{floor<days>(system_clock::now())};
    const std::pair<std::string_view, std::string> values[] = {
        {"@APP@", app},
        {"@NAME@", title_from(app)},
        {"@YEAR@", std::to_string(static_cast<int>(today.year()))}};
    std::string result(text);
    for (const auto& [mark, value] : values)
        for (std::size_t at = 0; (at = result.find(mark, at)) != std::string::npos;
             at += value.size())
            result.replace(at, mark.size(), value);
    return result;
}

NewReport run(const NewOptions& options) {
    std::error_code error;
    const fs::path directory = fs::absolute(options.directory).lexically_normal();
    if (fs::exists(directory, error) && !fs::is_empty(directory, error))
        throw_invalid(fmt::format("{} exists and is not empty", text::visible(options.directory)),
                      "name a directory that does not exist yet");
    fs::create_directories(directory, error);
    if (error)
        throw_invalid(
            fmt::format("cannot make {}: {}", text::visible(options.directory), error.message()));
    const std::string base = directory.has_filename() ? directory.filename().string()
                                                      : directory.parent_path().filename().string();
    NewReport report{.directory = options.directory, .app_name = app_name_from(base), .files = {}};
    const std::pair<std::string, std::string_view> files[] = {
        {"manifest.json", data::template_hello_manifest},
        {"Makefile", data::template_hello_makefile},
        {report.app_name + ".c", data::template_hello_source},
        {"LICENSE", data::template_hello_license},
        {".gitignore", "/build/\n*.eap\n"}};
    for (const auto& [name, text] : files) {
        write_file(directory / name, filled_in(text, report.app_name));
        report.files.push_back(name);
    }
    return report;
}

void print(const NewReport& report, Terminal& terminal) {
    if (terminal.json())
        return terminal.print_document({{"kind", "acapctl.new/v1"},
                                        {"directory", report.directory.string()},
                                        {"appName", report.app_name},
                                        {"files", report.files}});
    terminal.print(report.directory.string());
    terminal.note(fmt::format("made the application {}; next: acapctl build {}", report.app_name,
                              text::visible(report.directory.string())));
}

} // namespace

void add_new(Verbs& verbs) {
    auto options = Verbs::options<NewOptions>();
    CLI::App& verb =
        verbs.add("new", "Create a project that builds at once", [options](Context& context) {
            print(run(*options), context.terminal);
            return ExitCode::done;
        });
    verb.add_option("DIR", options->directory, "Directory to create; its name names the app")
        ->required();
    verb.add_option("--template", options->template_name, "hello: a C program that logs a line")
        ->type_name("T")
        ->check(CLI::IsMember({"hello"}).description(""));
    verb.footer("Example: acapctl new hello && acapctl build hello");
}

} // namespace acapctl::cli
