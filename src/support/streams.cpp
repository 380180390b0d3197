#include "support/streams.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace acapctl {

void open_missing_streams() {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor)
        if (::fcntl(descriptor, F_GETFD) < 0) (void)::open("/dev/null", O_RDWR); // the lowest free
}

} // namespace acapctl
