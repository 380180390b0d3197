#pragma once
// One piece of data for sendmsg(2) or recvmsg(2), with room for control data beside it.

#include <array>
#include <cstddef>

#include <sys/socket.h>
#include <sys/uio.h>

namespace acapctl::emulator {

template <std::size_t Room> // sum of CMSG_SPACE()
struct ControlMessage {
    iovec piece;
    alignas(cmsghdr) std::array<char, Room> control{};
    msghdr header{};

    ControlMessage(void* data, std::size_t size) : piece{data, size} {
        header.msg_iov = &piece;
        header.msg_iovlen = 1;
        header.msg_control = control.data();
        header.msg_controllen = control.size();
    }
    ControlMessage(const ControlMessage&) = delete;
    ControlMessage& operator=(const ControlMessage&) = delete;
};

} // namespace acapctl::emulator
