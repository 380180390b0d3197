#pragma once
// One gzip member without name and time.

#include "acapctl/package.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace acapctl {

class Compressor {
  public:
    using Sink = std::function<void(std::string_view)>;

    // fast: up to `in_memory` bytes are kept and compressed at once by libdeflate, which takes at
    // most twice that memory; more is streamed through zlib, slower. gzip: all is kept and given to
    // the gzip program, whose bytes no library repeats.
    static constexpr std::size_t in_memory = std::size_t{256} << 20U;
    Compressor(Compression kind, Sink sink, std::size_t limit = in_memory);
    ~Compressor();
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    // A hint: about so many bytes will be written.
    void expect(std::uint64_t size);
    void write(std::string_view bytes);
    // Throws engine_unavailable if there is no gzip program, `interrupted` at once after a stop.
    void finish(std::stop_token stop = {});

  private:
    class Stream;
    void run_gzip(std::stop_token stop);

    Compression kind_;
    Sink sink_;
    std::size_t limit_;
    std::string kept_;
    std::unique_ptr<Stream> stream_;
};

} // namespace acapctl
