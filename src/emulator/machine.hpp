#pragma once
// A device at its ports, with the switch that reboots it.

#include "emulator/http/http_server.hpp"
#include "emulator/process/event_loop.hpp"
#include "emulator/state/device.hpp"

#include <string>

namespace acapctl::emulator {

struct PortPair {
    Port http;
    Port https;
};

class Machine {
  public:
    // Answers when it returns.
    Machine(Device::Setup setup, PortPair ports, const Sandbox& sandbox);
    ~Machine(); // shuts down
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    const std::string& name() const { return device_.name(); }
    const std::string& http_url() const { return http_url_; }
    const std::string& https_url() const { return https_url_; }

    // Ends connections and applications and waits for them.
    void shut_down();

  private:
    void start();
    void stop();
    // These run in the loop's thread.
    void reboot(Reboot how);
    void come_back(Reboot how);
    void listen_again();
    void boot_after(std::chrono::milliseconds starting);

    std::string http_url_;
    std::string https_url_;
    Device device_;
    HttpServer http_;
    HttpServer https_;
    bool closing_ = false;
    EventLoop loop_; // last: its thread ends before what it uses
};

} // namespace acapctl::emulator
