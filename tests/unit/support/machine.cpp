#include "support/machine.hpp"

#include "catch.hpp"
#include "support/descriptor.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/subprocess.hpp"

#include <cerrno>
#include <functional>
#include <new>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>

using namespace acapctl;

namespace {

// While it lives, this process can open so many more descriptors.
class Few {
  public:
    explicit Few(std::size_t more) {
        ::getrlimit(RLIMIT_NOFILE, &saved_);
        struct rlimit low = saved_;
        low.rlim_cur = 64;
        ::setrlimit(RLIMIT_NOFILE, &low);
        // Whoever started this process may have left numbers free below those it uses.
        for (Descriptor each(::open("/dev/null", O_RDONLY)); each;
             each = Descriptor(::open("/dev/null", O_RDONLY)))
            taken_.push_back(std::move(each));
        taken_.resize(taken_.size() - more);
    }
    ~Few() { ::setrlimit(RLIMIT_NOFILE, &saved_); }
    Few(const Few&) = delete;
    Few& operator=(const Few&) = delete;

  private:
    struct rlimit saved_ {};
    std::vector<Descriptor> taken_{};
};

std::string code_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.failure().code;
    }
    return "no error";
}

// A sanitizer takes descriptors to look at a type for the first time, so everything is done once
// before there are none.
std::string code_without_descriptors(const std::function<void()>& work) {
    CHECK(code_of([] { throw_system_error(ENOMEM, "x"); }) == "no-memory");
    CHECK(code_of(work) == "no error");
    const Few none(0);
    return code_of(work);
}

} // namespace

TEST_CASE("it is known how many descriptors are left") {
    const TempDir dir;
    const std::size_t before = descriptors_left();
    const AtomicFile one(dir.path() / "one");
    CHECK(descriptors_left() == before - 1);
    const Few few(3);
    CHECK(descriptors_left() == 3);
    const AtomicFile two(dir.path() / "two");
    CHECK(descriptors_left() == 2);
}

TEST_CASE("that no descriptor is left is not blamed on a file or a program") {
    const TempDir dir;
    const auto file = dir.path() / "file";
    write_file(file, "x", 0600);
    const std::string none = "no-descriptors";
    CHECK(code_without_descriptors([&] { read_file(file); }) == none);
    CHECK(code_without_descriptors([&] { sha256_of_file(file); }) == none);
    CHECK(code_without_descriptors([&] { write_file(file, "y"); }) == none);
    CHECK(code_without_descriptors([&] { read_private_file(file, Privacy::ours); }) == none);
    CHECK(code_without_descriptors([&] { const FileLock lock(file); }) == none);
    CHECK(code_without_descriptors([&] { const TempDir another; }) == none);
    CHECK(code_without_descriptors([&] { run({.arguments = {"true"}}); }) == none);
    CHECK(descriptors_left() > 10);
}

TEST_CASE("an exception that nobody foresaw is a failure of this machine or a defect") {
    CHECK(unforeseen(std::bad_alloc()).code == "no-memory");
    const auto of = [](int error) {
        return unforeseen(std::system_error(error, std::generic_category(), "x"));
    };
    CHECK(of(EAGAIN).code == "no-threads");
    CHECK(of(EMFILE).code == "no-descriptors");
    CHECK(of(ENFILE).code == "no-descriptors");
    CHECK(of(ENOMEM).code == "no-memory");
    for (const Failure& defect : {of(EACCES), unforeseen(std::runtime_error("x"))}) {
        CHECK(defect.kind == ErrorKind::unexpected);
        CHECK(defect.code.empty());
        CHECK(defect.hint.find("defect") != std::string::npos);
    }
    CHECK(machine_failure(ENFILE, "x").hint != machine_failure(EMFILE, "x").hint);
}

TEST_CASE("what a system call fails with is the input's fault or the machine's") {
    CHECK_THROWS_WITH(throw_system_error(EACCES, "read x"), "cannot read x: Permission denied");
    try {
        throw_system_error(ENOMEM, "read x");
    } catch (const Error& error) {
        CHECK(error.failure().code == "no-memory");
        CHECK(std::string(error.what()) == "this machine has no more memory, to read x");
    }
}

TEST_CASE("what cannot be written is told with what to do about it") {
    const auto of = [](int error) {
        try {
            throw_write_error(error, "write x");
        } catch (const Error& thrown) {
            return thrown.failure();
        }
    };
    CHECK(of(EACCES).message == "cannot write x: Permission denied");
    CHECK(of(EACCES).code == "cannot-write");
    for (const int error : {EACCES, EPERM, EROFS, ENOSPC, EDQUOT})
        CHECK_FALSE(of(error).hint.empty());
    CHECK(of(EMFILE).code == "no-descriptors");
}
