#include "cli/app/app.hpp"

#include "cli/app/command_line.hpp"
#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/private_files.hpp"
#include "support/private_memory.hpp"

#include <string_view>

namespace acapctl::cli {

namespace {

int report(Terminal& terminal, const Failure& failure) {
    terminal.error(failure);
    return static_cast<int>(failure.exit);
}

int print_page(std::string_view page) {
    Terminal terminal({});
    try {
        terminal.print_page(page);
        return 0;
    } catch (const Error& error) {
        return report(terminal, error.failure());
    }
}

int serve(int argc, char** argv, const std::stop_token& stop) {
    keep_memory_private();
    CommandLine line(argc, argv);
    try {
        if (const auto page = line.parse()) return print_page(*page);
    } catch (const Error& error) {
        Terminal terminal(guess_options(argc, argv));
        return report(terminal, error.failure());
    }

    Terminal terminal(line.terminal_options());
    try {
        Context context{terminal, stop, line.root()};
        on_private_file_warning([&](const std::string& text) { terminal.warn(text); });
        return static_cast<int>(line.chosen()(context));
    } catch (const Error& error) {
        return report(terminal, error.failure());
    } catch (const std::exception& error) {
        return report(terminal, unforeseen(error));
    }
}

} // namespace

int run_app(int argc, char** argv) {
    try {
        return serve(argc, argv, stop_on_signals());
    } catch (const std::exception& error) { // no thread could be started for the signals
        Terminal terminal(guess_options(argc, argv));
        return report(terminal, unforeseen(error));
    }
}

} // namespace acapctl::cli
