#pragma once
// One file of a device's state, read so that a damaged one is named.

#include "support/files.hpp"

#include <exception>
#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::emulator {

// The document in the bytes of a state file; throws if that is no JSON.
nlohmann::json parse_state(std::string_view bytes);

// Code "damaged-state".
[[noreturn]] void throw_damaged(const std::filesystem::path& file, const std::string& why);

// What a pure parser makes of a state file's bytes; an exception of the parser becomes an error
// that names the file.
template <typename Parse>
auto read_state(const std::filesystem::path& file, const Parse& parse) {
    try {
        return parse(read_file(file));
    } catch (const std::exception& error) {
        throw_damaged(file, error.what());
    }
}

} // namespace acapctl::emulator
