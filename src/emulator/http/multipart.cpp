#include "emulator/http/multipart.hpp"

#include "support/text.hpp"

namespace acapctl::emulator {

namespace {

constexpr std::size_t header_limit = 16384;

// The value of `name=...` or `name="..."` among the parameters of a header.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    std::size_t position = header.find(';');
    while (position != header.npos) {
        std::string_view rest = header.substr(position + 1);
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
        position = header.size() - rest.size();
        const std::size_t equals = rest.find_first_of("=;");
        if (equals == rest.npos) return std::nullopt;
        const bool ours =
            rest[equals] == '=' && text::lower(text::trim(rest.substr(0, equals))) == name;
        rest.remove_prefix(equals + (rest[equals] == '=' ? 1 : 0));
        std::string value;
        std::size_t end = 0;
        if (!rest.empty() && rest.front() == '"') {
            for (end = 1; end < rest.size() && rest[end] != '"'; ++end) {
                // Browsers send a quote as %22 and a backslash bare; curl escapes both.
                if (rest[end] == '\\' && end + 1 < rest.size() &&
                    (rest[end + 1] == '"' || rest[end + 1] == '\\'))
                    ++end;
                value += rest[end];
            }
        } else {
            end = std::min(rest.find(';'), rest.size());
            value = text::trim(rest.substr(0, end));
        }
        if (ours) return value;
        position = header.find(';', header.size() - rest.size() + end);
    }
    return std::nullopt;
}

Part parse_part(std::string_view headers) {
    Part part;
    for (const std::string& line : text::lines(headers)) {
        if (!text::starts_with_ignoring_case(line, "Content-Disposition:")) continue;
        part.name = parameter(line, "name").value_or("");
        part.filename = parameter(line, "filename");
    }
    return part;
}

} // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    if (!text::starts_with_ignoring_case(content_type, "multipart/form-data")) return std::nullopt;
    auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > 200) return std::nullopt;
    return boundary;
}

MultipartReader::MultipartReader(std::string_view boundary, OnPart on_part, OnData on_data)
    : delimiter_("\r\n--" + std::string(boundary)), on_part_(std::move(on_part)),
      on_data_(std::move(on_data)) {}

void MultipartReader::receive(std::string_view bytes) {
    if (state_ == State::end || state_ == State::broken) return; // the epilogue says nothing
    buffer_ += bytes;
    while (step()) {
    }
}

bool MultipartReader::step() {
    switch (state_) {
    case State::preamble:
        return read_preamble();
    case State::boundary_line:
        return read_boundary_line();
    case State::headers:
        return read_headers();
    case State::data:
        return read_data();
    case State::end:
    case State::broken:
        break;
    }
    buffer_.clear();
    return false;
}

bool MultipartReader::read_preamble() {
    const std::size_t found = buffer_.find(delimiter_);
    if (found == buffer_.npos) {
        if (buffer_.size() > delimiter_.size())
            buffer_.erase(0, buffer_.size() - delimiter_.size());
        return false;
    }
    buffer_.erase(0, found + delimiter_.size());
    state_ = State::boundary_line;
    return true;
}

bool MultipartReader::read_boundary_line() {
    if (buffer_.size() < 2) return false;
    if (buffer_.starts_with("--")) {
        state_ = State::end;
        return true;
    }
    const std::size_t end = buffer_.find("\r\n");
    if (end == buffer_.npos || end > header_limit) {
        if (buffer_.size() > header_limit) state_ = State::broken;
        return state_ == State::broken;
    }
    buffer_.erase(0, end); // the line end stays: a part may have no headers at all
    state_ = State::headers;
    return true;
}

bool MultipartReader::read_headers() {
    const std::size_t end = buffer_.find("\r\n\r\n");
    if (end == buffer_.npos || end > header_limit) {
        if (buffer_.size() > header_limit) state_ = State::broken;
        return state_ == State::broken;
    }
    on_part_(parse_part(std::string_view(buffer_).substr(0, end)));
    buffer_.erase(0, end + 4);
    buffer_.insert(0, "\r\n"); // an empty part: its boundary follows at once
    skip_ = 2;
    state_ = State::data;
    return true;
}

bool MultipartReader::read_data() {
    const std::size_t found = buffer_.find(delimiter_);
    const bool last = found != buffer_.npos;
    const std::size_t held = delimiter_.size() - 1;
    const std::size_t end = last ? found : buffer_.size() - std::min(held, buffer_.size());
    if (end > skip_) {
        on_data_(std::string_view(buffer_).substr(skip_, end - skip_));
        skip_ = 0;
        buffer_.erase(0, end);
    }
    if (!last) return false;
    buffer_.erase(0, buffer_.find(delimiter_) + delimiter_.size());
    state_ = State::boundary_line;
    return true;
}

} // namespace acapctl::emulator
