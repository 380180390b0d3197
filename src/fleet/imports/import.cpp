#include "fleet/imports/import.hpp"

#include "acapctl/error.hpp"
#include "device/http/target.hpp"
#include "support/text.hpp"
#include "support/unicode.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

constexpr std::size_t most_devices = 100'000;
constexpr std::size_t longest_remark = 300; // characters
constexpr std::size_t longest_text = 600;   // bytes of an address or a user

// Tags are shown and exported.
bool may_be_secret(std::string_view variable) {
    const std::string name = text::lower(variable);
    return std::ranges::any_of(std::array{"pass", "secret", "token", "key", "cred", "vault"},
                               [&](const char* word) { return name.find(word) != name.npos; });
}

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// The inventory is UTF-8; a list that was written on Windows may be something else.
bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto character = first_character(text);
        if (!character) return false;
        text.remove_prefix(character->length);
    }
    return true;
}

// Why what a file says cannot be in the inventory; empty: it can.
std::string why_not(std::string_view text, std::string_view what) {
    if (has_control_character(text)) return fmt::format("the {} has a control character", what);
    if (!is_utf8(text)) return fmt::format("the {} is not UTF-8", what);
    return text.size() > longest_text ? fmt::format("the {} is too long", what) : "";
}

// Empty: the text is no address of a device.
std::string host_in(const std::string& address) {
    try {
        return device::parse_target(address).host;
    } catch (const Error&) {
        return "";
    }
}

} // namespace

void Import::remark(std::size_t line, std::string_view text, bool lost) {
    const std::string_view start = text::first_characters(text, longest_remark);
    remarks.push_back({line, std::string(start) + (start.size() < text.size() ? "..." : ""), lost});
}

void Import::add(InventoryDevice device, std::size_t line) {
    if (devices.size() >= most_devices) return lose(line, "there are too many devices");
    for (const std::string& why :
         {why_not(device.user, "user"), why_not(device.address, "address")})
        if (!why.empty()) return lose(line, why);
    if (has_control_character(device.password.reveal())) {
        remark(line, "a password with a control character is not taken");
        device.password = {};
    } else if (!is_utf8(device.password.reveal())) {
        remark(line, "a password that is not UTF-8 is not taken");
        device.password = {};
    }
    const std::string host = host_in(device.address);
    // What stands there may be anything, a password too: it is not repeated.
    if (host.empty())
        return lose(line, "the address is none: it is host[:port] or http(s)://host[:port]");
    const bool named = !device.name.empty();
    const std::string wanted = named ? device.name : host;
    device.name = device_name_of(wanted);
    if (device.name != wanted && wanted != host)
        remark(line, fmt::format("the name '{}' becomes '{}'", wanted, device.name));
    try {
        check_name(device.name, "device");
        devices.push_back({std::move(device), line, named});
    } catch (const Error& error) {
        lose(line, error.what());
    }
}

const std::vector<std::string>& import_formats() {
    static const std::vector<std::string> formats{"csv", "eap-install", "json", "toml", "ansible"};
    return formats;
}

namespace {

// What the name or the first characters say.
std::string apparent_format(std::string_view text, std::string_view file_name) {
    const std::filesystem::path name(file_name);
    const std::string extension = text::lower(name.extension().string());
    if (extension == ".csv") return "csv";
    if (name.filename() == ".eap-install.cfg" || text.starts_with("axis_device_ip="))
        return "eap-install";
    if (extension == ".json" || name.filename() == ".fapp") return "json";
    if (extension == ".toml") return "toml";
    if (extension == ".yml" || extension == ".yaml" || extension == ".ini") return "ansible";
    const std::string_view start = text::trim(text);
    if (start.starts_with('{')) return "json";
    if (start.starts_with('[') || start.starts_with("---") || start.starts_with('#'))
        return "ansible";
    return start.substr(0, start.find('\n')).find(',') == std::string_view::npos ? "ansible"
                                                                                 : "csv";
}

// INI has a section, or a host with variables, where YAML has "all:" or a list.
bool is_yaml(std::string_view text) {
    for (const std::string& line : text::lines(text)) {
        const std::string_view words = text::trim(line);
        if (words.empty() || words.starts_with('#') || words.starts_with(';')) continue;
        if (words.starts_with("---") || words.starts_with('{')) return true;
        return words.ends_with(':') && words.find('=') == std::string_view::npos;
    }
    return false;
}

} // namespace

std::string guess_import_format(std::string_view text, std::string_view file_name) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::string format = apparent_format(text, file_name);
    // A list of addresses, one a line, is one of either form.
    const bool is_list = format == "csv" ? is_csv_list(text)
                         : format == "ansible" && !is_yaml(text)
                             ? is_ansible_ini(text) || is_csv_list(text)
                             : true;
    if (!is_list)
        throw Error({.kind = ErrorKind::invalid_input,
                     .message = fmt::format("{}: no list of devices that is known",
                                            text::visible(file_name)),
                     .hint = "a list has lines of ip,user,password, or a header that names the "
                             "columns; known are also inventories of Ansible, JSON and TOML"});
    return format;
}

Import read_import(std::string_view text, const std::string& file, std::string_view format) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3); // as spreadsheets write it
    if (format == "csv") return read_csv(text);
    if (format == "eap-install") return read_eap_install(text);
    if (format == "toml") return read_own(text, file);
    if (format == "ansible" && !is_yaml(text)) return read_ansible_ini(text);
    return read_document(text, file);
}

std::string address_of_host(std::string_view host, std::string_view port) {
    std::string address(host);
    const bool bare_ipv6 = address.find("://") == std::string::npos && !address.starts_with('[') &&
                           std::ranges::count(address, ':') > 1;
    if (bare_ipv6) address = "[" + address + "]";
    if (!port.empty()) address += ":" + std::string(port);
    return address;
}

void take_serial(Import& import, InventoryDevice& device, std::string_view text, std::size_t line) {
    device.serial = serial_of(text);
    // Where columns are off by one, it is a password.
    if (device.serial.empty())
        import.remark(line, "the serial number is none: it has 12 hexadecimal digits");
}

void apply_ansible_variable(Import& import, InventoryDevice& device, std::string_view name,
                            std::string_view value, std::size_t line) {
    static constexpr std::array<std::string_view, 4> passwords{
        "ansible_password", "ansible_ssh_pass", "ansible_ssh_password", "ansible_httpapi_password"};
    if (name == "ansible_host" || name == "ansible_ssh_host") {
        device.address = address_of_host(value);
    } else if (name == "ansible_user" || name == "ansible_ssh_user") {
        device.user = value;
    } else if (std::ranges::find(passwords, name) != passwords.end()) {
        device.password = Secret(std::string(value));
    } else if (name == "acapctl_serial") {
        take_serial(import, device, value, line);
    } else if (name.starts_with("acapctl_") || name == "ansible_connection") {
        return; // facts that `device export` adds
    } else if (name.starts_with("ansible_")) {
        import.remark(line, fmt::format("variable '{}' is not taken", name));
    } else if (may_be_secret(name)) {
        import.remark(line, fmt::format("variable '{}' may be a secret, so it is no tag", name));
    } else {
        try {
            check_tag(name, value);
            device.tags.insert_or_assign(std::string(name), std::string(value));
        } catch (const Error&) {
            import.remark(line, fmt::format("variable '{}' cannot be a tag", name));
        }
    }
}

} // namespace acapctl::fleet
