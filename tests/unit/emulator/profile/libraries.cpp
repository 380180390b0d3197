#include "emulator/profile/libraries.hpp"
#include "support/text.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

bool has(const std::string& profile, const std::string& file) {
    return std::ranges::any_of(libraries_of(load_profile(profile, 0)), [&](const Library& each) {
        return each.soname == file || each.file == file;
    });
}

} // namespace

// Axis' tables of APIs in the release notes of ACAP 12.2 and 12.11.1; SONAMEs from programs of Axis
// that link to them.
TEST_CASE("a device has the libraries of its chip and its AXIS OS") {
    struct Row {
        const char* library;
        const char* on;     // profiles that have it
        const char* not_on; // and that have not
    };
    const std::string all = "artpec6 artpec7 artpec8 artpec9 cv25 cv75 imx6sx";
    for (const Row& row : {
             Row{"libaxevent.so.1", all.c_str(), ""},
             Row{"libaxparameter.so.1", all.c_str(), ""},
             Row{"libaxstorage.so.1", all.c_str(), ""},
             Row{"liblicensekey.so.1", all.c_str(), ""},
             Row{"libcurl.so.4", all.c_str(), ""},
             Row{"libvdostream.so.1", "artpec6 artpec7 artpec8 artpec9 cv25", "imx6sx imx8mn"},
             Row{"libaxoverlay.so", "artpec6 artpec7 artpec8 artpec9", "cv25 cv75 imx6sx"},
             Row{"libaxoverlay2.so", "artpec7@12.11 artpec8 artpec9",
                 "artpec6@12.11 cv25@12.11 artpec8@12.9 artpec8@11.11"},
             Row{"libbbox.so.1", "artpec7 artpec8 artpec9 cv25 cv75",
                 "artpec6 imx6sx artpec8@10.12"},
             Row{"libmdb.so.1", "artpec7 artpec8 cv25 artpec8@12.11",
                 "artpec6 artpec8@13 artpec8@10.12"},
             Row{"libOpenCL.so.1", "artpec7 artpec8 artpec9", "artpec6 cv25 cv75 imx6sx"},
             Row{"libGLESv2.so.2", "artpec8@12.11 artpec9@13", "artpec8@12.9 cv25@12.11"},
             Row{"libaxserialport.so.1", "artpec7 artpec8 artpec9", "cv75"},
             Row{"libfcgi.so.0", "artpec7 artpec8 artpec9 cv25 imx6sx", "artpec6 cv75"},
             Row{"libssl.so.1.1", "artpec8@11.11 artpec6@11.11.205", "artpec8@12.0"},
             Row{"libglib-2.0.so.0", "imx6sx artpec8@11.11 artpec8@12.0", ""},
             Row{"libglib-2.0.so.0.7200.3", "imx6sx@10.12 artpec8@11.11.205", "artpec8@12.0"},
             Row{"libglib-2.0.so.0.8000.0", "artpec8@12.0 artpec6@13", "artpec8@11.11"},
             Row{"libssl.so.3", "artpec8@12.0 artpec8@13", "artpec8@11.11"},
         }) {
        for (const std::string& name : text::split(row.on, ' ')) {
            INFO(row.library << " on " << name);
            CHECK(has(name, row.library));
        }
        for (const std::string& name : text::split(row.not_on, ' ')) {
            if (name.empty()) continue;
            INFO(row.library << " on " << name);
            CHECK_FALSE(has(name, row.library));
        }
    }
}
