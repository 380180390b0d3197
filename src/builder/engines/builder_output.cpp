#include "builder/engines/builder_output.hpp"

#include "support/program_output.hpp"

#include <algorithm>

namespace acapctl::builder {

namespace {

constexpr std::string_view digits = "0123456789";

std::string_view first_word(std::string_view text) {
    return text.substr(0, text.find(' '));
}

std::string_view after_word(std::string_view text) {
    return text.substr(std::min(first_word(text).size() + 1, text.size()));
}

// "#8"
bool is_number(std::string_view word) {
    return word.size() > 1 && word[0] == '#' &&
           word.find_first_not_of(digits, 1) == std::string_view::npos;
}

// "0.184", seconds since the step began
bool is_time(std::string_view word) {
    const auto point = word.find_first_not_of(digits);
    return point != 0 && point != std::string_view::npos && word[point] == '.' &&
           word.find_first_not_of(digits, point + 1) == std::string_view::npos;
}

// BuildKit of docker 20.10 names each step by its digest too.
bool is_digest(std::string_view text) {
    constexpr std::string_view algorithm = "sha256:";
    return text.starts_with(algorithm) && text.size() == algorithm.size() + 64 &&
           text.find_first_not_of("0123456789abcdef", algorithm.size()) == std::string_view::npos;
}

// "[stage 2/4] RUN make" -> "RUN make"
std::string_view without_place(std::string_view title) {
    if (!title.starts_with('[')) return title;
    const auto end = title.find("] ");
    return end == std::string_view::npos ? title : title.substr(end + 2);
}

} // namespace

std::optional<std::string> BuilderOutput::read(std::string_view painted) {
    // The classic builder paints what a step writes to stderr, terminal or not.
    const std::string line = program_line(painted, false);
    if (line.find("the buildx component is missing or broken") != std::string::npos ||
        line.starts_with("unknown flag: --load"))
        lacks_buildx_ = true;
    if (is_number(first_word(line))) return read_buildkit(line);
    if (line.empty() && !number_.empty()) return std::nullopt;
    read_classic(line);
    return line;
}

// "#8 [2/4] RUN make", whenever another step has something to say, then "#8 0.184 gcc -c ...",
// "#8 DONE 0.3s" or "#8 ERROR: ...".
std::optional<std::string> BuilderOutput::read_buildkit(std::string_view line) {
    const std::string_view number = first_word(line);
    const std::string_view said = after_word(line);
    if (number != number_) {
        number_ = number;
        step_ = without_place(said);
    } else if (said.starts_with("ERROR")) {
        failed_ = step_;
    } else if (is_digest(said)) {
        return std::nullopt;
    } else if (is_time(first_word(said))) {
        return std::string(after_word(said));
    }
    return std::string(line);
}

// "Step 2/4 : RUN make" and " ---> 5e3c9c1b0a4f" when it is done; podman: "STEP 2/4: RUN make".
void BuilderOutput::read_classic(std::string_view line) {
    if (!number_.empty()) return;
    if (line.starts_with(" ---> ")) step_.clear();
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) return;
    if (line.starts_with("Step ") || without_place(line).starts_with("STEP "))
        step_ = line.substr(colon + 2);
}

std::optional<std::string_view> BuilderOutput::text_after(std::string_view beginning) const {
    const std::string_view step = number_.empty() ? step_ : failed_;
    if (!step.starts_with(beginning)) return std::nullopt;
    return step.substr(beginning.size());
}

std::string BuilderOutput::missing_image() const {
    for (const std::string_view beginning :
         {frontend, std::string_view("load metadata for "), std::string_view("FROM ")}) {
        auto rest = text_after(beginning);
        if (!rest) continue;
        while (rest->starts_with("--")) rest = after_word(*rest); // --platform=...
        constexpr std::string_view scheme = "docker-image://";
        if (rest->starts_with(scheme)) rest->remove_prefix(scheme.size());
        const std::string_view name = first_word(*rest);
        return std::string(name.substr(0, name.find('@')));
    }
    return {};
}

} // namespace acapctl::builder
