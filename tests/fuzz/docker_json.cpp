// What a container engine answers and what its client keeps in a file, each text given to every
// parser.
#include "builder/engines/builder_output.hpp"
#include "engine/container.hpp"
#include "engine/daemon.hpp"
#include "engine/endpoint.hpp"
#include "engine/local_images.hpp"
#include "fuzz/target.hpp"
#include "support/text.hpp"

using namespace acapctl;

namespace {

void check_builder(std::string_view text) {
    builder::BuilderOutput output;
    for (const std::string& line : text::lines(text)) {
        if (const auto said = output.read(line))
            fuzz::require(said->size() <= 4 * line.size() + 4,
                          "a line is what was said, made visible");
        fuzz::require(output.missing_image().find(' ') == std::string::npos, "a name is a word");
        output.misses_frontend();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto facts = engine::parse_image_inspect(text))
        fuzz::require(facts->id.size() + facts->axis_os.size() <= size, "facts are what was said");
    const engine::LocalImages local{.engine = "docker", .images = engine::parse_image_list(text)};
    for (const engine::LocalImage& image : local.images) {
        fuzz::require(local.find(image.name) != nullptr, "an image is found by its name");
        fuzz::require(image.name.find_first_of("\t\n") == std::string::npos, "a name is one field");
    }
    const auto settings = engine::parse_docker_settings(text);
    fuzz::require(settings.context.size() + settings.builder.size() <= size,
                  "settings are what was said");
    if (const auto body = engine::body_of_reply(text))
        fuzz::require(text.ends_with(*body), "a body is what stands behind the head");
    check_builder(text);
    return 0;
}
