#pragma once
// A terminal whose two streams are kept.

#include "terminal/terminal.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace acapctl {

class Stream {
  public:
    Stream() : file_(::open_memstream(&bytes_, &size_)) {}
    ~Stream() {
        std::fclose(file_);
        std::free(bytes_);
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    std::FILE* file() const { return file_; }
    std::string text() const {
        std::fflush(file_);
        return {bytes_, size_};
    }

  private:
    char* bytes_ = nullptr;
    std::size_t size_ = 0;
    std::FILE* file_;
};

struct Screen {
    explicit Screen(Terminal::Options options) : terminal(options, out.file(), err.file()) {}

    Stream out{};
    Stream err{};
    Terminal terminal;
};

} // namespace acapctl
