// Lists of devices that other tools keep; the first byte says of which format.
#include "fleet/imports/merge.hpp"
#include "fuzz/target.hpp"

using namespace acapctl;
using namespace acapctl::fleet;

namespace {

void check(const Import& import) {
    const std::vector<Merged> merged = merge({}, import.devices, false);
    const Inventory now = parse_inventory(with_merged("", merged), "devices.toml");
    std::size_t added = 0;
    for (const Merged& each : merged) {
        if (!each.is_taken()) continue;
        ++added;
        const InventoryDevice* device = now.find(each.device.name);
        fuzz::require(device != nullptr && device->address == each.device.address &&
                          device->tags == each.device.tags &&
                          device->password.reveal() == each.device.password.reveal(),
                      "a device that was added is what was read");
        fuzz::require(device->password_command.empty(), "nobody else's command is run");
    }
    fuzz::require(now.devices.size() == added, "nothing else is added");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string& format = import_formats()[data[0] % import_formats().size()];
    fuzz::accepts([&] { check(read_import(fuzz::text_of(data + 1, size - 1), "file", format)); });
    return 0;
}
