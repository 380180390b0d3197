// Tells what is in a package, whether its manifest is sound and where it runs.
#include <acapctl/compatibility.hpp>
#include <acapctl/error.hpp>
#include <acapctl/manifest.hpp>
#include <acapctl/package.hpp>
#include <acapctl/version.hpp>

#include <iostream>

int main(int argc, char** argv) try {
    if (argc != 2) return 2;
    const acapctl::Package package = acapctl::read_package(argv[1]);
    std::cout << "libacapctl " << acapctl::version() << '\n'
              << package.app_name << ' ' << package.version << ' ' << package.architecture << ", "
              << package.members.size() << " files\n";
    const auto report = acapctl::check_manifest(package.manifest.value_or("{}"));
    std::cout << "schema " << report.schema << ": " << (report.accepted ? "accepted" : "refused")
              << '\n';
    for (const auto& finding : report.findings)
        std::cout << finding.line << ':' << finding.column << ": " << finding.message << '\n';
    const auto runs = acapctl::where_it_runs(argv[1]);
    std::cout << runs.sentence << '\n';
    for (const acapctl::RunsOn& one : runs.combinations)
        if (one.chip == "artpec8")
            std::cout << one.chip << ' ' << one.axis_os << ' ' << acapctl::runs_name(one.runs)
                      << '\n';
} catch (const acapctl::Error& error) {
    std::cerr << error.failure().code << ": " << error.what() << '\n';
    return static_cast<int>(acapctl::exit_code(error.kind()));
}
