#include "emulator/profile/faults.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

constexpr std::size_t faults_limit = 1000;
constexpr const char* upload_cgi_name = "upload.cgi";
constexpr const char* control_cgi_name = "control.cgi";

constexpr std::array kinds{
    FaultKind{Fault::wrong_password, "wrong-password", "", "*", "login",
              "right credentials are answered with 401"},
    FaultKind{Fault::stale_nonce, "stale-nonce", "", "*", "digest login",
              "right credentials are answered with 401 and stale=true"},
    FaultKind{Fault::unavailable, "unavailable", "", "*", "request", "answered with HTTP 503"},
    FaultKind{Fault::stall, "stall", "", "*", "request",
              "accepted and never answered, until the client leaves"},
    FaultKind{Fault::slow, "slow", "", "*", "request",
              "the answer comes byte by byte, twenty in a second"},
    FaultKind{Fault::late, "late", "S", "*", "request",
              "carried out, but answered S seconds (or 100ms) later, as cameras install"},
    FaultKind{Fault::cut, "cut", "", "*", "request",
              "half of the answer, then the connection is closed"},
    FaultKind{Fault::hang_up, "hang-up", "", "*", "request",
              "the whole answer, then the connection is closed without notice"},
    FaultKind{Fault::garbage, "garbage", "", "*", "request",
              "carried out, but bytes without meaning in place of the answer"},
    FaultKind{Fault::reset_before, "reset-before", "", upload_cgi_name, "request",
              "TCP reset after the headers, before the body is read"},
    FaultKind{Fault::reset_mid, "reset-mid", "", upload_cgi_name, "request",
              "TCP reset when half of the body has been read"},
    FaultKind{Fault::reset_after, "reset-after", "", upload_cgi_name, "request",
              "TCP reset after the whole body; nothing is carried out"},
    FaultKind{Fault::answer_lost, "answer-lost", "", upload_cgi_name, "request",
              "carried out, then the connection is closed without an answer"},
    FaultKind{Fault::error, "error", "N", upload_cgi_name, "request",
              "answered with 'Error: N'; nothing is carried out"},
    FaultKind{Fault::error_after, "error-after", "N", upload_cgi_name, "request",
              "carried out, but answered with 'Error: N'"},
    FaultKind{Fault::busy, "busy", "", upload_cgi_name, "request",
              "Error: 12, another upload is going on"},
    FaultKind{Fault::disk_full, "disk-full", "", upload_cgi_name, "request",
              "Error: 3, no package fits; the log says so"},
    FaultKind{Fault::start_error, "start-error", "N", control_cgi_name, "start or restart",
              "answered with 'Error: N'; nothing is started"},
    FaultKind{Fault::stop_error, "stop-error", "N", control_cgi_name, "stop or restart",
              "answered with 'Error: N'; nothing is stopped"},
    FaultKind{Fault::remove_error, "remove-error", "N", control_cgi_name, "removal",
              "answered with 'Error: N'; nothing is removed"},
    FaultKind{Fault::reboot_mid_install, "reboot-mid-install", "", upload_cgi_name, "request",
              "TCP reset and reboot after the whole body; nothing is installed"},
    FaultKind{Fault::reboot_after_install, "reboot-after-install", "", upload_cgi_name, "request",
              "installed, then TCP reset and reboot"},
    FaultKind{Fault::dies_at_start, "dies-at-start", "", "", "start of a program",
              "the program ends with status 127: it misses a library"},
    FaultKind{Fault::crash_loop, "crash-loop", "", "", "start of a program",
              "the program is killed by SIGSEGV one second after its start"},
    FaultKind{Fault::crash_after, "crash-after", "S", "", "start of a program",
              "the same after S seconds"},
    FaultKind{Fault::killed_at_line, "killed-at-line", "C", "", "start of a program",
              "the program is killed by SIGKILL at its Cth line in the log, later ones are lost"},
    FaultKind{Fault::log_lost, "log-lost", "", "", "start of a program",
              "every third line of the program is not in the log"},
    FaultKind{Fault::log_cut, "log-cut", "", "", "start of a program",
              "the log has 100 bytes of each line of the program"},
    FaultKind{
        Fault::log_mixed, "log-mixed", "", "", "start of a program",
        "each two lines of the program change places in the log, a piece of one between them"},
    FaultKind{Fault::larod_refuses, "larod-refuses", "N", "", "start of a program",
              "larodConnect fails with the error -N"},
    FaultKind{Fault::larod_hangs, "larod-hangs", "", "", "start of a program",
              "larodConnect does not return"},
    FaultKind{Fault::larod_empty, "larod-empty", "", "", "start of a program",
              "larodListDevices returns nothing, no error either"},
    FaultKind{Fault::larod_devices, "larod-devices", "C", "", "start of a program",
              "larodListDevices returns C devices more, which take no model"},
    FaultKind{Fault::larod_version, "larod-version", "", "", "start of a program",
              "liblarod has version 3.0.30, without what came with AXIS OS 12.7"},
    FaultKind{
        Fault::larod_power, "larod-power", "C", "", "start of a program",
        "the first C loads and the first C jobs on other devices than a CPU meet -15, no power"},
    FaultKind{Fault::larod_warm_up, "larod-warm-up", "", "", "start of a program",
              "the first load on each device fails in its warm-up job"},
    FaultKind{Fault::certificate_change, "certificate-change", "", "", "boot",
              "HTTPS shows a certificate that was never seen before"},
    FaultKind{Fault::starting, "starting", "S", "", "boot",
              "503, and not ready, for S seconds; 1 after a reboot if not given"},
    FaultKind{Fault::offline, "offline", "S", "", "reboot",
              "connections are refused for S seconds; 2 if not given"},
};

