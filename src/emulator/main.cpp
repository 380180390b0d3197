// acapctl-emulator: emulated Axis devices on the loopback interface of this machine.
#include "acapctl/error.hpp"
#include "emulator/machine.hpp"
#include "emulator/options.hpp"
#include "emulator/password.hpp"
#include "emulator/process/child.hpp"
#include "emulator/process/sandbox.hpp"
#include "emulator/state/state.hpp"
#include "support/error_json.hpp"
#include "support/interrupt.hpp"
#include "support/private_memory.hpp"
#include "support/streams.hpp"
#include "support/text.hpp"
#include "support/workers.hpp"

#include <algorithm>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

namespace acapctl::emulator {

namespace {

PortPair bind_pair(const Options& options, std::size_t index) {
    const std::string& address = options.listen;
    if (options.port == 0) return {Port(0, address), Port(0, address)};
    const auto number = options.port + 2 * index;
    if (number + 1 > 65535)
        throw_usage(fmt::format("port {} does not exist", number + 1),
                    "fewer devices, or a lower --port");
    return {Port(static_cast<std::uint16_t>(number), address),
            Port(static_cast<std::uint16_t>(number + 1), address)};
}

// Nobody may be there to read it, which is no reason to end; fmt::print() would throw.
void say(std::FILE* stream, const std::string& text) {
    std::fputs(text.c_str(), stream);
    std::fflush(stream);
}

void announce(const Machine& machine, bool json) {
    const std::string& name = machine.name();
    if (json)
        say(stdout, nlohmann::ordered_json{{"kind", "acapctl.emulate/v1"},
                                           {"name", name},
                                           {"http", machine.http_url()},
                                           {"https", machine.https_url()}}
                            .dump() +
                        "\n");
    else
        say(stdout, fmt::format("{} {} {}\n", name, machine.http_url(), machine.https_url()));
}

// Ready for a shell; one line, so that a script can take it.
void tell_password(const Secret& password) {
    say(stderr, fmt::format("export AXIS_DEVICE_PASS={}\n", password.reveal()));
}

// Which architectures have no stand-ins for the libraries of AXIS OS.
void tell_missing(const std::vector<Device::Setup>& setups, const Sandbox& sandbox) {
    if (sandbox.mode() != Sandbox::Mode::bubblewrap) return;
    std::set<std::string> missing;
    for (const Device::Setup& setup : setups)
        if (!has_stand_ins(setup.profile)) missing.insert(setup.profile.property("Architecture"));
    for (const std::string& architecture : missing)
        say(stderr, fmt::format("warning: applications for {} find no larod and none of AXIS OS' "
                                "libraries: this emulator was built without a cross compiler\n",
                                architecture));
}

// A copy of bin alone lacks it.
void find_keeper() {
    const auto keeper = keeper_program();
    if (!std::filesystem::exists(keeper))
        throw Error({.message = fmt::format("{} is missing, which every application needs",
                                            text::visible(keeper.string())),
                     .hint = "install acapctl whole, with its libexec directory"});
}

// Each device takes some fifteen descriptors, an application two, and each request one.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

int emulate(const Options& options) {
    const auto root = state_root(options);
    auto setups = device_setups(options, root);
    // A directory of the user's own, /tmp even, stays as it is; those of the devices are closed.
    if (options.state.empty() || !std::filesystem::exists(root)) make_private_directory(root);
    const Password password = root_password(root);
    for (Device::Setup& setup : setups) setup.password = password.secret;
    forget_environment();
    find_keeper();
    const auto stop = stop_on_signals();
    raise_descriptor_limit();
    const Sandbox sandbox = Sandbox::detect(options.no_sandbox);
    if (!sandbox.notice().empty()) say(stderr, fmt::format("warning: {}\n", sandbox.notice()));
    tell_missing(setups, sandbox);
    std::deque<PortPair> ports;
    for (std::size_t i = 0; i < setups.size(); ++i) ports.push_back(bind_pair(options, i));
    if (password.made) tell_password(password.secret);
    std::vector<std::unique_ptr<Machine>> machines;
    for (std::size_t i = 0; i < setups.size() && !stop.stop_requested(); ++i) {
        machines.push_back(
            std::make_unique<Machine>(std::move(setups[i]), std::move(ports[i]), sandbox));
        announce(*machines.back(), options.json);
    }
    while (sleep_unless_stopped(stop, 3'600'000)) {
    }
    for_each_index(machines.size(), 64, [&](std::size_t i) { machines[i]->shut_down(); });
    return 0;
}

// The terminal room is not ours to use: the emulator is a program of its own.
int report(const Failure& failure, bool json) {
    if (json) {
        // In ASCII: nothing is hidden in it, and what is no UTF-8 is no second error.
        say(stdout,
            error_document(failure).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) +
                "\n");
    } else {
        // As acapctl says it, whose command most people have given.
        say(stderr, fmt::format("error: {}\n", text::visible(failure.message)));
        if (!failure.hint.empty())
            say(stderr, fmt::format("  hint: {}\n", text::visible(failure.hint)));
    }
    return static_cast<int>(exit_code(failure.kind));
}

} // namespace acapctl::emulator

int main(int argc, char** argv) {
    using namespace acapctl;
    open_missing_streams();
    keep_memory_private();
    // Known before the options are parsed, for the errors of parsing itself.
    const bool json =
        std::any_of(argv, argv + argc, [](std::string_view word) { return word == "--json"; });
    try {
        const auto options = emulator::parse_options(argc, argv);
        return options ? emulator::emulate(*options) : 0;
    } catch (const Error& error) {
        return emulator::report(error.failure(), json);
    } catch (const std::exception& error) {
        return emulator::report({.message = error.what()}, json);
    }
}
