// Unpacking: nothing outside the directory changes, whatever the members say.
#include "fuzz/package_bytes.hpp"
#include "fuzz/package_checks.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <filesystem>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

const char* const secret = "nobody's business\n";

class Neighbourhood {
  public:
    Neighbourhood() : root_(fuzz::make_directory()) { write_file(root_ / "outside", secret, 0600); }
    ~Neighbourhood() { fs::remove_all(root_); }

    fs::path inside() const { return root_ / "inside"; }

    void require_untouched() const {
        const auto entries = std::distance(fs::directory_iterator(root_), fs::directory_iterator());
        fuzz::require(entries <= 2, "nothing is made beside the directory");
        fuzz::require(read_file(root_ / "outside") == secret &&
                          fs::status(root_ / "outside").permissions() == fs::perms(0600) &&
                          fs::hard_link_count(root_ / "outside") == 1,
                      "a file beside the directory is left alone");
    }

    void require_there(const Member& member) const {
        const fs::file_status status = fs::symlink_status(inside() / member.path);
        const bool right = member.type == MemberType::directory ? fs::is_directory(status)
                           : member.type == MemberType::symlink ? fs::is_symlink(status)
                                                                : fs::exists(status);
        fuzz::require(right, "what is said to be written is there");
        fuzz::require(member.type == MemberType::symlink ||
                          (status.permissions() & (fs::perms::set_uid | fs::perms::set_gid |
                                                   fs::perms::sticky_bit)) == fs::perms::none,
                      "no set-id bit comes out of a package");
    }

  private:
    fs::path root_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static fuzz::MemoryFile file;
    static const Neighbourhood neighbourhood;
    const auto& path = file.holding(fuzz::package_of(fuzz::text_of(data, size)));
    const auto ignore = [](const Member&, PackageReader&) {};
    if (!fuzz::accepts([&] { read_package(path, ignore, fuzz::limits); })) return 0;
    fuzz::accepts([&] {
        const auto written = extract_package(path, neighbourhood.inside());
        for (const Member& member : written) neighbourhood.require_there(member);
    });
    neighbourhood.require_untouched();
    fs::remove_all(neighbourhood.inside());
    return 0;
}
