#pragma once
// The gzip layer of a package: uncompressed bytes in pieces, bounded, and the exact end.

#include "support/descriptor.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include <zlib.h>

namespace acapctl {

class GzipReader {
  public:
    // Throws invalid_input, code "not-a-package", if the file is no gzip file. `limit` bounds the
    // uncompressed bytes. Each read throws `interrupted` after a stop. `at_once`: for who reads all
    // of it; the first read gives the whole of a member of up to 256 MB, which takes less time.
    GzipReader(const std::filesystem::path& file, std::uint64_t limit, std::stop_token stop = {},
               bool at_once = false);
    ~GzipReader();
    GzipReader(const GzipReader&) = delete;
    GzipReader& operator=(const GzipReader&) = delete;

    // The next uncompressed bytes, valid until the next call; empty at the end. A second gzip
    // member directly behind the first is read as a continuation only by someone who still asks.
    std::string_view read();
    // Reads to the end of the current gzip member, which checks its length and CRC.
    void drain();

    // What stands behind the last gzip member read to its end, but no more than `most` bytes of it.
    std::string trailing(std::size_t most);

    std::uint64_t file_size() const { return file_size_; }
    std::uint64_t compressed_offset() const { return file_offset_ - stream_.avail_in; }
    std::uint64_t uncompressed_offset() const { return uncompressed_; }

    [[noreturn]] void fail(const std::string& what, const std::string& hint = {}) const;

  private:
    bool unpack_at_once();
    bool fill();
    bool begin_next_member();
    void check_end() const;

    std::string name_;
    Descriptor descriptor_{};
    std::uint64_t limit_;
    std::stop_token stop_;
    std::uint64_t file_size_ = 0;
    std::uint64_t file_offset_ = 0; // bytes read from the file
    std::uint64_t uncompressed_ = 0;
    std::uint32_t crc_ = 0;         // of the current gzip member
    std::uint64_t member_size_ = 0; // uncompressed
    bool ended_ = false;            // at its end
    bool at_once_;
    std::unique_ptr<char[]> whole_{};
    z_stream stream_{};
    std::array<unsigned char, 65536> input_; // not cleared: that costs more than a small package
    std::array<unsigned char, 262144> output_;
};

} // namespace acapctl
