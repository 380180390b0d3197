#include "emulator/faults.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::emulator {

Faults parse_faults(const std::vector<std::string>& names) {
    Faults faults;
    for (const std::string& name : names) {
        const auto code =
            name.starts_with("error:") ? text::parse_unsigned(name.substr(6)) : std::nullopt;
        if (name == "disk-full")
            faults.disk_full = true;
        else if (code && *code > 0 && *code < 100)
            faults.upload_error = static_cast<int>(*code);
        else
            throw_usage(fmt::format("unknown fault '{}'", text::visible(name)),
                        "faults: disk-full, error:N");
    }
    return faults;
}

} // namespace acapctl::emulator
