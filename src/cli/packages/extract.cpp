// `acapctl extract`: a package's files, and nothing outside the directory.
#include "acapctl/package.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/member_json.hpp"
#include "support/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct ExtractOptions {
    std::string file;
    std::vector<std::string> members;
    std::string directory = ".";
};

struct ExtractReport {
    std::string directory;
    std::vector<Member> written{};
};

ExtractReport run_extract(const ExtractOptions& options, const std::stop_token& stop) {
    return {options.directory,
            extract_package(options.file, options.directory, options.members, stop)};
}

ExitCode print_extract(const ExtractReport& report, Terminal& terminal) {
    if (terminal.json()) {
        nlohmann::json files = nlohmann::json::array();
        for (const Member& member : report.written) files.push_back(member_json(member));
        terminal.print_document({{"kind", "acapctl.extract/v1"},
                                 {"directory", or_null(report.directory)},
                                 {"files", std::move(files)}});
        return ExitCode::done;
    }
    for (const Member& member : report.written)
        terminal.print(member.path + (member.type == MemberType::directory ? "/" : ""));
    return ExitCode::done;
}

} // namespace

void add_extract(Verbs& verbs) {
    auto options = Verbs::options<ExtractOptions>();
    Command verb =
        verbs.add("extract", "Unpack a package, or some of its files", [options](Context& c) {
            return print_extract(run_extract(*options, c.stop), c.terminal);
        });
    verb.add_option("EAP", options->file, "The package").required();
    verb.add_option("MEMBER", options->members,
                    "Only these files; a directory stands for all that is below it");
    verb.add_option("-C,--directory", options->directory, "Where to; made if missing")
        .type_name("DIR")
        .show_default();
    verb.footer("Checks the whole package before it writes the first file, writes nothing outside "
                "DIR and replaces files that are already there.\n\n"
                "Example: acapctl extract -C unpacked hello_1_0_0_aarch64.eap manifest.json");
}

} // namespace acapctl::cli
