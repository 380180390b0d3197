// `acapctl emulate`: hands over to acapctl-emulator, a program of its own.
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/emulator_program.hpp"
#include "support/interrupt.hpp"
#include "support/json.hpp"
#include "support/private_memory.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::cli {

namespace {

struct EmulateOptions {
    std::vector<std::string> profiles;
    std::vector<std::string> faults;
    std::string count;
    std::string port;
    std::string listen;
    std::vector<std::string> hosts;
    std::string state;
    bool reset_damaged = false;
    bool no_sandbox = false;
};

// What this process becomes: the emulator prints by itself.
struct Handover {
    std::filesystem::path program;
    std::vector<std::string> arguments;
};

constexpr const char* program = "acapctl-emulator";

std::vector<std::string> arguments_for(const EmulateOptions& options, bool as_json) {
    std::vector<std::string> arguments{program};
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) arguments.push_back(fmt::format("{}={}", name, value));
    };
    for (const std::string& profile : options.profiles) add("--profile", profile);
    for (const std::string& fault : options.faults) add("--fault", fault);
    add("--count", options.count);
    add("--port", options.port);
    add("--listen", options.listen);
    for (const std::string& host : options.hosts) add("--host", host);
    add("--state", options.state);
    if (options.reset_damaged) arguments.emplace_back("--reset-damaged");
    if (options.no_sandbox) arguments.emplace_back("--no-sandbox");
    if (as_json) arguments.emplace_back("--json");
    return arguments;
}

// A blocked or ignored signal stays so over exec: the emulator must get them as a shell gives them.
void restore_signals() {
    std::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

Handover run_emulate(const EmulateOptions& options, bool as_json) {
    return {find_emulator(), arguments_for(options, as_json)};
}

std::string axis_os_versions(const nlohmann::json& list) {
    std::vector<std::string> names;
    for (const auto& name : list.at("axisOs")) names.push_back(name.get<std::string>());
    return text::join(names, ", ");
}

[[noreturn]] void become(const Handover& emulator, const Context& context) {
    std::vector<char*> pointers;
    for (const std::string& argument : emulator.arguments)
        pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    check(context.stop); // who takes a signal here does not live on
    restore_signals();
    restore_core_limit();
    context.edges.exec(emulator.program.c_str(), pointers.data());
    throw Error({.kind = ErrorKind::unexpected,
                 .code = "emulator-missing",
                 .message = fmt::format("cannot run {}: {}", emulator.program.string(),
                                        std::strerror(errno))});
}

void print_profiles(Terminal& terminal) {
    const nlohmann::json list = emulator_list("--profile");
    Table table({"CHIP", "ABOUT"});
    for (const auto& one : list.at("profiles"))
        table.add({string_at(one, "name"), string_at(one, "about")});
    table.print(terminal);
    terminal.note("AXIS OS, behind '@': " + axis_os_versions(list));
}

void print_faults(Terminal& terminal) {
    Table table({"FAULT", "VALUE", "STRIKES", "AT", "EFFECT"});
    const nlohmann::json list = emulator_list("--fault");
    for (const auto& one : list.at("faults"))
        table.add({string_at(one, "name"), Table::or_dash(string_at(one, "value")),
                   string_at(one, "strikes"), Table::or_dash(string_at(one, "at")),
                   string_at(one, "effect")});
    table.print(terminal);
}

ExitCode emulate_verb(const EmulateOptions& options, Context& context) {
    Terminal& terminal = context.terminal;
    const bool profiles = text::contains(options.profiles, "list");
    if (terminal.json() || !(profiles || text::contains(options.faults, "list")))
        become(run_emulate(options, terminal.json()), context);
    profiles ? print_profiles(terminal) : print_faults(terminal);
    return ExitCode::done;
}

// What it can be is for the emulator to say; it is asked when somebody reads this.
std::string footer() {
    std::string kinds;
    try {
        const nlohmann::json list = emulator_list("--profile");
        std::vector<std::string> chips;
        for (const auto& one : list.at("profiles")) chips.push_back(string_at(one, "name"));
        kinds = fmt::format("Chips: {}. AXIS OS: {}. ", text::join(chips, ", "),
                            axis_os_versions(list));
    } catch (const Error&) { // whoever runs it is told why
    }
    return fmt::format(
        "The account is root, its password the value of ACAPCTL_EMULATOR_PASSWORD, else a random "
        "one: stderr tells it as a line for the shell, and it is kept with the state.\n\n"
        "{}What each is and does: docs/emulator.md.\n\n"
        "Example: acapctl emulate --port 8080 --profile artpec7@10.12",
        kinds);
}

} // namespace

void add_emulate(Verbs& verbs) {
    auto options = Verbs::options<EmulateOptions>();
    Command verb = verbs.add("emulate", "Serve emulated devices on this machine",
                             [options](Context& c) { return emulate_verb(*options, c); });
    verb.add_repeatable(
            "--profile", options->profiles,
            "Kind of device: CHIP[@AXIS-OS][+EXTRA]..., as artpec8 or artpec7@10.12+memory=256; "
            "EXTRA is fresh, fips, bundled, strict, no-dlpu, edgetpu, memory=MB, processes=N or "
            "files=N; 'list' prints the chips")
        .type_name("PROFILE");
    verb.add_option("--count", options->count, "Devices of each profile")
        .between(1, 10'000)
        .type_name("N");
    verb.add_option("--port", options->port,
                    "HTTP port of the first device (HTTPS is the next one); 18080 if not given, 0: "
                    "any free ones")
        .between(0, 65'535)
        .type_name("PORT");
    verb.add_option("--listen", options->listen,
                    "Address to be reached at from elsewhere, as 0.0.0.0 in a container; else "
                    "this machine alone reaches it")
        .type_name("ADDRESS");
    verb.add_repeatable("--host", options->hosts,
                        "Name under which clients reach the devices there")
        .type_name("NAME");
    verb.add_option("--state", options->state, "Directory in which the devices keep their state")
        .type_name("DIR");
    verb.add_repeatable("--fault", options->faults,
                        "Fault to have, NAME[:VALUE][:TIMES][@CGI]; 'list' prints the names")
        .type_name("FAULT");
    verb.add_flag("--reset-damaged", options->reset_damaged,
                  "Set a state that cannot be read aside, and begin anew");
    verb.add_flag("--no-sandbox", options->no_sandbox, "Run applications unconfined");
    verb.footer(footer);
}

} // namespace acapctl::cli
