#pragma once
// What compilers say, to a person: as it comes, or in quiet mode only if the build fails.

#include "builder/build.hpp"
#include "terminal/terminal.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace acapctl::cli {

class BuildOutput {
  public:
    explicit BuildOutput(Terminal& terminal) : terminal_(terminal) {}
    // Runs a build, and shows what was kept of it if it fails, or a package of it.
    builder::Report of(const std::function<builder::Report(const builder::Observer&)>& build);

  private:
    builder::Observer observer();
    void keep(std::string_view line);
    void show();

    Terminal& terminal_;
    std::mutex mutex_{}; // packages are built side by side
    std::deque<std::string> kept_{};
    std::size_t lost_ = 0; // lines before them
};

} // namespace acapctl::cli
