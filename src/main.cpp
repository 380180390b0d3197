#include "cli/app.hpp"

int main(int argc, char** argv) {
    return acapctl::cli::run_app(argc, argv);
}
