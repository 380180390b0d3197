#include "fleet/discovery/avahi.hpp"

#include "support/ascii.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"
#include "support/workers.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <optional>
#include <system_error>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

constexpr const char* avahi_socket = "/run/avahi-daemon/socket";
constexpr int timed_out = 124; // of timeout(1)
constexpr std::string_view domain = ".local";
constexpr std::size_t most_services = 5000;   // as of a question of our own
constexpr std::size_t longest_interface = 15; // IFNAMSIZ

// avahi-browse escapes as DNS does: "\." and, decimal, "\032".
std::string unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            plain += text[i];
            continue;
        }
        const std::string_view digits = text.substr(i + 1, 3);
        const auto code = digits.size() == 3 ? text::parse_unsigned(digits) : std::nullopt;
        plain += code && *code < 256 ? static_cast<char>(*code) : text[i + 1];
        i += code && *code < 256 ? 3 : 1;
    }
    return plain;
}

// "a=1" "b=2"
std::vector<std::string> quoted_texts(std::string_view field) {
    std::vector<std::string> texts;
    std::size_t begin = 0;
    bool within = false;
    for (std::size_t i = 0; i < field.size(); ++i) {
        if (within && field[i] == '\\') {
            ++i; // a quote that is escaped is no end
            continue;
        }
        if (field[i] != '"') continue;
        if (within) texts.push_back(unescaped(field.substr(begin, i - begin)));
        within = !within;
        begin = i + 1;
    }
    return texts;
}

bool is_ip_address(const std::string& text) {
    std::array<unsigned char, 16> bytes{};
    return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

bool is_interface(std::string_view name) {
    return !name.empty() && name.size() <= longest_interface && ascii::is_made_of(name, ".-_:@");
}

// =;eth0;IPv4;AXIS\032P3265-V;_axis-video._tcp;local;axis-1.local;10.0.0.1;80;"macaddress=1"
std::optional<DnsAnswer> read_service(std::string_view line) {
    constexpr std::size_t texts_field = 9; // the last, which may have any byte
    std::array<std::string_view, texts_field + 1> fields;
    for (std::size_t i = 0; i < texts_field; ++i) {
        const auto end = line.find(';');
        if (end == line.npos) return std::nullopt;
        fields[i] = line.substr(0, end);
        line.remove_prefix(end + 1);
    }
    fields[texts_field] = line;
    const auto [_, interface, protocol, label, type, where, host, address, port, texts] = fields;
    const auto number = text::parse_unsigned(port);
    if (!number || *number > 65535 || !is_ip_address(std::string(address)) ||
        !is_interface(interface) || "." + std::string(where) != domain)
        return std::nullopt;
    const std::string service = text::lower(type) + std::string(domain);
    const std::string instance = text::lower(label) + "." + service;
    return DnsAnswer{
        .records =
            {{.name = service, .type = DnsType::ptr, .target = instance, .label = unescaped(label)},
             {.name = instance,
              .type = DnsType::srv,
              .target = text::lower(host),
              .port = static_cast<std::uint16_t>(*number)},
             {.name = instance, .type = DnsType::txt, .texts = quoted_texts(texts)}},
        .from = std::string(address),
        .interface = std::string(interface)};
}

// With --terminate it ends after a second, which is too early for what Avahi has not heard of yet.
// It prints all of it when SIGTERM ends it.
Command browse(const std::string& service, std::chrono::milliseconds wait) {
    const std::string seconds = fmt::format("{}.{:03}", wait.count() / 1000, wait.count() % 1000);
    const std::string type = service.substr(0, service.size() - domain.size());
    return {.arguments = {"timeout", "--foreground", seconds, "avahi-browse", "--resolve",
                          "--parsable", "--no-db-lookup", type},
            .environment = {{"LC_ALL", "C"}},
            .time_limit = wait + std::chrono::seconds(1)};
}

void append(AvahiAnswers& all, AvahiAnswers more) {
    std::ranges::move(more.answers, std::back_inserter(all.answers));
    std::ranges::move(more.failed, std::back_inserter(all.failed));
    all.malformed += more.malformed;
}

} // namespace

AvahiAnswers parse_avahi(std::string_view output) {
    AvahiAnswers result;
    for (const std::string& line : text::lines(output)) {
        if (!line.starts_with('=')) continue; // '+' is a name that is not resolved yet
        if (result.answers.size() >= most_services) break;
        if (auto answer = read_service(line))
            result.answers.push_back(std::move(*answer));
        else
            ++result.malformed;
    }
    return result;
}

bool avahi_can_be_asked() {
    std::error_code error;
    return std::filesystem::is_socket(avahi_socket, error) && find_program("avahi-browse");
}

AvahiAnswers ask_avahi(const std::vector<std::string>& services, std::chrono::milliseconds wait,
                       const std::stop_token& stop) {
    std::vector<AvahiAnswers> each(services.size());
    for_each_index(services.size(), services.size(), [&](std::size_t i) {
        const CommandResult browsed = run(browse(services[i], wait), stop);
        each[i] = parse_avahi(browsed.output);
        if (browsed.status == 0 || browsed.status == timed_out) return;
        const auto complaint = text::lines(browsed.errors);
        each[i].failed.push_back(complaint.empty()
                                     ? fmt::format("avahi-browse: status {}", browsed.status)
                                     : "avahi-browse: " + complaint.front());
    });
    AvahiAnswers all;
    for (AvahiAnswers& answers : each) append(all, std::move(answers));
    return all;
}

} // namespace acapctl::fleet
