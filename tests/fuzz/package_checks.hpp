#pragma once
// What a package that was accepted must be, whatever it was made of.

#include "fuzz/target.hpp"
#include "package/elf_scan.hpp"
#include "package/reader.hpp"
#include "support/text.hpp"

#include <algorithm>

namespace acapctl::fuzz {

// Little, so that a bomb of zeros does not cost the time of a thousand other inputs.
inline const ReadLimits limits{.total = 1U << 18U, .text = 1U << 16U, .members = 500};

inline void require_sound(const Package& package) {
    require(!package.app_name.empty() && package.app_name.find('/') == std::string::npos &&
                package.app_name != "." && package.app_name != "..",
            "the application's name is a file name");
    require(package.trailing_bytes < package.size, "what is behind the package is not all of it");
    std::uint64_t content = 0;
    for (const Member& member : package.members) {
        const auto parts = text::split(member.path, '/');
        require(std::ranges::none_of(parts,
                                     [](const std::string& part) {
                                         return part.empty() || part == "." || part == "..";
                                     }),
                "a member lies inside the package");
        require(member.type != MemberType::other, "a member is no device");
        require((member.mode & ~07777U) == 0, "a mode is permissions only");
        require(member.path.size() <= limits.path && member.link.size() <= limits.path,
                "names have a bound");
        content += member.size;
    }
    require(content <= limits.total && package.members.size() <= limits.members,
            "content has a bound");
}

inline void require_sound(const PackageScan& scan) {
    require_sound(scan.package);
    for (const ElfMember& member : scan.elf)
        require(member.libraries.size() == member.facts.needed.size(),
                "every needed library is looked for");
}

} // namespace acapctl::fuzz
