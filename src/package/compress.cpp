#include "package/compress.hpp"

#include "acapctl/error.hpp"
#include "support/interrupt.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <libdeflate.h>
#include <zlib.h>

namespace acapctl {

namespace {

// Measured against gzip -9: on sources of 2 MB level 7 is 0.7 % larger and level 9 as large, in no
// time that anyone would notice. On 100 MB of programs, text and a model, level 7 is 2 % smaller in
// a fifth of the time; level 9 would save 0.1 % more and take half as long again.
constexpr std::size_t large = std::size_t{16} << 20U;
constexpr int deflate_level = 9;
constexpr int large_level = 7;
constexpr int stream_level = 6; // for packages few cameras have room for; there time matters more

struct Compressed {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
};

Compressed compress_at_once(const std::string& input) {
    const std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor(
        ::libdeflate_alloc_compressor(input.size() > large ? large_level : deflate_level),
        ::libdeflate_free_compressor);
    if (!compressor) throw std::bad_alloc();
    const std::size_t bound = ::libdeflate_gzip_compress_bound(compressor.get(), input.size());
    // Not filled with zeros: what the output does not reach takes no memory.
    Compressed output{.bytes = std::make_unique_for_overwrite<char[]>(bound)};
    output.size = ::libdeflate_gzip_compress(compressor.get(), input.data(), input.size(),
                                             output.bytes.get(), bound);
    if (output.size == 0) throw std::logic_error("libdeflate's own bound was too small");
    return output;
}

// libdeflate takes seconds for a large package and knows no stop: it is left to a thread of its
// own, which owns all that it touches and may outlive who waits.
Compressed compress_unless_stopped(std::string input, const std::stop_token& stop) {
    const auto task = std::make_shared<std::packaged_task<Compressed()>>(
        [input = std::move(input)] { return compress_at_once(input); });
    auto result = task->get_future();
    try {
        std::thread([task] { (*task)(); }).detach();
    } catch (const std::system_error&) { // no thread is left on this machine
        (*task)();
    }
    while (result.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) check(stop);
    return result.get();
}

} // namespace

class Compressor::Stream {
  public:
    explicit Stream(Sink sink) : sink_(std::move(sink)), output_(1U << 18U) {
        // 16 asks for a gzip header; the one zlib makes has neither name nor time.
        if (::deflateInit2(&stream_, stream_level, Z_DEFLATED, 16 + MAX_WBITS, 9,
                           Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~Stream() { ::deflateEnd(&stream_); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void write(std::string_view bytes, int flush = Z_NO_FLUSH) {
        do {
            const auto part = bytes.substr(0, std::size_t{1} << 30U);
            bytes.remove_prefix(part.size());
            // zlib does not write to its input; the type is older than const.
            stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
            stream_.avail_in = static_cast<uInt>(part.size());
            pump(bytes.empty() ? flush : Z_NO_FLUSH);
        } while (!bytes.empty());
    }

  private:
    void pump(int flush) {
        do {
            stream_.next_out = output_.data();
            stream_.avail_out = static_cast<uInt>(output_.size());
            ::deflate(&stream_, flush);
            sink_({reinterpret_cast<const char*>(output_.data()),
                   output_.size() - stream_.avail_out});
        } while (stream_.avail_out == 0);
    }

    Sink sink_;
    std::vector<Bytef> output_;
    z_stream stream_{};
};

Compressor::Compressor(Compression kind, Sink sink, std::size_t limit)
    : kind_(kind), sink_(std::move(sink)), limit_(limit) {}

Compressor::~Compressor() = default;

void Compressor::expect(std::uint64_t size) {
    kept_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(size, limit_)));
}

void Compressor::write(std::string_view bytes) {
    if (kind_ == Compression::fast && !stream_ && kept_.size() + bytes.size() > limit_) {
        stream_ = std::make_unique<Stream>(sink_);
        stream_->write(std::exchange(kept_, {}));
    }
    if (stream_)
        stream_->write(bytes);
    else
        kept_ += bytes;
}

void Compressor::finish(std::stop_token stop) {
    if (stream_) return stream_->write({}, Z_FINISH);
    if (kind_ == Compression::gzip) return run_gzip(std::move(stop));
    const Compressed output = compress_unless_stopped(std::exchange(kept_, {}), stop);
    sink_({output.bytes.get(), output.size});
}

void Compressor::run_gzip(std::stop_token stop) {
    const CommandResult result = run({.arguments = {"gzip", "-n", "-9"},
                                      .output_limit = std::numeric_limits<std::size_t>::max(),
                                      .input = std::move(kept_)},
                                     std::move(stop));
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
