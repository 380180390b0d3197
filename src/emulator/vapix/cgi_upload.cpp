// upload.cgi: one package at a time, written to disk as it arrives.
#include "emulator/http/multipart.hpp"
#include "emulator/state/device.hpp"
#include "emulator/vapix/cgi.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

// The upload in progress; without `file_` it is refused but read to its end, as a CGI does it.
class Upload {
  public:
    Upload(Device& device, std::string_view boundary)
        : device_(device), reader_(
                               boundary, [this](const Part& part) { begin_part(part); },
                               [this](std::string_view bytes) { write(bytes); }) {
        if (device_.uploading.test_and_set()) {
            refuse(Code::upload_in_progress);
            return;
        }
        owner_ = true;
        path_ = device_.upload_directory() / "upload.XXXXXX";
        std::string pattern = path_.string();
        file_ = ::mkostemp(pattern.data(), O_CLOEXEC);
        path_ = pattern;
        if (file_ < 0) refuse(Code::too_large);
    }
    ~Upload() {
        if (file_ >= 0) {
            ::close(file_);
            ::unlink(path_.c_str());
        }
        if (owner_) device_.uploading.clear();
    }
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;

    void receive(std::string_view bytes) { reader_.receive(bytes); }
    Reply finish();

  private:
    void refuse(Code code) {
        if (!refused_) refused_ = code;
    }
    void begin_part(const Part& part);
    void write(std::string_view bytes);
    std::optional<Code> install();

    Device& device_;
    MultipartReader reader_;
    fs::path path_{};
    std::string filename_{}; // without directories
    int file_ = -1;
    bool owner_ = false;
    bool in_file_ = false; // the current part is the package
    std::uint64_t size_ = 0;
    std::optional<Code> refused_{};
};

// The name of the part is not looked at: documents and clients use four different ones. A part
// without a filename is answered with Error: 3 on devices.
void Upload::begin_part(const Part& part) {
    in_file_ = part.filename.has_value() && filename_.empty();
    if (!in_file_) return;
    filename_ = fs::path(*part.filename).filename().string();
    if (filename_.empty()) filename_ = "upload";
}

void Upload::write(std::string_view bytes) {
    if (!in_file_ || refused_) return;
    size_ += bytes.size();
    if (size_ > device_.profile().flash) {
        refuse(Code::too_large);
        return;
    }
    while (!bytes.empty()) {
        const ssize_t count = ::write(file_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            refuse(Code::too_large);
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::optional<Code> Upload::install() {
    const auto refused = device_.applications().install(path_);
    if (refused) return refused->code;
    device_.counters().installed();
    return std::nullopt;
}

Reply Upload::finish() {
    if (!refused_ && filename_.empty()) refuse(Code::too_large);
    if (!refused_ && !reader_.complete()) refuse(Code::unspecified);
    if (!refused_) {
        device_.log().system("upload.cgi", fmt::format("Uploaded {}", text::visible(filename_)));
        if (const auto code = install()) refuse(*code);
    }
    return refused_ ? error_code(static_cast<int>(*refused_)) : ok();
}

} // namespace

Exchange upload_cgi(Device& device, const Request& request) {
    if (request.method != "POST") return {.refusal = error_page(405)};
    const std::string* type = request.header("Content-Type");
    const auto boundary = type != nullptr ? multipart_boundary(*type) : std::nullopt;
    if (!boundary)
        return {.receive = [](std::string_view) {},
                .finish = [] { return error_code(static_cast<int>(Code::unspecified)); }};
    auto upload = std::make_shared<Upload>(device, *boundary);
    return {.receive = [upload](std::string_view bytes) { upload->receive(bytes); },
            .finish = [upload] { return upload->finish(); }};
}

} // namespace acapctl::emulator
