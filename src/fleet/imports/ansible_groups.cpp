#include "fleet/imports/ansible_groups.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

constexpr std::size_t most_hosts = 100'000;
constexpr std::size_t most_groups = 1000; // of one host

} // namespace

void AnsibleGroups::add_host(const std::string& group, const std::string& host, std::size_t line) {
    if (hosts_.size() >= most_hosts)
        throw_invalid("the inventory of Ansible has more than 100000 hosts");
    const auto [found, is_new] = by_name_.try_emplace(host, hosts_.size());
    if (is_new) hosts_.push_back({.name = host, .line = line});
    text::add_once(hosts_[found->second].groups, group);
}

void AnsibleGroups::add_child(const std::string& group, const std::string& child) {
    text::add_once(parents_[child], group);
}

void AnsibleGroups::set(const std::string& group, AnsibleVariable variable) {
    variables_[group].push_back(std::move(variable));
}

void AnsibleGroups::set_of_host(const std::string& host, AnsibleVariable variable) {
    const auto found = by_name_.find(host);
    if (found != by_name_.end())
        hosts_[found->second].variables.push_back(std::move(variable));
    else
        import.remark(variable.line,
                      "variables of '" + host + "', which is no host, are not taken");
}

// Groups may name each other in a circle.
void AnsibleGroups::climb(const std::string& group, std::set<std::string>& seen,
                          std::vector<std::string>& order) const {
    if (!seen.insert(group).second || seen.size() > most_groups) return;
    const auto above = parents_.find(group);
    if (above != parents_.end())
        for (const std::string& parent : above->second) climb(parent, seen, order);
    order.push_back(group);
}

std::vector<std::string> AnsibleGroups::groups_of(const Host& host) const {
    std::set<std::string> seen{"all", "ungrouped"};
    std::vector<std::string> order;
    for (const std::string& group : host.groups) climb(group, seen, order);
    return order;
}

// Of a device on its own it is where its web server listens; with SSH it is where that does.
bool AnsibleGroups::take_port(const AnsibleVariable& variable, std::string& port) {
    const auto& [name, value, line] = variable;
    if (name != "ansible_port" && name != "ansible_httpapi_port") return false;
    if (value == "22")
        import.remark(line,
                      fmt::format("variable '{}' is 22, the port of SSH, and not taken", name));
    else
        port = value;
    return true;
}

InventoryDevice AnsibleGroups::device_of(const Host& host) {
    InventoryDevice device{.name = host.name, .address = address_of_host(host.name)};
    std::string port;
    const auto apply = [&](const std::vector<AnsibleVariable>& variables) {
        for (const AnsibleVariable& variable : variables)
            if (!take_port(variable, port))
                apply_ansible_variable(import, device, variable.name, variable.value,
                                       variable.line);
    };
    const std::vector<std::string> groups = groups_of(host);
    apply(variables_["all"]);
    for (const std::string& group : groups)
        if (const auto found = variables_.find(group); found != variables_.end())
            apply(found->second);
    apply(host.variables);
    if (!port.empty()) device.address = address_of_host(device.address, port);
    // An export of ours has it beside ansible_host, and it says more.
    for (const auto& [name, value, line] : host.variables)
        if (name == "acapctl_address") device.address = value;
    for (const std::string& group : groups) {
        try {
            check_name(group, "group");
            device.groups.push_back(group);
        } catch (const Error& error) {
            import.remark(host.line, error.what());
        }
    }
    return device;
}

Import AnsibleGroups::finish() {
    for (const Host& host : hosts_) import.add(device_of(host), host.line);
    // A variable of a group is told once, not for each of its hosts.
    std::ranges::stable_sort(import.remarks, {}, &Remark::line);
    const auto same = [](const Remark& a, const Remark& b) {
        return a.line == b.line && a.text == b.text;
    };
    import.remarks.erase(std::unique(import.remarks.begin(), import.remarks.end(), same),
                         import.remarks.end());
    return std::move(import);
}

} // namespace acapctl::fleet
