// Lists of devices in JSON and YAML: which tool's it is, is told by what is in it.
#include "acapctl/error.hpp"
#include "fleet/imports/ansible_groups.hpp"
#include "fleet/imports/document.hpp"
#include "fleet/imports/host_range.hpp"
#include "fleet/imports/import.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

// What is well known, and means nothing here.
void tell_others(Import& import, const Value& table, const std::vector<std::string>& known,
                 std::string_view of) {
    for (const auto& [key, value] : table.entries)
        if (!value.null && !text::contains(known, key.text))
            import.remark(key.line, fmt::format("'{}' of {} is not taken", key.text, of));
}

// 5 is no host, though "5" may be one.
bool is_no_text(const Value* value) {
    return value != nullptr && !value->null && (!value->is_text() || value->number);
}

// rs4acap keeps the Host of its url library: {"Ipv4": "192.168.0.90"}, or Ipv6, or Domain.
std::string host_of(const Value* host) {
    if (host == nullptr || host->number) return "";
    if (host->is_text()) return host->null ? "" : host->text;
    for (const char* kind : {"Ipv4", "Ipv6", "Domain"})
        if (const std::string text = host->text_at(kind);
            !text.empty() && !is_no_text(host->find(kind)))
            return text;
    return "";
}

void take_rs4acap(Import& import, const std::string& name, const Value& entry) {
    InventoryDevice device{.name = name, .user = entry.text_at("username")};
    device.password = Secret(entry.text_at("password"));
    const std::string host = host_of(entry.find("host"));
    if (host.empty())
        return import.lose(entry.line, fmt::format("'{}' has no host that is a text", name));
    const std::string https = entry.text_at("https_port");
    const std::string http = entry.text_at("http_port");
    device.address = !https.empty()  ? "https://" + address_of_host(host, https)
                     : !http.empty() ? "http://" + address_of_host(host, http)
                                     : address_of_host(host);
    tell_others(import, entry,
                {"host", "username", "password", "http_port", "https_port", "ssh_port", "model",
                 "https_self_signed"},
                fmt::format("'{}'", name));
    import.add(std::move(device), entry.line);
}

void take_fixedit(Import& import, const std::string& name, const Value& camera) {
    const std::string host = camera.text_at("host");
    if (is_no_text(camera.find("host")))
        return import.lose(camera.line, fmt::format("the host of '{}' is no text", name));
    if (host.empty()) {
        const bool ssh = camera.find("ssh-host") != nullptr;
        return import.lose(
            camera.line,
            fmt::format("'{}' {}", name, ssh ? "is reached by SSH alone" : "has no host"));
    }
    InventoryDevice device{.name = name, .address = address_of_host(host)};
    if (const Value* credentials = camera.find("credentials")) {
        device.user = credentials->text_at("username");
        device.password = Secret(credentials->text_at("password"));
    }
    tell_others(import, camera, {"host", "ssh-host", "arch", "credentials"},
                fmt::format("'{}'", name));
    import.add(std::move(device), camera.line);
}

Import read_fixedit(const Value& document) {
    Import import;
    // The rest of the file is about templates, applications and tokens.
    for (const auto& [name, camera] : document.find("cameras")->entries)
        take_fixedit(import, name.text, camera);
    return import;
}

Import read_rs4acap(const Value& document) {
    Import import;
    for (const auto& [name, entry] : document.entries)
        if (entry.is_table())
            take_rs4acap(import, name.text, entry);
        else
            import.remark(name.line, fmt::format("'{}' is no device", name.text));
    return import;
}

void take_ours(Import& import, const Value& entry) {
    InventoryDevice device{.name = entry.text_at("device"),
                           .address = entry.text_at("address"),
                           .user = entry.text_at("user")};
    if (const Value* address = entry.find("address"); is_no_text(address))
        return import.lose(address->line, "the address is no text");
    if (device.address.empty()) return import.lose(entry.line, "there is no address");
    tell_others(import, entry,
                {"device", "address", "user", "serial", "clientCert", "groups", "tags",
                 // What our documents say besides.
                 "ok", "error", "default", "pin", "passwordSource", "model", "architecture", "soc",
                 "axisOs", "asOf", "probedAt", "applicationNames", "applicationsAsOf", "addresses",
                 "sources", "inventoryAddress", "line", "outcome", "reason"},
                fmt::format("'{}'", device.name.empty() ? device.address : device.name));
    if (const std::string serial = entry.text_at("serial"); !serial.empty())
        take_serial(import, device, serial, entry.line);
    if (!entry.text_at("clientCert").empty())
        import.remark(entry.line, fmt::format("'clientCert' of '{}' is not taken", device.name));
    const auto take = [&](const Value& value, const std::function<void()>& what) {
        try {
            what();
        } catch (const Error& error) {
            import.remark(value.line, error.what());
        }
    };
    if (const Value* groups = entry.find("groups"))
        for (const Value& group : groups->items)
            take(group, [&] {
                check_name(group.text, "group");
                text::add_once(device.groups, group.text);
            });
    if (const Value* tags = entry.find("tags"))
        for (const auto& tag : tags->entries)
            take(tag.second, [&] {
                check_tag(tag.first.text, tag.second.text);
                device.tags[tag.first.text] = tag.second.text;
            });
    import.add(std::move(device), entry.line);
}

