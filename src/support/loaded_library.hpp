#pragma once
// A library that is loaded when it is first needed: with each come the libraries behind it, which
// cost a start more than all else does, and most commands need none of them.

#include <string>

namespace acapctl {

class LoadedLibrary {
  public:
    struct About {
        const char* file = "";  // its name for the loader: "libcurl.so.4"
        std::string code{};     // of the error if it is not there
        std::string purpose{};  // as the message says it: "talks to devices"
        std::string packages{}; // what to install
    };

    // Throws unexpected if it cannot be loaded. It stays loaded until the program ends.
    explicit LoadedLibrary(About about);

    // Throws the same if it has no function of that name.
    template <typename Function>
    void find(const char* name, Function& function) const {
        function = reinterpret_cast<Function>(address_of(name));
    }

  private:
    void* address_of(const char* name) const;
    [[noreturn]] void throw_missing() const;

    About about_;
    void* library_;
};

} // namespace acapctl
