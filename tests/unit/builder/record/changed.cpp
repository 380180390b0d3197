#include "builder/record/changed.hpp"

#include "builder/record/record.hpp"
#include "catch.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

#include <sys/stat.h>

using namespace acapctl;
using namespace acapctl::builder;
namespace fs = std::filesystem;

namespace {

using Changed = std::optional<std::vector<std::string>>;

// A project whose application is in `app`, as a build has recorded it.
struct Fixture {
    TempDir directory{};
    fs::path project = directory.path() / "p";
    fs::path app = project / "app";
    Plan plan{.project = project,
              .root = app,
              .manifest = "manifest.json",
              .output = project / "build",
              .key = "aarch64"};

    Fixture() {
        fs::create_directories(app);
        for (const char* name : {"app/main.c", "app/manifest.json", "Dockerfile", ".git/HEAD"}) {
            fs::create_directories((project / name).parent_path());
            write_file(project / name, name);
        }
    }
    void build() {
        const Workspace workspace = Workspace::make(project);
        Built built;
        built.package = {.path = project / "build/app.eap", .sha256 = sha256("package")};
        write_file(built.package.path, "package");
        const bool whole = plan.dockerfile() != nullptr;
        HashCache hashes;
        const Sources sources = survey(whole ? project : app, own_directory(project),
                                       whole ? History::keep : History::leave_out, hashes);
        write_record(workspace, plan, {built},
                     {.inputs = inputs_of(plan, sources), .sources = sources});
    }
    Changed changed() const {
        const auto all = sources_since_build(project);
        REQUIRE(all.size() == 1);
        CHECK(fs::equivalent(all[0].package, project / "build/app.eap"));
        return all[0].changed;
    }
};

class Inside {
  public:
    explicit Inside(const fs::path& directory) { fs::current_path(directory); }
    ~Inside() { fs::current_path(before_); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

  private:
    fs::path before_ = fs::current_path();
};

Changed names(std::vector<std::string> paths) {
    return paths;
}

} // namespace

TEST_CASE("the sources that a package was built from are compared with those that are there") {
    Fixture f;
    f.build();
    CHECK(f.changed() == names({}));
    write_file(f.app / "main.c", "edited");
    CHECK(f.changed() == names({"main.c"}));
    write_file(f.app / "more.c", "new");
    fs::remove(f.app / "manifest.json");
    CHECK(f.changed() == names({"main.c", "manifest.json", "more.c"}));
    f.build();
    CHECK(f.changed() == names({}));
    REQUIRE(::chmod((f.app / "main.c").c_str(), 0755) == 0);
    CHECK(f.changed() == names({"main.c"}));
    REQUIRE(::chmod((f.app / "main.c").c_str(), 0644) == 0);
    CHECK(f.changed() == names({}));
}

TEST_CASE("what is no source of the package is none of its changes") {
    Fixture f;
    f.build();
    write_file(f.project / "README.md", "beside the application");
    write_file(f.project / ".git/HEAD", "another commit");
    write_file(f.app / "other.eap", "a package");
    REQUIRE(::mkfifo((f.app / "fifo").c_str(), 0600) == 0);
    fs::create_directory(f.app / "empty");
    CHECK(f.changed() == names({}));
}

TEST_CASE("of a Dockerfile's build all of the project is a source, but for what a commit changes") {
    Fixture f;
    f.plan.build = DockerfileBuild{};
    f.build();
    CHECK(f.changed() == names({}));
    write_file(f.project / ".git/HEAD", "another commit");
    CHECK(f.changed() == names({}));
    write_file(f.project / "Dockerfile", "edited");
    CHECK(f.changed() == names({"Dockerfile"}));
}

TEST_CASE("a project that was typed as a relative path is found from elsewhere") {
    Fixture f;
    {
        const Inside there(f.directory.path());
        f.plan.project = "p";
        f.plan.root = "p/app";
        f.build();
    }
    CHECK(f.changed() == names({}));
    write_file(f.app / "main.c", "edited");
    CHECK(f.changed() == names({"main.c"}));
}

TEST_CASE("where nothing is recorded, or not here, nothing is said") {
    Fixture f;
    CHECK(sources_since_build(f.project).empty());
    Built built;
    built.package = {.path = f.project / "build/app.eap"};
    fs::create_directory(f.project / "build");
    write_file(built.package.path, "package");
    write_record(Workspace::make(f.project), f.plan, {built}); // they changed while it was built
    CHECK(f.changed() == std::nullopt);
    f.build();
    fs::remove_all(f.app); // unreadable
    CHECK(f.changed() == std::nullopt);
    const Fixture clone;
    fs::copy(f.project / "build", clone.project / "build", fs::copy_options::recursive);
    CHECK(sources_since_build(clone.project).empty());
}
