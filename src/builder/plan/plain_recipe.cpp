// Telling the documentation's own Dockerfile, which adds nothing to make in the SDK image, from one
// that does more. Strict on purpose: in doubt the Dockerfile is built as it is.
#include "builder/plan/plain_recipe.hpp"

#include "support/names.hpp"
#include "support/text.hpp"

#include <algorithm>

namespace acapctl::builder {

namespace {

// The words of a list of simple commands joined by &&; nothing if the shell would do more.
std::optional<std::vector<std::vector<std::string>>> simple_commands(std::string_view text) {
    std::vector<std::vector<std::string>> commands(1);
    std::string word;
    bool any = false;
    char quote = 0;
    const auto end_word = [&] {
        if (any) commands.back().push_back(std::move(word));
        word.clear();
        any = false;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == quote)
                quote = 0;
            else if (c == '$' || c == '`' || c == '\\')
                return std::nullopt;
            else
                word += c;
        } else if (c == ' ' || c == '\t') {
            end_word();
        } else if (c == '\'' || c == '"') {
            quote = c;
            any = true;
        } else if (text.substr(i).starts_with("&&")) {
            end_word();
            commands.emplace_back();
            ++i;
        } else if (std::string_view(";&|<>()`\\\n#[]?~!").find(c) != std::string_view::npos) {
            return std::nullopt;
        } else {
            word += c;
            any = true;
        }
    }
    if (quote != 0) return std::nullopt;
    end_word();
    return commands;
}

bool has_variable(const std::string& word) {
    return word.find('$') != std::string::npos;
}

std::string without_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

class Recognizer {
  public:
    explicit Recognizer(const Dockerfile& file) : file_(file) {
        recipe_.variant_argument = variant_argument(file);
    }

    std::optional<PlainRecipe> recipe() {
        if (file_.stages.size() != 1) return std::nullopt;
        // An argument of the stage is in the environment of make.
        for (const Dockerfile::Argument& argument : file_.arguments)
            if (!argument.global && argument.name != recipe_.variant_argument) return std::nullopt;
        for (const Dockerfile::Instruction& instruction : file_.instructions)
            if (instruction.heredoc || !accept(instruction)) return std::nullopt;
        if (!built_) return std::nullopt;
        return std::move(recipe_);
    }

  private:
    bool accept(const Dockerfile::Instruction& instruction) {
        const std::string& keyword = instruction.keyword;
        if (keyword == "ARG" || keyword == "FROM" || keyword == "LABEL" || keyword == "MAINTAINER")
            return true;
        if (keyword == "CMD") return true; // the image is never run
        if (keyword == "WORKDIR") return (directory_ = without_slash(instruction.arguments)) == app;
        if (keyword == "COPY") return accept_copy(instruction.arguments);
        return keyword == "RUN" && accept_run(instruction.arguments);
    }

    // COPY ./app /opt/app/
    bool accept_copy(const std::string& text) {
        const auto commands = simple_commands(text);
        if (!commands || commands->size() != 1 || commands->front().size() != 2) return false;
        std::string source = without_slash(commands->front()[0]);
        const std::string to = without_slash(commands->front()[1]);
        if (source.starts_with("./")) source.erase(0, 2);
        if (to != app && !(to == "." && directory_ == app)) return false;
        if (!recipe_.source.empty() || (source != "." && source != "app")) return false;
        recipe_.source = source;
        return true;
    }

    bool accept_run(const std::string& text) {
        if (text.starts_with("--") || text.starts_with('[')) return false;
        const auto commands = simple_commands(text);
        if (!commands || recipe_.source.empty()) return false;
        return std::ranges::all_of(*commands, [&](const auto& words) { return accept(words); });
    }

    bool accept(const std::vector<std::string>& words) {
        if (words.empty() || built_) return false;
        if (words[0] == "cd")
            return words.size() == 2 && (directory_ = without_slash(words[1])) == app;
        if (words[0] == "cp") return words.size() == 3 && accept_variant(words[1], words[2]);
        if (words[0] == "." || words[0] == "source")
            return words.size() == 2 &&
                   words[1].starts_with("/opt/axis/acapsdk/environment-setup") &&
                   !has_variable(words[1]);
        return words[0] == "acap-build" && directory_ == app && accept_acap_build(words);
    }

    // cp manifest.json.${CHIP} manifest.json
    bool accept_variant(std::string from, std::string to) const {
        const std::string& name = recipe_.variant_argument;
        for (std::string* path : {&from, &to})
            for (const std::string_view prefix : {"/opt/app/", "./"})
                if (path->starts_with(prefix)) path->erase(0, prefix.size());
        return !name.empty() && directory_ == app && to == "manifest.json" &&
               (from == "manifest.json.${" + name + "}" || from == "manifest.json.$" + name);
    }

    bool accept_acap_build(const std::vector<std::string>& words) {
        built_ = true;
        std::string path;
        for (std::size_t i = 1; i < words.size(); ++i) {
            std::string option = words[i];
            if (has_variable(option) || option.find('*') != std::string::npos) return false;
            if (option == "--disable-manifest-validation") continue;
            if (!option.starts_with('-')) {
                if (!path.empty()) return false;
                path = without_slash(option);
                continue;
            }
            std::string value;
            if (const auto equals = option.find('=');
                option.starts_with("--") && equals < option.size()) {
                value = option.substr(equals + 1);
                option.resize(equals);
            } else if (++i < words.size())
                value = words[i];
            if (value.empty() || has_variable(value) || value.find('*') != std::string::npos)
                return false;
            if (!accept_option(option, value)) return false;
        }
        return path == "." || path == app;
    }

    bool accept_option(const std::string& option, const std::string& value) {
        const bool is_path = is_path_below(value); // else acap-build itself may say what it thinks
        if ((option == "-a" || option == "--additional-file") && is_path)
            recipe_.additional_files.push_back(value);
        else if ((option == "-m" || option == "--manifest") && is_path)
            recipe_.manifest = value;
        else if ((option == "-b" || option == "--build") &&
                 (value == "make" || value == "no-build" || value == "meson"))
            recipe_.build_system = value;
        else
            return false;
        return true;
    }

    static constexpr const char* app = "/opt/app";
    const Dockerfile& file_;
    PlainRecipe recipe_;
    std::string directory_ = app; // the image's own
    bool built_ = false;
};

} // namespace

std::optional<PlainRecipe> plain_recipe(const Dockerfile& file) {
    return Recognizer(file).recipe();
}

} // namespace acapctl::builder
