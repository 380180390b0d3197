#pragma once
// Reads the values of a TOML file that a person wrote, each with its type. What is wrong is told in
// one way: "FILE:LINE:COLUMN: KEY is not a string", thrown as invalid_input.

#include "acapctl/error.hpp"
#include "support/toml.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

class TomlReader {
  public:
    // `file` is its name in messages.
    explicit TomlReader(std::string file) : file_(std::move(file)) {}

    using Handlers = std::map<std::string, std::function<void(const toml::node&)>>;

    // Calls the handler of each key; a key without one is refused. `section` is the name of the
    // table, "" for the whole file.
    void keys(const toml::table& table, std::string_view section, const Handlers& handlers) const;

    // `what` is the whole name of the key: "build.sdk".
    const toml::table& table(const toml::node& node, std::string_view what) const;
    const toml::array& array(const toml::node& node, std::string_view what) const;
    std::string string(const toml::node& node, std::string_view what) const;
    std::vector<std::string> strings(const toml::node& node, std::string_view what) const;
    bool boolean(const toml::node& node, std::string_view what) const;
    std::string one_of(const toml::node& node, std::string_view what,
                       const std::vector<std::string>& values) const;

    // What check() returns. Its errors get the place: those of functions for what a person types.
    template <typename F>
    auto checked(const toml::node& node, const F& check) const {
        try {
            return check();
        } catch (const Error& error) {
            refuse(node, error.failure().message, error.failure().hint, error.failure().advice);
        }
    }

    std::string place(const toml::source_region& where) const; // FILE:LINE:COLUMN
    [[noreturn]] void refuse(const toml::node& node, const std::string& why,
                             const std::string& hint = {}, std::vector<Advice> advice = {}) const;

  private:
    [[noreturn]] void refuse_key(const toml::key& key, std::string_view section,
                                 const Handlers& handlers) const;

    std::string file_;
};

} // namespace acapctl
