#pragma once
// FastCGI records, the web server's side (FastCGI Specification 1.0): one request for each
// connection, role responder.

#include "emulator/http/http.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::emulator::fastcgi {

enum class Type : std::uint8_t {
    begin_request = 1,
    abort_request = 2,
    end_request = 3,
    params = 4,
    standard_input = 5,
    standard_output = 6,
    standard_error = 7,
};

// As many records as `content` needs; for an empty one the record that ends a stream.
std::string records(Type type, std::string_view content);

// The records that begin a request: its role and its whole parameters.
std::string begin(const Fields& parameters);

struct Record {
    Type type{}; // may be one that is not named above
    std::string content{};
};

// Finds the records in the bytes of a connection. Between two pieces it holds less than one record,
// 64 KiB, if next() is called until there is none.
class RecordReader {
  public:
    void feed(std::string_view bytes);
    // The next one of our request; nothing if it is not whole, or if what came is not FastCGI.
    std::optional<Record> next();
    bool broken() const { return broken_; }

  private:
    std::string bytes_{};
    std::size_t taken_ = 0;
    bool broken_ = false;
};

} // namespace acapctl::emulator::fastcgi
