#include "unit/package/elf_samples.hpp"

#include "support/files.hpp"
#include "unit/package/samples.hpp"

namespace acapctl::samples {

namespace fs = std::filesystem;

const std::vector<std::string> triplets = {"aarch64-linux-gnu", "arm-linux-gnueabihf"};

namespace {

const std::string larod_source =
    "int larod_connect_old(void) { return 1; }\n"
    "int larod_connect_new(void) { return 3; }\n"
    "__asm__(\".symver larod_connect_old,larodConnect@LIBLAROD_1.0.0\");\n"
    "__asm__(\".symver larod_connect_new,larodConnect@@LIBLAROD_3.0.0\");\n";
const std::string larod_map = "LIBLAROD_1.0.0 { global: larodConnect; local: *; };\n"
                              "LIBLAROD_3.0.0 { global: larodConnect; } LIBLAROD_1.0.0;\n";
const std::string helper_source = "#include <math.h>\n"
                                  "int larodConnect(void);\n"
                                  "double helper(double x) { return exp(x) + larodConnect(); }\n";
const std::string app_source =
    "#include <stdio.h>\n"
    "double helper(double x);\n"
    "int main(int argc, char** argv) {\n"
    "    char text[64];\n"
    "    snprintf(text, sizeof text, \"%s %f\", argv[0], helper(argc));\n"
    "    return puts(text) < 0;\n"
    "}\n";

} // namespace

void compile(const std::string& triplet, const fs::path& directory, const std::string& source,
             const std::string& output, const std::vector<std::string>& options) {
    std::vector<std::string> command = {triplet + "-gcc", "-x", "c",   "-", "-o",
                                        output,           "-x", "none"};
    command.insert(command.end(), options.begin(), options.end());
    must_run(command, directory, source);
}

void build_application(const std::string& triplet, const fs::path& directory,
                       const std::vector<std::string>& options) {
    fs::create_directories(directory / "lib");
    fs::create_directories(directory / "device");
    write_file(directory / "device/larod.map", larod_map);
    compile(
        triplet, directory, larod_source, "device/liblarod.so.1",
        {"-shared", "-fPIC", "-Wl,-soname,liblarod.so.1", "-Wl,--version-script,device/larod.map"});
    compile(triplet, directory, helper_source, "lib/libhelper.so.1.2",
            {"-shared", "-fPIC", "-Wl,-soname,libhelper.so.1", "device/liblarod.so.1", "-lm"});
    fs::create_symlink("libhelper.so.1.2", directory / "lib/libhelper.so.1");
    std::vector<std::string> all = {"-Wl,-rpath,$ORIGIN/lib", "-Wl,-rpath-link,device",
                                    "lib/libhelper.so.1.2"};
    all.insert(all.end(), options.begin(), options.end());
    compile(triplet, directory, app_source, "app", all);
}

} // namespace acapctl::samples
