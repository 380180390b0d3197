#include "cli/program.hpp"
#include "support/streams.hpp"

int main(int argc, char** argv) {
    acapctl::open_missing_streams();
    return acapctl::cli::run_program(argc, argv);
}
