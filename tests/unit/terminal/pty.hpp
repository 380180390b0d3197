#pragma once
// A terminal that is one: both streams go to a pseudo-terminal, as to a person's screen.

#include "catch.hpp"
#include "terminal/terminal.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace acapctl {

class Pty {
  public:
    explicit Pty(unsigned short columns = 40, unsigned short rows = 24)
        : person_(::posix_openpt(O_RDWR | O_NOCTTY)) {
        REQUIRE(person_ >= 0);
        REQUIRE(::grantpt(person_) == 0);
        REQUIRE(::unlockpt(person_) == 0);
        program_ = ::open(::ptsname(person_), O_RDWR | O_NOCTTY | O_CLOEXEC);
        REQUIRE(program_ >= 0);
        termios modes{};
        ::tcgetattr(program_, &modes);
        ::cfmakeraw(&modes); // else each newline gets a carriage return
        ::tcsetattr(program_, TCSANOW, &modes);
        resize(columns, rows);
        file_ = ::fdopen(program_, "w");
        ::setenv("TERM", "xterm", 1);
        for (const char* variable : {"NO_COLOR", "CLICOLOR_FORCE"}) ::unsetenv(variable);
    }
    ~Pty() {
        std::fclose(file_);
        ::close(person_);
    }
    Pty(const Pty&) = delete;
    Pty& operator=(const Pty&) = delete;

    std::FILE* file() const { return file_; }

    void resize(unsigned short columns, unsigned short rows) const {
        const winsize size{.ws_row = rows, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
        ::ioctl(program_, TIOCSWINSZ, &size);
    }

    // What came since the last look.
    std::string seen() const {
        std::fflush(file_);
        std::string text;
        pollfd ready{.fd = person_, .events = POLLIN, .revents = 0};
        while (::poll(&ready, 1, 50) > 0) {
            char bytes[4096];
            const ssize_t count = ::read(person_, bytes, sizeof bytes);
            if (count <= 0) break;
            text.append(bytes, static_cast<std::size_t>(count));
        }
        return text;
    }

  private:
    int person_;
    int program_ = -1;
    std::FILE* file_ = nullptr;
};

} // namespace acapctl
