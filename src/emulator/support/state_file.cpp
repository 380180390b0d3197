#include "emulator/support/state_file.hpp"

#include "acapctl/error.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::emulator {

nlohmann::json parse_state(std::string_view bytes) {
    auto document = parse_foreign(bytes);
    if (document.is_discarded()) throw_invalid("it is no JSON document");
    return document;
}

void throw_damaged(const std::filesystem::path& file, const std::string& why) {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "damaged-state",
                 .message = fmt::format("the state file {} is damaged: {}",
                                        text::visible(file.string()), text::visible(why)),
                 .hint = "--reset-damaged keeps it under another name and begins anew"});
}

} // namespace acapctl::emulator
