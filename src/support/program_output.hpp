#pragma once
// What another program prints, such as a compiler, made fit for a terminal or a file.

#include <string>
#include <string_view>

namespace acapctl {

// One line of it. Of escape sequences the colours alone stay ("ESC [ numbers m"), and these only if
// `colors`; where they are left on at the end, a reset follows. Tabs stay, all else is as
// text::visible() has it.
std::string program_line(std::string_view line, bool colors);

// What a terminal shows of a line that overwrites itself by carriage returns, as progress does.
std::string_view without_overwritten(std::string_view line);

} // namespace acapctl
