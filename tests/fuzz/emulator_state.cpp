// The files in which an emulated device remembers: settings, accounts, an installed application.
// Each text is given to every parser.
#include "emulator/state/about.hpp"
#include "emulator/state/accounts.hpp"
#include "emulator/state/settings.hpp"
#include "fuzz/target.hpp"

#include <algorithm>
#include <exception>

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

// What the parser makes of it; nothing if it says in an exception that the file is damaged.
template <typename Parse>
auto read(const Parse& parse, std::string_view text) -> std::optional<decltype(parse(text))> {
    try {
        return parse(text);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void check_accounts(const std::vector<Account>& accounts) {
    for (const Account& account : accounts) {
        fuzz::require(is_account_name(account.name), "an account has a documented name");
        fuzz::require(account.role >= Role::view && account.role <= Role::administer,
                      "a role is one of three");
    }
}

// An application's name is the name of its directory.
void check_about(const About& about) {
    fuzz::require(is_application_name(about.name) && about.name.find('/') == std::string::npos &&
                      !about.name.starts_with('.'),
                  "an application has a plain name");
    const auto again = read(parse_about, to_json(about).dump());
    fuzz::require(again && to_json(*again) == to_json(about), "what is written is read back");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto settings = read(parse_settings, text)) {
        std::size_t total = 0;
        for (const auto& [name, value] : settings->parameters) total += name.size() + value.size();
        fuzz::require(total <= size, "parameters are what was written");
    }
    if (const auto accounts = read(parse_accounts, text)) check_accounts(*accounts);
    if (const auto about = read(parse_about, text)) check_about(*about);
    return 0;
}
