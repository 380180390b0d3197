// What a network answers to the question for devices, itself or through Avahi.
#include "acapctl/error.hpp"
#include "fleet/discovery/avahi.hpp"
#include "fleet/discovery/found.hpp"
#include "fleet/imports/import.hpp"
#include "fuzz/target.hpp"
#include "support/text.hpp"

using namespace acapctl;
using namespace acapctl::fleet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<DnsAnswer> answers = parse_avahi(fuzz::text_of(data, size)).answers;
    if (const auto records = parse_dns_answer(fuzz::text_of(data, size))) {
        fuzz::require(records->size() <= size, "a record takes some bytes");
        for (const DnsRecord& record : *records)
            fuzz::require(record.name.size() <= 600 && record.target.size() <= 600, "a name ends");
        answers.push_back({*records, "192.0.2.1", "eth0"});
        answers.push_back({*records, "fe80::1", "eth1"});
    }
    const std::vector<FoundDevice> devices = devices_in(answers);
    for (const FoundDevice& device : devices) {
        fuzz::require_printable(device.name());
        fuzz::require_printable(device.address() + device.model + device.serial);
        fuzz::require(!device.addresses.empty(), "a device that was found is somewhere");
        Import import;
        import.add({.name = device.name(), .address = device.address()}, 1);
        fuzz::require(import.devices.size() == 1, "what is found can be added");
    }
    return 0;
}
