#include "builder/plan/dockerfile_result.hpp"

#include "support/names.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <filesystem>

namespace acapctl::builder {

namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

constexpr const char* usual_directory = "/opt/app"; // WORKDIR of the SDK's image

// Of COPY: without options, as one list. Nothing for what is quoted in a way of its own.
Strings paths_of(std::string_view arguments) {
    Strings words;
    constexpr std::string_view between = " \t\"[],";
    for (auto at = arguments.find_first_not_of(between); at != std::string_view::npos;) {
        const auto end = std::min(arguments.find_first_of(between, at), arguments.size());
        const std::string_view word = arguments.substr(at, end - at);
        if (!word.starts_with("--")) words.emplace_back(word);
        at = arguments.find_first_not_of(between, end);
    }
    return words;
}

// The stage that COPY --from= names, by name or number; empty: none.
std::string source_stage(std::string_view arguments) {
    constexpr std::string_view option = "--from=";
    const auto at = arguments.find(option);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = arguments.substr(at + option.size());
    return std::string(rest.substr(0, rest.find_first_of(" \t")));
}

constexpr std::size_t longest_path = 4095; // bytes of a path

std::string resolved(const std::string& path, const std::string& below) {
    if (path.size() + below.size() > longest_path) return below;
    std::string result = (fs::path(below) / path).lexically_normal().string();
    if (result.size() > 1 && result.ends_with('/')) result.pop_back();
    return result;
}

struct Stage {
    std::string work{usual_directory};   // the directory that its commands run in
    std::string result{usual_directory}; // where the package is
};

class StageReader {
  public:
    explicit StageReader(const Dockerfile& file) : file_(file) {}

    std::vector<Stage> read() {
        for (const Dockerfile::Instruction& each : file_.instructions) {
            if (each.keyword == "FROM")
                begin();
            else if (!stages_.empty())
                follow(each);
        }
        return std::move(stages_);
    }

  private:
    const Stage* find(const std::string& name) const {
        const auto found = file_.find_stage(name, stages_.size());
        return found ? &stages_[*found] : nullptr;
    }

    void begin() {
        if (stages_.size() >= file_.stages.size()) return;
        const Dockerfile::Stage& from = file_.stages[stages_.size()];
        const std::string base = text::lower(from.base);
        Stage stage;
        if (const Stage* other = find(base))
            stage = *other;
        else if (base == "scratch")
            stage.work = "/";
        stages_.push_back(std::move(stage));
    }

    void follow(const Dockerfile::Instruction& instruction) {
        Stage& stage = stages_.back();
        if (instruction.keyword == "WORKDIR")
            stage.work = resolved(instruction.arguments, stage.work);
        else if (instruction.keyword == "RUN" &&
                 instruction.arguments.find("acap-build") != std::string::npos)
            stage.result = stage.work;
        else if (instruction.keyword == "COPY")
            copy(instruction.arguments, stage);
    }

    // COPY --from=build /opt/app/*.eap /
    // COPY --from=build /opt/app /out
    void copy(const std::string& arguments, Stage& stage) const {
        const Strings paths = paths_of(arguments);
        if (paths.size() < 2) return;
        const Stage* from = find(source_stage(arguments));
        const std::string to = resolved(paths.back(), stage.work);
        for (std::size_t i = 0; i + 1 < paths.size(); ++i) {
            if (paths[i].ends_with(".eap"))
                stage.result = to.ends_with(".eap") ? fs::path(to).parent_path().string() : to;
            else if (from != nullptr && resolved(paths[i], "/") == from->result)
                stage.result = to;
        }
    }

    const Dockerfile& file_;
    std::vector<Stage> stages_{};
};

} // namespace

std::string package_directory(const Dockerfile& file, const std::string& target) {
    const auto stages = StageReader(file).read();
    if (stages.empty()) return usual_directory;
    const std::size_t meant = file.find_stage(target, stages.size()).value_or(stages.size() - 1);
    const std::string& result = stages[meant].result;
    return result == "/" || is_path_in_image(result) ? result : usual_directory;
}

} // namespace acapctl::builder