Import read_ours(const Value& document) {
    Import import;
    for (const Value& entry : document.find("devices")->items) take_ours(import, entry);
    return import;
}

// The YAML form, in which a group has hosts, children and vars, and the JSON of a dynamic
// inventory, in which hosts are names and their variables lie in _meta.
class AnsibleReader {
  public:
    Import read(const Value& document) {
        for (const auto& [name, group] : document.entries)
            if (name.text != "_meta") take_group(name.text, group);
        if (const Value* meta = document.find("_meta"))
            if (const Value* hosts = meta->find("hostvars"))
                for (const auto& [name, variables] : hosts->entries)
                    take_variables(name.text, variables);
        return groups_.finish();
    }

  private:
    void take_group(const std::string& name, const Value& group) {
        if (group.kind == Value::Kind::list) return take_hosts(name, group); // an old short form
        if (!group.is_table() && !group.null)
            return groups_.import.remark(group.line, fmt::format("'{}' is no group", name));
        for (const auto& [key, value] : group.entries) {
            if (key.text == "hosts")
                take_hosts(name, value);
            else if (key.text == "children")
                take_children(name, value);
            else if (key.text == "vars")
                for (const auto& [variable, text] : value.entries) {
                    if (auto taken = variable_of(variable, text)) groups_.set(name, *taken);
                }
            else
                groups_.import.remark(
                    key.line, fmt::format("'{}' of the group '{}' is not taken", key.text, name));
        }
    }

    void take_hosts(const std::string& group, const Value& hosts) {
        for (const Value& host : hosts.items) add(group, host);
        for (const auto& [name, variables] : hosts.entries)
            for (const std::string& host : add(group, name)) take_variables(host, variables);
    }

    std::vector<std::string> add(const std::string& group, const Value& name) {
        try {
            std::vector<std::string> hosts = hosts_of_range(name.text);
            for (const std::string& host : hosts) groups_.add_host(group, host, name.line);
            return hosts;
        } catch (const Error& error) {
            groups_.import.lose(name.line, error.what());
            return {};
        }
    }

    void take_children(const std::string& group, const Value& children) {
        for (const Value& child : children.items) groups_.add_child(group, child.text);
        for (const auto& [name, child] : children.entries) {
            groups_.add_child(group, name.text);
            take_group(name.text, child);
        }
    }

    void take_variables(const std::string& host, const Value& variables) {
        for (const auto& [name, value] : variables.entries)
            if (auto taken = variable_of(name, value)) groups_.set_of_host(host, *taken);
    }

    // Nothing where there is none, or none that can be taken.
    std::optional<AnsibleVariable> variable_of(const Value& name, const Value& value) {
        if (value.null) return std::nullopt;
        const bool is_address = name.text == "ansible_host" || name.text == "ansible_ssh_host";
        if (is_address && is_no_text(&value)) {
            groups_.import.remark(name.line, fmt::format("variable '{}' is no text", name.text));
            return std::nullopt;
        }
        if (value.is_text() && value.tag != "!vault")
            return AnsibleVariable{name.text, value.text, name.line};
        groups_.import.remark(
            name.line,
            fmt::format("variable '{}' is {}", name.text,
                        value.is_text() ? "encrypted by ansible-vault, and not taken" : "no text"));
        return std::nullopt;
    }

    AnsibleGroups groups_{};
};

bool is_ansible(const Value& document) {
    if (document.find("_meta") != nullptr || document.find("all") != nullptr) return true;
    return std::ranges::any_of(document.entries, [](const auto& entry) {
        const Value& group = entry.second;
        return group.find("hosts") != nullptr || group.find("children") != nullptr;
    });
}

bool is_list(const Value* value) {
    return value != nullptr && value->kind == Value::Kind::list;
}

} // namespace

Import read_document(std::string_view text, const std::string& file) {
    const Value document = read_value(text, file);
    if (document.is_table() && is_list(document.find("devices"))) return read_ours(document);
    const Value* cameras = document.find("cameras");
    if (cameras != nullptr && cameras->is_table()) return read_fixedit(document);
    if (document.is_table() && is_ansible(document)) return AnsibleReader().read(document);
    const bool rs4acap = std::ranges::any_of(
        document.entries, [](const auto& entry) { return entry.second.find("host") != nullptr; });
    if (rs4acap) return read_rs4acap(document);
    throw_invalid(fmt::format("{}: no list of devices that is known", text::visible(file)),
                  "known in JSON are devices.json of rs4acap, the configuration of FixedIT, an "
                  "inventory of Ansible and what acapctl exports");
}

Import read_own(std::string_view text, const std::string& file) {
    Import import;
    for (InventoryDevice& device : parse_inventory(text, file).devices) {
        // Somebody else's command would be run as soon as the device is used.
        if (!device.password_command.empty())
            import.remark(1, fmt::format("password_command of '{}' is not taken", device.name));
        device.password_command.clear();
        import.devices.push_back({std::move(device), 1});
    }
    return import;
}

} // namespace acapctl::fleet
