#pragma once
// The record of a rollout: what was decided when it started, and what became of each device. A file
// of JSON lines that only grows: the first line is the plan, each further one an event, so that a
// killed process loses none that was written. docs/rollout.md describes it.

#include "support/descriptor.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::fleet {

class RolloutRecord {
  public:
    enum class State {
        untouched,
        in_flight, // something was about to be sent to it, and nobody knows what became of it
        done,
        failed
    };
    // "untouched", "in-flight", "done", "failed".
    static const char* state_name(State state);
    struct Device {
        State state = State::untouched;
        nlohmann::json intent{}; // in_flight, failed: what was known before something was sent
        nlohmann::json result{}; // done, failed
        bool taken = false;      // this rollout gave it the package, and has not put it back
    };

    // A new file, of the user alone. `plan` gets the kind of the document. Throws invalid_input if
    // there is one, or it cannot be written.
    static RolloutRecord create(const std::filesystem::path& file, nlohmann::json plan,
                                const std::vector<std::string>& devices);
    // One that is there. Throws invalid_input for what is no record, and while another process
    // works with it. An event that a killed process has not written whole is taken out.
    static RolloutRecord open(const std::filesystem::path& file);

    const std::filesystem::path& file() const { return file_; }
    const nlohmann::json& plan() const { return plan_; }
    const std::vector<std::string>& devices() const { return names_; } // in the order of the plan
    Device of(const std::string& device) const;                        // one of devices()

    // By any thread. What is intended is on the disk when begin() returns.
    void begin(const std::string& device, nlohmann::json intent);
    void end(const std::string& device, bool ok, nlohmann::json result);

  private:
    RolloutRecord(std::filesystem::path file, Descriptor descriptor)
        : file_(std::move(file)), descriptor_(std::move(descriptor)) {}
    void lock() const;
    void add(const std::string& name);
    static void start(Device& device, nlohmann::json intent);
    static void finish(Device& device, bool ok, nlohmann::json result);
    void read(const std::string& text);
    void take(const std::string& line, std::size_t number);
    void append(const nlohmann::json& event);
    [[noreturn]] void refuse(const std::string& why) const;

    std::filesystem::path file_;
    Descriptor descriptor_;
    nlohmann::json plan_{};
    std::vector<std::string> names_{};
    std::map<std::string, Device> devices_{};
    std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
};

} // namespace acapctl::fleet
