#pragma once
// Tar archives whose bytes are those of `tar --format=gnu --owner=0 --group=0 --numeric-owner
// --mtime=@N`. libarchive's GNU writer differs in its long-name records, hence one of our own.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace acapctl {

enum class TarType : char { file = '0', hardlink = '1', symlink = '2', directory = '5' };

struct TarEntry {
    std::string name; // a directory's ends in "/"
    TarType type = TarType::file;
    unsigned mode = 0644;
    std::uint64_t size = 0; // bytes of content; 0 for everything but files
    std::string link{};
};

class TarWriter {
  public:
    using Sink = std::function<void(std::string_view)>;

    static constexpr std::size_t block = 512;         // bytes; headers and padding
    static constexpr std::size_t record = 20 * block; // the archive is a multiple of it
    // One modification time for all members, seconds since 1970, below max_time.
    static constexpr std::uint64_t max_time = std::uint64_t{1} << 33U;
    TarWriter(Sink sink, std::uint64_t time) : sink_(std::move(sink)), time_(time) {}

    // A header; exactly entry.size bytes of content() must follow.
    void begin(const TarEntry& entry);
    void content(std::string_view bytes);
    // The end mark, and zeros up to a whole record of 10240 bytes.
    void finish();

  private:
    void header(const TarEntry& entry, char type, std::uint64_t time);
    void long_name(char type, const std::string& name);
    void write(std::string_view bytes);
    void pad(std::uint64_t unit);

    Sink sink_;
    std::uint64_t time_;
    std::uint64_t written_ = 0;
    std::uint64_t remaining_ = 0; // content still owed for the current member
};

} // namespace acapctl
