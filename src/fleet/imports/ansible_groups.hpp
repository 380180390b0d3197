#pragma once
// Hosts, groups, groups of groups and their variables, as both forms of an Ansible inventory have
// them. A host is in every group above its own; what is said nearest to it wins.

#include "fleet/imports/import.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace acapctl::fleet {

struct AnsibleVariable {
    std::string name{};
    std::string value{};
    std::size_t line = 0;
};

class AnsibleGroups {
  public:
    Import import{}; // for remarks on the way

    void add_host(const std::string& group, const std::string& host, std::size_t line);
    void add_child(const std::string& group, const std::string& child);
    void set(const std::string& group, AnsibleVariable variable);
    void set_of_host(const std::string& host, AnsibleVariable variable);

    Import finish(); // once

  private:
    struct Host {
        std::string name{};
        std::size_t line = 0;
        std::vector<std::string> groups{};
        std::vector<AnsibleVariable> variables{};
    };

    // Its groups and those above, the farthest first.
    std::vector<std::string> groups_of(const Host& host) const;
    void climb(const std::string& group, std::set<std::string>& seen,
               std::vector<std::string>& order) const;
    InventoryDevice device_of(const Host& host);
    // False: the variable says nothing of a port.
    bool take_port(const AnsibleVariable& variable, std::string& port);

    std::vector<Host> hosts_{};
    std::map<std::string, std::size_t> by_name_{};
    std::map<std::string, std::vector<std::string>> parents_{}; // by child
    std::map<std::string, std::vector<AnsibleVariable>> variables_{};
};

} // namespace acapctl::fleet
