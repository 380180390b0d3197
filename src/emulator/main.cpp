// acapctl-emulator: emulated Axis devices on the loopback interface of this machine.
#include "acapctl/error.hpp"
#include "emulator/cgi.hpp"
#include "emulator/device.hpp"
#include "emulator/http_server.hpp"
#include "emulator/options.hpp"
#include "emulator/sandbox.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <cstdio>
#include <deque>
#include <memory>

#include <fmt/format.h>
#include <sys/resource.h>

namespace acapctl::emulator {

namespace {

struct Served {
    std::unique_ptr<Device> device;
    std::unique_ptr<HttpServer> http;
    std::unique_ptr<HttpServer> https;
    std::string line;
};

struct PortPair {
    Port http;
    Port https;
};

PortPair bind_pair(std::uint16_t first, std::size_t index) {
    if (first == 0) return {Port(0), Port(0)};
    const auto number = first + 2 * index;
    if (number + 1 > 65535)
        throw_usage(fmt::format("port {} does not exist", number + 1),
                    "fewer devices, or a lower --port");
    return {Port(static_cast<std::uint16_t>(number)), Port(static_cast<std::uint16_t>(number + 1))};
}

Served serve_device(Device::Setup setup, PortPair ports, const Sandbox& sandbox) {
    Served served;
    served.device = std::make_unique<Device>(std::move(setup), sandbox);
    Device& device = *served.device;
    const Begin begin = [&device](const Request& request) { return serve(device, request); };
    served.line = fmt::format("{} http://127.0.0.1:{} https://127.0.0.1:{}", device.name(),
                              ports.http.number(), ports.https.number());
    served.http = std::make_unique<HttpServer>(std::move(ports.http), std::nullopt, begin);
    served.https =
        std::make_unique<HttpServer>(std::move(ports.https), device.certificate(), begin);
    return served;
}

// Each device takes a dozen descriptors, and each request one.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int emulate(const Options& options) {
    const auto stop = stop_on_signals();
    raise_descriptor_limit();
    const Sandbox sandbox = Sandbox::detect(options.no_sandbox);
    if (!sandbox.notice().empty()) fmt::print(stderr, "acapctl-emulator: {}\n", sandbox.notice());
    auto setups = device_setups(options);
    std::deque<PortPair> ports;
    for (std::size_t i = 0; i < setups.size(); ++i) ports.push_back(bind_pair(options.port, i));
    std::vector<Served> devices;
    for (std::size_t i = 0; i < setups.size() && !stop.stop_requested(); ++i) {
        devices.push_back(serve_device(std::move(setups[i]), std::move(ports[i]), sandbox));
        fmt::print("{}\n", devices.back().line);
        std::fflush(stdout);
    }
    while (sleep_unless_stopped(stop, 3'600'000)) {
    }
    for (Served& served : devices) served.device->applications().stop_all();
    return 0;
}

} // namespace

} // namespace acapctl::emulator

int main(int argc, char** argv) {
    using namespace acapctl;
    try {
        const auto options = emulator::parse_options(argc, argv);
        return options ? emulator::emulate(*options) : 0;
    } catch (const Error& error) {
        fmt::print(stderr, "acapctl-emulator: {}\n", error.failure().message);
        if (!error.failure().hint.empty()) fmt::print(stderr, "  {}\n", error.failure().hint);
        return static_cast<int>(error.exit());
    } catch (const std::exception& error) {
        fmt::print(stderr, "acapctl-emulator: {}\n", text::visible(error.what()));
        return static_cast<int>(ExitCode::unexpected);
    }
}
