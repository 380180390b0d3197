#pragma once
// Faults a device is told to have, so that a client's answer to them can be tried.

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::emulator {

enum class Fault {
    wrong_password,
    stale_nonce,
    unavailable,
    stall,
    slow,
    late,
    cut,
    hang_up,
    garbage,
    reset_before,
    reset_mid,
    reset_after,
    answer_lost,
    error,
    error_after,
    busy,
    disk_full,
    start_error,
    stop_error,
    remove_error,
    reboot_mid_install,
    reboot_after_install,
    dies_at_start,
    crash_loop,
    crash_after,
    killed_at_line,
    log_lost,
    log_cut,
    log_mixed,
    larod_refuses,
    larod_hangs,
    larod_empty,
    larod_devices,
    larod_version,
    larod_power,
    larod_warm_up,
    certificate_change,
    starting,
    offline,
};

// What there is to be known of a fault, for --fault list, the documents and the control endpoint.
struct FaultKind {
    Fault fault{};
    std::string_view name{};
    // What follows behind a colon: N a code, S seconds (or "100ms"), C a count; empty: nothing
    // does.
    std::string_view value{};
    std::string_view at{}; // the CGI it strikes unless told otherwise, "*" for each; empty: none
    std::string_view strikes{}; // what counts as one time
    std::string_view help{};
};

std::span<const FaultKind> fault_kinds();
// The table as text, a fault on each line.
std::string fault_list();      // a table
std::string fault_list_json(); // the same as one JSON document

// One fault as ordered: NAME[:VALUE][:TIMES][@CGI].
struct FaultOrder {
    const FaultKind* kind = nullptr;
    unsigned value = 0;              // a time in milliseconds
    std::optional<unsigned> times{}; // without: until it is cleared
    std::string at{};                // last part of a path, or a path, or "*"
    std::string text{};              // as given
};

// Throws a usage error that says what is wrong with it.
FaultOrder parse_fault(std::string_view text);
std::vector<FaultOrder> parse_faults(const std::vector<std::string>& texts);

// The faults a device has now. All of it may be called by any thread.
class Faults {
  public:
    explicit Faults(std::vector<FaultOrder> orders = {}) { add(std::move(orders)); }

    // Whether the device has the fault now, for a request of `path`; counts as one time. Its value
    // (milliseconds, if it is a time), 0 for a fault that has none.
    std::optional<unsigned> take(Fault fault, std::string_view path = {});

    void add(std::vector<FaultOrder> orders);
    void clear();
    // False if there was none of this name.
    bool clear(std::string_view name);

    // [{"fault","name","value","times","at","struck"}], null for what does not apply.
    nlohmann::ordered_json to_json() const;

  private:
    struct Active {
        FaultOrder order{};
        std::uint64_t struck = 0;
    };
    std::vector<Active> active_{};
    mutable std::mutex mutex_{};
};

} // namespace acapctl::emulator
