#include "package/gzip_reader.hpp"

#include "acapctl/error.hpp"
#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl {

namespace {

constexpr int gzip_only = 16 + MAX_WBITS; // no zlib header, no guessing

} // namespace

GzipReader::GzipReader(const std::filesystem::path& file, std::uint64_t limit, std::stop_token stop,
                       bool at_once)
    : name_(text::visible(file.string())), limit_(limit), stop_(std::move(stop)),
      at_once_(at_once) {
    // A FIFO would block and has no size; O_NONBLOCK lets us see that it is one.
    descriptor_ = Descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status {};
    if (!descriptor_ || ::fstat(descriptor_.get(), &status) != 0)
        throw_system_error(errno, "read " + name_);
    file_size_ = static_cast<std::uint64_t>(status.st_size);
    if (!S_ISREG(status.st_mode) || ::inflateInit2(&stream_, gzip_only) != Z_OK)
        throw_invalid(fmt::format("cannot read {}: not a regular file", name_),
                      S_ISDIR(status.st_mode) ? "name a package, a file that ends in .eap" : "");
    ::inflateValidate(&stream_, 0);
}

GzipReader::~GzipReader() {
    ::inflateEnd(&stream_);
}

void GzipReader::fail(const std::string& what, const std::string& hint) const {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "not-a-package",
                 .message = fmt::format("{}: {} (at byte {} of {})", name_, what,
                                        compressed_offset(), file_size_),
                 .hint = hint});
}

// libdeflate unpacks in two thirds to a half of zlib's time, but only wholes. False: it is too
// large for that, or damaged, and who reads piece by piece tells where.
bool GzipReader::unpack_at_once() {
    constexpr std::uint64_t most_packed = 64U << 20U;
    constexpr std::uint64_t most_unpacked = 256U << 20U;
    constexpr std::uint64_t most_of_a_byte = 1032; // that deflate can make
    if (file_size_ > most_packed) return false;
    const std::uint64_t room = std::min({limit_, most_unpacked, file_size_ * most_of_a_byte});
    const std::unique_ptr<char[]> packed(new (std::nothrow) char[file_size_]);
    whole_.reset(new (std::nothrow) char[room]); // what is not written to takes no memory
    const std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> unpacker(
        ::libdeflate_alloc_decompressor(), ::libdeflate_free_decompressor);
    if (!packed || !whole_ || !unpacker) return false;
    const ssize_t count = ::pread(descriptor_.get(), packed.get(), file_size_, 0);
    std::size_t from = 0;
    std::size_t to = 0;
    if (count != static_cast<ssize_t>(file_size_) ||
        ::libdeflate_gzip_decompress_ex(unpacker.get(), packed.get(), file_size_, whole_.get(),
                                        room, &from, &to) != LIBDEFLATE_SUCCESS) {
        whole_.reset();
        return false;
    }
    ::lseek(descriptor_.get(), static_cast<off_t>(from), SEEK_SET);
    file_offset_ = from;
    uncompressed_ = to;
    ended_ = true;
    return true;
}

// Reads more behind what is still unread; false at the end of the file.
bool GzipReader::fill() {
    const std::size_t kept = stream_.avail_in;
    if (kept > 0) std::memmove(input_.data(), stream_.next_in, kept);
    ssize_t count = 0;
    do count = ::read(descriptor_.get(), input_.data() + kept, input_.size() - kept);
    while (count < 0 && errno == EINTR);
    if (count < 0) throw_system_error(errno, "read " + name_);
    file_offset_ += static_cast<std::uint64_t>(count);
    stream_.next_in = input_.data();
    stream_.avail_in = static_cast<uInt>(kept + static_cast<std::size_t>(count));
    return count > 0;
}

// True if what follows is one more gzip member. A signature is not.
bool GzipReader::begin_next_member() {
    if (stream_.avail_in < 2) fill();
    if (stream_.avail_in < 2 || stream_.next_in[0] != 0x1f || stream_.next_in[1] != 0x8b)
        return false;
    ::inflateReset2(&stream_, gzip_only);
    ::inflateValidate(&stream_, 0);
    crc_ = 0;
    member_size_ = 0;
    ended_ = false;
    return true;
}

// A gzip member ends with the CRC and the size of what was in it. zlib, which has read past them,
// would check them too, but its CRC takes a fifth of the time of a reading; libdeflate's takes
// none.
void GzipReader::check_end() const {
    unsigned char end[8];
    const auto at = static_cast<off_t>(compressed_offset() - sizeof end);
    if (::pread(descriptor_.get(), end, sizeof end, at) != sizeof end)
        throw_system_error(errno, "read " + name_);
    const auto number = [&](int from) {
        return end[from] | std::uint32_t{end[from + 1]} << 8U |
               std::uint32_t{end[from + 2]} << 16U | std::uint32_t{end[from + 3]} << 24U;
    };
    if (number(0) != crc_ || number(4) != static_cast<std::uint32_t>(member_size_))
        fail("the gzip stream is damaged");
}

std::string_view GzipReader::read() {
    check(stop_);
    if (std::exchange(at_once_, false) && unpack_at_once()) return {whole_.get(), uncompressed_};
    if (ended_ && !begin_next_member()) return {};
    stream_.next_out = output_.data();
    stream_.avail_out = static_cast<uInt>(output_.size());
    while (stream_.avail_out > 0 && !ended_) {
        if (stream_.avail_in == 0 && !fill()) {
            if (file_offset_ == 0) fail("the file is empty");
            fail("the gzip stream is cut off", "the file is incomplete; copy or build it again");
        }
        const bool first = uncompressed_ == 0 && compressed_offset() == 0;
        const int result = ::inflate(&stream_, Z_NO_FLUSH);
        if (result == Z_STREAM_END)
            ended_ = true;
        else if (result != Z_OK && result != Z_BUF_ERROR)
            fail(first && compressed_offset() < 10 ? "not a gzip file, so not a package"
                                                   : "the gzip stream is damaged");
    }
    const std::size_t count = output_.size() - stream_.avail_out;
    uncompressed_ += count;
    member_size_ += count;
    crc_ = ::libdeflate_crc32(crc_, output_.data(), count);
    if (ended_) check_end();
    if (uncompressed_ > limit_)
        fail(fmt::format("unpacks to more than {}", text::human_size(limit_)));
    return {reinterpret_cast<const char*>(output_.data()), count};
}

void GzipReader::drain() {
    while (!ended_) read();
}

std::string GzipReader::trailing(std::size_t most) {
    drain();
    std::string bytes(most, '\0');
    const ssize_t count = ::pread(descriptor_.get(), bytes.data(), bytes.size(),
                                  static_cast<off_t>(compressed_offset()));
    if (count < 0) throw_system_error(errno, "read " + name_);
    bytes.resize(static_cast<std::size_t>(count));
    return bytes;
}

} // namespace acapctl
