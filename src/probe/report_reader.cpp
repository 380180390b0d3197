#include "probe/report_reader.hpp"

#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace acapctl::probe {

using nlohmann::json;

namespace {

// Texts, numbers and flags stand for what may be in their place, a "count" for a number from 0 on
// without a fraction, an "amount" for one from 0 on; "texts" and "flags" for objects of any keys
// with these. A list has the shape of each of its entries.
constexpr const char* shape_text = R"({
  "format": "number",
  "probe": {"version": "text", "kind": "text", "schema": "text"},
  "machine": "text", "kernel": "text", "glibc": "text", "axisOs": "text", "osName": "text",
  "libstdcxx": "text", "glib": "text", "soc": "text", "product": "text",
  "deviceTree": {"model": "text", "compatible": ["text"]},
  "cpu": {"cores": "count", "hardware": "text", "model": "text", "part": "text", "features": "text"},
  "memory": {"total": "count", "available": "count", "limit": "count", "cpuQuota": "amount"},
  "space": {"package": {"path": "text", "size": "count", "free": "count"},
            "tmp": {"path": "text", "size": "count", "free": "count"}},
  "user": {"uid": "count", "name": "text", "gid": "count", "groups": ["text"]},
  "libraries": [{"api": "text", "present": "flag", "file": "text", "realFile": "text",
                 "version": "text", "node": "text", "functions": "flags"}],
  "larod": {"present": "flag", "library": "text", "file": "text", "version": "text",
            "connected": "flag", "error": {"code": "number", "message": "text"},
            "retries": "count", "sessions": "count",
            "devices": [{"name": "text", "instance": "number"}], "devicesLeftOut": "count",
            "models": [{"id": "number", "name": "text", "size": "count", "access": "text",
                        "device": "text"}]},
  "models": [{"device": "text", "instance": "number", "outcome": "text",
              "error": {"code": "number", "message": "text"}, "warmUps": "count", "retries": "count",
              "failedLoad": {"code": "number", "message": "text", "time": "amount"},
              "firstLoad": "amount", "repeatedLoad": "amount", "laterLoad": "amount",
              "failedWarmUp": {"code": "number", "message": "text"}, "runs": "count",
              "inference": {"min": "amount", "median": "amount", "p95": "amount", "max": "amount",
                            "mean": "amount"},
              "inputs": [{"bytes": "count", "shape": ["number"], "type": "text", "layout": "text"}],
              "outputs": [{"bytes": "count", "shape": ["number"], "type": "text",
                           "layout": "text"}]}],
  "how": "texts"
})";

std::string kind_of(const json& value) {
    switch (value.type()) {
    case json::value_t::string:
        return "a text";
    case json::value_t::boolean:
        return "a flag";
    case json::value_t::array:
        return "a list"; // or what is left of one that is too deep
    case json::value_t::object:
        return "an object";
    default:
        return "a number";
    }
}

constexpr double largest_number = 9'007'199'254'740'992; // 2^53: what every reader of JSON keeps

class Reader {
  public:
    explicit Reader(ReadReport& result) : result_(result) {}

    // Null for what is not of that shape.
    json read(const json& value, const json& shape, const std::string& path) {
        if (value.is_null()) return nullptr;
        if (shape.is_string()) return read_simple(value, shape.get<std::string>(), path);
        if (shape.is_array()) return read_list(value, shape.front(), path);
        if (!value.is_object()) return refuse(value, "an object", path);
        json object = json::object();
        for (const auto& [key, inner] : shape.items())
            if (value.contains(key))
                object[key] = read(value[key], inner, path.empty() ? key : path + "." + key);
        return object;
    }

