// How an application comes to the device, whole or not at all.
#include "acapctl/error.hpp"
#include "emulator/state/applications.hpp"
#include "emulator/state/package_directory.hpp"
#include "emulator/support/guard.hpp"
#include "support/files.hpp"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

bool is_disk_full(const std::exception& error) {
    if (const auto* ours = dynamic_cast<const Error*>(&error))
        return ours->failure().code == "cannot-write";
    const auto* system = dynamic_cast<const std::system_error*>(&error);
    if (system == nullptr) return false;
    const int code = system->code().value();
    return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

Refusal refusal_of(const std::exception& error) {
    if (is_disk_full(error)) return {Code::too_large, "code 3: Not enough space left on device"};
    const auto* ours = dynamic_cast<const Error*>(&error);
    if (ours != nullptr && ours->failure().code == "unsafe-member")
        return {Code::invalid_package, "code 1: Failed to unpack the package"};
    return {Code::unspecified, "code 10: Unspecified error"};
}

} // namespace

void Applications::recover() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(files_.outgoing()))
        names.push_back(entry.path().filename());
    for (const std::string& name : names) recover(name);
    for (const auto& entry : fs::directory_iterator(files_.incoming()))
        fs::remove_all(entry.path());
}

// An upgrade moves the old version away, its localdata into the new one, and the new one in. Ended
// at any point, either the old or the new version is whole.
void Applications::recover(const std::string& name) {
    const fs::path old = files_.outgoing() / name;
    if (!fs::exists(old)) return;
    if (!fs::exists(home(name))) {
        const fs::path kept = old / "package" / "localdata";
        const fs::path moved = files_.incoming() / name / "package" / "localdata";
        if (!fs::exists(kept) && fs::exists(moved)) fs::rename(moved, kept);
        fs::rename(old, home(name));
    }
    fs::remove_all(old);
}

std::optional<Refusal> Applications::answered(const std::function<std::optional<Refusal>()>& work) {
    const std::lock_guard lock(changing_);
    try {
        return work();
    } catch (const std::exception& error) {
        complain(error.what());
        Refusal refusal = refusal_of(error);
        say(refusal.log, 3);
        return refusal;
    }
}

std::optional<Refusal> Applications::install(const fs::path& file) {
    return answered([&] { return install_package(file); });
}

std::optional<Refusal> Applications::install_package(const fs::path& file) {
    Package contents;
    try {
        contents = read_package(file);
    } catch (const Error& error) {
        complain(error.what());
        const bool described = error.failure().code == "invalid-manifest";
        const Code code = described ? Code::invalid_description : Code::invalid_package;
        say(fmt::format("code {}: {}", static_cast<int>(code),
                        described ? "Invalid manifest.json or package.conf"
                                  : "Failed to read the package"),
            3);
        return Refusal{code};
    }
    const About about = about_package(contents);
    if (auto refused = check_package(contents, about)) return refused;
    stage(about, file);
    if (auto refused = check_script(about, files_.incoming() / about.name / "package")) {
        fs::remove_all(files_.incoming() / about.name);
        return refused;
    }
    const auto before = find(about.name);
    const bool was_active = supervisor_.stop(about.name) || ran_once(about);
    try {
        exchange(about);
    } catch (...) {
        guarded([&] { recover(about.name); });
        if (was_active) start_again(*find(about.name));
        throw;
    }
    const auto aborted = post_install(about);
    if (aborted) put_back(about.name, before);
    std::error_code ignored;
    fs::remove_all(files_.outgoing() / about.name, ignored); // else when the device starts
    if (aborted) {
        if (was_active && before) start_again(*before);
        return aborted;
    }
    say(fmt::format("Successfully installed application '{}' on 'internal'", about.name));
    if (was_active) start_again(about);
    return std::nullopt;
}

