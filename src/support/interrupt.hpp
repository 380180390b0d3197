#pragma once
// Ctrl-C, and whatever else asks a process to end, as a stop token.

#include "support/notice.hpp"

#include <functional>
#include <stop_token>
#include <string>

namespace acapctl {

// From the first call on, SIGINT, SIGTERM, SIGQUIT and SIGHUP (unless it was ignored, as nohup has
// it) request a stop on this token instead of ending the process. Who asks a second time ends it at
// once, with exit code 130; a SIGHUP never does. SIGPIPE becomes a write error. The first call's
// `wording` makes a line of last words; none: their text is one.
std::stop_token stop_on_signals(std::function<std::string(const Notice&)> wording = {});

// While it lives, a process that a second signal ends at once says this on stderr: what is left
// undone, and how to do it by hand.
class LastWords {
  public:
    explicit LastWords(Notice notice);
    ~LastWords();
    LastWords(const LastWords&) = delete;
    LastWords& operator=(const LastWords&) = delete;

    const Notice& notice() const { return notice_; }
    const std::string& text() const { return notice_.text; }

  private:
    Notice notice_;
};

// Throws an `interrupted` Error if a stop was requested.
void check(const std::stop_token& stop);

// Sleeps at most `milliseconds`; returns early, and false, when a stop is requested.
bool sleep_unless_stopped(const std::stop_token& stop, long milliseconds);

} // namespace acapctl
