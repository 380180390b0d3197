#!/bin/bash
# Named devices, groups, the default one; and the file stays as a person wrote it.
. "${0%/*}/lib.sh"

devices=2 start_emulator --profile artpec8 --profile artpec7
unset ACAPCTL_TARGET
expect_error 2 "no device named" acapctl list
expect_exit 0 acapctl device list
expect_no_stdout
expect_exit 0 acapctl device add door "$device_http" --group lab --default
expect_exit 0 acapctl device add yard "$second_http" --group lab --group far --user root
expect_exit 0 acapctl device add nowhere 127.0.0.1:1
expect_exit 0 acapctl device list --json
expect_json '[.devices[] | .device] == ["door", "yard", "nowhere"] and .devices[1].groups == ["lab", "far"]'

expect_exit 0 acapctl list --json
expect_json '[.devices[].device] == ["door"]'
expect_exit 0 acapctl list -t @lab --json
expect_json '[.devices[].device] == ["door", "yard"] and .summary.ok == 2'
expect_exit 10 acapctl list -t all -t yard --json
expect_json '[.devices[].device] == ["door", "yard", "nowhere"] and .devices[2].error.exit == 5'
expect_error 2 "Did you mean '@far'" acapctl list -t @farr
expect_exit 0 acapctl logs x -t @lab --dry-run

inventory=$HOME/.config/acapctl/devices.toml
[ "$(stat -c %a "$inventory")" = 600 ] || fail "others may read the inventory"
sed -i '1i # my own words' "$inventory"
expect_error 3 "already" acapctl device add door 10.0.0.1
expect_error 3 "already: 'yard'" acapctl device add back "$second_http" --user root
expect_exit 0 acapctl device add door "$device_http" --replace
expect_exit 0 acapctl list --json
expect_exit 0 acapctl device remove door nowhere
grep -q "my own words" "$inventory" || fail "a comment was lost"
expect_error 2 "no device named" acapctl list
expect_error 3 "no device 'dor'" acapctl device remove dor
expect_error 2 "cannot be the name" acapctl device add all 10.0.0.1
expect_error 2 "must not contain a password" acapctl device add x root:pw@10.0.0.1
echo '[devices.yard]' >>"$inventory"
expect_error 3 "devices.toml:" acapctl list -t yard
sed -i '$d' "$inventory"

# What was learned of devices says which are meant; of others that is told.
export AXIS_DEVICE_USER=root AXIS_DEVICE_PASS=pass
expect_exit 0 acapctl device add door "$device_http" --replace --tag floor=2 --group lab
expect_exit 0 acapctl device add nowhere 127.0.0.1:1 --tag floor=1
expect_error 2 "is not known" acapctl list -t 'arch=aarch64&!yard'
expect_exit 0 acapctl device show door yard
expect_exit 0 acapctl list -t soc=artpec8 --json
expect_json '[.devices[].device] == ["door"]'
expect_stderr "1 device is left out, because the chip is not known: nowhere"
expect_exit 0 acapctl list -t '@lab&!floor=2,door' -t '!arch=aarch64' --json
expect_json '[.devices[].device] == ["yard"]'
expect_exit 0 acapctl device list 'floor=*' --json
expect_json '[.devices[].device] == ["door", "nowhere"] and .devices[0].axisOs != null and .devices[1].axisOs == null'
expect_error 2 "write 'floor=2&arch=aarch64'" acapctl list -t floor=2,arch=aarch64

adding=()
for i in $(seq 30); do acapctl -q device add "many$i" "10.0.0.$i" & adding+=($!); done
wait "${adding[@]}"
[ "$(acapctl device list -t 'many*' | wc -l)" = 30 ] || fail "an edit was lost"
acapctl device export --format ansible 'many*' >ansible.json
jq -e '._meta.hostvars | length == 30 and .many7.ansible_host == "10.0.0.7"' ansible.json >/dev/null || fail "not Ansible's form"

expect_error 2 "30 devices would be removed" acapctl device remove 'many*'
expect_exit 0 acapctl device remove 'many*' --yes
[ -z "$(acapctl device list 'all' | grep many)" ] || fail "they are still there"
printf 'ip,user,password\n192.0.2.1,root,Pa55word\nftp://x,root,Pa55word\n' >cameras.csv
expect_exit 10 acapctl device import cameras.csv --group bought
expect_stderr "cameras.csv:3: the address is none"
expect_stderr "1 password of cameras.csv is not taken"
mkdir bin && cat >bin/secret-tool <<'END'
#!/bin/sh
[ "$1" = store ] && exec cat >>"$HOME/ring"
cat "$HOME/ring"
END
chmod +x bin/secret-tool
PATH=$PWD/bin:$PATH expect_exit 10 acapctl device import cameras.csv --replace --store-passwords keyring
[ "$(cat "$HOME/ring")" = Pa55word ] || fail "the key ring has not the password"
! grep -q Pa55word "$inventory" || fail "the password is in the inventory"
grep -q "password_command = .*secret-tool.*lookup.*acapctl.*192.0.2.1" "$inventory" || fail "nothing asks the key ring"
