#include "device/vapix/known.hpp"

#include "support/json.hpp"

#include <utility>

namespace acapctl::device {

namespace {

constexpr std::size_t most_applications = 1000; // of a device that has gone mad

constexpr std::pair<const char*, std::string Facts::*> fields[] = {
    {"architecture", &Facts::architecture},
    {"soc", &Facts::soc},
    {"model", &Facts::model},
    {"serial", &Facts::serial},
    {"axisOs", &Facts::axis_os}};

} // namespace

Known known_of(const DeviceCache& cache) {
    Known known;
    if (const auto facts = cache.facts()) {
        for (const auto& [name, field] : fields) known.facts.*field = string_at(facts->first, name);
        known.asked = facts->second;
    }
    const auto applications = cache.applications();
    if (applications && applications->first.is_array()) {
        known.applications.emplace();
        for (const nlohmann::json& name : applications->first)
            if (name.is_string()) known.applications->push_back(name);
        known.listed = applications->second;
    }
    return known;
}

void remember_facts(const Session& session, const Facts& facts) {
    if (!facts.told()) return;
    nlohmann::json document = nlohmann::json::object();
    for (const auto& [name, field] : fields) document[name] = facts.*field;
    session.cache().remember_facts(document, session.clock().date());
}

void remember_applications(const Session& session, const std::vector<Application>& applications) {
    nlohmann::json names = nlohmann::json::array();
    for (const Application& application : applications)
        if (names.size() < most_applications) names.push_back(application.name);
    session.cache().remember_applications(names, session.clock().date());
}

} // namespace acapctl::device
