# The check of the walls between rooms fails for an arrow that src/rooms lacks, and for one too many.
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
