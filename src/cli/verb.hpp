#pragma once
// What a verb is made of. Each verb lives in one file named after it: an options struct, the
// declaration of its options and help, run() that returns a report and prints nothing, and print().

#include "acapctl/error.hpp"
#include "terminal/terminal.hpp"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include <CLI/CLI.hpp>

namespace acapctl::cli {

// The edges a verb may touch.
struct Context {
    Terminal& terminal;
    std::stop_token stop;
    const CLI::App& root; // the option tree, for completions and help
};

using Action = std::function<ExitCode(Context&)>;

// Collects the verbs and remembers which one the command line chose.
class Verbs {
  public:
    explicit Verbs(CLI::App& root) : root_(root) {}

    // Declares a verb; `action` runs when it is chosen. `parent` is for sub-verbs ("policy set").
    CLI::App& add(const std::string& name, const std::string& summary, Action action,
                  CLI::App* parent = nullptr);
    // A verb that only holds sub-verbs.
    CLI::App& add_group(const std::string& name, const std::string& summary);

    // Options shared by verbs, parsed into a struct the action holds.
    template <typename T>
    static std::shared_ptr<T> options() {
        return std::make_shared<T>();
    }

    const Action& chosen() const { return chosen_; }

  private:
    CLI::App& root_;
    Action chosen_;
};

// Options that are added while it lives stand below this title in the help.
class OptionGroup {
  public:
    OptionGroup(CLI::App& verb, const std::string& title) : verb_(verb) {
        verb_.option_defaults()->group(title);
    }
    ~OptionGroup() { verb_.option_defaults()->group("Options"); }
    OptionGroup(const OptionGroup&) = delete;
    OptionGroup& operator=(const OptionGroup&) = delete;

  private:
    CLI::App& verb_;
};

// A repeatable option that takes exactly one value each time, so that it never swallows the
// positional argument behind it (CLI11 2.1 does so by default).
template <typename T>
CLI::Option* add_repeatable(CLI::App& verb, const std::string& names, std::vector<T>& values,
                            const std::string& help) {
    return verb.add_option(names, values, help)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

} // namespace acapctl::cli
