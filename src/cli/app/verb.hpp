#pragma once
// What a verb is made of. Each verb lives in one file named after it: an options struct, the
// declaration of its options and help, run() that returns a report and prints nothing, and print().

#include "acapctl/error.hpp"
#include "cli/app/command.hpp"
#include "terminal/terminal.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace acapctl::cli {

struct Edges;    // cli/shared/edges.hpp
struct Settings; // cli/app/settings.hpp

// What a verb is run with.
struct Context {
    Terminal& terminal;
    std::stop_token stop;
    Command root; // the option tree, for completions and help
    const Edges& edges;
    const Settings& settings;
};

using Action = std::function<ExitCode(Context&)>;

// Collects the verbs and remembers which one the command line chose.
class Verbs {
  public:
    explicit Verbs(const Command& root) : root_(root) {}

    // Declares a verb; `action` runs when it is chosen. `parent` is for sub-verbs ("policy set").
    Command add(const std::string& name, const std::string& summary, Action action,
                const std::optional<Command>& parent = std::nullopt);
    // A verb that only holds sub-verbs.
    Command add_group(const std::string& name, const std::string& summary);

    // Options shared by verbs, parsed into a struct the action holds.
    template <typename T>
    static std::shared_ptr<T> options() {
        return std::make_shared<T>();
    }

    const Action& chosen() const { return chosen_; }

  private:
    Command root_;
    Action chosen_;
};

} // namespace acapctl::cli
