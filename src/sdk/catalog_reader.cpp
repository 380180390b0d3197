#include "sdk/catalog_reader.hpp"

#include "acapctl/error.hpp"
#include "engine/image_name.hpp"
#include "support/ascii.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace acapctl::sdk {

namespace {

using Kind = JsonNode::Kind;

// SDK versions are numbered as AXIS OS is, and a preview stands where its release will.
bool older(const Image& left, const Image& right) {
    return *AxisOs::parse(left.version) < *AxisOs::parse(right.version);
}

} // namespace

CatalogReader::CatalogReader(Catalog& catalog, std::string text, const std::string& name)
    : catalog_(catalog), document_(JsonDocument::parse(std::move(text), name)) {}

void CatalogReader::fail(std::size_t offset, const std::string& what) const {
    throw_invalid(fmt::format("{}: {}", text::visible(document_.where(offset)), what),
                  "docs/sdk.md describes a catalog file");
}

void CatalogReader::fields(const JsonNode& node, const Field& field) const {
    if (!node.is(Kind::object))
        fail(node.offset, fmt::format("an object was expected, not {}", json_kind_name(node.kind)));
    for (const JsonMember& member : node.members)
        if (member.key != "$comment" && !field(member))
            fail(member.key_offset, fmt::format("unknown field \"{}\"", text::visible(member.key)));
}

const std::vector<JsonNode>& CatalogReader::rows(const JsonMember& list) const {
    if (!list.value.is(Kind::array))
        fail(list.value.offset, fmt::format("\"{}\" must be a list", list.key));
    return list.value.items;
}

std::string CatalogReader::plain(const JsonNode& node) const {
    if (text::visible(node.text) != node.text)
        fail(node.offset, "a control character stands in this text");
    return node.text;
}

std::string CatalogReader::text(const JsonMember& member) const {
    if (!member.value.is(Kind::string) || member.value.text.empty())
        fail(member.value.offset, fmt::format("\"{}\" must be a text", member.key));
    return plain(member.value);
}

std::string CatalogReader::word(const JsonNode& node, std::string_view also) const {
    const std::string& text = node.text;
    const bool good = !text.empty() && text.front() != '-' && text.front() != '.' &&
                      ascii::is_made_of(text, "._-" + std::string(also));
    if (!good) fail(node.offset, fmt::format("'{}' is no name", text::visible(text)));
    return text;
}

std::vector<std::string> CatalogReader::texts(const JsonMember& member) const {
    std::vector<std::string> list;
    for (const JsonNode& item : rows(member)) {
        if (!item.is(Kind::string))
            fail(item.offset, fmt::format("\"{}\" must be a list of texts", member.key));
        list.push_back(plain(item));
    }
    return list;
}

std::map<std::string, std::string> CatalogReader::by_architecture(const JsonMember& member) const {
    std::map<std::string, std::string> texts;
    fields(member.value, [&](const JsonMember& one) {
        texts[one.key] = text(one);
        return true;
    });
    return texts;
}

bool CatalogReader::flag(const JsonMember& member) const {
    if (!member.value.is(Kind::boolean))
        fail(member.value.offset, fmt::format("\"{}\" must be true or false", member.key));
    return member.value.boolean;
}

AxisOs CatalogReader::version(const JsonMember& member) const {
    const auto parsed = AxisOs::parse(text(member));
    if (!parsed)
        fail(
            member.value.offset,
            fmt::format("\"{}\" must be an AXIS OS version such as 11.11 or 12.11.72", member.key));
    return *parsed;
}

std::string CatalogReader::known_architecture(const JsonNode& name) const {
    if (std::ranges::find(catalog_.architectures_, name.text, &Architecture::name) ==
        catalog_.architectures_.end())
        fail(name.offset,
             fmt::format("\"{}\" is no architecture of the SDK", text::visible(name.text)));
    return name.text;
}

void CatalogReader::need(const JsonNode& row, bool present, const char* field) const {
    if (!present) fail(row.offset, fmt::format("the row lacks \"{}\"", field));
}

