#pragma once
// What was deployed from here, per device and application, and the packages themselves: so that an
// identical build need not be sent again, and the one before can be put back. It is a cache: it may
// be deleted at any time, and a device may have been changed by others since. What is installed is
// judged by it, too: a package of that name and version tells what list.cgi does not.
//
// Whose a record is says Identity. One that came later to a device of the same serial number, but
// not to this one, may have come to this one all the same, by another name or address, or to one
// that lies: then it is not known what is installed, and the package is sent. It is another device
// for sure if it showed another certificate, and this one shows that of its own record still.

#include "acapctl/package.hpp"
#include "device/session/identity.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::device {

struct Deployed {
    std::string sha256{}; // of the package
    std::string version{};
    std::string vendor_id{};
    std::string file_name{};
    // RFC 3339, UTC, by this machine's clock. Empty: since then something was sent of which nobody
    // knows what became.
    std::string time{};
    std::string known_as{};    // the device, as its Identity says
    std::string certificate{}; // that it showed; the same
};

class History {
  public:
    // $XDG_CACHE_HOME/acapctl/deployed. At most `limit` bytes of packages are kept, the longest
    // unused go first; and `keep` packages of one application on one device.
    explicit History(std::filesystem::path directory = default_directory(),
                     std::uint64_t limit = 1U << 30U, std::size_t keep = 5);
    static std::filesystem::path default_directory();

    // Newest first; none where nothing is known, or the device tells no serial number.
    std::vector<Deployed> of(const Identity& device, const std::string& app) const;
    // The newest that may have come to this device, as another one; nothing: what of() says is all.
    std::optional<Deployed> newer_elsewhere(const Identity& device, const std::string& app) const;
    // The same of every device together, each package once, in no order.
    std::vector<Deployed> on_any_device(const std::string& app) const;
    // Names of the applications that were deployed on any device, in no order, some more than once.
    std::vector<std::string> applications() const;
    // Remembers `entry` as the newest and keeps a copy of its file. Throws invalid_input when that
    // cannot be written.
    void add(const Identity& device, const std::string& app, Deployed entry,
             const std::filesystem::path& file) const;
    // What may be installed, of() and newer_elsewhere(), without its time while something else is
    // sent, so that a process that ends in between leaves no wrong record. Gives what it was.
    std::vector<Deployed> doubt(const Identity& device, const std::string& app) const;
    // The device has what it had.
    void trust(const Identity& device, const std::string& app,
               const std::vector<Deployed>& doubted) const;
    // `sha256` is installed again: forgets what came to this device after it.
    void back_to(const Identity& device, const std::string& app, const std::string& sha256) const;
    // The kept file, if it is still there and still what it was.
    std::optional<std::filesystem::path> package(const Deployed& entry) const;

  private:
    std::optional<std::filesystem::path> record(const std::string& serial,
                                                const std::string& app) const;
    // Of every device that told the serial number.
    std::vector<Deployed> of_serial(const std::string& serial, const std::string& app) const;
    void set_times(const Identity& device, const std::string& app,
                   const std::vector<Deployed>& as) const;
    std::filesystem::path package_path(const std::string& sha256) const;
    void keep_package(const std::string& sha256, const std::filesystem::path& file) const;
    void shrink(const std::filesystem::path& but) const;

    std::filesystem::path directory_;
    std::uint64_t limit_;
    std::size_t keep_;
};

} // namespace acapctl::device
