#include "engine/container.hpp"

#include "acapctl/error.hpp"
#include "engine/ask_engine.hpp"
#include "engine/daemon.hpp"
#include "engine/image_name.hpp"
#include "engine/local_images.hpp"
#include "engine/refusal.hpp"
#include "support/json.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <random>

#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::engine {

namespace {

using nlohmann::json;
using namespace nlohmann::literals;

// Texts of a list; what is something else is left out.
std::vector<std::string> texts_at(const json& value, const char* name) {
    std::vector<std::string> texts;
    const auto list = value.find(name);
    if (list == value.end() || !list->is_array()) return texts;
    for (const json& each : *list)
        if (each.is_string()) texts.push_back(each.get<std::string>());
    return texts;
}

// The last line an engine wrote, which says what went wrong.
std::string last_line(const std::string& errors) {
    const auto lines = text::lines(text::trim(errors));
    return lines.empty() ? "it gave no reason" : text::visible(lines.back());
}

} // namespace

std::optional<std::string> engine_complaint(const std::string& program,
                                            const std::stop_token& stop) {
    // `docker version` asks the daemon; podman has none, but `info` looks whether it can work.
    try {
        const CommandResult answer =
            ask_engine({program, program == "podman" ? "info" : "version"}, stop);
        if (!answer.found) return program + " is not installed";
        if (answer.status == 0) return std::nullopt;
        return last_line(answer.errors);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::engine_unavailable) throw;
        return error.what();
    }
}

bool engine_answers(const std::string& program, const std::stop_token& stop) {
    return !engine_complaint(program, stop);
}

std::optional<std::string> first_engine(const std::stop_token& stop) {
    for (const char* program : {"docker", "podman"})
        if (engine_answers(program, stop)) return program;
    return std::nullopt;
}

std::optional<ImageFacts> parse_image_inspect(std::string_view text) {
    const json images = parse_foreign(text);
    if (!images.is_array() || images.empty()) return std::nullopt;
    const json& image = images[0];
    ImageFacts facts{.id = string_at(image, "Id"),
                     .registry_names = texts_at(image, "RepoDigests")};
    if (facts.id.empty()) return std::nullopt;
    const auto config = image.find("Config"); // null in an image that was made of an archive
    if (config == image.end()) return facts;
    for (const std::string& variable : texts_at(*config, "Env")) {
        constexpr std::string_view key = "AXIS_OS_VERSION=";
        if (variable.starts_with(key) && variable != "AXIS_OS_VERSION=unknown")
            facts.axis_os = variable.substr(key.size());
    }
    return facts;
}

std::optional<ImageFacts> inspect_image(const std::string& program, const std::string& image,
                                        const std::stop_token& stop) {
    if (!is_image_name(image)) return std::nullopt;
    if (const auto body = ask_daemon(program, "/images/" + image + "/json"))
        if (auto facts = parse_image_inspect("[" + *body + "]")) return facts;
    const std::vector<std::string> question{program, "image", "inspect", image};
    const CommandResult answer = ask_engine(question, stop);
    if (answer.status != 0) return std::nullopt;
    auto facts = parse_image_inspect(answer.output);
    if (!facts) throw_nonsense(question);
    return facts;
}

ImageFiles::ImageFiles(std::string program, std::string image, std::string platform,
                       std::stop_token stop)
    : program_(std::move(program)), image_(std::move(image)), platform_(std::move(platform)),
      stop_(std::move(stop)) {
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
    CommandResult result = ask_engine({program_, "cp", name_ + ":/" + path, "-"}, stop_,
                                      10 * engine_patience(), 64U << 20U);
    if (result.status != 0) return std::nullopt;
    return std::move(result.output);
}

void ImageFiles::create() const {
    if (!is_image_name(image_))
        throw_usage(fmt::format("'{}' is no name of an image", text::visible(image_)));
    const bool here = inspect_image(program_, image_, stop_).has_value();
    const std::vector<std::string> command{program_,
                                           "create",
                                           "--name",
                                           name_,
                                           "--platform",
                                           platform_,
                                           here ? image_ : qualified_name(program_, image_),
                                           "true"};
    // An image that is not here is fetched, which takes as long as it takes.
    const CommandResult result =
        here ? ask_engine(command, stop_) : run({.arguments = command}, stop_);
    if (result.status != 0)
        throw Error({.kind = ErrorKind::engine_unavailable,
                     .message = fmt::format("{} could not make a container of {}: {}", program_,
                                            text::visible(image_), last_line(result.errors)),
                     .hint = hint_for(result.errors, program_, image_,
                                      fmt::format("see whether '{} pull {}' works", program_,
                                                  text::visible(image_)))});
}

void ImageFiles::remove() const noexcept {
    try {
        ask_engine({program_, "rm", "--force", name_}, {});
    } catch (...) { // nothing more can be done while another error is on its way
    }
}

} // namespace acapctl::engine
