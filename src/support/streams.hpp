#pragma once

namespace acapctl {

// Standard input, output and error that are closed when a program starts would become the first
// files it opens, and what it prints would go into those: they are opened on /dev/null. The first
// call of main().
void open_missing_streams();

} // namespace acapctl
