#include "fleet/discovery/dns_message.hpp"

#include "support/text.hpp"

#include <stdexcept>

#include <arpa/inet.h>

namespace acapctl::fleet {

namespace {

constexpr std::uint16_t class_in = 1;
constexpr std::uint16_t unicast_answer = 0x8000; // RFC 6762, 5.4
constexpr std::size_t longest_name = 255;
constexpr std::size_t most_records = 200;
constexpr std::uint8_t name_pointer = 0xc0;

struct Malformed : std::runtime_error {
    Malformed() : std::runtime_error("malformed") {}
};

void put16(std::string& out, std::uint16_t value) {
    out += static_cast<char>(value >> 8U);
    out += static_cast<char>(value & 0xffU);
}

std::string joined(const std::vector<std::string>& labels) {
    std::string name;
    for (const std::string& label : labels) {
        if (!name.empty()) name += '.';
        for (const char c : text::lower(label)) {
            if (c == '.' || c == '\\') name += '\\';
            name += c;
        }
    }
    return name;
}

class DnsReader {
  public:
    explicit DnsReader(std::string_view packet) : packet_(packet) {}

    std::uint8_t byte() {
        if (at_ >= packet_.size()) throw Malformed();
        return static_cast<std::uint8_t>(packet_[at_++]);
    }
    std::uint16_t number() {
        const unsigned high = byte();
        return static_cast<std::uint16_t>(high << 8U | byte());
    }
    std::string_view bytes(std::size_t count) {
        if (count > packet_.size() - at_) throw Malformed();
        const std::string_view part = packet_.substr(at_, count);
        at_ += count;
        return part;
    }
    void skip(std::size_t count) { (void)bytes(count); }

    // A pointer must lead backwards, further each time: so a name ends.
    std::vector<std::string> name() {
        std::vector<std::string> labels;
        std::size_t length = 0;
        std::size_t limit = at_;
        std::optional<std::size_t> behind;
        while (true) {
            const std::uint8_t size = byte();
            if (size == 0) break;
            if ((size & name_pointer) == name_pointer) {
                const std::size_t target = (size & ~name_pointer & 0xffU) << 8U | byte();
                if (target >= limit) throw Malformed();
                if (!behind) behind = at_;
                limit = at_ = target;
                continue;
            }
            length += size + std::size_t{1};
            if ((size & name_pointer) != 0 || length > longest_name) throw Malformed();
            labels.emplace_back(bytes(size));
        }
        if (behind) at_ = *behind;
        return labels;
    }

    std::size_t at() const { return at_; }
    void go_to(std::size_t at) { at_ = at; }

  private:
    std::string_view packet_;
    std::size_t at_ = 0;
};

std::string address_of(int family, std::string_view bytes) {
    char text[INET6_ADDRSTRLEN] = {};
    if (bytes.size() != (family == AF_INET ? 4U : 16U)) throw Malformed();
    ::inet_ntop(family, bytes.data(), text, sizeof text);
    return text;
}

std::vector<std::string> texts_of(std::string_view bytes) {
    std::vector<std::string> texts;
    DnsReader reader(bytes);
    while (reader.at() < bytes.size()) texts.emplace_back(reader.bytes(reader.byte()));
    return texts;
}

// The data of one record; false: it is of no type that is looked for.
bool read_data(DnsReader& reader, std::uint16_t type, std::size_t size, DnsRecord& record) {
    record.type = static_cast<DnsType>(type);
    switch (record.type) {
    case DnsType::ptr: {
        const std::vector<std::string> labels = reader.name();
        record.target = joined(labels);
        if (!labels.empty()) record.label = labels.front();
        return true;
    }
    case DnsType::srv:
        reader.skip(4); // priority, weight
        record.port = reader.number();
        record.target = joined(reader.name());
        return true;
    case DnsType::txt:
        record.texts = texts_of(reader.bytes(size));
        return true;
    case DnsType::a:
    case DnsType::aaaa:
        record.address =
            address_of(record.type == DnsType::a ? AF_INET : AF_INET6, reader.bytes(size));
        return true;
    }
    return false;
}

std::vector<DnsRecord> read_records(DnsReader& reader, std::size_t count) {
    std::vector<DnsRecord> records;
    for (std::size_t i = 0; i < count; ++i) {
        DnsRecord record{.name = joined(reader.name())};
        const std::uint16_t type = reader.number();
        reader.skip(2 + 4); // class, time to live
        const std::size_t size = reader.number();
        const std::size_t end = reader.at() + size;
        DnsReader behind = reader;
        behind.skip(size);
        if (read_data(reader, type, size, record)) {
            if (reader.at() > end) throw Malformed();
            records.push_back(std::move(record));
        }
        reader.go_to(end);
    }
    return records;
}

} // namespace

std::string dns_question(const std::vector<std::string>& services) {
    std::string packet;
    for (const std::size_t number : {std::size_t{0}, std::size_t{0}, services.size(),
                                     std::size_t{0}, std::size_t{0}, std::size_t{0}})
        put16(packet, static_cast<std::uint16_t>(number)); // id, flags, counts of the four parts
    for (const std::string& service : services) {
        for (const std::string& label : text::split(service, '.')) {
            packet += static_cast<char>(label.size());
            packet += label;
        }
        packet += '\0';
        put16(packet, static_cast<std::uint16_t>(DnsType::ptr));
        put16(packet, class_in | unicast_answer);
    }
    return packet;
}

std::optional<std::vector<DnsRecord>> parse_dns_answer(std::string_view packet) {
    if (packet.size() > longest_dns_packet) return std::nullopt;
    try {
        DnsReader reader(packet);
        reader.skip(2); // id
        constexpr std::uint16_t is_answer = 0x8000;
        constexpr std::uint16_t failed = 0x000f;
        const std::uint16_t flags = reader.number();
        if ((flags & is_answer) == 0 || (flags & failed) != 0) return std::nullopt;
        const std::size_t questions = reader.number();
        std::size_t records = 0;
        for (int part = 0; part < 3; ++part) records += reader.number();
        if (questions > most_records || records > most_records) return std::nullopt;
        for (std::size_t i = 0; i < questions; ++i) {
            reader.name();
            reader.skip(4); // type, class
        }
        return read_records(reader, records);
    } catch (const Malformed&) {
        return std::nullopt;
    }
}

} // namespace acapctl::fleet
