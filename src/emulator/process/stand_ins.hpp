#pragma once
// What an application finds of AXIS OS besides /proc and /etc: stand-ins for its libraries, for
// larod's and for two of its tools, which apps/emulated-device makes.

#include "emulator/profile/faults.hpp"
#include "emulator/profile/profile.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::emulator {

// liblarod for one run of an application.
struct Larod {
    std::string version{};                 // empty: there is none
    std::filesystem::path configuration{}; // what the stand-in reads
};

// Whether those for the architecture of the device were built.
bool has_stand_ins(const Profile& profile);

// Devices, delays and what the faults at this start of a program make of them, as the stand-in
// reads it. `sessions`: those of other applications.
std::string larod_configuration(const Profile& profile, Faults& faults, unsigned sessions);
// Writes that to `file`, if the device has a larod.
Larod prepare_larod(const Profile& profile, Faults& faults, const std::filesystem::path& file,
                    unsigned sessions);

// Options of bubblewrap, for behind those that show this machine. `facts` holds `parameters`.
std::vector<std::string> stand_in_mounts(const Profile& profile, const std::filesystem::path& facts,
                                         const Larod& larod);

// The file of facts that parhandclient reads: root.Brand.ProdNbr="P3265-V".
std::string parameter_facts(const Profile& profile);

} // namespace acapctl::emulator