std::optional<Refusal> Applications::check_package(const Package& contents, const About& about) {
    if (auto refused = refuse_package(contents, about, rules())) {
        say(refused->log, 3);
        return refused;
    }
    say(about.is_signed
            ? fmt::format("Successfully verified signature of {}", contents.file.string())
            : std::string("Unsigned package, skipping signature verification"));
    const auto before = find(about.name);
    if (used() - (before ? before->size : 0) + about.size <= around_.profile.flash)
        return std::nullopt;
    say("code 3: Not enough space left on device", 3);
    return Refusal{Code::too_large};
}

// Everything that can fail for want of space, before anything that is installed is touched.
void Applications::stage(const About& about, const fs::path& file) {
    const fs::path fresh = files_.incoming() / about.name;
    fs::remove_all(fresh);
    try {
        fs::create_directories(fresh / "package");
        extract_package(file, fresh / "package");
        make_localdata(fresh / "package");
        drop_set_id(fresh / "package");
        write_file(fresh / "about.json",
                   to_json(about).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(fresh, ignored);
        throw;
    }
}

void Applications::exchange(const About& about) {
    const fs::path fresh = files_.incoming() / about.name;
    const fs::path old = files_.outgoing() / about.name;
    fs::remove_all(old); // of an upgrade that could not remove it
    if (fs::exists(home(about.name))) {
        fs::rename(home(about.name), old);
        const fs::path kept = old / "package" / "localdata"; // of which an upgrade loses nothing
        if (fs::is_directory(fs::symlink_status(kept))) {
            fs::remove_all(fresh / "package" / "localdata");
            fs::rename(kept, fresh / "package" / "localdata");
        }
    }
    fs::rename(fresh, home(about.name));
    {
        const std::lock_guard lock(mutex_);
        apps_[about.name] = about;
    }
}

// Undoes an exchange, before what was replaced is removed.
void Applications::put_back(const std::string& name, const std::optional<About>& before) {
    const fs::path failed = files_.incoming() / name;
    const fs::path old = files_.outgoing() / name;
    fs::rename(home(name), failed);
    if (fs::exists(old)) {
        const fs::path kept = old / "package" / "localdata";
        if (!fs::exists(fs::symlink_status(kept)))
            fs::rename(failed / "package" / "localdata", kept);
        fs::rename(old, home(name));
    }
    {
        const std::lock_guard lock(mutex_);
        if (before)
            apps_[name] = *before;
        else
            apps_.erase(name);
    }
    std::error_code ignored;
    fs::remove_all(failed, ignored); // else when the device starts
}

std::optional<Refusal> Applications::check_script(const About& about, const fs::path& package) {
    if (about.post_install.empty() || !around_.profile.os.post_install.shell_only)
        return std::nullopt;
    const auto defect = script_defect(package, about.post_install);
    if (!defect) return std::nullopt;
    Refusal refusal{Code::unspecified, fmt::format("code 10: Script {} of {} {}",
                                                   about.post_install, about.name, *defect)};
    say(refusal.log, 3);
    return refusal;
}

std::optional<Refusal> Applications::post_install(const About& about) {
    const auto status = run_script(about, about.post_install);
    if (!status || !around_.profile.os.post_install.aborts(*status)) return std::nullopt;
    Refusal refusal{Code::unspecified,
                    fmt::format("code 10: Installation of {} is undone: script {} ended with "
                                "status {}",
                                about.name, about.post_install, *status)};
    say(refusal.log, 3);
    return refusal;
}

Rules Applications::rules() const {
    return {.profile = around_.profile,
            .allow_unsigned = policy("AllowUnsigned"),
            .allow_root = policy("AllowRoot"),
            .installed = abouts()};
}

// A program of runMode once has done its work, and an installation over it starts it again: seen on
// a Q1728 with AXIS OS 12.11.
bool Applications::ran_once(const About& about) const {
    return find(about.name) && about.run_mode == "once" &&
           around_.settings.enabled().contains(about.name);
}

void Applications::start_again(const About& about) {
    if (!launchable(about)) return;
    supervisor_.start(service(about, about.name));
    say(fmt::format("Started application {}", about.name));
}

} // namespace acapctl::emulator
