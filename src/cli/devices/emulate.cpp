// `acapctl emulate`: hands over to acapctl-emulator, a program of its own.
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/emulator_program.hpp"
#include "support/interrupt.hpp"
#include "support/private_memory.hpp"

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

} // namespace

void add_emulate(Verbs& verbs) {
    auto options = Verbs::options<EmulateOptions>();
    Command verb = verbs.add(
        "emulate", "Serve emulated devices on this machine",
        [options](Context& c) -> ExitCode { become(run_emulate(*options, c.terminal.json()), c); });
    verb.add_repeatable(
            "--profile", options->profiles,
            "Kind of device: CHIP[@AXIS-OS][+EXTRA]..., as artpec8 or artpec7@10.12+memory=256; "
            "EXTRA is fresh, fips, bundled, strict, memory=MB, processes=N or files=N; 'list' "
            "prints the chips")
        .type_name("PROFILE");
    verb.add_option("--count", options->count, "Devices of each profile").type_name("N");
    verb.add_option("--port", options->port,
                    "HTTP port of the first device (HTTPS is the next one); 18080 if not given, 0: "
                    "any free ones")
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
    verb.footer("The account is root, its password the value of ACAPCTL_EMULATOR_PASSWORD, else a "
                "random one: stderr tells it as a line for the shell, and it is kept with the "
                "state.\n\n"
                "Chips: artpec6, artpec7, artpec8, artpec9, cv25, cv75, imx6sx, imx8mn. AXIS OS: "
                "10.12, 11.11, 11.11.205, 12.0, 12.9, 12.11, 13. What each is and does: "
                "docs/emulator.md.\n\n"
                "Example: acapctl emulate --port 8080 --profile artpec7@10.12");
}

} // namespace acapctl::cli
