#include "acapctl/version.hpp"

namespace acapctl {

const char* version() {
    return ACAPCTL_VERSION;
}

} // namespace acapctl
