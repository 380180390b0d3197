#include "emulator/web/fastcgi.hpp"

#include <utility>

namespace acapctl::emulator::fastcgi {

namespace {

constexpr char version = 1;
constexpr std::size_t header_size = 8;
constexpr std::size_t content_limit = 65528; // the largest that needs no padding
constexpr std::uint16_t our_request = 1;
constexpr char responder = 1;

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

std::uint16_t number_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint16_t>(byte_at(bytes, at) << 8U | byte_at(bytes, at + 1));
}

void append_number(std::string& bytes, std::size_t number) {
    bytes += static_cast<char>(number >> 8U & 0xFFU);
    bytes += static_cast<char>(number & 0xFFU);
}

// Lengths below 128 take one byte, others four of which the first has its highest bit set.
void append_length(std::string& bytes, std::size_t length) {
    if (length < 128) {
        bytes += static_cast<char>(length);
        return;
    }
    append_number(bytes, length >> 16U | 0x8000U);
    append_number(bytes, length);
}

void append_record(std::string& bytes, Type type, std::string_view content) {
    const std::size_t padding = (8 - content.size() % 8) % 8;
    bytes += version;
    bytes += static_cast<char>(type);
    append_number(bytes, our_request);
    append_number(bytes, content.size());
    bytes += static_cast<char>(padding);
    bytes += '\0';
    bytes += content;
    bytes.append(padding, '\0');
}

} // namespace

std::string records(Type type, std::string_view content) {
    std::string bytes;
    do {
        const std::string_view piece = content.substr(0, content_limit);
        append_record(bytes, type, piece);
        content.remove_prefix(piece.size());
    } while (!content.empty());
    return bytes;
}

std::string begin(const Fields& parameters) {
    std::string role(8, '\0'); // no flags: the application closes the connection
    role[1] = responder;
    std::string pairs;
    for (const auto& [name, value] : parameters) {
        append_length(pairs, name.size());
        append_length(pairs, value.size());
        pairs += name;
        pairs += value;
    }
    std::string bytes = records(Type::begin_request, role) + records(Type::params, pairs);
    if (!pairs.empty()) bytes += records(Type::params, {});
    return bytes;
}

void RecordReader::feed(std::string_view bytes) {
    bytes_.erase(0, std::exchange(taken_, 0));
    bytes_ += bytes;
}

std::optional<Record> RecordReader::next() {
    while (!broken_) {
        const auto rest = std::string_view(bytes_).substr(taken_);
        if (rest.size() < header_size) break;
        broken_ = rest[0] != version;
        const std::size_t length = number_at(rest, 4);
        const std::size_t whole = header_size + length + byte_at(rest, 6);
        if (broken_ || rest.size() < whole) break;
        taken_ += whole;
        if (number_at(rest, 2) != our_request) continue;
        return Record{.type = static_cast<Type>(byte_at(rest, 1)),
                      .content = std::string(rest.substr(header_size, length))};
    }
    return std::nullopt;
}

} // namespace acapctl::emulator::fastcgi
