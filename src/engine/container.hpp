#pragma once
// SDK images through the docker or podman command, which already knows contexts, credentials and
// remote engines. Nothing here starts a container.

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::engine {

// Why the engine cannot be used, in its own words; nothing if it works.
std::optional<std::string> engine_complaint(const std::string& program,
                                            const std::stop_token& stop);
bool engine_answers(const std::string& program, const std::stop_token& stop);
// docker, then podman; nothing if neither answers.
std::optional<std::string> first_engine(const std::stop_token& stop);

struct ImageFacts {
    std::string id{};      // digest of its configuration
    std::string axis_os{}; // AXIS_OS_VERSION; images before March 2026 have none
    std::vector<std::string> registry_names{}; // repository@sha256:..., for where it came from
};

// Nothing if the engine has no such image. Throws engine_unavailable if it gives no answer, or
// none that describes an image.
std::optional<ImageFacts> inspect_image(const std::string& program, const std::string& image,
                                        const std::stop_token& stop);

// What `image inspect` prints of one image; nothing if it is not that.
std::optional<ImageFacts> parse_image_inspect(std::string_view json);

// The files of an image, in a container that is made to copy them out of and removed whatever
// happens. Throws engine_unavailable if it cannot be made.
class ImageFiles {
  public:
    // `platform` as the engine calls it: linux/amd64.
    ImageFiles(std::string program, std::string image, std::string platform, std::stop_token stop);
    ~ImageFiles();
    ImageFiles(const ImageFiles&) = delete;
    ImageFiles& operator=(const ImageFiles&) = delete;

    // False if the image has no such path.
    bool copy(const std::string& path, const std::filesystem::path& to) const;
    // The same as the bytes of a tar archive, which writes nothing to disk: a directory without
    // write permission, as the SDK has them, cannot be copied by anyone but root.
    std::optional<std::string> archive(const std::string& path) const;

  private:
    void create() const;
    void remove() const noexcept;

    std::string program_;
    std::string image_;
    std::string platform_;
    std::stop_token stop_;
    std::string name_;
};

} // namespace acapctl::engine
