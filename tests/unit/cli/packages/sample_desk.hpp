#pragma once
// A desk with a package on it, and others made from it.

#include "catch.hpp"
#include "desk.hpp"
#include "unit/package/samples.hpp"

#include <algorithm>
#include <functional>
#include <string>

namespace acapctl::cli {

struct SampleDesk : Desk {
    std::string eap = write("sample.eap", samples::package()).string();

    // The sample, after `change` had its way with the directory that it is made of.
    std::string made(const std::string& name,
                     const std::function<void(const std::filesystem::path&)>& change) const {
        const TempDir dir;
        samples::write_members(dir.path());
        change(dir.path());
        std::vector<std::string> members;
        for (const auto& entry : std::filesystem::directory_iterator(dir.path()))
            members.push_back(entry.path().filename().string());
        std::ranges::sort(members);
        return write(name, samples::archive(dir.path(), members)).string();
    }

    // With something else in its manifest.
    std::string with_manifest(const std::string& name, const std::string& before,
                              const std::string& after) const {
        return made(name, [&](const std::filesystem::path& directory) {
            std::string text = samples::manifest;
            const auto at = text.find(before);
            text.replace(at, before.size(), after);
            write_file(directory / "manifest.json", text, 0600);
        });
    }
};

} // namespace acapctl::cli
