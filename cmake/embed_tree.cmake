# Writes OUTPUT, a C++ source that holds the files below INPUT, by their relative paths, as
# acapctl::data::SYMBOL.
file(GLOB_RECURSE paths LIST_DIRECTORIES false RELATIVE "${INPUT}" "${INPUT}/*")
list(SORT paths)
set(arrays "")
set(rows "")
set(index 0)
foreach(path IN LISTS paths)
  file(READ "${INPUT}/${path}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)"
         "\\1\n" bytes "${bytes}")
  string(APPEND arrays "const unsigned char bytes_${index}[] = {${bytes}0};\n")
  string(APPEND rows
    "    {\"${path}\", {reinterpret_cast<const char*>(bytes_${index}), sizeof(bytes_${index}) - 1}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUTPUT}.new" "#include \"support/embedded.hpp\"
namespace acapctl::data {
extern const std::span<const EmbeddedFile> ${SYMBOL};
namespace {
${arrays}const EmbeddedFile files[] = {
${rows}};
}
const std::span<const EmbeddedFile> ${SYMBOL}{files};
} // namespace acapctl::data
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
