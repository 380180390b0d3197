#pragma once
// Small real packages for tests that need files.

#include "device/deploy/preflight.hpp"
#include "support/files.hpp"

#include <fmt/format.h>

namespace acapctl::device {

struct Packages {
    TempDir temp{};

    // Application "hello", a script; `content` tells builds of one version apart.
    std::filesystem::path make(const std::string& version, const std::string& content = "",
                               const std::string& setup = "", const std::string& more = "") const {
        const auto project = temp.path() / "project";
        std::filesystem::create_directories(project);
        write_file(project / "manifest.json",
                   fmt::format(R"({{"schemaVersion": "1.7.0", "acapPackageConf": {{"setup": )"
                               R"({{"appName": "hello", "vendor": "v", "architecture": "all", )"
                               R"("runMode": "never", "version": "{}"{}}}{}}}}})",
                               version, setup, more));
        write_file(project / "hello", "#!/bin/sh\n# " + content + "\n", 0755);
        write_file(project / "LICENSE", "free\n");
        return pack({.project = project, .output = temp.path() / (version + content)}).path;
    }
    Candidate read(const std::string& version, const std::string& content = "",
                   const std::string& setup = "", const std::string& more = "") const {
        return read_candidate(make(version, content, setup, more), sdk::Knowledge::built_in());
    }
};

} // namespace acapctl::device