template <typename T>
T& CatalogReader::row_of(std::vector<T>& all, std::string T::*key, const JsonNode& row,
                         const char* key_name) const {
    const std::string name = row.text_at(key_name);
    need(row, !name.empty(), key_name);
    plain(*row.find(key_name));
    const auto known = std::ranges::find(all, name, key);
    if (known != all.end()) return *known;
    T fresh;
    fresh.*key = name;
    all.push_back(std::move(fresh));
    return all.back();
}

void CatalogReader::architecture(const JsonNode& row) {
    Architecture& into = row_of(catalog_.architectures_, &Architecture::name, row, "name");
    word(*row.find("name")); // becomes a part of paths
    fields(row, [&](const JsonMember& member) {
        if (member.key == "toolchain")
            into.toolchain = word(member.value);
        else if (member.key == "compilerFlags")
            into.compiler_flags = text(member);
        else if (member.key == "targetArch")
            into.target_arch = word(member.value);
        else if (member.key == "debianPackages")
            into.debian_packages = texts(member);
        else
            return member.key == "name";
        return true;
    });
    need(row, !into.toolchain.empty(), "toolchain");
    need(row, !into.target_arch.empty(), "targetArch");
    if (!is_word(into.name)) fail(row.offset, "\"name\" must be a word such as aarch64");
}

void CatalogReader::chip(const JsonNode& row) {
    Chip& into = row_of(catalog_.chips_, &Chip::name, row, "name");
    word(*row.find("name"));
    fields(row, [&](const JsonMember& member) {
        if (member.key == "label")
            into.label = text(member);
        else if (member.key == "architecture")
            into.architecture = known_architecture(member.value);
        else if (member.key == "soc")
            into.soc = texts(member);
        else if (member.key == "dlpu")
            into.dlpu = flag(member);
        else if (member.key == "dlpuSource")
            into.dlpu_source = text(member);
        else if (member.key == "larodDevices")
            into.larod_devices = texts(member);
        else if (member.key == "doubtfulLarodDevices")
            into.doubtful_larod_devices = texts(member);
        else if (member.key == "doubtfulMax")
            into.doubtful_max = version(member);
        else if (member.key == "doubt")
            into.doubt = text(member);
        else if (member.key == "variants")
            into.variants = texts(member);
        else if (member.key == "min")
            into.axis_os.min = version(member);
        else if (member.key == "max")
            into.axis_os.max = version(member);
        else if (member.key == "listed")
            into.listed = flag(member);
        else if (member.key == "listedSince")
            into.listed_since = version(member);
        else if (member.key == "source")
            into.source = text(member);
        else
            return member.key == "name";
        return true;
    });
    need(row, !into.architecture.empty(), "architecture");
    need(row, !into.doubtful_max || !into.doubt.empty(), "doubt");
    if (into.label.empty()) into.label = into.name;
}

void CatalogReader::image(const JsonNode& row) {
    Image& into = row_of(catalog_.images_, &Image::version, row, "version");
    word(*row.find("version")); // becomes a part of the image's name
    if (!AxisOs::parse(into.version))
        fail(row.offset, "\"version\" must be an SDK version such as 12.11.0");
    fields(row, [&](const JsonMember& member) {
        if (member.key == "ubuntu")
            into.ubuntu = word(member.value);
        else if (member.key == "axisOs")
            into.axis_os = version(member).str();
        else if (member.key == "released")
            into.released = text(member);
        else if (member.key == "lts")
            into.lts = flag(member);
        else if (member.key == "preview")
            into.preview = flag(member);
        else if (member.key == "architectures") {
            into.architectures.clear();
            for (const JsonNode& name : rows(member))
                into.architectures.push_back(known_architecture(name));
        } else if (member.key == "schemas")
            into.schemas = texts(member);
        else if (member.key == "notes")
            into.notes = texts(member);
        else if (member.key == "digests")
            into.digests = by_architecture(member);
        else if (member.key == "defects")
            into.defects = by_architecture(member);
        else
            return member.key == "version";
        return true;
    });
    need(row, !into.ubuntu.empty(), "ubuntu");
    if (!engine::is_tag(into.version + into.ubuntu))
        fail(row.offset, "\"version\" and \"ubuntu\" must be fit for the tag of an image");
    need(row, !into.axis_os.empty(), "axisOs");
}

