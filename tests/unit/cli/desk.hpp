#pragma once
// A command line in a world of its own: an empty home, its own environment and streams, and devices
// that a test scripts. No process is started, no socket opened.

#include "cli/program.hpp"
#include "support/files.hpp"
#include "unit/device/camera.hpp"
#include "unit/terminal/screen.hpp"

#include <cerrno>
#include <cstdlib>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace acapctl::cli {

struct Said {
    int exit = 0;
    std::string out{};
    std::string err{};

    // stdout, which is one JSON document.
    nlohmann::json document() const { return nlohmann::json::parse(out); }
};

// Standard input of a text, which must fit into a pipe.
class Input {
  public:
    explicit Input(const std::string& text) {
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        const ssize_t written = ::write(ends[1], text.data(), text.size());
        ::close(ends[1]);
        end_ = ends[0];
        if (written != static_cast<ssize_t>(text.size())) throw std::runtime_error("too much");
    }
    ~Input() { ::close(end_); }
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    int end() const { return end_; }

  private:
    int end_ = -1;
};

// A terminal at which a person has typed something; what is written to it can be read back.
class Typed {
  public:
    explicit Typed(const std::string& text) : person_(::posix_openpt(O_RDWR | O_NOCTTY)) {
        if (person_ < 0 || ::grantpt(person_) != 0 || ::unlockpt(person_) != 0 ||
            ::write(person_, text.data(), text.size()) < 0)
            throw std::runtime_error("no terminal");
        err_ = std::fopen(::ptsname(person_), "r+");
        if (err_ == nullptr) throw std::runtime_error("no terminal");
    }
    ~Typed() {
        if (err_ != nullptr) std::fclose(err_);
        ::close(person_);
    }
    Typed(const Typed&) = delete;
    Typed& operator=(const Typed&) = delete;
    std::FILE* err() const { return err_; }
    int in() const { return ::fileno(err_); }
    // Ends it; only then is all that was written sure to have come through.
    std::string take_shown() {
        std::fclose(std::exchange(err_, nullptr));
        std::string text;
        char part[1024];
        for (ssize_t count = 0; (count = ::read(person_, part, sizeof part)) > 0;)
            text.append(part, static_cast<std::size_t>(count));
        return text;
    }

  private:
    int person_;
    std::FILE* err_ = nullptr;
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
    sdk::Catalog catalog = sdk::Catalog::built_in();
    std::string input{};
    std::string typed{}; // not empty: at a terminal, in place of input
    std::stop_source stop{};
    std::vector<std::string> became{}; // the program and its arguments
    std::FILE* screen = nullptr;       // standard output, instead of one that is kept

    const std::filesystem::path& home() const { return home_.path(); }
    std::filesystem::path write(const std::string& name, const std::string& content,
                                mode_t mode = 0644) const {
        const std::filesystem::path file = home_.path() / name;
        std::filesystem::create_directories(file.parent_path());
        write_file(file, content, mode);
        return file;
    }

    Said acapctl(std::vector<std::string> words) {
        words.insert(words.begin(), "acapctl");
        std::vector<char*> argv;
        for (std::string& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        const Stream out;
        const Stream err;
        const Input in(input);
        Edges world = edges(in, out, err);
        std::optional<Typed> terminal;
        if (!typed.empty()) {
            terminal.emplace(typed);
            world.in = terminal->in();
            world.err = terminal->err();
        }
        const int exit =
            run_command_line(static_cast<int>(words.size()), argv.data(), world, stop.get_token());
        return {exit, out.text(), terminal ? terminal->take_shown() : err.text()};
    }

  private:
    // Devices are served side by side.
    device::Clock clock() {
        device::Clock clock = time.clock();
        clock.now = [this] {
            const std::lock_guard lock(mutex_);
            return time.now;
        };
        clock.sleep = [this, sleep = clock.sleep](const std::stop_token& token,
                                                  std::chrono::milliseconds duration) {
            const std::lock_guard lock(mutex_);
            sleep(token, duration);
        };
        return clock;
    }
    Edges edges(const Input& in, const Stream& out, const Stream& err) {
        Edges edges;
        edges.in = in.end();
        edges.out = screen != nullptr ? screen : out.file();
        edges.err = err.file();
        edges.clock = clock();
        edges.environment = [this](const char* name) {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        };
        edges.connect = [this](const device::Target& target) {
            const std::lock_guard lock(mutex_);
            return std::make_unique<device::FakeTransport>(devices[target.host].fake);
        };
        edges.catalog = [this]() -> const sdk::Catalog& { return catalog; };
        edges.knowledge = [this] { return sdk::Knowledge{catalog, sdk::SymbolTable::built_in()}; };
        edges.exec = [this](const char* program, char* const arguments[]) {
            became = {program};
            for (; *arguments != nullptr; ++arguments) became.emplace_back(*arguments);
            errno = ENOEXEC; // a test goes on
            return -1;
        };
        return edges;
    }

    TempDir home_{};
    std::mutex mutex_{};
};

} // namespace acapctl::cli
