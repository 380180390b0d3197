// A Dockerfile as a cloned project brings it, and what a build concludes from it.
#include "builder/plan/dockerfile_images.hpp"
#include "builder/plan/dockerfile_result.hpp"
#include "builder/plan/plain_recipe.hpp"
#include "fuzz/target.hpp"
#include "support/text.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::builder;

namespace {

constexpr std::size_t longest = 4096; // of what variables expand to

void check_instructions(const Dockerfile& file, std::size_t lines) {
    std::size_t last = 0;
    for (const Dockerfile::Instruction& each : file.instructions) {
        fuzz::require(each.line > last && each.line <= lines, "instructions stand in order");
        fuzz::require(each.keyword.find_first_of(" \tabcxyz") == std::string::npos,
                      "a keyword is a word in upper case");
        last = each.line;
    }
    for (const Dockerfile::Argument& each : file.arguments)
        fuzz::require(!each.name.empty() && file.declares(each.name), "an argument has a name");
}

void check_variables(const Dockerfile& file, const Arguments& given) {
    for (const auto& [name, value] : global_arguments(file, given))
        fuzz::require(value.size() <= longest && file.declares(name), "a value has a bound");
    for (const Dockerfile::Instruction& each : file.instructions)
        if (const auto text = expand(each.arguments, given, file.escape))
            fuzz::require(text->size() <= longest, "variables expand within bounds");
}

void check_images(const Dockerfile& file, const Arguments& given) {
    std::vector<std::string> targets{""};
    for (const Dockerfile::Stage& stage : file.stages) targets.push_back(stage.name);
    for (const std::string& target : targets)
        if (const auto base = base_image(file, given, target))
            fuzz::require(!base->empty() && base->size() <= longest, "an image has a name");
    const auto images = images_used(file, given);
    if (!images) return;
    for (const std::string& image : *images) {
        fuzz::require(!image.empty() && image.front() != '-' && image.find(' ') == image.npos,
                      "an image's name is one argument");
        fuzz::require_printable(image);
        fuzz::require(std::ranges::count(*images, image) == 1, "an image is named once");
    }
}

void check_recipe(const PlainRecipe& recipe) {
    fuzz::require(recipe.source == "." || recipe.source == "app", "sources are copied whole");
    fuzz::require(recipe.build_system.empty() || recipe.build_system == "make" ||
                      recipe.build_system == "no-build" || recipe.build_system == "meson",
                  "a build system is one of three");
    for (const std::string& word : recipe.additional_files)
        fuzz::require(word.find_first_of("$`;&|<>()*\n") == std::string::npos,
                      "a plain recipe needs no shell");
    fuzz::require(recipe.manifest.find_first_of("$`;&|<>()*\n") == std::string::npos,
                  "a plain recipe needs no shell");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const Dockerfile file = parse_dockerfile(text);
    check_instructions(file, text::lines(text).size());
    for (const Arguments& given : {Arguments{}, Arguments{{"ARCH", "armv7hf"}, {"SDK", "$SDK"}}}) {
        check_variables(file, given);
        check_images(file, given);
    }
    const std::string variant = variant_argument(file);
    fuzz::require(variant.empty() || file.declares(variant), "the variant's argument is declared");
    if (const auto recipe = plain_recipe(file)) check_recipe(*recipe);
    for (const char* target : {"", "0", "build"}) {
        const std::string directory = package_directory(file, target);
        fuzz::require(directory.starts_with('/') && directory.find("..") == std::string::npos,
                      "the package is in a directory of the image");
        fuzz::require_printable(directory);
    }
    (void)may_write_manifest(file);
    return 0;
}
