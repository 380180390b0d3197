#include "package/diff_threshold.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "unit/package/samples.hpp"

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> lines_of(const std::string& before, const std::string& after) {
    std::vector<std::string> lines;
    for (const ManifestChange& change : diff_manifests(before, after))
        lines.push_back(std::string(change_name(change.change)) + " " + change.path + " " +
                        change.before + "|" + change.after);
    return lines;
}

PackageContent content_of(const fs::path& directory) {
    const fs::path file = directory / "a.eap";
    fs::remove(file);
    write_file(file, samples::archive(directory, {"--exclude=a.eap", "."}));
    return read_content(file);
}

ElfMember program(const std::string& path, std::vector<std::string> needed,
                  std::vector<std::string> versions) {
    ElfMember member{.path = path};
    member.facts.architecture = "aarch64";
    member.facts.needed = std::move(needed);
    if (!versions.empty()) member.facts.versions = {{"libc.so.6", std::move(versions)}};
    return member;
}

} // namespace

TEST_CASE("manifests are compared by what they say") {
    const struct {
        const char *before, *after;
        std::vector<std::string> lines;
    } cases[] = {
        {R"({"a": 1, "b": {"c": "x"}})", R"({ "b":{"c":"x"}, "a":1 })", {}},
        {R"({"a": 1})", R"({"a": 2})", {"changed $.a 1|2"}},
        {R"({"a": 1})", R"({"a": "1"})", {"changed $.a 1|\"1\""}},
        {R"({"a": 1})", R"({"a": {"b": [1, 2]}})", {R"(changed $.a 1|{"b": [1, 2]})"}},
        {R"({"a": {"b": 1, "c": 2}})",
         R"({"a": {"c": 2, "d": 3}})",
         {"removed $.a.b 1|", "added $.a.d |3"}},
        {R"({"g": ["video", "sdk"]})", R"({"g": ["sdk", "video"]})", {}},
        {R"({"g": ["video", "video"]})", R"({"g": ["video"]})", {"removed $.g[] \"video\"|"}},
        {R"({"g": ["a"]})", R"({"g": ["b"]})", {"removed $.g[] \"a\"|", "added $.g[] |\"b\""}},
        {R"({"p": [{"name": "A", "v": 1}, {"name": "B", "v": 2}]})",
         R"({"p": [{"name": "B", "v": 3}, {"name": "A", "v": 1}]})",
         {"changed $.p[name=B].v 2|3"}},
        {R"({"p": [{"name": "A"}, {"name": "A"}]})",
         R"({"p": [{"name": "A"}]})",
         {R"(removed $.p[1] {"name": "A"}|)"}},
        {R"({"p": [{"v": 1}, 2]})", R"({"p": [{"v": 2}, 2]})", {"changed $.p[0].v 1|2"}},
        {"", R"({"a": 1})", {R"(changed $ null|{"a": 1})"}},
        {"", "", {}},
    };
    for (const auto& [before, after, lines] : cases) {
        INFO(before << " to " << after);
        CHECK(lines_of(before, after) == lines);
    }
}

// Every key looked for among all others would be ten thousand million comparisons.
TEST_CASE("manifests of very many keys are compared") {
    std::string before = "{";
    for (int i = 0; i < 100'000; ++i) before += "\"key " + std::to_string(i) + "\":1,";
    const auto changes = diff_manifests(before + "\"a\":1}", before + "\"b\":1}");
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].path == "$.a");
    CHECK(changes[1].path == "$.b");
}

