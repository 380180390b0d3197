#pragma once
// What an application answers, taken apart: the head of an HTTP or CGI response and the framing of
// its body. Applications are not trusted: everything has a bound.

#include "emulator/http/http.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::emulator {

constexpr std::size_t head_limit = 65536; // bytes of a head

struct ResponseHead {
    int status = 200;
    Fields headers{}; // in order, names as they came, values trimmed
    const std::string* header(std::string_view name) const; // the first of that name
};

// The length of the head at the front of `bytes` with its empty line; nothing if it is not whole.
std::optional<std::size_t> head_length(std::string_view bytes);

// Nothing if the first line is no status line of HTTP/1.x, or a header line is malformed.
std::optional<ResponseHead> parse_http_head(std::string_view head);
// RFC 3875: the status is a header; 302 for a bare Location, else 200.
std::optional<ResponseHead> parse_cgi_head(std::string_view head);

// Headers that are of one connection alone, those that Connection names included, are left out.
Fields end_to_end(const Fields& headers);

// The reply that hands the head on, without a body yet. Server and Date are the device's own.
Reply reply_of(const ResponseHead& head);

// Takes a body out of the bytes of a connection.
class BodyDecoder {
  public:
    enum class State { more, done, broken };

    // `bodiless`: the answer to HEAD. Broken at once if the head contradicts itself.
    BodyDecoder(const ResponseHead& head, bool bodiless);

    State state() const { return state_; }
    // Its length, if the head tells it.
    std::optional<std::uint64_t> length() const { return length_; }
    // The bytes of the body among `bytes`; what is behind the body is dropped.
    std::string take(std::string_view bytes);
    // The connection has ended. Broken if the body has not.
    void end();

  private:
    enum class Part { size, data, data_end, trailer };

    std::string take_chunked(std::string_view bytes);
    void take_line();

    State state_ = State::more;
    bool chunked_ = false;
    std::optional<std::uint64_t> length_{};
    std::uint64_t left_ = 0; // of the body, or of the chunk
    Part part_ = Part::size;
    std::string line_{};
    std::size_t trailer_ = 0; // bytes
};

// One chunk of a request that is sent on without a known length.
std::string chunk(std::string_view bytes);

} // namespace acapctl::emulator
