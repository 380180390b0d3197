#pragma once
// Several things that are worked on side by side, as a person sees them: a table of those that are
// worked on now, or one status line for all of them, and one note for what is said of several in
// the same words.

#include "terminal/at_work.hpp"
#include "terminal/terminal.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace acapctl {

// While it lives, Terminal::note_of(), warn_of() and doing() come here. All of it may be called by
// any thread.
class SideBySide {
  public:
    // These `things`, as "devices", in the order in which they are told.
    SideBySide(Terminal& terminal, std::string things, std::vector<std::string> names);
    ~SideBySide(); // tells what is still held
    SideBySide(const SideBySide&) = delete;
    SideBySide& operator=(const SideBySide&) = delete;

    // Work on one of them, as long as it lives. It has failed if an exception ends it.
    class Turn {
      public:
        Turn(SideBySide& all, const std::string& name);
        ~Turn();
        // Why; where the table is shown, it is told at once. Empty: it is not told.
        void failed(const std::string& why);
        void skipped() { how_ = AtWork::End::skipped; }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

      private:
        SideBySide& all_;
        std::string name_;
        int exceptions_;
        AtWork::End how_ = AtWork::End::done;
    };

  private:
    friend class Terminal;
    using Time = AtWork::Time;

    // Held until what is about to be said of others has come.
    struct Held {
        bool warning = false;
        std::string text{};
        std::vector<std::string> names{};
        Time since{};
    };

    void doing(const std::string& name, const std::string& what);
    void tell_gathered();
    void say(bool warning, const std::string& name, const std::string& text);
    void tick();
    void show(Time now);
    void tell(Held held) const;
    std::string who(const Held& held) const;
    void tell_held(Time before);
    void tell_failed();
    std::size_t height() const; // of the table; 0: there is none

    Terminal& terminal_;
    SideBySide* before_; // of the terminal
    std::string things_;
    std::vector<std::string> names_;
    Time start_;
    std::mutex mutex_{};
    AtWork at_work_;
    std::deque<Held> held_{};
    std::vector<std::pair<std::string, std::string>> failed_{}; // name and why, still to be told
    std::condition_variable_any change_{};
    std::jthread clock_{}; // last: it ends before the others go
};

} // namespace acapctl
