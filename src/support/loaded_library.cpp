#include "support/loaded_library.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <utility>

#include <dlfcn.h>
#include <fmt/format.h>

namespace acapctl {

LoadedLibrary::LoadedLibrary(About about)
    : about_(std::move(about)), library_(::dlopen(about_.file, RTLD_NOW)) {
    if (library_ == nullptr) throw_missing();
}

void* LoadedLibrary::address_of(const char* name) const {
    void* const found = ::dlsym(library_, name);
    if (found == nullptr) throw_missing();
    return found;
}

void LoadedLibrary::throw_missing() const {
    const char* why = ::dlerror();
    throw Error({.kind = ErrorKind::unexpected,
                 .code = about_.code,
                 .message = fmt::format("cannot load {}, which {}: {}", about_.file, about_.purpose,
                                        text::visible(why == nullptr ? "no reason" : why)),
                 .hint = "install " + about_.packages});
}

} // namespace acapctl
