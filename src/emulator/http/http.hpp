#pragma once
// A request and its answer as the emulated CGIs see them; nothing here knows of sockets.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acapctl::emulator {

struct IgnoringCase {
    bool operator()(const std::string& a, const std::string& b) const;
};

using Fields = std::vector<std::pair<std::string, std::string>>; // decoded, in order

// The decoded pairs of "a=1&b=%20"; a name without "=" has an empty value.
Fields parse_fields(std::string_view text);

struct Request {
    std::string method{};
    std::string target{}; // as on the request line: the digest is computed over it
    std::string path{};   // decoded, without the query
    std::map<std::string, std::string, IgnoringCase> headers{};
    Fields fields{};      // of the query, then of a form body
    std::string body{};   // of everything but uploads
    std::string client{}; // address of the peer
    bool tls = false;
    std::function<bool()> gone{}; // whether the client has left, or the server stops

    const std::string* header(const std::string& name) const;
    const std::string* field(std::string_view name) const; // the first of that name
};

// How an answer reaches the client.
enum class Delivery {
    whole,
    last,  // whole, then the connection is closed without notice
    slow,  // byte by byte
    cut,   // half of it, then the connection is closed
    none,  // the connection is closed instead
    reset, // the connection is reset instead
    stall, // nothing happens until the client leaves
};

// The next piece of a body: empty at its end, nothing if it broke off.
using Source = std::function<std::optional<std::string>()>;

struct Reply {
    int status = 200;
    std::string type = "text/plain"; // Content-Type; empty: none
    std::string body{};
    Source source{};                       // makes the body instead, piece by piece
    std::optional<std::uint64_t> length{}; // of what it makes, if known
    Fields headers{};                      // in order
    Delivery delivery = Delivery::whole;
    std::chrono::milliseconds delay{}; // before anything is delivered
    std::function<void()> sent{};      // called when the library is done with the request
};

// How a request goes on once its headers are known: refused at once, before its body is read, or
// fed with the body and then finished. Destroyed unfinished when the client goes away.
struct Exchange {
    std::optional<Reply> refusal{};
    std::function<void(std::string_view bytes)> receive{};
    std::function<Reply()> finish{};
    std::optional<std::uint64_t> reset_at{}; // reset the connection after so many bytes of the body
};

using Begin = std::function<Exchange(const Request&)>;

// The reply with the headers that this device puts on every one, in the recorded order: Server,
// what the reply says itself, the others, Content-Type.
Reply with_headers(Reply reply, const Fields& device);

// The reply with its body at hand, cut off after `limit` bytes.
Reply without_source(Reply reply, std::size_t limit);

// The page Apache makes for an HTTP error.
Reply error_page(int status, std::string_view detail = {});

// The field of that name; empty if the request has none.
std::string value_of(const Request& request, std::string_view name);

// "OK" or "Error: N", as HTTP 200.
Reply ok();
Reply error_code(int code);

} // namespace acapctl::emulator
