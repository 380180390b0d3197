#include "device/deploy/policy_notes.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/json.hpp"

#include <algorithm>

#include <unistd.h>

namespace acapctl::device {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr int note_format = 1;
constexpr std::uint64_t largest_note = 64U << 10U;

// Devices choose their serial number; it must not choose a path.
bool is_plain_serial(const std::string& serial) {
    return !serial.empty() && serial.size() <= 64 && ascii::is_made_of(serial, "");
}

} // namespace

std::string PolicyNote::device_key() const {
    return is_plain_serial(serial) ? serial : "at-" + sha256(place).substr(0, 24);
}

std::string PolicyNote::key() const {
    return name.empty() ? device_key() + "-" + sha256(place).substr(0, 24) : name;
}

fs::path PolicyNotes::default_directory() {
    return state_directory() / "policies";
}

fs::path PolicyNotes::file(const PolicyNote& device) const {
    return directory_ / (device.key() + ".json");
}

fs::path PolicyNotes::lock_file(const PolicyNote& device) const {
    return directory_ / "locks" / device.device_key(); // apart: they stay, and there may be many
}

// Nothing for what was written by somebody else: it must not switch anything. One of ours that is
// damaged still says by its name which device is meant.
std::optional<PolicyNote> PolicyNotes::read(const fs::path& file) const {
    try {
        const auto text = read_private_file(file, Privacy::ours, largest_note);
        const json note = parse_foreign(text.value_or(""));
        const std::string name = file.stem();
        const std::string serial = name.substr(0, name.find('-'));
        if (text && note.is_discarded() && is_plain_serial(serial))
            return PolicyNote{.serial = serial,
                              .since = "it wrote a note that is damaged",
                              .name = name,
                              .setting = setting_};
        const PolicyNote result{.serial = string_at(note, "serial"),
                                .place = string_at(note, "place"),
                                .since = string_at(note, "since"),
                                .certificate = string_at(note, "certificate"),
                                .setting = string_at(note, "setting")};
        if (note.value("format", 0) != note_format || result.setting.empty() ||
            (!setting_.empty() && result.setting != setting_) || result.key() != file.stem())
            return std::nullopt;
        return result;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

std::vector<PolicyNote> PolicyNotes::all() const {
    std::vector<PolicyNote> notes;
    std::error_code missing;
    if (directory_.empty()) return notes;
    for (const auto& entry : fs::directory_iterator(directory_, missing))
        if (entry.path().extension() == ".json")
            if (const auto note = read(entry.path())) notes.push_back(*note);
    return notes;
}

std::vector<PolicyNote> PolicyNotes::left() const {
    std::vector<PolicyNote> notes = all();
    std::erase_if(notes, [&](const PolicyNote& note) { return is_held(note); });
    return notes;
}

// Many devices of one command ask at the same time, each for all notes.
bool PolicyNotes::is_held(const PolicyNote& device) const {
    try {
        make_private_directory(lock_file(device).parent_path());
        return FileLock::is_held(lock_file(device));
    } catch (const Error&) { // a home that became unwritable
        return true;
    }
}

std::vector<PolicyNote> PolicyNotes::of(const PolicyNote& device) const {
    std::vector<PolicyNote> notes = all();
    std::erase_if(notes,
                  [&](const PolicyNote& note) { return note.device_key() != device.device_key(); });
    return notes;
}

bool PolicyNotes::has(const PolicyNote& device) const {
    std::error_code unknown;
    return !directory_.empty() && fs::exists(file(device), unknown);
}

void PolicyNotes::write(const PolicyNote& note) const {
    if (directory_.empty()) return;
    make_private_directory(directory_);
    const json document{{"format", note_format},
                        {"setting", note.setting},
                        {"before", false},
                        {"serial", note.serial},
                        {"place", note.place},
                        {"since", note.since},
                        {"certificate", or_null(note.certificate)},
                        {"process", ::getpid()}};
    write_file(file(note), document.dump(2, ' ', false, json::error_handler_t::replace) + "\n",
               0600, Durability::flushed);
}

void PolicyNotes::remove(const PolicyNote& note) const {
    std::error_code ignored;
    if (!directory_.empty()) fs::remove(file(note), ignored);
}

std::unique_ptr<FileLock> PolicyNotes::lock(const PolicyNote& device,
                                            const std::function<void(std::string_view)>& tell,
                                            const std::stop_token& stop) const {
    if (directory_.empty()) return nullptr;
    make_private_directory(lock_file(device).parent_path());
    return std::make_unique<FileLock>(lock_file(device), tell, stop);
}

std::unique_ptr<FileLock> PolicyNotes::lock_if_free(const PolicyNote& device) const {
    if (directory_.empty()) return nullptr;
    try {
        make_private_directory(lock_file(device).parent_path());
        return FileLock::if_free(lock_file(device));
    } catch (const Error&) { // a home that became unwritable
        return nullptr;
    }
}

} // namespace acapctl::device
