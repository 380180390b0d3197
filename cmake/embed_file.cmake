# Writes OUTPUT, a C++ source that holds the bytes of INPUT as acapctl::data::SYMBOL.
file(READ "${INPUT}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)"
       "\\1\n" bytes "${bytes}")
file(WRITE "${OUTPUT}.new" "#include <string_view>
namespace acapctl::data {
extern const std::string_view ${SYMBOL};
namespace {
constexpr unsigned char ${SYMBOL}_bytes[] = {${bytes}0};
}
const std::string_view ${SYMBOL}{reinterpret_cast<const char*>(${SYMBOL}_bytes), sizeof(${SYMBOL}_bytes) - 1};
} // namespace acapctl::data
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
