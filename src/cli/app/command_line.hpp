#pragma once
// One command line: the tree of options it needs, and what it says of them.

#include "cli/app/line.hpp"
#include "cli/app/option_tree.hpp"

#include <memory>
#include <string>
#include <vector>

namespace acapctl::cli {

class CommandLine {
  public:
    CommandLine(int argc, char** argv);
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    // Then chosen() is what to do. At a terminal, verbs that need another one behind them show
    // their help. Throws a usage error that names the word it stumbled over.
    void parse(bool at_terminal);

    Command root() const { return root_; }
    bool explains() const { return explains_; } // chosen() only prints a page
    // As parsed, and where that says nothing, as settled.
    Terminal::Options terminal_options(const Settings& settings) const;
    const Action& chosen() const { return chosen_; }

  private:
    void check_words() const;
    void show_help();
    [[noreturn]] void refuse(const std::string& message, const std::string& hint = {}) const;

    std::unique_ptr<CLI::App> app_;
    Command root_;
    GlobalOptions globals_;
    Verbs verbs_;
    Line line_;
    Action chosen_{};
    bool explains_ = false;
};

// Before the options are parsed, an error about them must already know whether to be JSON.
Terminal::Options guess_options(int argc, char** argv);

} // namespace acapctl::cli
