#include "emulator/web/web_path.hpp"

#include "support/ascii.hpp"
#include "support/beneath.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <array>
#include <memory>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_piece_size = 65536;

std::optional<std::string> decoded_path(std::string_view raw) {
    std::string result;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        char c = raw[i];
        if (c == '%') {
            if (i + 2 >= raw.size() || ascii::hex_digit(raw[i + 1]) < 0 ||
                ascii::hex_digit(raw[i + 2]) < 0)
                return std::nullopt;
            c = static_cast<char>(ascii::hex_digit(raw[i + 1]) * 16 + ascii::hex_digit(raw[i + 2]));
            i += 2;
            if (c == '/') return std::nullopt;
        } else if (c == ' ') {
            return std::nullopt; // would end the target of a forwarded request
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return std::nullopt;
        result += c;
    }
    return result;
}

constexpr std::array<std::pair<std::string_view, const char*>, 22> types{{
    {".css", "text/css"},          {".csv", "text/csv"},         {".gif", "image/gif"},
    {".htm", "text/html"},         {".html", "text/html"},       {".ico", "image/x-icon"},
    {".jpeg", "image/jpeg"},       {".jpg", "image/jpeg"},       {".js", "text/javascript"},
    {".json", "application/json"}, {".map", "application/json"}, {".mjs", "text/javascript"},
    {".mp4", "video/mp4"},         {".pdf", "application/pdf"},  {".png", "image/png"},
    {".svg", "image/svg+xml"},     {".txt", "text/plain"},       {".wasm", "application/wasm"},
    {".webp", "image/webp"},       {".woff", "font/woff"},       {".woff2", "font/woff2"},
    {".xml", "text/xml"},
}};

std::string type_of(const fs::path& file) {
    const std::string extension = text::lower(file.extension().string());
    for (const auto& [known, type] : types)
        if (known == extension) return type;
    return {}; // as Apache: none, the browser decides
}

struct OpenFile {
    Descriptor descriptor{};
    struct stat status {};
};

// The application may write links into its localdata, to which a link in html/ may lead: the kernel
// keeps every step inside the package.
std::shared_ptr<OpenFile> open_file(const fs::path& package, const fs::path& file) {
    auto result = std::make_shared<OpenFile>(OpenFile{.descriptor = open_inside(package, file)});
    if (!result->descriptor || ::fstat(result->descriptor.get(), &result->status) != 0)
        return nullptr;
    return result;
}

bool is_known(const Request& request, const std::string& tag, const std::string& date) {
    const std::string* match = request.header("If-None-Match");
    if (match != nullptr) return *match == "*" || match->find(tag) != std::string::npos;
    const std::string* since = request.header("If-Modified-Since");
    return since != nullptr && *since == date;
}

Reply file_reply(const std::shared_ptr<OpenFile>& file, const fs::path& name,
                 const Request& request) {
    const auto& status = file->status;
    const std::string tag = fmt::format("\"{:x}-{:x}\"", status.st_size, status.st_mtime);
    const std::string date = http_date_text(status.st_mtime);
    Reply reply{.type = type_of(name), .headers = {{"Last-Modified", date}, {"ETag", tag}}};
    if (is_known(request, tag, date)) {
        reply.status = 304;
        reply.type.clear();
        return reply;
    }
    reply.length = static_cast<std::uint64_t>(status.st_size);
    reply.source = [file]() -> std::optional<std::string> {
        std::string piece(file_piece_size, '\0');
        const ssize_t count = ::read(file->descriptor.get(), piece.data(), piece.size());
        if (count < 0) return std::nullopt;
        piece.resize(static_cast<std::size_t>(count));
        return piece;
    };
    return reply;
}

Reply not_found() {
    return error_page(404, "The requested URL was not found on this server.");
}

Reply with_slash(const Request& request) {
    const std::size_t query = std::min(request.target.find('?'), request.target.size());
    Reply reply = error_page(301, "The document has moved.");
    reply.headers.emplace_back("Location", request.target.substr(0, query) + "/" +
                                               request.target.substr(query));
    return reply;
}

} // namespace

std::optional<LocalPath> local_path(std::string_view target) {
    // "//host/" in a redirection would be another device.
    if (!target.starts_with('/') || target.starts_with("//")) return std::nullopt;
    const auto path = decoded_path(target.substr(0, target.find_first_of("?#")));
    if (!path) return std::nullopt;
    auto parts = text::split(*path, '/');
    const bool slash = parts.back().empty() || parts.back() == ".";
    std::erase_if(parts, [](const std::string& part) { return part.empty() || part == "."; });
    for (const std::string& part : parts)
        if (part == "..") return std::nullopt;
    if (parts.size() < 2 || parts.front() != "local") return std::nullopt;
    LocalPath result{.app = parts[1], .directory = slash || parts.size() == 2};
    parts.erase(parts.begin(), parts.begin() + 2);
    result.rest = text::join(parts, "/");
    return result;
}

Reply html_file(const fs::path& package, const LocalPath& path, const Request& request) {
    fs::path name = fs::path("html") / path.rest;
    auto file = open_file(package, name);
    if (!file) return not_found();
    if (S_ISDIR(file->status.st_mode)) {
        if (!request.target.substr(0, request.target.find('?')).ends_with('/'))
            return with_slash(request);
        name /= "index.html";
        file = open_file(package, name);
        if (!file) return error_page(403, "You don't have permission to access this resource.");
    } else if (path.directory) {
        return not_found();
    }
    if (!S_ISREG(file->status.st_mode)) return error_page(403);
    return file_reply(file, name, request);
}

} // namespace acapctl::emulator