TEST_CASE("files differ by content, mode and type, not by time or order") {
    const TempDir first;
    const TempDir second;
    samples::write_members(first.path());
    samples::write_members(second.path());
    const PackageContent before = content_of(first.path());
    fs::last_write_time(second.path() / "LICENSE", fs::file_time_type{});
    CHECK(diff(before, content_of(second.path())).files.empty());

    write_file(second.path() / "sample", std::string(5000, 'y'), 0755); // of the same size
    fs::permissions(second.path() / "LICENSE", fs::perms(0600));
    fs::remove(second.path() / "param.conf");
    write_file(second.path() / "new", "");
    fs::remove(second.path() / "html/link.html");
    fs::create_symlink("elsewhere", second.path() / "html/link.html");
    std::vector<std::string> lines;
    for (const FileChange& change : diff(before, content_of(second.path())).files)
        lines.push_back(std::string(change_name(change.change)) + " " + change.path +
                        (change.content ? " content" : "") + (change.mode ? " mode" : ""));
    CHECK(lines == std::vector<std::string>{"changed LICENSE mode",
                                            "changed html/link.html content", "added new",
                                            "removed param.conf", "changed sample content"});
}

TEST_CASE("needs tell what is new to the package") {
    PackageContent before;
    PackageContent after;
    before.scan.elf = {program("app", {"libc.so.6", "libold.so"}, {"GLIBC_2.34"})};
    after.scan.elf = {program("app", {"libc.so.6"}, {"GLIBC_2.34", "GLIBC_2.38"}),
                      program("lib/x.so", {"libc.so.6", "libold.so"}, {})};
    std::vector<std::string> lines;
    for (const NeedChange& change : diff(before, after).needs)
        lines.push_back(std::string(change_name(change.change)) + " " + change.path + " " +
                        change.what + (change.new_to_package ? " new" : ""));
    CHECK(lines == std::vector<std::string>{"removed app libold.so",
                                            "added app GLIBC_2.38 of libc.so.6 new",
                                            "added lib/x.so aarch64", "added lib/x.so libc.so.6",
                                            "added lib/x.so libold.so"});
}

TEST_CASE("a threshold is exceeded by more than it allows") {
    PackageDiff change{.size_before = 1000, .size_after = 1050};
    change.manifest.resize(2);
    change.files.resize(3);
    change.needs = {{.new_to_package = true}, {.new_to_package = false}};
    change.floor = FloorChange{.before = "A", .after = "B", .narrower = true};
    const struct {
        const char* text;
        bool exceeded;
    } cases[] = {
        {"size>5%", false}, {"size>4.9%", true},    {"size > 4.99 %", true}, {"size>50", false},
        {"size>49", true},  {"size>0.05kB", false}, {"size>0.049kB", true},  {"size>1MB", false},
        {"size>0%", true},  {"manifest", true},     {"manifest>1", true},    {"manifest>2", false},
        {"files>2", true},  {"files>3", false},     {"elf", true},           {"elf>0", true},
        {"elf>1", false},   {"floor", true},        {"any", true},
    };
    for (const auto& [text, exceeded] : cases) {
        INFO(text);
        CHECK(Threshold::parse(text).exceeded(change).has_value() == exceeded);
    }
    const PackageDiff nothing{.size_before = 7, .size_after = 7};
    const PackageDiff smaller{.size_before = 7, .size_after = 6};
    for (const char* text : {"size>0%", "size>0", "manifest", "files", "elf", "floor", "any"})
        CHECK_FALSE(Threshold::parse(text).exceeded(nothing));
    CHECK_FALSE(Threshold::parse("size>0%").exceeded(smaller));
    CHECK_FALSE(Threshold::parse("any").exceeded(smaller)); // the contents are equal
    PackageDiff one_file;
    one_file.files.resize(1);
    CHECK(Threshold::parse("any").exceeded(one_file));
}

TEST_CASE("what is no threshold is a usage error") {
    for (const char* text :
         {"", "size", "size>", "size>x", "size>-1", "size>5%%", "size>5GB", "size<5", "files>1%",
          "floor>1", "any>0", "weight>1", "size>1.", "size>.5", "size>1e3", "files>-1"}) {
        INFO(text);
        try {
            Threshold::parse(text);
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::usage);
            CHECK_THAT(error.failure().hint, contains("size>N%"));
        }
    }
}
