#pragma once
// The one object that owns stdout and stderr: the result goes to the first, everything else to the
// second, and control characters from elsewhere are made visible on the way.

#include "acapctl/error.hpp"

#include <atomic>
#include <cerrno>
#include <mutex>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace acapctl {

enum class ColorMode { automatic, always, never };
enum class Style { plain, bold, dim, red, green, yellow, cyan };

class Terminal {
  public:
    struct Options {
        ColorMode color = ColorMode::automatic;
        bool json = false;  // the result is one JSON document
        bool quiet = false; // no notes and no progress; warnings and errors stay
        int verbosity = 0;  // -v, -vv
    };

    explicit Terminal(Options options);
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    const Options& options() const { return options_; }
    bool json() const { return options_.json; }
    bool output_is_terminal() const { return out_tty_; }
    bool progress_is_live() const { return err_tty_ && !options_.quiet; }
    int width() const; // columns of the terminal, 80 when unknown

    // stdout. `line` is printed as it is, with a newline. Throws invalid_input, code
    // "cannot-write", when it is lost; that nobody reads a pipe to its end is no error.
    void print(std::string_view line);
    void print_document(const nlohmann::json& document);      // pretty on a terminal
    void print_document_line(const nlohmann::json& document); // one object a line, for streams
    // What is printed goes into a pipe that was closed: nothing more need be.
    bool nobody_reads() const { return lost_ == EPIPE; }

    // stderr. Text from outside must have passed text::visible().
    void note(std::string_view text);   // "what happens", not in quiet mode
    void detail(std::string_view text); // with -v
    void warn(std::string_view text);
    void stream(std::string_view line); // a line of another program, e.g. the compiler
    void error(const Failure& failure); // a person's form, or the JSON document on stdout

    // A status line that overwrites itself; does nothing unless progress_is_live().
    void status(std::string_view text);
    void clear_status();

    // `text` in `style` if stdout (or stderr) shows colours.
    std::string paint(Style style, std::string_view text) const;
    std::string paint_error(Style style, std::string_view text) const;

  private:
    bool write_line(std::string_view line);
    void write_error_line(std::string_view text);

    Options options_;
    bool out_tty_;
    bool err_tty_;
    bool out_color_;
    bool err_color_;
    bool status_shown_ = false;
    std::atomic<int> lost_ = 0; // why the last line of the result was lost: errno
    std::mutex mutex_;
};

// {"kind":"acapctl.error/v1","error":{...}}
nlohmann::json error_document(const Failure& failure);
// The "error" object inside it, also used for one device of a report.
nlohmann::json error_object(const Failure& failure);

} // namespace acapctl
