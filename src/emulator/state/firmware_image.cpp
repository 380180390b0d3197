#include "emulator/state/firmware_image.hpp"

#include "emulator/profile/axis_os.hpp"
#include "support/text.hpp"

#include <algorithm>

namespace acapctl::emulator {

std::optional<std::string> axis_os_of_image(std::string_view image) {
    constexpr std::string_view first = "acapctl-emulator firmware\naxis-os ";
    if (image.size() > firmware_image_limit || !image.starts_with(first)) return std::nullopt;
    image.remove_prefix(first.size());
    if (image.ends_with('\n')) image.remove_suffix(1);
    const std::string name(image);
    return text::contains(axis_os_names(), name) ? std::optional(name) : std::nullopt;
}

bool is_upgrade(const std::string& ours, const std::string& other) {
    const auto names = axis_os_names();
    return std::ranges::find(names, other) >= std::ranges::find(names, ours);
}

} // namespace acapctl::emulator
