#include "sdk/container.hpp"

#include "acapctl/error.hpp"
#include "sdk/catalog.hpp"
#include "sdk/local_images.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace acapctl::sdk {

namespace {

using nlohmann::json;

// The last line an engine wrote, which says what went wrong.
std::string last_line(const std::string& errors) {
    const auto lines = text::lines(text::trim(errors));
    return lines.empty() ? "it gave no reason" : text::visible(lines.back());
}

} // namespace

std::optional<std::string> engine_complaint(const std::string& program,
                                            const std::stop_token& stop) {
    // `docker version` asks the daemon; podman has none, but `info` looks whether it can work.
    const std::string question = program == "podman" ? "info" : "version";
    const CommandResult answer = run({.arguments = {program, question}}, stop);
    if (!answer.found) return program + " is not installed";
    if (answer.status == 0) return std::nullopt;
    return last_line(answer.errors);
}

bool engine_answers(const std::string& program, const std::stop_token& stop) {
    return !engine_complaint(program, stop);
}

std::optional<std::string> first_engine(const std::stop_token& stop) {
    for (const char* program : {"docker", "podman"})
        if (engine_answers(program, stop)) return program;
    return std::nullopt;
}

std::optional<ImageFacts> inspect_image(const std::string& program, const std::string& image,
                                        const std::stop_token& stop) {
    const CommandResult result = run({.arguments = {program, "image", "inspect", image}}, stop);
    if (result.status != 0) return std::nullopt;
    const json images = json::parse(result.output, nullptr, false);
    if (!images.is_array() || images.empty() || !images[0].is_object()) return std::nullopt;
    ImageFacts facts{.id = images[0].value("Id", "")};
    const json config = images[0].value("Config", json::object());
    for (const json& entry : config.value("Env", json::array())) {
        constexpr std::string_view key = "AXIS_OS_VERSION=";
        const auto text = entry.is_string() ? entry.get<std::string>() : "";
        if (text.starts_with(key) && text != "AXIS_OS_VERSION=unknown")
            facts.axis_os = text.substr(key.size());
    }
    return facts;
}

ImageFiles::ImageFiles(std::string program, std::string image, std::stop_token stop)
    : program_(std::move(program)), image_(std::move(image)), stop_(std::move(stop)) {
    std::random_device random;
    name_ = fmt::format("acapctl-files-{}-{:08x}", ::getpid(), random());
    try {
        create();
    } catch (...) { // an interrupted engine may have made it already
        remove();
        throw;
    }
}

ImageFiles::~ImageFiles() {
    remove();
}

bool ImageFiles::copy(const std::string& path, const std::filesystem::path& to) const {
    return run({.arguments = {program_, "cp", name_ + ":/" + path, to.string()}}, stop_).status ==
           0;
}

std::optional<std::string> ImageFiles::archive(const std::string& path) const {
    CommandResult result = run({.arguments = {program_, "cp", name_ + ":/" + path, "-"}}, stop_);
    if (result.status != 0) return std::nullopt;
    return std::move(result.output);
}

void ImageFiles::create() const {
    const std::string name =
        inspect_image(program_, image_, stop_) ? image_ : qualified_name(program_, image_);
    const CommandResult result =
        run({.arguments = {program_, "create", "--name", name_, "--platform",
                           Catalog::with_users().platform(), name, "true"}},
            stop_);
    if (result.status != 0)
        throw Error({.exit = ExitCode::engine_unavailable,
                     .message = fmt::format("{} could not make a container of {}: {}", program_,
                                            text::visible(image_), last_line(result.errors)),
                     .hint = fmt::format("see whether '{} pull {}' works", program_,
                                         text::visible(image_))});
}

void ImageFiles::remove() const noexcept {
    try {
        run({.arguments = {program_, "rm", "--force", name_}});
    } catch (...) { // nothing more can be done while another error is on its way
    }
}

} // namespace acapctl::sdk
