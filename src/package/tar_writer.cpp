#include "package/tar_writer.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace acapctl {

namespace {

constexpr std::size_t block = TarWriter::block;
constexpr std::size_t name_field = 100;

class Header {
  public:
    void text(std::size_t at, std::string_view value, std::size_t size) {
        std::ranges::copy(value.substr(0, size), bytes_.begin() + static_cast<long>(at));
    }

    // Octal with a NUL behind it; what does not fit is in base 256, GNU's extension.
    void number(std::size_t at, std::uint64_t value, std::size_t size) {
        const std::string octal = fmt::format("{:0{}o}", value, size - 1);
        if (octal.size() < size) return text(at, octal, size);
        for (std::size_t i = size; i-- > 1; value >>= 8U)
            bytes_[at + i] = static_cast<char>(value & 0xffU);
        bytes_[at] = '\x80';
    }

    // The sum of all bytes with the field itself as spaces: six digits, NUL, space.
    void checksum() {
        text(148, "        ", 8);
        unsigned sum = 0;
        for (const char c : bytes_) sum += static_cast<unsigned char>(c);
        text(148, fmt::format("{:06o}", sum), 6);
        bytes_[154] = '\0';
    }

    std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

  private:
    std::array<char, block> bytes_{};
};

} // namespace

void TarWriter::write(std::string_view bytes) {
    written_ += bytes.size();
    sink_(bytes);
}

void TarWriter::pad(std::uint64_t unit) {
    static constexpr std::array<char, record> zeros{};
    if (const std::uint64_t rest = written_ % unit; rest > 0) write({zeros.data(), unit - rest});
}

void TarWriter::header(const TarEntry& entry, char type, std::uint64_t time) {
    Header header;
    header.text(0, entry.name, name_field);
    header.number(100, entry.mode & 07777U, 8);
    header.number(108, 0, 8); // owner
    header.number(116, 0, 8); // group
    header.number(124, entry.size, 12);
    header.number(136, time, 12);
    header.text(156, {&type, 1}, 1);
    header.text(157, entry.link, name_field);
    header.text(257, {"ustar  ", 8}, 8);
    header.checksum();
    write(header.bytes());
}

// The record that carries a name of more than 100 bytes: mode 0644 and time 0, whatever the member.
void TarWriter::long_name(char type, const std::string& name) {
    if (name.size() <= name_field) return;
    header({.name = "././@LongLink", .size = name.size() + 1}, type, 0);
    write(name);
    write({"", 1});
    pad(block);
}

void TarWriter::begin(const TarEntry& entry) {
    if (remaining_ > 0) throw std::logic_error("the content of the last tar member is incomplete");
    long_name('K', entry.link);
    long_name('L', entry.name);
    header(entry, static_cast<char>(entry.type), time_);
    remaining_ = entry.size;
}

void TarWriter::content(std::string_view bytes) {
    if (bytes.size() > remaining_) throw std::logic_error("more content than the header promised");
    remaining_ -= bytes.size();
    write(bytes);
    if (remaining_ == 0) pad(block);
}

void TarWriter::finish() {
    if (remaining_ > 0) throw std::logic_error("the content of the last tar member is incomplete");
    static constexpr std::array<char, 2 * block> end{};
    write({end.data(), end.size()});
    pad(record);
}

} // namespace acapctl
