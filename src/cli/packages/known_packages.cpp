#include "cli/packages/known_packages.hpp"

#include "acapctl/error.hpp"
#include "device/deploy/package_choice.hpp"
#include "package/reader.hpp"
#include "sdk/judgement.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_packages = 10'000;
constexpr int deepest = 32;

bool same_version(const std::string& left, const std::string& right) {
    return ApplicationVersion(left) == ApplicationVersion(right);
}

// Whether it may be what the device lists under its name.
bool may_be(const Package& package, const device::Application& app,
            const sdk::DeviceFacts& device) {
    return same_version(package.version, app.version) &&
           !device::is_by_another(package, app.vendor) &&
           sdk::judge_architecture(package.architecture, device).verdict != sdk::Verdict::no;
}

} // namespace

KnownPackages::KnownPackages(const std::string& directory, std::stop_token stop)
    : stop_(std::move(stop)) {
    if (directory.empty()) return;
    std::error_code error;
    if (!fs::is_directory(directory, error))
        throw_invalid(fmt::format("{} is no directory", text::visible(directory)),
                      "--packages names one with .eap files");
    for (fs::recursive_directory_iterator
             entry(directory, fs::directory_options::skip_permission_denied, error),
         end;
         !error && entry != end && given_.size() < most_packages; entry.increment(error)) {
        check(stop_);
        if (entry.depth() == deepest) entry.disable_recursion_pending();
        std::error_code unreadable;
        if (entry->path().extension() == ".eap" && entry->is_regular_file(unreadable))
            add(entry->path());
    }
}

// What is no package is none of what is installed.
void KnownPackages::add(const fs::path& file) {
    try {
        Package package = read_package_head(file, stop_);
        given_.emplace(package.app_name, std::move(package));
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
    }
}

std::optional<KnownPackage> KnownPackages::of(const device::Application& app,
                                              const device::Identity& who,
                                              const sdk::DeviceFacts& device) const {
    const auto [first, last] = given_.equal_range(app.name);
    for (auto it = first; it != last; ++it)
        if (may_be(it->second, app, device))
            return KnownPackage{.file = it->second.file, .given = true};
    if (auto file = deployed(app, who, device)) return KnownPackage{.file = *std::move(file)};
    return std::nullopt;
}

std::optional<fs::path> KnownPackages::deployed(const device::Application& app,
                                                const device::Identity& who,
                                                const sdk::DeviceFacts& device) const {
    const auto find = [&](const std::vector<device::Deployed>& entries) -> std::optional<fs::path> {
        for (const device::Deployed& entry : entries) {
            if (!same_version(entry.version, app.version)) continue;
            const auto package = kept(entry);
            if (package && may_be(*package, app, device)) return package->file;
        }
        return std::nullopt;
    };
    if (auto own = find(history_.of(who, app.name))) return own;
    return find(on_any_device(app.name));
}

std::vector<device::Deployed> KnownPackages::on_any_device(const std::string& app) const {
    const std::lock_guard lock(mutex_);
    const auto [known, fresh] = on_any_device_.try_emplace(app);
    if (fresh) known->second = history_.on_any_device(app);
    return known->second;
}

std::optional<Package> KnownPackages::kept(const device::Deployed& entry) const {
    const std::lock_guard lock(mutex_);
    const auto [known, fresh] = kept_.try_emplace(entry.sha256);
    if (!fresh) return known->second;
    check(stop_);
    try {
        if (const auto file = history_.package(entry))
            known->second = read_package_head(*file, stop_);
    } catch (const Error& error) { // a cache: what cannot be read is not there
        if (error.kind() == ErrorKind::interrupted) throw;
    }
    return known->second;
}

sdk::CompatibilityInput KnownPackages::contents(const fs::path& file) const {
    const std::lock_guard lock(mutex_);
    const auto known = contents_.find(file);
    if (known != contents_.end()) return known->second;
    const WordSearch& words = sdk::InterfaceTable::built_in().words();
    return contents_[file] = sdk::compatibility_input(scan_package(file, words, stop_));
}

} // namespace acapctl::cli
