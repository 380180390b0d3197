#include "sdk/knowledge.hpp"

namespace acapctl::sdk {

Knowledge Knowledge::built_in() {
    return {Catalog::built_in(), SymbolTable::built_in()};
}

Knowledge Knowledge::with_users() {
    static const SymbolTable symbols = SymbolTable::with_users();
    return {Catalog::with_users(), symbols};
}

} // namespace acapctl::sdk
