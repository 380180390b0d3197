#include "sdk/scan.hpp"

#include "acapctl/error.hpp"
#include "engine/container.hpp"
#include "package/elf.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::sdk {

namespace fs = std::filesystem;

namespace {

constexpr const char* sysroots = "opt/axis/acapsdk/sysroots";
constexpr std::uint64_t largest_library = 256U << 20U;

using Note = std::function<void(std::string_view)>;

[[noreturn]] void throw_engine(const std::string& message, const std::string& hint) {
    throw Error({.kind = ErrorKind::engine_unavailable, .message = message, .hint = hint});
}

std::vector<fs::path> libraries_below(const fs::path& sysroot) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const char* place : {"usr/lib", "lib"}) {
        const fs::path directory = sysroot / place;
        // With merged /usr, lib is a link to usr/lib and would be read twice.
        if (!fs::is_directory(directory, error) || fs::is_symlink(directory, error)) continue;
        for (auto it = fs::recursive_directory_iterator(directory, error);
             !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
            if (it.depth() >= 1 && it->is_directory(error)) it.disable_recursion_pending();
            if (it->is_symlink(error) || !it->is_regular_file(error)) continue;
            if (it->path().filename().string().find(".so") == std::string::npos) continue;
            if (it->file_size(error) <= largest_library) files.push_back(it->path());
        }
    }
    std::ranges::sort(files);
    return files;
}

// Libraries by architecture: a sysroot holds one, but nothing stops a directory from holding more.
std::map<std::string, std::map<std::string, std::vector<std::string>>>
measure(const fs::path& sysroot, const std::stop_token& stop) {
    std::map<std::string, std::map<std::string, std::vector<std::string>>> found;
    for (const fs::path& file : libraries_below(sysroot)) {
        check(stop);
        const auto facts = elf_facts(read_file(file, largest_library));
        if (!facts || facts->offers.empty() || facts->architecture.empty()) continue;
        const std::string name = facts->soname.empty() ? file.filename().string() : facts->soname;
        auto& offers = found[facts->architecture][text::visible(name)];
        offers.clear(); // a soname that two files share is the last one's
        for (const std::string& version : facts->offers) offers.push_back(text::visible(version));
    }
    return found;
}

class Scanner {
  public:
    Scanner(const ScanRequest& request, const Catalog& catalog, const Note& note,
            std::stop_token stop)
        : request_(request), catalog_(catalog), note_(note), stop_(std::move(stop)) {}

    std::vector<SymbolScan> scan() {
        std::error_code error;
        if (fs::is_directory(request_.source, error))
            scan_directory();
        else if (request_.sysroot || request_.source.starts_with('/') ||
                 request_.source.starts_with('.'))
            throw_invalid(text::visible(request_.source) + " is no directory",
                          "name an SDK image or a directory that holds an SDK",
                          {{Advice::scan_sysroot}});
        else
            scan_images();
        if (scans_.empty())
            throw_invalid(fmt::format("no library with symbol versions was found in {}",
                                      text::visible(request_.source)),
                          "name an ACAP SDK image or a directory that holds its root",
                          {{Advice::scan_sysroot}});
        return std::move(scans_);
    }

  private:
    void scan_directory() {
        const fs::path root = request_.source;
        if (request_.sysroot) return add(root, request_.source, "");
        for (const fs::path& place : {root / sysroots, root / "sysroots", root})
            for (const Architecture& architecture : catalog_.architectures())
                if (scans_.empty() || scans_.back().architecture != architecture.name)
                    add(place / architecture.name, request_.source, "");
    }

    void scan_images() {
        const auto engine = engine_program();
        const bool is_version = std::ranges::any_of(catalog_.images(), [&](const Image& image) {
            return image.version == request_.source;
        });
        if (!is_version) return scan_image(engine, request_.source);
        for (const Architecture& architecture : catalog_.architectures())
            if (request_.architecture.empty() || request_.architecture == architecture.name)
                scan_image(engine,
                           catalog_.image_name(catalog_.image(request_.source), architecture.name));
    }

    void scan_image(const std::string& engine, const std::string& image) {
        note_(fmt::format("copying the libraries out of {}", text::visible(image)));
        const TempDir copy;
        const engine::ImageFiles files(engine, image, catalog_.platform(), stop_);
        std::string axis_os =
            engine::inspect_image(engine, image, stop_).value_or(engine::ImageFacts{}).axis_os;
        if (!AxisOs::parse(axis_os)) axis_os = axis_os_of_tag(image);
        for (const Architecture& architecture : catalog_.architectures()) {
            const fs::path sysroot = copy.path() / architecture.name;
            fs::create_directories(sysroot / "usr");
            const std::string inside = fmt::format("{}/{}/", sysroots, architecture.name);
            const bool merged = files.copy(inside + "usr/lib", sysroot / "usr/lib");
            files.copy(inside + "lib", sysroot / "lib");
            if (merged) add(sysroot, image, axis_os);
        }
    }

    std::string engine_program() const {
        if (!request_.engine.empty()) return request_.engine;
        if (const auto program = engine::first_engine(stop_)) return *program;
        throw_engine(fmt::format("{} is no directory, and neither docker nor podman works here to "
                                 "look for an image of that name",
                                 text::visible(request_.source)),
                     "start docker, install podman, or name a directory");
    }

    // axisecp/acap-native-sdk:12.4.0-aarch64-ubuntu24.04 is made from the AXIS OS of SDK 12.4.0.
    std::string axis_os_of_tag(const std::string& image) const {
        const auto colon = image.rfind(':');
        if (colon == std::string::npos) return {};
        const std::string tag = image.substr(colon + 1);
        for (const Image& known : catalog_.images())
            if (tag.starts_with(known.version + "-") || tag == known.version) return known.axis_os;
        return {};
    }

    void add(const fs::path& sysroot, const std::string& source, const std::string& axis_os) {
        std::error_code error;
        if (!fs::is_directory(sysroot, error)) return;
        for (auto& [architecture, libraries] : measure(sysroot, stop_)) {
            if (!request_.architecture.empty() && request_.architecture != architecture) continue;
            const auto version = request_.axis_os.empty() ? AxisOs::parse(axis_os)
                                                          : AxisOs::from_user(request_.axis_os);
            if (!version)
                throw_usage(fmt::format("{} does not say which AXIS OS it is made from",
                                        text::visible(source)),
                            {}, {{Advice::name_axis_os}});
            scans_.push_back({*version, architecture, std::move(libraries), source});
        }
    }

    const ScanRequest& request_;
    const Catalog& catalog_;
    const Note& note_;
    std::stop_token stop_;
    std::vector<SymbolScan> scans_;
};

} // namespace

std::vector<SymbolScan> scan_sdk(const ScanRequest& request, const Catalog& catalog,
                                 const Note& note, std::stop_token stop) {
    return Scanner(request, catalog, note, std::move(stop)).scan();
}

fs::path save_scans(const std::vector<SymbolScan>& scans) {
    const fs::path file = SymbolTable::users_file();
    SymbolTable table;
    std::error_code missing;
    if (fs::exists(file, missing)) table = SymbolTable(read_file(file), file.string());
    for (const SymbolScan& scan : scans) table.add(scan);
    fs::create_directories(file.parent_path());
    write_file(file, table.document().dump(2) + "\n");
    return file;
}

} // namespace acapctl::sdk
