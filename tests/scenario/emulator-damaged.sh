#!/bin/bash
# A damaged state is named, and set aside on request; a full disk is answered as a device answers it, and leaves
# nothing half installed.
. "${0%/*}/lib.sh"

package=$(script_app app 1.0.0 "echo here; exec sleep 1000")
start_emulator
expect_exit 0 acapctl deploy "$package" --start --allow-unsigned
stop_child "${children[-1]}"
for file in settings.json applications/app/about.json certificate.pem; do
    cp "$work/device/artpec8/$file" whole
    head -c 20 whole >"$work/device/artpec8/$file"
    expect_error 3 "$file" "$ACAPCTL" emulate --port 0 --state "$work/device"
    cp whole "$work/device/artpec8/$file"
done
echo '[[[[' >"$work/device/artpec8/settings.json"
start_emulator --reset-damaged
expect_exit 0 acapctl list
expect_no_stdout
grep -q 'settings.json is damaged' "$work/emulator.err" || fail "it was not told"
ls "$work"/device/artpec8.damaged-*/applications/app/about.json >/dev/null || fail "the damaged state is not kept"
stop_child "${children[-1]}"

# Inside a mount namespace of its own; the emulator is found by its ports from outside.
mkdir "$work/small"
cat >small <<END
#!/bin/sh
mount -t tmpfs -o size=3m none $work/small && exec "$ACAPCTL" emulate --port 0 --state $work/small/device
END
chmod +x small
rm "$work/emulator" # of the emulator before
unshare -rm ./small >"$work/emulator" 2>"$work/emulator.err" &
children+=($!)
eventually grep -q https:// "$work/emulator"
read -r _ device_http device_https <"$work/emulator"
export ACAPCTL_TARGET=$device_http
inside() { nsenter -U -m --preserve-credentials -t "${children[-1]}" "$@"; }
expect_exit 0 acapctl deploy "$package" --start --allow-unsigned
inside sh -c "head -c 10000000 /dev/zero >$work/small/fill" 2>"$work/filled" || :
upload() { ask /axis-cgi/applications/upload.cgi -F "file=@$1"; }
cp "$package" signed.eap && add_signature signed.eap
[ "$(upload signed.eap)" = "Error: 3" ] || fail "an upload to a full disk"
[ -z "$(inside find "$work/small/device/artpec8/upload" "$work/small/device/artpec8/incoming" -mindepth 1)" ] || fail "half of it is left"
expect_exit 0 acapctl list
expect_stdout Running
[ "$(ask '/axis-cgi/applications/control.cgi?action=stop&package=app')" = OK ] || fail "stopping on a full disk"
[ "$(ask '/axis-cgi/applications/control.cgi?action=remove&package=app')" = OK ] || fail "removing on a full disk"
inside rm "$work/small/fill"
expect_exit 0 acapctl deploy "$package" --start --allow-unsigned
