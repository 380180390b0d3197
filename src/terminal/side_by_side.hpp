#pragma once
// Several things that are worked on side by side, as a person sees them: one status line for all of
// them, and one note for what is said of several in the same words.

#include "terminal/at_work.hpp"
#include "terminal/terminal.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
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

    // Work on one of them, as long as it lives.
    class Turn {
      public:
        Turn(SideBySide& all, const std::string& name);
        ~Turn();
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

      private:
        SideBySide& all_;
        std::string name_;
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
    void say(bool warning, const std::string& name, const std::string& text);
    void tick();
    void show(Time now);
    void tell(Held held) const;
    void tell_held(Time before);

    Terminal& terminal_;
    SideBySide* before_; // of the terminal
    std::string things_;
    std::vector<std::string> names_;
    Time start_;
    std::mutex mutex_{};
    AtWork at_work_;
    std::deque<Held> held_{};
    std::condition_variable_any change_{};
    std::jthread clock_{}; // last: it ends before the others go
};

} // namespace acapctl
