#pragma once
// A verb of the command line, as it is declared and as it is read again by help and completions.
// CLI11 stands behind it, in command.cpp and command_line.cpp alone: its header costs every file
// that includes it seven seconds.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace acapctl::cli {

// A handle; the option itself belongs to the command line.
class Option {
  public:
    explicit Option(CLI::Option& option) : option_(&option) {}

    // What stands for the value in the help; completions offer what it names ("CHIP", "TARGET").
    Option& type_name(const std::string& name);
    Option& description(const std::string& text);
    Option& group(const std::string& title); // of the help page; empty: not shown
    Option& required();
    Option& show_default();
    Option& one_of(std::vector<std::string> values);
    Option& between(int lowest, int highest);
    Option& not_empty(); // as an unset variable of a script would make it
    Option& environment(const std::string& variable); // gives the value where the option is absent
    Option& excludes(const Option& other);

  private:
    CLI::Option* option_;
};

struct OptionFacts {
    std::vector<std::string> names{}; // "-t", "--target"; of an argument "APP"
    std::string description{};
    std::string group{};               // title on the help page
    std::string value{};               // what stands for its value: "TARGET"; empty: it takes none
    std::vector<std::string> values{}; // the only ones it takes; empty: any
    std::string given{};               // the value where it is absent, if the help tells it
    std::string environment{};         // variable that gives the value where it is absent
    std::vector<std::string> excluded{}; // names of the options it does not go with
    bool positional = false;
    bool required = false;
    bool many = false; // takes more than one value
    bool once = false; // may be given once, with one value

    bool hidden() const { return group.empty(); }
    bool everywhere() const { return group == everywhere_group; } // belongs to every verb
    static constexpr const char* everywhere_group = "Everywhere";
};

// A handle; the verb itself belongs to the command line.
class Command {
  public:
    explicit Command(CLI::App& app) : app_(&app) {}

    // `names` is "-t,--target", or "DIR" for what stands without an option. `value` must live until
    // the command line is parsed, and keeps what it has if the option is not given.
    Option add_option(const std::string& names, std::string& value, const std::string& help) const;
    Option add_option(const std::string& names, int& value, const std::string& help) const;
    Option add_option(const std::string& names, unsigned& value, const std::string& help) const;
    Option add_option(const std::string& names, std::size_t& value, const std::string& help) const;
    // Takes all words that follow.
    Option add_option(const std::string& names, std::vector<std::string>& values,
                      const std::string& help) const;
    // Takes one word each time, so that it never swallows the argument behind it.
    Option add_repeatable(const std::string& names, std::vector<std::string>& values,
                          const std::string& help) const;
    Option add_flag(const std::string& names, bool& value, const std::string& help) const;
    Option add_counted_flag(const std::string& names, int& times, const std::string& help) const;
    Option option(const std::string& name) const;         // that was added as `name`
    void footer(const std::string& text) const;           // below the help
    void footer(std::function<std::string()> text) const; // the same, made when it is shown

    std::string name() const;
    std::string full_name() const; // "acapctl policy set"
    std::string description() const;
    std::string footer() const;
    bool is_root() const;
    Command parent() const; // of one that is not the root
    std::vector<Command> sub_verbs() const;
    std::vector<OptionFacts> options() const; // its own, hidden ones too

    CLI::App& app() const { return *app_; } // for command_line.cpp

  private:
    CLI::App* app_;
};

// Options that are added while it lives stand below this title in the help.
class OptionGroup {
  public:
    OptionGroup(const Command& verb, const std::string& title);
    ~OptionGroup();
    OptionGroup(const OptionGroup&) = delete;
    OptionGroup& operator=(const OptionGroup&) = delete;

  private:
    Command verb_;
    std::string before_;
};

} // namespace acapctl::cli
