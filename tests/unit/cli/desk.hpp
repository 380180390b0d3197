#pragma once
// A command line in a world of its own: an empty home, its own environment and streams, and devices
// that a test scripts. No process is started, no socket opened.

#include "cli/program.hpp"
#include "support/files.hpp"
#include "unit/device/camera.hpp"
#include "unit/terminal/screen.hpp"

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::cli {

struct Said {
    int exit = 0;
    std::string out{};
    std::string err{};

    // stdout, which is one JSON document.
    nlohmann::json document() const { return nlohmann::json::parse(out); }
};

class Desk {
  public:
    Desk() {
        for (const char* variable :
             {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "HOME"})
            ::setenv(variable, home_.path().c_str(), 1);
    }

    std::map<std::string, std::string> environment{{"AXIS_DEVICE_PASS", "pass"}};
    std::map<std::string, device::Camera> devices{}; // by host
    device::FakeTime time{};
    std::FILE* screen = nullptr; // standard output, instead of one that is kept

    const std::filesystem::path& home() const { return home_.path(); }
    std::filesystem::path write(const std::string& name, const std::string& content) const {
        const std::filesystem::path file = home_.path() / name;
        std::filesystem::create_directories(file.parent_path());
        write_file(file, content);
        return file;
    }

    Said acapctl(std::vector<std::string> words) {
        words.insert(words.begin(), "acapctl");
        std::vector<char*> argv;
        for (std::string& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        const Stream out;
        const Stream err;
        const int exit =
            run_command_line(static_cast<int>(words.size()), argv.data(), edges(out, err), {});
        return {exit, out.text(), err.text()};
    }

  private:
    Edges edges(const Stream& out, const Stream& err) {
        Edges edges;
        edges.out = screen != nullptr ? screen : out.file();
        edges.err = err.file();
        edges.clock = time.clock();
        edges.environment = [this](const char* name) {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        };
        edges.connect = [this](const device::Target& target) {
            return std::make_unique<device::FakeTransport>(devices[target.host].fake);
        };
        return edges;
    }

    TempDir home_{};
};

} // namespace acapctl::cli