[[noreturn]] void refuse_fault(std::string_view text, std::string_view why) {
    throw_usage(fmt::format("fault '{}': {}", text::visible(text), why),
                "'acapctl emulate --fault list' shows all of them");
}

const FaultKind& kind_of(std::string_view text, std::string_view name) {
    const auto* const found = std::ranges::find(kinds, name, &FaultKind::name);
    if (found != kinds.end()) return *found;
    std::vector<std::string> names;
    for (const FaultKind& kind : kinds) names.emplace_back(kind.name);
    const std::string near = text::did_you_mean(name, names);
    refuse_fault(text,
                 fmt::format("there is none of this name{}{}", near.empty() ? "" : ". ", near));
}

unsigned number(std::string_view text, std::string_view word, std::string_view meaning,
                unsigned limit) {
    const auto value = text::parse_unsigned(word);
    if (!value || *value == 0 || *value > limit)
        refuse_fault(text, fmt::format("{} must be a number from 1 to {}", meaning, limit));
    return static_cast<unsigned>(*value);
}

unsigned milliseconds(std::string_view text, std::string_view word) {
    constexpr std::chrono::milliseconds limit = std::chrono::hours(1);
    const auto time = text::parse_duration(word, fmt::format("fault '{}'", text::visible(text)));
    if (time.count() == 0 || time > limit)
        refuse_fault(text, "the time must be from 1ms to 3600 seconds");
    return static_cast<unsigned>(time.count());
}

bool strikes(const FaultOrder& order, std::string_view path) {
    if (order.at.empty() || order.at == "*" || order.at == path) return true;
    return order.at.front() != '/' && path.substr(path.rfind('/') + 1) == order.at;
}

std::string_view meaning_of(const FaultKind& kind) {
    if (kind.value == "N") return "code";
    return kind.value == "S" ? "seconds" : "count";
}

// Seconds may have a fraction there.
nlohmann::ordered_json shown_value(const FaultOrder& order) {
    if (order.kind->value.empty()) return nullptr;
    if (order.kind->value != "S") return order.value;
    if (order.value % 1000 == 0) return order.value / 1000;
    return order.value / 1000.0;
}

std::string usage(const FaultKind& kind) {
    return std::string(kind.name) + (kind.value.empty() ? "" : ":") + std::string(kind.value);
}

} // namespace

