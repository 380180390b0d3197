#pragma once
// What a checkout on Windows does to an application: CRLF line ends, on which `#!/bin/sh` fails on
// a device, and modes 0777, with which AXIS OS' reverse proxy silently refuses to work.

#include "package/members.hpp"

namespace acapctl {

// Takes write permission for everyone away, and CRLF line ends out of scripts: files that begin
// with "#!" or that are named in `scripts`, if they are text. The files on disk stay as they are.
// Each kind of change adds one warning. With `mend` false nothing is changed, only told.
void mend_members(const Inside& project, std::vector<SourceMember>& members,
                  const std::vector<std::string>& scripts, bool mend,
                  std::vector<std::string>& warnings);

} // namespace acapctl
