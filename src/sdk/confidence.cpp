#include "sdk/confidence.hpp"

#include <array>
#include <map>

#include <nlohmann/json.hpp>

namespace acapctl::sdk {

const char* confidence_name(Confidence confidence) {
    static constexpr std::array names{"official", "measured", "third-party", "general"};
    return names.at(static_cast<std::size_t>(confidence));
}

Confidence confidence_of(const nlohmann::json& row) {
    static const std::map<std::string, Confidence> known{{"O", Confidence::official},
                                                         {"M", Confidence::measured},
                                                         {"T", Confidence::third_party},
                                                         {"G", Confidence::general}};
    return known.at(row.at("confidence").get<std::string>());
}

} // namespace acapctl::sdk
