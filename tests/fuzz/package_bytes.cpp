#include "fuzz/package_bytes.hpp"

#include "fuzz/target.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

namespace acapctl::fuzz {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t block = 512;

void mend_checksum(char* header) {
    char* field = header + 148;
    std::fill_n(field, 8, ' ');
    const unsigned sum = std::accumulate(header, header + block, 0U, [](unsigned total, char c) {
        return total + static_cast<unsigned char>(c);
    });
    std::snprintf(field, 7, "%06o", sum);
}

void append_little_endian(std::string& bytes, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i));
}

} // namespace

MemoryFile::MemoryFile(const std::string& name) : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    require(descriptor_ >= 0, "memfd_create");
    path_ = "/proc/self/fd/" + std::to_string(descriptor_);
    if (name.empty()) return;
    link_ = make_directory() / name;
    fs::create_symlink(path_, link_);
    path_ = link_;
}

MemoryFile::~MemoryFile() {
    if (!link_.empty()) fs::remove_all(link_.parent_path());
    ::close(descriptor_);
}

const fs::path& MemoryFile::holding(std::string_view bytes) {
    require(::ftruncate(descriptor_, 0) == 0 && ::pwrite(descriptor_, bytes.data(), bytes.size(),
                                                         0) == static_cast<ssize_t>(bytes.size()),
            "writing to memory");
    return path_;
}

fs::path make_directory() {
    std::string name = fs::is_directory("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
    name += "/acapctl-fuzz.XXXXXX";
    require(::mkdtemp(name.data()) != nullptr, "a directory could be made");
    return name;
}

std::string package_of(std::string_view tar) {
    std::string mended(tar);
    for (std::size_t at = 0; at + block <= mended.size(); at += block)
        if (mended.compare(at + 257, 5, "ustar") == 0) mend_checksum(mended.data() + at);
    std::string bytes("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    std::string_view rest = mended;
    do { // deflate blocks that store what they are given
        const std::string_view part = rest.substr(0, 65535);
        rest.remove_prefix(part.size());
        bytes += rest.empty() ? '\1' : '\0';
        append_little_endian(bytes, static_cast<std::uint32_t>(part.size()), 2);
        append_little_endian(bytes, ~static_cast<std::uint32_t>(part.size()), 2);
        bytes += part;
    } while (!rest.empty());
    const auto* plain = reinterpret_cast<const Bytef*>(mended.data());
    const auto size = static_cast<uInt>(mended.size());
    append_little_endian(bytes, static_cast<std::uint32_t>(::crc32(0, plain, size)), 4);
    append_little_endian(bytes, size, 4);
    return bytes;
}

} // namespace acapctl::fuzz
