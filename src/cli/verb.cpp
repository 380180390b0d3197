#include "cli/verb.hpp"

namespace acapctl::cli {

CLI::App& Verbs::add(const std::string& name, const std::string& summary, Action action,
                     CLI::App* parent) {
    CLI::App& verb = *(parent == nullptr ? root_ : *parent).add_subcommand(name, summary);
    verb.fallthrough();
    verb.group("Verbs");
    verb.callback([this, action = std::move(action)] { chosen_ = action; });
    return verb;
}

CLI::App& Verbs::add_group(const std::string& name, const std::string& summary) {
    CLI::App& verb = *root_.add_subcommand(name, summary);
    verb.fallthrough();
    verb.group("Verbs");
    verb.require_subcommand(1);
    return verb;
}

} // namespace acapctl::cli
