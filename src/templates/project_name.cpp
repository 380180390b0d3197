#include "templates/project_name.hpp"

#include <algorithm>
#include <cctype>

namespace acapctl::templates {

std::string app_name_from(const std::string& directory) {
    std::string name;
    for (const char c : directory) {
        const bool ascii_word = std::isalnum(static_cast<unsigned char>(c)) != 0;
        if (ascii_word)
            name += c;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    if (name.empty() || std::isalpha(static_cast<unsigned char>(name[0])) == 0)
        name = "app_" + name;
    name.resize(std::min<std::size_t>(name.size(), 26));
    while (name.back() == '_') name.pop_back();
    return name.size() < 2 ? name + "_app" : name;
}

std::string friendly_name_from(std::string app_name) {
    std::ranges::replace(app_name, '_', ' ');
    app_name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(app_name[0])));
    return app_name;
}

} // namespace acapctl::templates
