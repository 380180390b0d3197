#pragma once
// One gzip member without name and time.

#include "acapctl/package.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <stop_token>
#include <string>
#include <string_view>

namespace acapctl {

class Compressor {
  public:
    using Sink = std::function<void(std::string_view)>;

    // Pieces are compressed side by side and joined to one deflate stream. Their size is part of
    // the result: the bytes are the same on any number of processors. A larger one saves little
    // (each piece begins without the 32 KB before it, about 1 KB of a package), a smaller one
    // leaves more processors with work.
    static constexpr std::size_t largest_piece = std::size_t{2} << 20U;
    static constexpr std::size_t smallest_piece = std::size_t{1} << 19U;

    // fast: libdeflate, with at most `jobs` pieces and one more in memory, each three times.
    // gzip: all is kept and given to the gzip program, whose bytes no library repeats.
    Compressor(Compression kind, Sink sink, std::size_t jobs = processors());
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    // About so many bytes will be written: what is short is cut into shorter pieces, eight of them.
    // Before the first write().
    void expect(std::uint64_t size);
    void write(std::string_view bytes);
    // Throws engine_unavailable if there is no gzip program, `interrupted` after a stop.
    void finish(const std::stop_token& stop = {});

  private:
    static std::size_t processors();
    void begin_piece(bool last);
    void pass_on();
    void run_gzip(const std::stop_token& stop);

    Compression kind_;
    Sink sink_;
    std::size_t jobs_;
    std::size_t piece_ = largest_piece;
    std::string kept_;
    std::uint32_t crc_ = 0;
    std::uint64_t size_ = 0;
    bool begun_ = false; // the header is written
    std::deque<std::future<std::string>> pieces_;
};

} // namespace acapctl
