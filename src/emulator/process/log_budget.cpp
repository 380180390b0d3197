#include "emulator/process/log_budget.hpp"

#include <algorithm>
#include <utility>

namespace acapctl::emulator {

bool LogBudget::admit(std::size_t bytes, Clock::time_point now) {
    const double seconds =
        std::chrono::duration<double>(now - std::exchange(counted_, now)).count();
    lines_ = std::min(lines_burst, lines_ + seconds * lines_a_second);
    bytes_ = std::min(bytes_burst, bytes_ + seconds * bytes_a_second);
    const auto size = static_cast<double>(bytes);
    if (dropped_ == 0 && lines_ >= 1 && bytes_ >= size) {
        lines_ -= 1;
        bytes_ -= size;
        return true;
    }
    if (dropped_++ == 0) dropping_since_ = now;
    return false;
}

std::uint64_t LogBudget::take_dropped(Clock::time_point now, bool at_once) {
    if (!at_once && now - dropping_since_ < std::chrono::seconds(1)) return 0;
    return std::exchange(dropped_, 0);
}

} // namespace acapctl::emulator
