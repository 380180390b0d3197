// libdeflate compresses better than zlib in a third of the time, but knows only whole streams: it
// marks the last block as final and stops within a byte. Joining needs both undone.
#include "package/deflate_piece.hpp"

#include <array>
#include <memory>
#include <new>
#include <stdexcept>

#include <libdeflate.h>
#include <zlib.h>

namespace acapctl {

namespace {

// Measured against gzip -9, on one processor: of 240 MB of shared libraries level 7 makes 0.8 %
// fewer bytes in a sixth of the time, of 1 MB of programs 1.1 % fewer in a seventh. Of source code
// and web pages it makes 0.6 to 1 % more; there level 8 makes as many (0.3 % less to 0.3 % more) in
// two thirds to nine tenths of the time. Level 9 takes up to twice as long and saves 0.1 %. Level
// 10 saves 3 % of programs in half of gzip's time, and takes longer than gzip for text.
constexpr int binary_level = 7;
constexpr int text_level = 8;

// Zeros say nothing: the headers of a tar archive have them too.
bool is_foreign_to_text(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x7f ||
           (byte < 0x20 && byte != '\0' && byte != '\n' && byte != '\t' && byte != '\r');
}

// By a sample, which takes no time; a prime, so that it meets every column of a table.
bool is_text(std::string_view input) {
    constexpr std::size_t stride = 61;
    std::size_t foreign = 0;
    for (std::size_t at = 0; at < input.size(); at += stride)
        foreign += is_foreign_to_text(input[at]) ? 1 : 0;
    return foreign * 16 < input.size() / stride;
}

std::string compress(std::string_view input) {
    const std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor(
        ::libdeflate_alloc_compressor(is_text(input) ? text_level : binary_level),
        ::libdeflate_free_compressor);
    if (!compressor) throw std::bad_alloc();
    std::string output(::libdeflate_deflate_compress_bound(compressor.get(), input.size()), '\0');
    output.resize(::libdeflate_deflate_compress(compressor.get(), input.data(), input.size(),
                                                output.data(), output.size()));
    if (output.empty()) throw std::logic_error("libdeflate's own bound was too small");
    return output;
}

struct LastBlock {
    std::size_t begin = 0;    // its first bit, which marks it as final
    unsigned unused_bits = 0; // behind it, in the last byte
};

// Only who decodes a stream knows where its blocks are; zlib stops at each.
LastBlock find_last_block(std::string& deflated) {
    std::array<Bytef, 65536> output;
    z_stream stream{};
    if (::inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, ::inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(deflated.data());
    stream.avail_in = static_cast<uInt>(deflated.size());
    LastBlock block;
    while (true) {
        if (stream.avail_out == 0) {
            stream.next_out = output.data();
            stream.avail_out = static_cast<uInt>(output.size());
        }
        if (::inflate(&stream, Z_BLOCK) != Z_OK)
            throw std::logic_error("zlib does not understand what libdeflate made");
        constexpr int at_boundary = 128;
        constexpr int in_last_block = 64;
        if ((stream.data_type & at_boundary) == 0) continue; // the output is full
        block.unused_bits = static_cast<unsigned>(stream.data_type) & 7U;
        if ((stream.data_type & in_last_block) != 0) return block;
        block.begin = std::size_t{stream.total_in} * 8 - block.unused_bits;
    }
}

} // namespace

std::string deflate_piece(std::string_view input, bool last) {
    std::string deflated = compress(input);
    if (last) return deflated;
    const LastBlock block = find_last_block(deflated);
    char& head = deflated[block.begin / 8];
    head = static_cast<char>(static_cast<unsigned char>(head) & ~(1U << (block.begin % 8)));
    // An empty stored block: three zero bits, zeros to the end of the byte, a length of 0 and its
    // complement.
    if (block.unused_bits < 3) deflated += '\0';
    return deflated.append("\0\0\xff\xff", 4);
}

} // namespace acapctl
