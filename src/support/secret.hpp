#pragma once
// A password or key: it cannot be printed, compared by accident or formatted.

#include <string>
#include <utility>

namespace acapctl {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    bool empty() const { return value_.empty(); }

    // The one way out; every call is a place to review.
    const std::string& reveal() const { return value_; }

  private:
    std::string value_;
};

} // namespace acapctl
