// pwdgrp.cgi: accounts and their roles. It answers with sentences in HTML, always under HTTP 200.
#include "emulator/faults/faulty_exchange.hpp"
#include "emulator/state/accounts.hpp"
#include "emulator/state/device.hpp"
#include "emulator/support/guard.hpp"
#include "emulator/vapix/cgi.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

// The title is the same on every page, as recorded.
Reply page(const std::string& sentence) {
    return {.type = "text/html",
            .body = fmt::format("<html>\n<head>\n<title>User accounts</title>\n</head>\n"
                                "<body bgcolor=#ffffff>{}\n</body>\n</html>\n",
                                sentence)};
}

// A bad name and an unknown one get the same sentence.
Reply bad_user() {
    return page("Error: account user name.");
}

Reply see_log() {
    return page("Error: consult the system log file.");
}

// The documented length and characters.
bool is_password(const std::string& password) {
    return !password.empty() && password.size() <= 64 &&
           std::ranges::all_of(password, [](unsigned char c) { return c >= 32 && c <= 126; });
}

// What the groups of a request say; root's group makes an administrator.
void take_groups(Account& account, const Request& request) {
    const std::string groups = value_of(request, "sgrp");
    if (value_of(request, "grp") == "root") account.role = Role::administer;
    if (const auto role = role_of_groups(groups)) account.role = std::max(account.role, *role);
    const auto names = text::split(groups, ':');
    account.ptz = std::ranges::find(names, "ptz") != names.end();
}

Reply add(Device& device, const Request& request) {
    Accounts& accounts = device.accounts();
    Account account{.name = value_of(request, "user")};
    const Secret password(value_of(request, "pwd"));
    const std::string& first = device.profile().os.first_user;
    if (!is_account_name(account.name) ||
        (accounts.empty() && !first.empty() && account.name != first))
        return bad_user();
    if (accounts.find(account.name))
        return page("Error: this user name already exists, consult the system log file.");
    if (!is_password(password.reveal())) return page("Error: invalid password.");
    take_groups(account, request);
    if (accounts.empty()) account.role = Role::administer;
    account.ha1 = accounts.ha1(account.name, password);
    if (!guarded([&] { accounts.put(account); })) return see_log();
    return page(fmt::format("Created account {}.", account.name));
}

Reply update(Device& device, const Request& request) {
    Accounts& accounts = device.accounts();
    auto account = accounts.find(value_of(request, "user"));
    if (!account) return bad_user();
    if (request.field("pwd") != nullptr) {
        const Secret password(value_of(request, "pwd"));
        if (!is_password(password.reveal())) return page("Error: invalid password.");
        account->ha1 = accounts.ha1(account->name, password);
    }
    if (request.field("sgrp") != nullptr) {
        account->role = Role::view;
        take_groups(*account, request);
        if (account->role != Role::administer && accounts.is_only_admin(account->name))
            return see_log();
    }
    if (!guarded([&] { accounts.put(*account); })) return see_log();
    return page(fmt::format("Modified account {}.", account->name));
}

Reply remove(Device& device, const Request& request) {
    const std::string name = value_of(request, "user");
    Accounts& accounts = device.accounts();
    if (!accounts.find(name)) return bad_user();
    if (accounts.is_only_admin(name)) return see_log();
    if (!guarded([&] { accounts.remove(name); })) return see_log();
    return page(fmt::format("Removed account {}.", name));
}

template <typename Wanted>
std::string members(const std::vector<Account>& accounts, const Wanted& wanted) {
    std::vector<std::string> names;
    for (const Account& account : accounts)
        if (wanted(account)) names.push_back(account.name);
    return text::join(names, ",");
}

Reply get(const Device& device, const std::vector<Account>& accounts) {
    std::string body;
    for (const std::string& group : device.profile().os.groups)
        body += fmt::format("{}=\"\"\r\n", group);
    const auto line = [&](const char* group, const auto& wanted) {
        body += fmt::format("{}=\"{}\"\r\n", group, members(accounts, wanted));
    };
    line("admin", [](const Account& a) { return a.role == Role::administer; });
    line("operator", [](const Account& a) { return a.role >= Role::operate; });
    line("viewer", [](const Account&) { return true; });
    line("ptz", [](const Account& a) { return a.ptz; });
    line("digusers", [](const Account&) { return true; });
    return {.type = "text/html", .body = body};
}

} // namespace

// While there is no account, anybody may make the first one.
Reply pwdgrp_cgi(Device& device, const Request& request) {
    const std::string action = value_of(request, "action");
    if (action != "add" || !device.accounts().empty())
        if (auto refused = refuse_login(device, request, Role::administer)) return *refused;
    if (action == "add") return add(device, request);
    if (action == "update") return update(device, request);
    if (action == "remove") return remove(device, request);
    if (action == "get") return get(device, device.accounts().all());
    return error_page(400);
}

// Who asks, and in a second line the groups of that account.
Reply usergroup_cgi(Device& device, const Request& request) {
    const auto account = device.accounts().find(device.access().user(request));
    if (!account) return error_page(400);
    std::vector<std::string> groups;
    if (account->name == "root") groups.emplace_back("root");
    if (account->role == Role::administer) groups.emplace_back("admin");
    if (account->role >= Role::operate) groups.emplace_back("operator");
    if (account->ptz) groups.emplace_back("ptz");
    groups.emplace_back("viewer");
    return {.body = fmt::format("{}\r\n{}\r\n", account->name, text::join(groups, " "))};
}

} // namespace acapctl::emulator
