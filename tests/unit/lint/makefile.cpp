#include "lint/makefile.hpp"

#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::lint;
using Words = std::vector<std::string>;

TEST_CASE("packages of pkg-config and -l flags are found as Makefiles have them") {
    CHECK(parse_makefile("PKGS = gio-2.0 vdostream\n"
                         "LDLIBS += $(shell pkg-config --libs $(PKGS)) -lm\n")
              .packages == Words{"gio-2.0", "vdostream"});
    CHECK(parse_makefile("LIBS = `pkg-config --libs liblarod`\n").packages == Words{"liblarod"});
    CHECK(parse_makefile("A=axevent\nB := ${A} \\\n   axparameter # vdostream\n"
                         "C = $(shell $(PKG_CONFIG) --cflags ${B})\n")
              .packages == Words{"axevent", "axparameter"});
    CHECK(parse_makefile("LDLIBS = -Wl,-Bstatic -llicensekey_stat -Wl,-Bdynamic -llicensekey\n"
                         "x: x.c\n\t$(CC) -o $@ $< -laxoverlay $(LDLIBS)\n")
              .libraries == Words{"liblicensekey_stat.so", "liblicensekey.so", "libaxoverlay.so"});
    CHECK(parse_makefile("PKGS = vdostream\n").packages.empty()); // nobody asks for it
    CHECK(parse_makefile("A = $(A) $(B)\nB = $(A) $(A)\n\tpkg-config $(A)\n").packages.empty());
}

TEST_CASE("a project has its Makefile beside the manifest or in app, or none") {
    const TempDir dir;
    CHECK(read_makefile(dir.path()).name.empty());
    std::filesystem::create_directory(dir.path() / "app");
    write_file(dir.path() / "app/Makefile", "all:\n\tcc -lvdostream\n");
    CHECK(read_makefile(dir.path()).libraries == Words{"libvdostream.so"});
    std::filesystem::create_symlink("/etc/passwd", dir.path() / "Makefile"); // leads out
    CHECK(read_makefile(dir.path()).name.empty());
}
