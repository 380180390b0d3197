#!/bin/bash
# The passwords that acapctl reads are in the environment of nothing that it starts, in no build argument, and in
# no core dump; a password_command keeps the rest of the user's environment.
. "${0%/*}/lib.sh"

export ACAPCTL_EMULATOR_PASSWORD=Pa55-phrase-of-the-test VAULT_TOKEN=kept
script_app spy 1.0.0 "ulimit -c >localdata/core; env >localdata/env; exec sleep 60" >/dev/null
export ASAN_OPTIONS=${ASAN_OPTIONS-}:disable_coredump=0 # AddressSanitizer forbids them too
ulimit -Sc "$(ulimit -Hc)"
allowed=$(ulimit -Sc)
start_emulator
export AXIS_DEVICE_PASS=$ACAPCTL_EMULATOR_PASSWORD

# Every program of a build writes down what it knows.
mkdir bin
for program in docker podman git tar make; do
    printf '#!/bin/sh\nenv >>%s/%s.env\nexec %s "$@"\n' "$PWD" $program "$(command -v $program || echo false)" >bin/$program
done
chmod +x bin/*
acapctl -q new hello >/dev/null
git -C hello init -q
PATH=$PWD/bin:$PATH expect_exit 0 acapctl build hello --engine host
PATH=$PWD/bin:$PATH run acapctl build hello --engine docker --transfer copy --network none
PATH=$PWD/bin:$PATH run acapctl build hello --engine podman --rebuild
PATH=$PWD/bin:$PATH run acapctl sdk list
for program in docker podman make; do [ -s $program.env ] || fail "$program was not run"; done
expect_exit 0 acapctl shell hello --engine host -- env
cp "$work/stdout" shell.env
acapctl device add keyring "$device_http" --password-command "sh $PWD/keyring"
echo "env >$PWD/keyring.env; echo $AXIS_DEVICE_PASS" >keyring
expect_exit 0 acapctl list -t keyring
grep -qx VAULT_TOKEN=kept keyring.env || fail "password_command lost its environment"
expect_exit 0 acapctl deploy spy/build/*.eap --start --allow-unsigned
eventually grep -r PATH= "$work/device" --include=env
cp "$(find "$work/device" -name env)" program.env
! grep -F "$AXIS_DEVICE_PASS" ./*.env || fail "a password was passed on"

expect_error 2 "has a password" acapctl build hello --build-arg AXIS_DEVICE_PASS
"$ACAPCTL" logs spy -f >/dev/null 2>&1 &
children+=($!)
for pid in "${children[@]}"; do eventually grep 'Max core file size  *0 ' "/proc/$pid/limits"; done
[ "$(cat "$(find "$work/device" -name core)")" = 0 ] || fail "a program in the sandbox may leave a core dump"
expect_exit 0 acapctl shell hello --engine host -- sh -c 'ulimit -c'
expect_stdout "$allowed"