std::span<const FaultKind> fault_kinds() {
    return kinds;
}

std::string fault_list() {
    std::string list;
    for (const FaultKind& kind : kinds)
        list +=
            fmt::format("{:<22}{:<20}{:<13}{}\n", usage(kind), kind.strikes, kind.at, kind.help);
    return list;
}

std::string fault_list_json() {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const FaultKind& kind : kinds) {
        Json entry{{"name", kind.name}};
        entry["value"] = kind.value.empty() ? Json() : Json(meaning_of(kind));
        entry["strikes"] = kind.strikes;
        entry["at"] = kind.at.empty() ? Json() : Json(kind.at);
        entry["effect"] = kind.help;
        list.push_back(std::move(entry));
    }
    return Json{{"kind", "acapctl.emulate-faults/v1"}, {"faults", list}}.dump();
}

FaultOrder parse_fault(std::string_view text) {
    FaultOrder order{.text = std::string(text)};
    const std::size_t at = text.find('@');
    auto words = text::split(text.substr(0, at), ':');
    order.kind = &kind_of(text, words.front());
    order.at = order.kind->at;
    if (at != text.npos) {
        if (order.at.empty()) refuse_fault(text, "it strikes no request, so '@' says nothing");
        order.at = text.substr(at + 1);
        if (order.at.empty()) refuse_fault(text, "a CGI or '*' must follow '@'");
        if (order.at.find(':') != order.at.npos) refuse_fault(text, "numbers come before '@'");
    }
    words.erase(words.begin());
    if (!order.kind->value.empty()) {
        if (words.empty())
            refuse_fault(text, fmt::format("it needs a value: {}", usage(*order.kind)));
        const std::string_view meaning = meaning_of(*order.kind);
        order.value = meaning == "seconds"
                          ? milliseconds(text, words.front())
                          : number(text, words.front(), fmt::format("the {}", meaning),
                                   meaning == "code" ? 99 : 10'000);
        words.erase(words.begin());
    }
    if (words.size() > 1) refuse_fault(text, "too many numbers");
    if (!words.empty()) order.times = number(text, words.front(), "how many times", 1'000'000);
    return order;
}

std::vector<FaultOrder> parse_faults(const std::vector<std::string>& texts) {
    std::vector<FaultOrder> orders;
    for (const std::string& text : texts) orders.push_back(parse_fault(text));
    return orders;
}

std::optional<unsigned> Faults::take(Fault fault, std::string_view path) {
    const std::lock_guard lock(mutex_);
    for (Active& active : active_) {
        const FaultOrder& order = active.order;
        const bool left = !order.times || active.struck < *order.times;
        if (order.kind->fault != fault || !left || !strikes(order, path)) continue;
        ++active.struck;
        return order.value;
    }
    return std::nullopt;
}

void Faults::add(std::vector<FaultOrder> orders) {
    const std::lock_guard lock(mutex_);
    if (active_.size() + orders.size() > faults_limit)
        throw_usage(fmt::format("a device has at most {} faults", faults_limit),
                    "clear some of them");
    for (FaultOrder& order : orders) active_.push_back({.order = std::move(order)});
}

void Faults::clear() {
    const std::lock_guard lock(mutex_);
    active_.clear();
}

bool Faults::clear(std::string_view name) {
    const std::lock_guard lock(mutex_);
    return std::erase_if(active_, [&](const Active& a) { return a.order.kind->name == name; }) > 0;
}

nlohmann::ordered_json Faults::to_json() const {
    using Json = nlohmann::ordered_json;
    const std::lock_guard lock(mutex_);
    Json list = Json::array();
    for (const auto& [order, struck] : active_) {
        Json entry{{"fault", order.text}, {"name", order.kind->name}};
        entry["value"] = shown_value(order);
        entry["times"] = order.times ? Json(*order.times) : Json();
        entry["at"] = order.at.empty() ? Json() : Json(order.at);
        entry["struck"] = struck;
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace acapctl::emulator