void CatalogReader::beyond(const JsonNode& node, Track::Beyond& into) const {
    fields(node, [&](const JsonMember& member) {
        if (member.key == "axisOs")
            into.axis_os = version(member);
        else if (member.key == "from")
            into.from = version(member);
        else if (member.key == "needs")
            into.needs = text(member);
        else if (member.key == "source")
            into.source = text(member);
        else if (member.key == "doubts")
            into.doubts = by_architecture(member);
        else
            return false;
        return true;
    });
    need(node, into.axis_os.has_value(), "axisOs");
    need(node, into.from.has_value(), "from");
    need(node, !into.needs.empty(), "needs");
    need(node, !into.source.empty(), "source");
}

void CatalogReader::track(const JsonNode& row) {
    Track& into = row_of(catalog_.tracks_, &Track::name, row, "name");
    fields(row, [&](const JsonMember& member) {
        if (member.key == "axisOs")
            into.axis_os = version(member);
        else if (member.key == "max")
            into.max = version(member);
        else if (member.key == "alsoFor") {
            // Not emplace(), to which clang 14 finds no constructor of a struct within a struct.
            if (!into.also_for) into.also_for = Track::Beyond{};
            beyond(member.value, *into.also_for);
        } else
            return member.key == "name";
        return true;
    });
    need(row, into.axis_os.has_value(), "axisOs");
    need(row, into.max.has_value(), "max");
}

ApiTable CatalogReader::api_table(const JsonNode& row) const {
    ApiTable table;
    fields(row, [&](const JsonMember& member) {
        if (member.key == "axisOs")
            table.axis_os = version(member);
        else if (member.key == "chips")
            table.chips = texts(member);
        else if (member.key == "partial")
            table.partial = flag(member);
        else if (member.key == "source")
            table.source = text(member);
        else
            return false;
        return true;
    });
    need(row, table.axis_os.has_value(), "axisOs");
    need(row, !table.source.empty(), "source");
    return table;
}

void CatalogReader::absent_on(const JsonNode& node, Api& into) const {
    fields(node, [&](const JsonMember& member) {
        if (member.key == "chips")
            into.absent_on = texts(member);
        else if (member.key == "source")
            into.absent_source = text(member);
        else
            return false;
        return true;
    });
    need(node, !into.absent_source.empty(), "source");
}

Caution CatalogReader::caution(const JsonNode& row) const {
    Caution into;
    fields(row, [&](const JsonMember& member) {
        if (member.key == "what")
            into.what = text(member);
        else if (member.key == "min")
            into.axis_os.min = version(member);
        else if (member.key == "max")
            into.axis_os.max = version(member);
        else if (member.key == "chips")
            into.chips = texts(member);
        else if (member.key == "source")
            into.source = text(member);
        else
            return false;
        return true;
    });
    need(row, !into.what.empty(), "what");
    need(row, !into.source.empty(), "source");
    return into;
}

void CatalogReader::policy(const JsonNode& node, Policy& into) const {
    if (node.find("source") != nullptr) into.doubt.clear(); // that was about the source before
    fields(node, [&](const JsonMember& member) {
        if (member.key == "min")
            into.axis_os.min = version(member);
        else if (member.key == "max")
            into.axis_os.max = version(member);
        else if (member.key == "source")
            into.source = text(member);
        else if (member.key == "doubt")
            into.doubt = text(member);
        else
            return false;
        return true;
    });
    need(node, !into.source.empty(), "source");
}

void CatalogReader::policies(const JsonNode& node) {
    static const std::map<std::string, Policy Policies::*> known{
        {"schema1", &Policies::schema1},
        {"schema1Lts", &Policies::schema1_lts},
        {"rangeLts", &Policies::range_lts},
        {"schema2Lts", &Policies::schema2_lts},
        {"root", &Policies::root},
        {"rootSetting", &Policies::root_setting},
        {"rootAsked", &Policies::root_asked},
        {"manifestIgnored", &Policies::manifest_ignored},
        {"openRanges", &Policies::open_ranges},
        {"executableStack", &Policies::executable_stack},
        {"time32", &Policies::time32},
        {"unsignedSetting", &Policies::unsigned_setting},
        {"unsignedAsked", &Policies::unsigned_asked},
        {"unsignedRefused", &Policies::unsigned_refused}};
    fields(node, [&](const JsonMember& member) {
        const auto found = known.find(member.key);
        if (found == known.end()) return false;
        policy(member.value, catalog_.policies_.*found->second);
        return true;
    });
}

