#include "device/session/identity.hpp"

#include "support/text.hpp"

namespace acapctl::device {

Identity identity_of(const Target& target, const std::string& told_serial) {
    return {.serial = told_serial,
            .known_as = target.known_as.empty() ? place_of(target) : target.known_as,
            .is_expected = !is_other_serial(target, told_serial)};
}

bool is_other_serial(const Target& target, std::string_view told_serial) {
    return !target.serial.empty() && !told_serial.empty() &&
           text::lower(target.serial) != text::lower(told_serial);
}

} // namespace acapctl::device
