#pragma once
// What is known of Axis' products, handed to whoever decides by it.

#include "sdk/catalog.hpp"
#include "sdk/symbol_versions.hpp"

namespace acapctl::sdk {

struct Knowledge {
    const Catalog& catalog;
    const SymbolTable& symbols;

    static Knowledge built_in();
    // With the user's own files on top, which are read once.
    static Knowledge with_users();
};

} // namespace acapctl::sdk
