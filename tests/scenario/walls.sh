# The check of the walls between rooms fails for an arrow that src/rooms lacks, and for one too many; that of
# their words for a verb or an option of the command line below it.
. "${0%/*}/lib.sh"

cp -r "$repository/src" src
expect_exit 0 "$repository/tests/walls" src
echo '#include "device/http/target.hpp"' >>src/package/mend.cpp
expect_exit 1 "$repository/tests/walls" src
expect_stdout "src/package/mend.cpp: package must not include headers of device/http"
cp "$repository/src/package/mend.cpp" src/package/
sed -i 's/^templates: .*/& terminal/' src/rooms
expect_exit 1 "$repository/tests/walls" src
expect_stdout "src/rooms: templates no longer uses terminal"
sed -i 's/^support:/support: cli\/app/' src/rooms
expect_exit 1 "$repository/tests/walls" src
expect_stdout "support uses cli/app, which does not stand above it"

planted=src/package/mend.cpp
refuse_words() {
    cp "$repository/$planted" "$planted"
    printf '%s\n' "$1" >>"$planted"
    expect_exit 1 "$repository/tests/words" src
    expect_stdout "$planted:$(($(wc -l <"$repository/$planted") + 1)): '$2' is a word of the command line"
}
expect_exit 0 "$repository/tests/words" src
refuse_words 'const char* const hint = "see acapctl " // in two pieces
    "logs";' "acapctl logs"
refuse_words 'const char* const hint = R"(a longer --wait)";' --wait
refuse_words 'const char* const hint = "add \"--allow-unsigned\"";' --allow-unsigned
cp "$repository/$planted" "$planted"
echo '{"remedy": "deploy it with --force"}' >src/device/data/more.json
expect_exit 1 "$repository/tests/words" src
expect_stdout "src/device/data/more.json:1: '--force'"
rm src/device/data/more.json
echo '// "acapctl logs", --wait' >>"$planted"
expect_exit 0 "$repository/tests/words" src
sed -i 's/"--force"/"-f"/' src/engine/container.cpp
expect_exit 1 "$repository/tests/words" src
expect_stdout "src/engine/container.cpp no longer says '--force'"
