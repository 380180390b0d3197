#include "emulator/machine.hpp"

#include "emulator/support/guard.hpp"
#include "emulator/vapix/cgi.hpp"

#include <fmt/format.h>

namespace acapctl::emulator {

Machine::Machine(Device::Setup setup, PortPair ports, const Sandbox& sandbox)
    : http_url_(fmt::format("http://{}:{}", ports.http.host(), ports.http.number())),
      https_url_(fmt::format("https://{}:{}", ports.https.host(), ports.https.number())),
      device_(std::move(setup), sandbox),
      http_(std::move(ports.http), [this](const Request& r) { return serve(device_, r); }),
      https_(std::move(ports.https), [this](const Request& r) { return serve(device_, r); }) {
    device_.set_host({.reboot = [this](Reboot how) { loop_.post([this, how] { reboot(how); }); },
                      .certificate_changed =
                          [this] {
                              https_.stop();
                              https_.start(device_.certificate());
                          }});
    start();
    const auto starting = device_.first_boot();
    if (starting.count() > 0) loop_.post([this, starting] { boot_after(starting); });
}

Machine::~Machine() {
    guarded([this] { shut_down(); });
}

// A request over HTTP may restart HTTPS, so there is no HTTP while HTTPS starts or stops.
void Machine::start() {
    https_.start(device_.certificate());
    if (device_.serves_http()) http_.start(std::nullopt);
}

void Machine::stop() {
    http_.stop();
    https_.stop();
}

void Machine::shut_down() {
    device_.applications().stop_all(); // a request or an upgrade may wait for a script
    loop_.call([this] {
        closing_ = true;
        stop();
    });
    device_.applications().stop_all();
}

void Machine::reboot(Reboot how) {
    if (closing_) return;
    guarded([this] {
        stop();
        device_.applications().stop_all();
    });
    loop_.at(EventLoop::Clock::now() + how.offline, [this, how] { come_back(how); });
}

void Machine::come_back(Reboot how) {
    if (closing_) return;
    guarded([this] { device_.power_on(); });
    listen_again();
    boot_after(how.starting);
}

// Another program may have taken a port meanwhile (see Port).
void Machine::listen_again() {
    if (closing_) return;
    bool listens = false;
    guarded([&] {
        start();
        listens = true;
    });
    if (listens) return;
    stop(); // the one of the two that does listen
    loop_.at(EventLoop::Clock::now() + std::chrono::seconds(5), [this] { listen_again(); });
}

void Machine::boot_after(std::chrono::milliseconds starting) {
    loop_.at(EventLoop::Clock::now() + starting, [this] {
        if (!closing_) device_.finish_boot();
    });
}

} // namespace acapctl::emulator
