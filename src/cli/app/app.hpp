#pragma once
// The program behind main(): parse, dispatch, turn an Error into an exit code.

namespace acapctl::cli {

int run_app(int argc, char** argv);

} // namespace acapctl::cli
