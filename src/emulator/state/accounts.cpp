#include "emulator/state/accounts.hpp"

#include "emulator/http/digest_auth.hpp"
#include "emulator/state/state.hpp"
#include "support/ascii.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

constexpr const char* role_names[] = {"viewer", "operator", "admin"};

} // namespace

bool is_account_name(std::string_view name) {
    return !name.empty() && name.size() <= 14 && ascii::is_made_of(name, "");
}

std::vector<Account> parse_accounts(std::string_view bytes) {
    const auto document = parse_state(bytes);
    std::vector<Account> accounts;
    for (const auto& [name, entry] : document.items()) {
        const auto& role = entry.at("role");
        if (!is_account_name(name) || !role.is_number_unsigned() ||
            role > std::size(role_names) - 1)
            throw_invalid(fmt::format("'{}' is no account", name));
        accounts.push_back({.name = name,
                            .ha1 = entry.at("ha1"),
                            .role = static_cast<Role>(role.get<int>()),
                            .ptz = entry.at("ptz")});
    }
    return accounts;
}

// An empty digest is that of the password in the environment, which is not written down.
Accounts::Accounts(Setup setup) : setup_(std::move(setup)) {
    if (std::filesystem::exists(setup_.file)) {
        for (Account& account : read_state(setup_.file, parse_accounts)) {
            if (account.ha1.empty()) account.ha1 = ha1(account.name, setup_.root_password);
            accounts_.emplace(account.name, account);
        }
        return;
    }
    if (setup_.fresh) return;
    accounts_["root"] = {.name = "root",
                         .ha1 = ha1("root", setup_.root_password),
                         .role = Role::administer,
                         .ptz = true};
}

void Accounts::save(ByName accounts) {
    const std::string given = ha1("root", setup_.root_password);
    nlohmann::json document = nlohmann::json::object();
    for (const auto& [name, account] : accounts)
        document[name] = {{"ha1", account.ha1 == given ? std::string() : account.ha1},
                          {"role", static_cast<int>(account.role)},
                          {"ptz", account.ptz}};
    write_file(setup_.file, document.dump(2) + "\n", 0600);
    accounts_ = std::move(accounts);
}

bool Accounts::empty() const {
    const std::lock_guard lock(mutex_);
    return accounts_.empty();
}

std::optional<Account> Accounts::find(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = accounts_.find(name);
    if (found == accounts_.end()) return std::nullopt;
    return found->second;
}

std::vector<Account> Accounts::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<Account> result;
    for (const auto& [name, account] : accounts_) result.push_back(account);
    return result;
}

bool Accounts::is_only_admin(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    return std::ranges::none_of(accounts_, [&](const auto& entry) {
        return entry.first != name && entry.second.role == Role::administer;
    });
}

std::string Accounts::ha1(const std::string& name, const Secret& password) const {
    return md5_hex(fmt::format("{}:{}:{}", name, setup_.realm, password.reveal()));
}

void Accounts::put(Account account) {
    const std::lock_guard lock(mutex_);
    ByName accounts = accounts_;
    accounts.insert_or_assign(account.name, account);
    save(std::move(accounts));
}

void Accounts::remove(const std::string& name) {
    const std::lock_guard lock(mutex_);
    ByName accounts = accounts_;
    accounts.erase(name);
    save(std::move(accounts));
}

void Accounts::remove_all() {
    const std::lock_guard lock(mutex_);
    save({});
}

std::optional<Role> role_of_groups(std::string_view groups) {
    std::optional<Role> highest;
    for (const std::string& group : text::split(groups, ':'))
        for (int role = 0; role < 3; ++role)
            if (group == role_names[role])
                highest = std::max(highest.value_or(Role::view), static_cast<Role>(role));
    return highest;
}

} // namespace acapctl::emulator
