#pragma once
// The part of DNS that finding devices takes (RFC 1035, RFC 6762): a question for services, and the
// records of an answer, read within bounds. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

enum class DnsType : std::uint16_t { a = 1, ptr = 12, txt = 16, aaaa = 28, srv = 33 };

// A name is its labels with dots between, in small letters; a dot within a label is "\.", so that
// the name of a device cannot pass for a service's.
struct DnsRecord {
    std::string name{};
    DnsType type{};
    std::string target{};             // of PTR and SRV: a name
    std::string label{};              // of PTR: the first label of the target, as it is spelled
    std::uint16_t port = 0;           // of SRV
    std::vector<std::string> texts{}; // of TXT: any bytes, as "macaddress=ACCC8E012345"
    std::string address{};            // of A and AAAA
};

// One packet that asks for the PTR records of these services, to be answered to who asks alone.
std::string dns_question(const std::vector<std::string>& services);

// All records of an answer that are of these types; other ones are passed over. Nothing for what is
// no answer: cut short, with a name that does not end, longer than a packet of multicast DNS is.
std::optional<std::vector<DnsRecord>> parse_dns_answer(std::string_view packet);

inline constexpr std::size_t longest_dns_packet = 9000; // RFC 6762, 17

} // namespace acapctl::fleet
