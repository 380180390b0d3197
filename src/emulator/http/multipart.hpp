#pragma once
// multipart/form-data, read as it arrives: nothing but a boundary's length is kept in memory.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::emulator {

struct Part {
    std::string name{};
    std::optional<std::string> filename{}; // as sent: may hold directories
};

// The boundary of "multipart/form-data; boundary=...", or nothing.
std::optional<std::string> multipart_boundary(std::string_view content_type);

class MultipartReader {
  public:
    using OnPart = std::function<void(const Part&)>;
    using OnData = std::function<void(std::string_view)>;

    MultipartReader(std::string_view boundary, OnPart on_part, OnData on_data);

    void receive(std::string_view bytes);
    // The closing boundary was seen and nothing was malformed.
    bool complete() const { return state_ == State::end; }

  private:
    enum class State { preamble, boundary_line, headers, data, end, broken };

    bool step(); // false: more bytes are needed
    bool read_preamble();
    bool read_boundary_line();
    bool read_headers();
    bool read_data();

    std::string delimiter_; // "\r\n--boundary"
    OnPart on_part_;
    OnData on_data_;
    std::string buffer_ = "\r\n"; // so that a boundary may be the very first line
    std::size_t skip_ = 0;        // bytes of the buffer that are no data of the part
    State state_ = State::preamble;
};

} // namespace acapctl::emulator
