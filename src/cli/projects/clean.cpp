// `acapctl clean`: takes away what builds left.
#include "builder/clean.hpp"

#include "cli/app/verbs.hpp"
#include "cli/shared/build_options.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct CleanOptions {
    std::string directory = ".";
    bool dry_run = false;
};

builder::Cleaned run_clean(const CleanOptions& options, const Context& context) {
    return builder::clean(options.directory, options.dry_run, build_observer(context.terminal),
                          context.stop);
}

void print_document(const builder::Cleaned& cleaned, bool dry_run, Terminal& terminal) {
    using nlohmann::json;
    json removed = json::array();
    for (const builder::Removed& each : cleaned.removed)
        removed.push_back({{"path", each.path.string()}, {"size", each.size}});
    json kept = json::array();
    for (const builder::Kept& each : cleaned.kept)
        kept.push_back({{"path", each.path.string()}, {"reason", each.reason}});
    terminal.print_document(
        {{"kind", "acapctl.clean/v1"}, {"dryRun", dry_run}, {"removed", removed}, {"kept", kept}});
}

ExitCode print_clean(const builder::Cleaned& cleaned, bool dry_run, Terminal& terminal) {
    if (terminal.json()) {
        print_document(cleaned, dry_run, terminal);
        return ExitCode::done;
    }
    std::uint64_t size = 0;
    for (const builder::Removed& each : cleaned.removed) {
        terminal.print(text::visible(each.path.string()));
        size += each.size;
    }
    for (const builder::Kept& each : cleaned.kept)
        terminal.note(fmt::format("{} stays: {}", text::visible(each.path.string()), each.reason));
    if (cleaned.removed.empty())
        terminal.note("nothing to remove");
    else
        terminal.note(
            fmt::format("{} {}", text::human_size(size), dry_run ? "would be removed" : "removed"));
    return ExitCode::done;
}

} // namespace

void add_clean(Verbs& verbs) {
    auto options = Verbs::options<CleanOptions>();
    Command verb =
        verbs.add("clean", "Remove what builds left in a project", [options](Context& context) {
            return print_clean(run_clean(*options, context), options->dry_run, context.terminal);
        });
    verb.add_option("DIR", options->directory, "The project, or a directory with some below it");
    verb.add_flag("--dry-run", options->dry_run, "Print what would be removed, remove nothing");
    verb.footer("Build trees, records, logs and symbols in DIR/build/.acapctl go, and the packages "
                "that were built there, with their signed copies, as long as they are what was "
                "built. Nothing else is "
                "touched, and images stay with the engine.\n\n"
                "Example: acapctl clean --dry-run");
}

} // namespace acapctl::cli
