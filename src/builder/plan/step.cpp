#include "builder/plan/step.hpp"

#include "support/subprocess.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

const char* purpose_name(Step::Purpose purpose) {
    constexpr const char* names[] = {"mirror", "compile", "image",  "create",
                                     "send",   "fetch",   "remove", "pack"};
    return names[static_cast<std::size_t>(purpose)];
}

std::string shell_line(const Step& step) {
    std::vector<std::string> words;
    if (!step.environment.empty()) words.emplace_back("env");
    for (const auto& [name, value] : step.environment) words.push_back(name + "=" + value);
    words.insert(words.end(), step.arguments.begin(), step.arguments.end());
    std::string line = shell_shown(words);
    if (!step.directory.empty())
        line = fmt::format("(cd {} && {})", shell_shown({step.directory.string()}), line);
    return line;
}

} // namespace acapctl::builder
