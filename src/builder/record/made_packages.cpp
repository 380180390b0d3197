#include "builder/record/made_packages.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view ending = ".packages";

// "SHA-256 size path" for each, ended by NUL because a path may hold anything else.
std::string text_of(const std::vector<MadePackage>& packages) {
    std::string text;
    for (const MadePackage& package : packages)
        text += fmt::format("{} {} {}", package.sha256, package.size, package.path.string()) + '\0';
    return text;
}

std::vector<MadePackage> packages_of(const std::string& text) {
    std::vector<MadePackage> packages;
    for (const std::string& record : text::split(text, '\0')) {
        const auto first = record.find(' ');
        const auto second = record.find(' ', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        const auto size = text::parse_unsigned(record.substr(first + 1, second - first - 1));
        packages.push_back({.path = record.substr(second + 1),
                            .sha256 = record.substr(0, first),
                            .size = size.value_or(0)});
    }
    return packages;
}

} // namespace

void remember_packages(const Workspace& workspace, const std::string& key,
                       const std::vector<PackedPackage>& packages) {
    const std::string name = key + std::string(ending);
    std::vector<MadePackage> all = packages_of(workspace.read(name).value_or(""));
    for (const PackedPackage& package : packages) {
        const fs::path path = fs::absolute(package.path).lexically_normal();
        std::erase_if(all, [&](const MadePackage& known) {
            std::error_code missing;
            return known.path == path || !fs::exists(fs::symlink_status(known.path, missing));
        });
        all.push_back({.path = path, .sha256 = package.sha256, .size = package.size});
    }
    workspace.write(name, text_of(all));
}

std::vector<MadePackage> made_packages(const Workspace& workspace) {
    std::vector<MadePackage> all;
    std::error_code error;
    for (fs::directory_iterator entry(workspace.files().path(), error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (!name.ends_with(ending)) continue;
        const auto some = packages_of(workspace.read(name).value_or(""));
        all.insert(all.end(), some.begin(), some.end());
    }
    std::ranges::sort(all, {}, &MadePackage::path);
    return all;
}

} // namespace acapctl::builder
