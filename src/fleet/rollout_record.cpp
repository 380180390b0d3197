#include "fleet/rollout_record.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

namespace acapctl::fleet {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::string_view record_kind = "acapctl.rollout/v1";
// Some 2 kB for each of a hundred thousand devices.
constexpr std::uint64_t longest_record = 256U << 20U;

[[noreturn]] void cannot(const char* what, const fs::path& file) {
    throw_invalid(fmt::format("the rollout record {} cannot be {}: {}", visible_path(file), what,
                              std::strerror(errno)));
}

} // namespace

const char* RolloutRecord::state_name(State state) {
    static constexpr const char* names[] = {"untouched", "in-flight", "done", "failed"};
    return names[static_cast<int>(state)];
}

void RolloutRecord::refuse(const std::string& why) const {
    throw_invalid(fmt::format("{} is no rollout record: {}", visible_path(file_), why),
                  "name the file that 'rollout record:' showed");
}

void RolloutRecord::lock() const {
    if (::flock(descriptor_.get(), LOCK_EX | LOCK_NB) == 0) return;
    throw_invalid(
        fmt::format("the rollout record {} is in use by another process", visible_path(file_)),
        "wait for its end");
}

RolloutRecord RolloutRecord::create(const fs::path& file, json plan,
                                    const std::vector<std::string>& devices) {
    std::error_code error;
    if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
    errno = error.value();
    if (error) cannot("made", file);
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
    Descriptor descriptor(::open(file.c_str(), flags, 0600));
    if (!descriptor) cannot("made", file);
    RolloutRecord record(file, std::move(descriptor));
    record.lock();
    plan["kind"] = record_kind;
    plan["devices"] = devices;
    record.plan_ = std::move(plan);
    for (const std::string& name : devices) record.add(name);
    record.append(record.plan_);
    flush_directory(file.has_parent_path() ? file.parent_path() : ".");
    return record;
}

RolloutRecord RolloutRecord::open(const fs::path& file) {
    // To read too: who only writes to a FIFO waits for a reader. read_file() refuses it.
    Descriptor descriptor(::open(file.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW));
    if (!descriptor) cannot("opened", file);
    RolloutRecord record(file, std::move(descriptor));
    record.lock();
    std::string text = read_file(file, longest_record);
    const std::size_t whole = text.rfind('\n') + 1;
    if (whole != text.size()) {
        text.resize(whole);
        if (::ftruncate(record.descriptor_.get(), static_cast<off_t>(whole)) != 0)
            cannot("written", file);
    }
    record.read(text);
    return record;
}

void RolloutRecord::read(const std::string& text) {
    std::size_t number = 0;
    for (const std::string& line : text::lines(text)) take(line, ++number);
    if (number == 0) refuse("it is empty");
}

void RolloutRecord::take(const std::string& line, std::size_t number) {
    json event = parse_foreign(line);
    if (!event.is_object()) refuse(fmt::format("line {} is no JSON object", number));
    if (number == 1) {
        if (string_at(event, "kind") != record_kind || !event.contains("devices") ||
            !event["devices"].is_array())
            refuse(fmt::format("its first line is no {}", record_kind));
        for (const json& name : event["devices"]) {
            if (!name.is_string()) refuse("a device of line 1 has no name");
            add(name.get<std::string>());
        }
        plan_ = std::move(event);
        return;
    }
    const auto found = devices_.find(string_at(event, "device"));
    if (found == devices_.end())
        refuse(fmt::format("line {} is about no device of the plan", number));
    Device& device = found->second;
    const std::string what = string_at(event, "event");
    if (what == "begin")
        start(device, event.value("intent", json()));
    else if (what == "end")
        finish(device, event.value("ok", json()) == json(true), event.value("result", json()));
    else
        refuse(fmt::format("line {} is no event", number));
}

// What is to be put back was given before, and stays given until that has succeeded.
void RolloutRecord::start(Device& device, json intent) {
    const bool puts_back = intent.is_object() && intent.value("rollback", json()) == json(true);
    device = {
        .state = State::in_flight, .intent = std::move(intent), .taken = device.taken || puts_back};
}

// What failed may have the package all the same, so that its intent stays.
void RolloutRecord::finish(Device& device, bool ok, json result) {
    device.state = ok ? State::done : State::failed;
    const std::string outcome = string_at(result, "outcome");
    if (outcome == "rolled-back")
        device.taken = false;
    else if (ok && outcome != "unchanged" && outcome != "skipped")
        device.taken = true;
    device.result = std::move(result);
    if (ok) device.intent = {};
}

void RolloutRecord::add(const std::string& name) {
    if (!devices_.emplace(name, Device{}).second)
        refuse(fmt::format("it has the device '{}' twice", text::visible(name)));
    names_.push_back(name);
}

RolloutRecord::Device RolloutRecord::of(const std::string& device) const {
    const std::lock_guard lock(*mutex_);
    return devices_.at(device);
}

void RolloutRecord::append(const json& event) {
    const std::string line = event.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
    const off_t whole = ::lseek(descriptor_.get(), 0, SEEK_END);
    if (write_whole(descriptor_.get(), line)) return;
    // Half an event would spoil those that follow once there is room again.
    const int why = errno;
    (void)!::ftruncate(descriptor_.get(), whole);
    errno = why;
    cannot("written", file_);
}

void RolloutRecord::begin(const std::string& device, json intent) {
    const std::lock_guard lock(*mutex_);
    append({{"event", "begin"}, {"time", utc_text()}, {"device", device}, {"intent", intent}});
    if (::fdatasync(descriptor_.get()) != 0 && errno != EINVAL) cannot("written", file_);
    start(devices_[device], std::move(intent));
}

void RolloutRecord::end(const std::string& device, bool ok, json result) {
    const std::lock_guard lock(*mutex_);
    append({{"event", "end"},
            {"time", utc_text()},
            {"device", device},
            {"ok", ok},
            {"result", result}});
    finish(devices_[device], ok, std::move(result));
}

} // namespace acapctl::fleet
