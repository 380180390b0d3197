#include "package/package_index.hpp"

#include "acapctl/error.hpp"
#include "manifest/document.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/inside.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <sys/stat.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t largest_index = 1U << 20U;
constexpr std::size_t most_packages = 1000;
constexpr std::size_t longest_word = 200;          // bytes
constexpr off_t largest_package = off_t{1} << 30U; // a camera has less room than that

class IndexReader {
  public:
    explicit IndexReader(const JsonDocument& document) : document_(document) {}

    PackageIndex read() const {
        const JsonNode& root = document_.root;
        if (!root.is(JsonNode::Kind::object)) refuse(root, "an index is an object");
        refuse_repeated(root);
        const JsonNode& schema = need(root, "schema", JsonNode::Kind::integer);
        if (schema.text != "1")
            refuse(schema, "schema " + text::visible(schema.text) + " is not known here, only 1");
        PackageIndex index{.application = word(root, "application"),
                           .version = word(root, "version")};
        const JsonNode& packages = need(root, "packages", JsonNode::Kind::array);
        if (packages.items.empty()) refuse(packages, "it names no package");
        if (packages.items.size() > most_packages)
            refuse(packages, fmt::format("it names more than {} packages", most_packages));
        std::set<std::string> files;
        for (const JsonNode& item : packages.items) {
            index.packages.push_back(package(item));
            if (!files.insert(index.packages.back().file).second)
                refuse(item, text::visible(index.packages.back().file) + " is named twice");
        }
        return index;
    }

  private:
    [[noreturn]] void refuse(const JsonNode& node, const std::string& what) const {
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "invalid-index",
                     .message = fmt::format("{}: {}", document_.where(node.offset), what),
                     .hint = "docs/package-index.md describes an index of packages"});
    }
    // Another reader would take the other of the two.
    void refuse_repeated(const JsonNode& object) const {
        for (const JsonMember& member : object.members)
            if (member.repeated)
                refuse(member.value,
                       fmt::format("the key '{}' stands there twice", text::visible(member.key)));
    }
    const JsonNode& need(const JsonNode& object, const char* key, JsonNode::Kind kind) const {
        const JsonNode* found = object.find(key);
        if (found == nullptr) refuse(object, fmt::format("'{}' is missing", key));
        if (kind == JsonNode::Kind::integer && found->is(JsonNode::Kind::real))
            refuse(*found, fmt::format("'{}' is a number with a fraction or an exponent, not a "
                                       "whole one as 1",
                                       key));
        if (!found->is(kind))
            refuse(*found, fmt::format("'{}' is {}, not {}", key, json_kind_name(found->kind),
                                       json_kind_name(kind)));
        return *found;
    }
    std::string word(const JsonNode& object, const char* key) const {
        const JsonNode& found = need(object, key, JsonNode::Kind::string);
        if (found.text.empty() || found.text.size() > longest_word)
            refuse(found, fmt::format("'{}' has {} bytes, not 1 to {}", key, found.text.size(),
                                      longest_word));
        return found.text;
    }
    IndexedPackage package(const JsonNode& item) const {
        if (!item.is(JsonNode::Kind::object)) refuse(item, "a package is an object");
        refuse_repeated(item);
        IndexedPackage result{.file = file(item), .sha256 = text::lower(word(item, "sha256"))};
        if (result.sha256.size() != 64 ||
            result.sha256.find_first_not_of("0123456789abcdef") != std::string::npos)
            refuse(*item.find("sha256"), "'sha256' is no SHA-256 of 64 hex digits");
        if (item.find("architecture") != nullptr) result.architecture = word(item, "architecture");
        if (item.find("signed") != nullptr)
            result.is_signed = need(item, "signed", JsonNode::Kind::boolean).boolean;
        return result;
    }
    // In one spelling, so that two of the same file are seen.
    std::string file(const JsonNode& item) const {
        const fs::path path = word(item, "file");
        if (path.native().find('\0') != std::string::npos || path.is_absolute() ||
            std::ranges::find(path, fs::path("..")) != path.end() || !path.has_filename())
            refuse(*item.find("file"),
                   fmt::format("'{}' is no path below the directory of the index",
                               text::visible(path.string())));
        return path.lexically_normal().string();
    }

    const JsonDocument& document_;
};

fs::path directory_of(const fs::path& file) {
    return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

} // namespace

PackageIndex parse_package_index(std::string text, const std::string& name) {
    return IndexReader(JsonDocument::parse(std::move(text), text::visible(name))).read();
}

ProvedIndex::ProvedIndex(const fs::path& file, const std::stop_token& stop)
    : file_(file), index_(parse_package_index(read_file(file, largest_index), file.string())) {
    const Inside directory(directory_of(file));
    for (const IndexedPackage& package : index_.packages) {
        const Descriptor opened = directory.open(package.file);
        struct stat status {};
        if (::fstat(opened.get(), &status) != 0 || status.st_size > largest_package)
            throw_invalid(
                fmt::format("{} is larger than a package can be", visible_path(path_of(package))));
        const std::string sum = sha256_of(opened, path_of(package), stop);
        if (sum != package.sha256) throw_mismatch(package, "SHA-256", package.sha256, sum);
    }
}

fs::path ProvedIndex::path_of(const IndexedPackage& package) const {
    return file_.parent_path() / package.file;
}

void ProvedIndex::check(const IndexedPackage& said, const Package& read,
                        const std::string& sha256) const {
    const auto compare = [&](const char* what, const std::string& expected, const std::string& is) {
        if (expected != is) throw_mismatch(said, what, expected, is);
    };
    compare("SHA-256", said.sha256, sha256); // it may have been replaced while it was read
    compare("application", index_.application, read.app_name);
    compare("version", index_.version, read.version);
    compare("architecture", said.architecture.value_or(read.architecture), read.architecture);
    const auto yes_or_no = [](bool is_signed) { return is_signed ? "yes" : "no"; };
    compare("signature", yes_or_no(said.is_signed.value_or(read.is_signed())),
            yes_or_no(read.is_signed()));
}

void ProvedIndex::throw_mismatch(const IndexedPackage& package, const std::string& what,
                                 const std::string& said, const std::string& is) const {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "index-mismatch",
                 .message = fmt::format("{} is not the package that {} names: {} is {}, and should "
                                        "be {}",
                                        visible_path(path_of(package)), visible_path(file_), what,
                                        text::visible(is), text::visible(said)),
                 .hint = "fetch the index and its packages again, or make the index anew"});
}

} // namespace acapctl
