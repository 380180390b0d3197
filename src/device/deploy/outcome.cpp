#include "device/deploy/outcome.hpp"

namespace acapctl::device {

namespace {

const char* word_of(DeployOutcome::Kind kind) {
    switch (kind) {
    case DeployOutcome::Kind::untouched:
        return "untouched";
    case DeployOutcome::Kind::failed:
        return "failed";
    case DeployOutcome::Kind::unknown:
        break;
    case DeployOutcome::Kind::refused:
        return "refused";
    case DeployOutcome::Kind::unchanged:
        return "unchanged";
    case DeployOutcome::Kind::installed:
        return "installed";
    case DeployOutcome::Kind::upgraded:
        return "upgraded";
    case DeployOutcome::Kind::downgraded:
        return "downgraded";
    case DeployOutcome::Kind::reinstalled:
        return "reinstalled";
    case DeployOutcome::Kind::rolled_back:
        return "rolled-back";
    }
    return "unknown";
}

} // namespace

std::string DeployOutcome::text() const {
    std::string word = only_planned ? "would-be-" : "";
    word += word_of(kind);
    return code.empty() ? word : word + ":" + code;
}

} // namespace acapctl::device
