#include "support/descriptor.hpp"

#include "catch.hpp"

#include <fcntl.h>

using namespace acapctl;

namespace {

Descriptor opened() {
    return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

bool is_open(int number) {
    return ::fcntl(number, F_GETFD) >= 0;
}

} // namespace

TEST_CASE("a descriptor is closed with its owner") {
    int number = -1;
    {
        const Descriptor owner = opened();
        REQUIRE(owner);
        number = owner.get();
        CHECK(is_open(number));
    }
    CHECK_FALSE(is_open(number));
    CHECK_FALSE(Descriptor());
    CHECK(Descriptor().get() == -1);
}

TEST_CASE("a descriptor has one owner at a time, also when it is handed on") {
    Descriptor first = opened();
    const int number = first.get();
    Descriptor second(std::move(first));
    CHECK(second.get() == number);
    CHECK(is_open(number));
    Descriptor third = opened();
    const int other = third.get();
    { const Descriptor replaced = std::exchange(third, std::move(second)); }
    CHECK(third.get() == number);
    CHECK(is_open(number));
    CHECK_FALSE(is_open(other));
}

TEST_CASE("who releases a descriptor has to close it") {
    int number = -1;
    {
        Descriptor owner = opened();
        number = owner.release();
        CHECK_FALSE(owner);
    }
    CHECK(is_open(number));
    ::close(number);
}
