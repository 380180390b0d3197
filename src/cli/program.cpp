#include "cli/program.hpp"

#include "cli/app/advice.hpp"
#include "cli/app/command_line.hpp"
#include "cli/app/settings.hpp"
#include "cli/completion_answer.hpp"
#include "device/http/curl_transport.hpp"
#include "support/diagnostics.hpp"
#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/private_files.hpp"
#include "support/private_memory.hpp"

namespace acapctl::cli {

namespace {

int report(Terminal& terminal, const Failure& failure) {
    terminal.error(advised(failure));
    return static_cast<int>(exit_code(failure.kind));
}

// What -v and -vv ask for.
std::unique_ptr<diagnostics::Listener> listen(Terminal& terminal) {
    const int verbosity = terminal.options().verbosity;
    if (verbosity == 0) return nullptr;
    return std::make_unique<diagnostics::Listener>(verbosity > 1 ? diagnostics::Level::trace
                                                                 : diagnostics::Level::detail,
                                                   [&terminal](std::string_view text) {
                                                       terminal.tell({text, Style::dim});
                                                   });
}

int run_verb(const CommandLine& line, Terminal& terminal, const Edges& edges,
             const Settings& settings, const std::stop_token& stop) {
    try {
        const std::unique_ptr<diagnostics::Listener> listener = listen(terminal);
        Context context{terminal, stop, line.root(), edges, settings};
        on_private_file_warning([&](const std::string& text) { terminal.warn(text); });
        return static_cast<int>(line.chosen()(context));
    } catch (const Error& error) {
        return report(terminal, error.failure());
    } catch (const std::exception& error) {
        return report(terminal, unforeseen(error));
    }
}

Edges real_edges() {
    Edges edges;
    edges.connect = [](const device::Target& target) {
        return std::make_unique<device::CurlTransport>(target);
    };
    return edges;
}

} // namespace

int run_command_line(int argc, char** argv, const Edges& edges, const std::stop_token& stop) {
    if (asks_completion(argc, argv)) return print_completion(argc, argv, edges);
    CommandLine line(argc, argv);
    Settings settings;
    Terminal before(guess_options(argc, argv), edges.out, edges.err);
    try {
        line.parse(before.output_is_terminal() && !before.json());
        if (!line.explains()) settings = read_settings(settings_file());
    } catch (const Error& error) {
        return report(before, error.failure());
    }
    Terminal terminal(line.terminal_options(settings), edges.out, edges.err);
    return run_verb(line, terminal, edges, settings, stop);
}

int run_program(int argc, char** argv) {
    try {
        const std::stop_token stop =
            stop_on_signals([](const Notice& notice) { return advised(notice); });
        keep_memory_private();
        return run_command_line(argc, argv, real_edges(), stop);
    } catch (const std::exception& error) { // no thread could be started for the signals
        Terminal terminal(guess_options(argc, argv));
        return report(terminal, unforeseen(error));
    }
}

} // namespace acapctl::cli
