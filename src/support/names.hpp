#pragma once
// What a project or a package may call something that becomes a name or a path on this machine. One
// question for each kind of value, asked where the value is read: what passes can be joined to a
// directory and put into a command without a second thought.

#include <string_view>

namespace acapctl {

// One part of a path: an application, say. Not empty, "." or "..", without '/' and control
// characters, of 255 bytes at most, and without a '-' in front, which programs take for an option.
bool is_file_name(std::string_view text);

// A path below a directory, which names something there: relative, never up, without control
// characters, of 4095 bytes at most, without a '-' in front. "./a" and "a/" are such paths.
bool is_path_below(std::string_view text);

// The same for an absolute path in an image, of letters, digits and "_.+-" only: it also becomes
// part of a pattern.
bool is_path_in_image(std::string_view text);

// Letters, digits, '_' and '-', the last not in front; 64 bytes at most. A variant, a stage.
bool is_word(std::string_view text);

} // namespace acapctl
