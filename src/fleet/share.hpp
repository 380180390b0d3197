#pragma once
// "3" or "20%": some of the devices of a command. Pure.

#include <cstddef>
#include <string>
#include <string_view>

namespace acapctl::fleet {

class Share {
  public:
    // A whole number, or whole percent from 0 to 100. Throws a usage error that names `option`.
    static Share parse(std::string_view text, const std::string& option);

    // How many of `total` devices that is: percent are rounded up, so that 1% of 20 is one.
    std::size_t of(std::size_t total) const;
    // `count` is more than the share. Percent are not rounded: 3 of 25 are more than 10%.
    bool exceeded_by(std::size_t count, std::size_t total) const;
    std::string text() const; // as it was written

  private:
    std::size_t number_ = 0;
    bool percent_ = false;
};

} // namespace acapctl::fleet
