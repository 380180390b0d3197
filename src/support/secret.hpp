#pragma once
// A password or key: it cannot be printed, compared by accident or formatted, and its memory is
// wiped when it is forgotten.

#include <string>
#include <utility>

#include <string.h> // explicit_bzero is not in <cstring>

namespace acapctl {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept { value_.swap(other.value_); }
    Secret& operator=(Secret other) noexcept {
        value_.swap(other.value_);
        return *this;
    }
    ~Secret() {
        value_.resize(value_.capacity()); // a longer one may have been there
        ::explicit_bzero(value_.data(), value_.size());
    }

    bool empty() const { return value_.empty(); }

    // The one way out; every call is a place to review.
    const std::string& reveal() const { return value_; }

  private:
    std::string value_;
};

} // namespace acapctl
