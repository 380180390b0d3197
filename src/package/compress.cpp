#include "package/compress.hpp"

#include "acapctl/error.hpp"
#include "package/deflate_piece.hpp"
#include "support/interrupt.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <limits>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <libdeflate.h>

namespace acapctl {

namespace {

// Magic number, deflate, no flags, no time, no word on the compressor, an unknown file system.
constexpr std::string_view gzip_header("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);

std::string little_endian(std::uint32_t number) {
    std::string bytes;
    for (unsigned shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(number >> shift & 0xffU);
    return bytes;
}

} // namespace

std::size_t Compressor::processors() {
    constexpr unsigned most = 16; // more of them wait for whoever reads the files
    return std::clamp(std::thread::hardware_concurrency(), 1U, most);
}

Compressor::Compressor(Compression kind, Sink sink, std::size_t jobs)
    : kind_(kind), sink_(std::move(sink)), jobs_(jobs) {}

void Compressor::expect(std::uint64_t size) {
    if (kind_ == Compression::gzip) kept_.reserve(size);
    const std::uint64_t short_ones = std::min<std::uint64_t>(size / smallest_piece, 8);
    const std::uint64_t pieces = std::max(short_ones, size / largest_piece + 1);
    piece_ = static_cast<std::size_t>(size / pieces + 1);
}

void Compressor::write(std::string_view bytes) {
    if (kind_ == Compression::gzip) {
        kept_ += bytes;
        return;
    }
    while (!bytes.empty()) {
        if (kept_.size() == piece_) begin_piece(false);
        const std::string_view part = bytes.substr(0, piece_ - kept_.size());
        kept_ += part;
        bytes.remove_prefix(part.size());
    }
}

// Where no thread is left on this machine, the piece is compressed by who waits for it.
void Compressor::begin_piece(bool last) {
    crc_ = ::libdeflate_crc32(crc_, kept_.data(), kept_.size());
    size_ += kept_.size();
    if (pieces_.size() > jobs_) pass_on();
    pieces_.push_back(std::async(
        std::launch::async | std::launch::deferred,
        [last](const std::string& input) { return deflate_piece(input, last); },
        std::exchange(kept_, {})));
    kept_.reserve(last ? 0 : piece_);
}

void Compressor::pass_on() {
    const std::string bytes = pieces_.front().get();
    pieces_.pop_front();
    if (!std::exchange(begun_, true)) sink_(gzip_header);
    sink_(bytes);
}

void Compressor::finish(const std::stop_token& stop) {
    if (kind_ == Compression::gzip) return run_gzip(stop);
    begin_piece(true);
    while (!pieces_.empty()) {
        check(stop);
        pass_on();
    }
    // Of the size, its last 32 bits.
    sink_(little_endian(crc_) + little_endian(static_cast<std::uint32_t>(size_)));
}

void Compressor::run_gzip(const std::stop_token& stop) {
    const CommandResult result = run({.arguments = {"gzip", "-n", "-9"},
                                      .output_limit = std::numeric_limits<std::size_t>::max(),
                                      .input = std::move(kept_)},
                                     stop);
    if (!result.found)
        throw Error({.kind = ErrorKind::engine_unavailable,
                     .message = "there is no gzip program",
                     .hint = "install gzip",
                     .advice = {{Advice::use_usual_compression}}});
    if (result.status != 0)
        throw Error({.kind = ErrorKind::unexpected,
                     .message = fmt::format("gzip ended with status {}: {}", result.status,
                                            text::visible(text::trim(result.errors)))});
    sink_(result.output);
}

} // namespace acapctl