void CatalogReader::api(const JsonNode& row) {
    Api& into = row_of(catalog_.apis_, &Api::name, row, "name");
    fields(row, [&](const JsonMember& member) {
        if (member.key == "label")
            into.label = text(member);
        else if (member.key == "library")
            into.library = text(member);
        else if (member.key == "since")
            into.axis_os.min = version(member);
        else if (member.key == "max")
            into.axis_os.max = version(member);
        else if (member.key == "source")
            into.source = text(member);
        else if (member.key == "doubtfulMax")
            into.doubtful_max = version(member);
        else if (member.key == "doubt")
            into.doubt = text(member);
        else if (member.key == "notes")
            into.notes = texts(member);
        else if (member.key == "packages")
            into.packages = texts(member);
        else if (member.key == "absentOn")
            absent_on(member.value, into);
        else if (member.key == "cautions") {
            into.cautions.clear();
            for (const JsonNode& one : rows(member)) into.cautions.push_back(caution(one));
        } else if (member.key == "tables") {
            into.tables.clear();
            for (const JsonNode& table : rows(member)) into.tables.push_back(api_table(table));
        } else
            return member.key == "name";
        return true;
    });
    if (into.label.empty()) into.label = into.name;
    const bool bounded = into.axis_os.min || into.axis_os.max;
    need(row, !bounded || !into.source.empty(), "source");
    need(row, !into.doubtful_max || !into.doubt.empty(), "doubt");
    std::ranges::sort(into.tables, [](const ApiTable& left, const ApiTable& right) {
        return *left.axis_os < *right.axis_os;
    });
}

void CatalogReader::unsupported_library(const JsonNode& row) {
    auto& all = catalog_.unsupported_libraries_;
    UnsupportedLibrary& into = row_of(all, &UnsupportedLibrary::name, row, "name");
    fields(row, [&](const JsonMember& member) {
        if (member.key == "source") into.source = text(member);
        return member.key == "source" || member.key == "name";
    });
    need(row, !into.source.empty(), "source");
}

bool CatalogReader::list(const JsonMember& member) {
    using One = void (CatalogReader::*)(const JsonNode&);
    static const std::map<std::string, One> lists{
        {"tracks", &CatalogReader::track},
        {"chips", &CatalogReader::chip},
        {"images", &CatalogReader::image},
        {"apis", &CatalogReader::api},
        {"unsupportedLibraries", &CatalogReader::unsupported_library}};
    const auto found = lists.find(member.key);
    if (found == lists.end()) return false;
    for (const JsonNode& row : rows(member)) (this->*found->second)(row);
    return true;
}

void CatalogReader::read() {
    // Wherever they stand: chips and images name them.
    for (const JsonMember& member : document_.root.members)
        if (member.key == "architectures")
            for (const JsonNode& row : rows(member)) architecture(row);
    fields(document_.root, [&](const JsonMember& member) {
        if (member.key == "repository") {
            catalog_.repository_ = word(member.value, "/:");
            if (!engine::is_repository(catalog_.repository_))
                fail(member.value.offset, "\"repository\" must be the name of an image");
        } else if (member.key == "platform")
            catalog_.platform_ = word(member.value, "/");
        else if (member.key == "environment")
            catalog_.environment_ = text(member);
        else if (member.key == "libraries")
            std::ranges::move(texts(member), std::back_inserter(catalog_.libraries_));
        else if (member.key == "policies")
            policies(member.value);
        else
            return member.key == "architectures" || list(member);
        return true;
    });
    for (Image& image : catalog_.images_)
        if (image.architectures.empty())
            for (const Architecture& each : catalog_.architectures_)
                image.architectures.push_back(each.name);
    std::ranges::stable_sort(catalog_.images_, older);
    std::ranges::stable_sort(catalog_.tracks_, [](const Track& left, const Track& right) {
        return *left.max < *right.max;
    });
}

} // namespace acapctl::sdk
