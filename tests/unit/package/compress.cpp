// The gzip members we make, read by the gzip program, Python's zlib and zlib itself.
#include "package/compress.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "package/deflate_piece.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "unit/package/samples.hpp"

#include <random>

#include <zlib.h>

using namespace acapctl;

namespace {

constexpr std::size_t piece = Compressor::largest_piece;

std::string compressed(const std::string& input, std::size_t jobs, std::size_t write = 1U << 18U) {
    std::string output;
    Compressor compressor(
        Compression::fast, [&](std::string_view bytes) { output += bytes; }, jobs);
    for (std::size_t at = 0; at < input.size(); at += write)
        compressor.write(std::string_view(input).substr(at, write));
    compressor.finish();
    return output;
}

// What one gzip member holds; nothing may follow it.
std::string unpacked(const std::string& bytes, std::size_t size) {
    std::string output(size + 1, '\0');
    z_stream stream{};
    REQUIRE(::inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(output.data());
    stream.avail_out = static_cast<uInt>(output.size());
    const int result = ::inflate(&stream, Z_FINISH);
    output.resize(stream.total_out);
    CHECK(result == Z_STREAM_END);
    CHECK(stream.avail_in == 0);
    ::inflateEnd(&stream);
    return output;
}

std::string noise(std::size_t size) {
    std::mt19937 random(7); // NOLINT: the same each time
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    return bytes;
}

// Compresses to a third or so, as programs do.
std::string program(std::size_t size) {
    std::mt19937 random(8); // NOLINT
    std::string bytes;
    while (bytes.size() < size) {
        const std::size_t back = random() % 4000 + 1;
        if (bytes.size() > back && random() % 2 == 0)
            bytes += bytes.substr(bytes.size() - back, random() % 40);
        else
            bytes += static_cast<char>(random());
    }
    bytes.resize(size);
    return bytes;
}

std::string words(std::size_t size) {
    std::mt19937 random(9); // NOLINT
    std::string bytes;
    while (bytes.size() < size) bytes += std::to_string(random() % 1000) + " lines of text\n";
    bytes.resize(size);
    return bytes;
}

} // namespace

TEST_CASE("one gzip member holds what was written, of whatever size and kind") {
    constexpr std::size_t mega = 1U << 20U;
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{511}, std::size_t{65535},
          std::size_t{65536}, mega - 1, mega, mega + 1, piece - 1, piece, piece + 1, 2 * piece - 1,
          2 * piece, 2 * piece + 1, 3 * piece + 12345})
        for (const auto& make :
             {noise, program, words, +[](std::size_t count) { return std::string(count, '\0'); }}) {
            const std::string input = make(size);
            const std::string output = compressed(input, 2);
            INFO(size << " bytes to " << output.size());
            CHECK((unpacked(output, size) == input));
            CHECK(output.size() <= size + size / 1000 + 64); // stored, where nothing is saved
        }
}

TEST_CASE("the bytes are the same on any number of processors and however they are written") {
    const std::string input = program(2 * piece) + words(2 * piece) + noise(piece / 2);
    const std::string expected = compressed(input, 1);
    for (const std::size_t jobs : {0, 2, 3, 16}) CHECK((compressed(input, jobs) == expected));
    CHECK((compressed(input, 2, 4099) == expected));
    CHECK((compressed(input, 2, input.size()) == expected));
    CHECK(expected.substr(0, 10) == std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10));
}

TEST_CASE("what is short is cut into shorter pieces, on any number of processors") {
    const std::string input = program(2 * piece);
    const auto packed = [&](std::size_t jobs) {
        std::string output;
        Compressor compressor(
            Compression::fast, [&](std::string_view bytes) { output += bytes; }, jobs);
        compressor.expect(input.size());
        compressor.write(input);
        compressor.finish();
        return output;
    };
    const std::string expected = packed(1);
    for (const std::size_t jobs : {0, 2, 16}) CHECK((packed(jobs) == expected));
    CHECK((unpacked(expected, input.size()) == input));
    CHECK(expected != compressed(input, 2));
}

TEST_CASE("gzip and Python read what is joined of pieces as one member") {
    const TempDir dir;
    const std::string input = words(piece + 1) + program(2 * piece) + noise(piece);
    write_file(dir.path() / "input.gz", compressed(input, 2));
    samples::must_run({"gzip", "-t", "input.gz"}, dir.path());
    CHECK(samples::must_run({"gzip", "-l", "input.gz"}, dir.path())
              .find(std::to_string(input.size())) != std::string::npos);
    const std::string script = "import hashlib, sys, zlib\n"
                               "member = zlib.decompressobj(31)\n"
                               "data = member.decompress(open('input.gz', 'rb').read())\n"
                               "assert member.eof and not member.unused_data\n"
                               "print(hashlib.sha256(data).hexdigest())\n";
    CHECK(samples::must_run({"python3", "-c", script}, dir.path()) == sha256(input) + "\n");
}

TEST_CASE("pieces end at a byte, whatever bit their last block ends at") {
    // Each length moves the end by some bits; all eight must be met to be tested.
    for (std::size_t size = 0; size < 400; ++size) {
        const std::string first = program(size);
        std::string stream = deflate_piece(first, false);
        CHECK(stream.ends_with(std::string("\0\0\xff\xff", 4)));
        stream += deflate_piece(words(size), false) + deflate_piece("end", true);
        z_stream inflating{};
        REQUIRE(::inflateInit2(&inflating, -MAX_WBITS) == Z_OK);
        std::string output(2 * size + 4, '\0');
        inflating.next_in = reinterpret_cast<Bytef*>(stream.data());
        inflating.avail_in = static_cast<uInt>(stream.size());
        inflating.next_out = reinterpret_cast<Bytef*>(output.data());
        inflating.avail_out = static_cast<uInt>(output.size());
        CHECK(::inflate(&inflating, Z_FINISH) == Z_STREAM_END);
        CHECK(inflating.avail_in == 0);
        output.resize(inflating.total_out);
        CHECK((output == first + words(size) + "end"));
        ::inflateEnd(&inflating);
    }
}

TEST_CASE("a program is packed smaller than by gzip -9, text no more than a little larger") {
    const TempDir dir;
    const auto gzip = [&](const std::string& input) {
        return samples::must_run({"gzip", "-n", "-9"}, dir.path(), input).size();
    };
    const std::string binary = read_file("/proc/self/exe", 1U << 30U).substr(0, 3 * piece);
    CHECK(compressed(binary, 2).size() < gzip(binary));
    const std::string text = words(2 * piece);
    CHECK(compressed(text, 2).size() < gzip(text) * 1.01);
}

TEST_CASE("what the sink throws arrives, and nothing is compressed after a stop") {
    Compressor full(Compression::fast, [](std::string_view bytes) {
        if (bytes.size() > 10) throw Error({.message = "full"}); // behind the header
    });
    full.write(noise(piece));
    CHECK_THROWS_WITH(full.finish(), "full");
    std::size_t written = 0;
    Compressor stopped(Compression::fast, [&](std::string_view bytes) { written += bytes.size(); });
    stopped.write(noise(piece));
    std::stop_source source;
    source.request_stop();
    CHECK_THROWS_WITH(stopped.finish(source.get_token()), "interrupted");
    CHECK(written == 0);
}
