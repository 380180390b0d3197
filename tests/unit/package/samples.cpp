#include "unit/package/samples.hpp"

#include "catch.hpp"
#include "support/subprocess.hpp"

namespace acapctl::samples {

namespace fs = std::filesystem;

const std::string manifest = R"({
    "schemaVersion": "1.7.1",
    "acapPackageConf": {
        "setup": {
            "appName": "sample",
            "friendlyName": "Sample App",
            "vendor": "Example",
            "version": "1.2.3",
            "runMode": "never",
            "architecture": "aarch64"
        }
    }
})";

const std::string conf = "PACKAGENAME=\"Sample App\"\nAPPTYPE=\"aarch64\"\nAPPNAME=\"sample\"\n"
                         "VENDOR=\"Example\"\nAPPMAJORVERSION=\"1\"\nAPPMINORVERSION=\"2\"\n"
                         "APPMICROVERSION=\"3\"\n";

std::string must_run(const std::vector<std::string>& arguments, const fs::path& directory,
                     const std::string& input) {
    const CommandResult result =
        run({.arguments = arguments, .directory = directory, .input = input});
    INFO(shell_quoted(arguments) << "\n" << result.errors);
    REQUIRE(result.status == 0);
    return result.output;
}

void write_members(const fs::path& directory) {
    write_file(directory / "sample", std::string(5000, 'x'), 0755);
    write_file(directory / "package.conf", conf);
    write_file(directory / "param.conf", "Level=\"3\" type=\"int\"\n");
    write_file(directory / "LICENSE", "free\n");
    write_file(directory / "manifest.json", manifest, 0600);
    fs::create_directories(directory / "html");
    write_file(directory / "html/index.html", "<html></html>\n");
    fs::create_symlink("index.html", directory / "html/link.html");
}

std::string archive(const fs::path& directory, const std::vector<std::string>& arguments) {
    std::vector<std::string> command = {"tar", "--create", "--format=gnu", "--file=-"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return must_run({"gzip", "-n", "-9"}, directory, must_run(command, directory));
}

std::string package() {
    const TempDir dir;
    write_members(dir.path());
    return archive(dir.path(),
                   {"sample", "package.conf", "param.conf", "LICENSE", "manifest.json", "html"});
}

} // namespace acapctl::samples
