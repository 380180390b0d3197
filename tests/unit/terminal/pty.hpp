#pragma once
// A pseudo-terminal of a given width, whose screen is kept.

#include "catch.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace acapctl {

class Pty {
  public:
    explicit Pty(unsigned short columns) : screen_(::posix_openpt(O_RDWR | O_NOCTTY)) {
        REQUIRE(screen_ >= 0);
        REQUIRE(::grantpt(screen_) == 0);
        REQUIRE(::unlockpt(screen_) == 0);
        const int line = ::open(::ptsname(screen_), O_RDWR | O_NOCTTY);
        REQUIRE(line >= 0);
        const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
        REQUIRE(::ioctl(line, TIOCSWINSZ, &size) == 0);
        termios raw{};
        REQUIRE(::tcgetattr(line, &raw) == 0);
        raw.c_oflag &= ~static_cast<tcflag_t>(OPOST);
        REQUIRE(::tcsetattr(line, TCSANOW, &raw) == 0);
        file_ = ::fdopen(line, "w");
    }
    ~Pty() {
        std::fclose(file_);
        ::close(screen_);
    }
    Pty(const Pty&) = delete;
    Pty& operator=(const Pty&) = delete;

    std::FILE* file() const { return file_; }
    // What was written: at most a few thousand bytes, which a terminal holds until they are read.
    std::string text() const {
        std::fflush(file_);
        ::fcntl(screen_, F_SETFL, O_NONBLOCK);
        std::string all;
        char bytes[4096];
        for (ssize_t n = 0; (n = ::read(screen_, bytes, sizeof bytes)) > 0;)
            all.append(bytes, static_cast<std::size_t>(n));
        return all;
    }

  private:
    int screen_;
    std::FILE* file_ = nullptr;
};

} // namespace acapctl
