#pragma once
// The accounts of a device: names, roles and what Digest and Basic need of a password. Kept in a
// file of mode 0600 that holds no password, only the digests of name, realm and password.

#include "support/secret.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::emulator {

enum class Role { view, operate, administer }; // each may do what the one before it may

struct Account {
    std::string name{};
    std::string ha1{}; // MD5 of "name:realm:password"
    Role role = Role::view;
    bool ptz = false;
};

// The documented length and characters.
bool is_account_name(std::string_view name);

// What the bytes of an accounts file say, by name; throws a std::exception for a damaged one.
std::vector<Account> parse_accounts(std::string_view bytes);

// A change that cannot be written down is not made, and throws.
class Accounts {
  public:
    struct Setup {
        std::filesystem::path file{};
        std::string realm{};
        Secret root_password{}; // of root, until pwdgrp.cgi changes it
        bool fresh = false;     // without accounts, if the file is missing
    };

    explicit Accounts(Setup setup);

    const std::string& realm() const { return setup_.realm; }
    bool empty() const;
    std::optional<Account> find(std::string_view name) const;
    std::vector<Account> all() const; // by name
    bool is_only_admin(std::string_view name) const;

    std::string ha1(const std::string& name, const Secret& password) const;
    void put(Account account); // new, or in the place of the old one
    void remove(const std::string& name);
    void remove_all();

  private:
    using ByName = std::map<std::string, Account, std::less<>>;

    void save(ByName accounts); // with the lock held

    Setup setup_;
    ByName accounts_;
    mutable std::mutex mutex_;
};

// The highest role among groups written "viewer:operator:ptz"; nothing if none is a role.
std::optional<Role> role_of_groups(std::string_view groups);

} // namespace acapctl::emulator