  private:
    json read_simple(const json& value, const std::string& kind, const std::string& path) {
        if (value.is_null()) return nullptr;
        if (kind == "text")
            return value.is_string() ? text_of(value, path) : refuse(value, "a text", path);
        if (kind == "flag") return value.is_boolean() ? value : refuse(value, "a flag", path);
        if (kind == "number" || kind == "count" || kind == "amount")
            return number_of(value, kind, path);
        return read_map(value, kind == "texts" ? "text" : "flag", path);
    }
    json text_of(const json& value, const std::string& path) {
        const auto& text = value.get_ref<const std::string&>();
        if (text.size() <= longest_text) return value;
        tell(fmt::format("{}: {} bytes, of which {} are kept", path, text.size(), longest_text));
        std::size_t size = longest_text; // not in the middle of a character
        while (text::continues_character(text[size])) --size;
        return text.substr(0, size);
    }
    json number_of(const json& value, const std::string& kind, const std::string& path) {
        if (!value.is_number()) return refuse(value, "a number", path);
        const auto number = value.get<double>();
        const bool finite = std::isfinite(number) && std::abs(number) <= largest_number;
        if (finite && (kind == "number" ||
                       (number >= 0 && (kind == "amount" || std::trunc(number) == number))))
            return value;
        tell(path + (finite ? ": a number that it cannot be" : ": a number that is too large"));
        return nullptr;
    }
    json read_list(const json& value, const json& shape, const std::string& path) {
        if (!value.is_array()) return refuse(value, "a list", path);
        json list = json::array();
        for (const json& entry : value) {
            if (list.size() == most_entries) break;
            if (json kept = read(entry, shape, path); !kept.is_null())
                list.push_back(std::move(kept));
        }
        tell_of_rest(value.size(), path);
        return list;
    }
    json read_map(const json& value, const std::string& kind, const std::string& path) {
        if (!value.is_object()) return refuse(value, "an object", path);
        json map = json::object();
        for (const auto& [key, entry] : value.items()) {
            if (map.size() == most_entries) break;
            if (key.size() <= longest_text)
                map[key] = read_simple(entry, kind, path);
            else
                tell(fmt::format("{}: a name of {} bytes", path, key.size()));
        }
        tell_of_rest(value.size(), path);
        return map;
    }
    void tell_of_rest(std::size_t size, const std::string& path) {
        if (size > most_entries)
            tell(fmt::format("{}: {} entries, of which {} are kept", path, size, most_entries));
    }
    json refuse(const json& value, const char* wanted, const std::string& path) {
        tell(fmt::format("{}: {} in place of {}", path.empty() ? "the report" : path,
                         kind_of(value), wanted));
        return nullptr;
    }
    // The last place says that there is more.
    void tell(const std::string& what) {
        if (result_.cut.size() + 1 < most_entries) return text::add_once(result_.cut, what);
        if (!text::contains(result_.cut, what)) text::add_once(result_.cut, "and more");
    }

    ReadReport& result_;
};

} // namespace

std::string why_unusable(const json& foreign, bool whole) {
    const json& format = at_path(foreign, "format");
    if (format.is_null()) return "it does not say its format";
    if (format != report_format)
        return fmt::format("its format is {}, and {} is the one that is read here",
                           format.is_number() ? format.dump() : kind_of(format), report_format);
    std::vector<std::string> lacking;
    for (const char* part : {"probe", "machine", "memory", "libraries", "larod"})
        if (whole && !foreign.contains(part)) lacking.emplace_back(part);
    return lacking.empty() ? "" : "it lacks " + text::join(lacking, ", ");
}

ReadReport read_report(const json& foreign) {
    static const json shape = json::parse(shape_text);
    ReadReport result;
    json report = Reader(result).read(foreign, shape, "");
    if (report.is_object()) result.report = std::move(report);
    if (const json& left_out = at_path(result.report, "larod.devicesLeftOut"); left_out.is_number())
        result.cut.push_back(fmt::format("larod.devices: {} more entries, which the probe left out",
                                         left_out.dump()));
    return result;
}

const json& at_path(const json& document, const std::string& path) {
    static const json nothing;
    const json* here = &document;
    for (const std::string& key : text::split(path, '.')) {
        if (!here->is_object() || !here->contains(key)) return nothing;
        here = &(*here)[key];
    }
    return *here;
}

std::vector<std::string> larod_devices(const json& larod) {
    std::vector<std::string> names;
    const json& devices = at_path(larod, "devices");
    if (!devices.is_array()) return names;
    for (const json& device : devices)
        if (std::string name = string_at(device, "name"); !name.empty())
            text::add_once(names, name);
    return names;
}

bool tells_larod(const json& larod) {
    return !larod_devices(larod).empty() || at_path(larod, "present") == false;
}

std::optional<bool> has_dlpu(const std::vector<std::string>& larod_devices) {
    if (larod_devices.empty()) return std::nullopt;
    return std::ranges::any_of(larod_devices, names_a_dlpu);
}

bool names_a_dlpu(const std::string& device) {
    if (device.ends_with("-proc")) return false;
    return device.find("-dlpu-") != std::string::npos ||
           device.find("edge-tpu") != std::string::npos ||
           device.find("cvflow") != std::string::npos;
}

} // namespace acapctl::probe
