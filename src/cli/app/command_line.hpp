#pragma once
// One command line: the tree of options it needs, and what it says of them.

#include "cli/app/option_tree.hpp"

#include <memory>
#include <optional>
#include <string>

namespace acapctl::cli {

class CommandLine {
  public:
    CommandLine(int argc, char** argv);
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    // The page that is to be printed instead of running a verb (help, version), if one was asked
    // for. Throws a usage error that names the word it stumbled over.
    std::optional<std::string> parse();

    Command root() const { return root_; }
    // As parsed, and where that says nothing, as settled.
    Terminal::Options terminal_options(const Settings& settings) const;
    const Action& chosen() const { return verbs_.chosen(); }

  private:
    Error usage_error(const std::string& message) const;

    int argc_;
    char** argv_;
    std::unique_ptr<CLI::App> app_;
    Command root_;
    GlobalOptions globals_;
    Verbs verbs_;
};

// What `--help` prints of a verb.
std::string help_page(const Command& verb);

// Before the options are parsed, an error about them must already know whether to be JSON.
Terminal::Options guess_options(int argc, char** argv);

} // namespace acapctl::cli
