#include "emulator/vapix/parameter_definitions.hpp"

#include "emulator/vapix/application_list.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

// "int:min=0;max=9" behind words like "hidden:"; empty is a text.
std::string type_element(const ParameterValue& parameter) {
    const auto words = text::split(parameter.type, ':');
    const std::string rest = words.back();
    const std::string kind = words.size() > 1 ? words[words.size() - 2] : rest;
    std::string inside;
    if (kind == "bool" || kind == "enum") {
        for (const std::string& choice : text::split(rest, ','))
            inside += fmt::format("<entry value=\"{}\"/>",
                                  xml_escaped(choice.substr(0, choice.find('|'))));
        inside = fmt::format("<enum>{}</enum>", inside);
    } else {
        inside = kind == "int" ? "<int/>" : kind == "password" ? "<password/>" : "<string/>";
    }
    return fmt::format("<type{}>{}</type>", parameter.writable ? "" : " readonly=\"true\"", inside);
}

} // namespace

// The tree lists the parameters of a group before the groups below it, so that one walk opens and
// closes each element once.
std::string parameter_definitions(const ParameterTree& tree, const Profile& profile) {
    std::string xml = fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                                  "<parameterDefinitions version=\"1.0\">\n"
                                  "<model>{}</model>\n<firmwareVersion>{}</firmwareVersion>\n"
                                  "<group name=\"root\">\n",
                                  xml_escaped(profile.property("ProdFullName")),
                                  xml_escaped(profile.property("Version")));
    std::vector<std::string> open; // groups
    const auto close_to = [&](std::size_t depth) {
        for (; open.size() > depth; open.pop_back()) xml += "</group>\n";
    };
    for (const auto& [name, parameter] : tree) {
        auto groups = text::split(name, '.');
        const std::string last = groups.back();
        groups.pop_back();
        const auto shared = std::ranges::mismatch(open, groups).in1 - open.begin();
        close_to(static_cast<std::size_t>(shared));
        for (std::size_t i = open.size(); i < groups.size(); ++i) {
            xml += fmt::format("<group name=\"{}\">\n", xml_escaped(groups[i]));
            open.push_back(groups[i]);
        }
        xml +=
            fmt::format("<parameter name=\"{0}\" value=\"{1}\" niceName=\"{0}\">{2}"
                        "</parameter>\n",
                        xml_escaped(last), xml_escaped(parameter.value), type_element(parameter));
    }
    close_to(0);
    return xml + "</group>\n</parameterDefinitions>\n";
}

} // namespace acapctl::emulator
