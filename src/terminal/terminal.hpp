#pragma once
// The one object that owns stdout and stderr: the result goes to the first, everything else to the
// second. All of it passes here, and here all that is unseen is made visible, whoever wrote it: the
// only escape sequences that leave are those of a StyledText's styles and of a compiler's colours.
// In a CI job nothing that devices or packages say becomes a command to the CI system either.

#include "acapctl/error.hpp"
#include "terminal/styled_text.hpp"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl {

enum class ColorMode { automatic, always, never };

class SideBySide; // terminal/side_by_side.hpp

class Terminal {
  public:
    struct Options {
        ColorMode color = ColorMode::automatic;         // what an option says
        ColorMode settled_color = ColorMode::automatic; // where no option and no variable says it
        bool json = false;                              // the result is one JSON document
        bool quiet = false; // no notes and no progress; warnings and errors stay
        int verbosity = 0;  // -v, -vv
    };

    // Other streams than the process's own are for tests.
    explicit Terminal(Options options, std::FILE* out = stdout, std::FILE* err = stderr);
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    const Options& options() const { return options_; }
    bool json() const { return options_.json; }
    bool output_is_terminal() const { return out_tty_; }
    bool progress_is_live() const { return err_tty_ && !options_.quiet; }
    bool shows_both() const { return out_tty_ && err_tty_; } // what goes out, to one person
    int width() const; // columns of the terminal, 80 when unknown

    // stdout. Throws unexpected, code "cannot-write", when it is lost; that nobody reads a pipe
    // to its end is no error.
    void print(const StyledText& line);                         // one line
    void print_columns(const std::vector<StyledText>& columns); // one line, with tabs between
    void print_command(std::string_view line);                  // one that a CI system is to obey
    void print_page(std::string_view page);  // of ours: its own newlines and tabs stay
    void print_prose(std::string_view page); // the same, wrapped to the width of a terminal
    void print_json(std::string_view json);  // JSON that is laid out already
    void print_document(const nlohmann::json& document);      // pretty on a terminal
    void print_document_line(const nlohmann::json& document); // one object a line, for streams
    // What is printed goes into a pipe that was closed, or to a terminal that is gone: nothing more
    // need be.
    bool nobody_reads() const { return lost_ == EPIPE || (out_tty_ && lost_ == EIO); }

    // stderr, one line each; on a terminal more, where one is too long for it.
    void note(const StyledText& text); // "what happens", not in quiet mode
    void tell(const StyledText& text); // what must be said in quiet mode too
    void warn(std::string_view text);
    void stream(std::string_view line);  // of another program, e.g. the compiler: with its colours
    void ask(std::string_view question); // the answer is typed on the same line,
    void answered();                     // and until then no status line disturbs it
    bool is_asking() const;
    void error(const Failure& failure); // a person's form, or the JSON document on stdout

    // "NAME: text", of one thing of several that are worked on side by side: while a SideBySide
    // lives, what is said of several in the same words is told once. doing() is what its status
    // line shows of it.
    void note_of(const std::string& name, const std::string& text);
    void warn_of(const std::string& name, const std::string& text);
    void doing(const std::string& name, const std::string& what);
    // What is still held of that is told now: before something that comes after it.
    void tell_gathered();

    // A status line that overwrites itself; does nothing unless progress_is_live().
    void status(std::string_view text);
    // The same of several lines, above which all else is said; at most table_height() of them.
    void status(const std::vector<std::string>& lines);
    void clear_status();
    // How many lines the terminal has room for now; 0 where a table that moves is not wanted: where
    // progress is not live, or nobody wants escape sequences (NO_COLOR).
    std::size_t table_height() const;

  private:
    friend class SideBySide;
    bool write_result(std::string_view text);
    void write_error(std::string_view text);
    void print_text(std::string_view text);
    std::string harmless(std::string line) const;
    std::string fit_json(std::string_view json) const;
    std::string without_status();
    std::string table_text() const;

    Options options_;
    std::FILE* out_;
    std::FILE* err_;
    bool out_tty_;
    bool err_tty_;
    bool out_color_;
    bool err_color_;
    bool in_ci_job_;
    std::string status_{};             // what is shown of it; empty: nothing
    std::vector<std::string> table_{}; // the same
    bool asking_ = false;
    SideBySide* together_ = nullptr;
    std::atomic<int> lost_ = 0; // why the last line of the result was lost: errno
    mutable std::mutex mutex_;
};

} // namespace acapctl
