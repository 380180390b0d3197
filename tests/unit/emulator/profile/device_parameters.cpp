#include "emulator/profile/device_parameters.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace acapctl::emulator;

namespace {

// The parameter of that name; nothing if there is none.
std::optional<DeviceParameter> find(const std::string& profile, const std::string& name) {
    const auto all = device_parameters(load_profile(profile, 0));
    const auto found = std::ranges::find(all, name, &DeviceParameter::name);
    if (found == all.end()) return std::nullopt;
    return *found;
}

} // namespace

TEST_CASE("a name with a range stands for each of its numbers") {
    using Names = std::vector<std::string>;
    CHECK(names_in_range("A.B") == Names{"A.B"});
    CHECK(names_in_range("A.I[1-3].B") == Names{"A.I1.B", "A.I2.B", "A.I3.B"});
    CHECK(names_in_range("A.Driver[9-10]Status") == Names{"A.Driver9Status", "A.Driver10Status"});
    CHECK(names_in_range("A[") == Names{"A["});
    CHECK(names_in_range("A[1]") == Names{"A[1]"});
}

TEST_CASE("a group holds what is below it, not what begins alike") {
    CHECK(is_in_group("Network.SSH.Enabled", "Network.SSH"));
    CHECK(is_in_group("Network.SSH", "Network.SSH"));
    CHECK(is_in_group("Network", ""));
    CHECK_FALSE(is_in_group("Network.SSHD", "Network.SSH"));
}

TEST_CASE("no value of a device has a blank that nobody filled in") {
    for (const char* profile : {"artpec6", "artpec7@10.12", "artpec8@13", "imx8mn"})
        for (const DeviceParameter& parameter : device_parameters(load_profile(profile, 0))) {
            INFO(profile << " " << parameter.name);
            CHECK(parameter.value.find("${") == std::string::npos);
            CHECK(parameter.name.find_first_of("[]") == std::string::npos);
        }
}

TEST_CASE("parameters tell one device from another") {
    CHECK(find("artpec8", "Network.HostName")->value == "axis-b8a44fe08010");
    CHECK(find("artpec8", "Network.eth0.MACAddress")->value == "B8:A4:4F:E0:80:10");
    CHECK(find("artpec8", "Network.DHCP.VendorClass")->value ==
          "AXIS,Dome Camera,P3265-V,12.11.77");
    CHECK(find("artpec8", "Properties.API.Metadata.Metadata")->value == "yes");
    CHECK(find("artpec7@10.12", "Network.HTTP.AuthenticationPolicy")->value == "digest");
    CHECK_FALSE(find("artpec8@13", "Network.HTTP.AuthenticationPolicy"));
    CHECK_FALSE(find("artpec8@13", "SNMP.Enabled"));
    CHECK(find("artpec8", "SNMP.Enabled"));
    CHECK_FALSE(find("imx8mn", "Properties.Image.Format")); // it has no sensor
}

TEST_CASE("what identifies a device cannot be written, a switch takes yes or no") {
    const auto ssh = find("artpec8", "Network.SSH.Enabled");
    CHECK(ssh->writable);
    CHECK(ssh->type == "bool:no,yes");
    CHECK(find("artpec8", "Image.I0.Appearance.Compression")->writable);
    for (const char* fixed : {"Brand.ProdNbr", "Properties.Image.Format", "Network.IPAddress",
                              "Network.HTTP.AuthenticationPolicy", "HTTPS.Port"}) {
        INFO(fixed);
        CHECK_FALSE(find("artpec8", fixed)->writable);
    }
}
