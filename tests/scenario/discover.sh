#!/bin/bash
# Devices are found by multicast on every interface, by IPv4 and IPv6, and in a range by the realm of their login.
. "${0%/*}/lib.sh"

start_emulator
unset ACAPCTL_TARGET
plain=${device_http##*:} secure=${device_https##*:}
expect_exit 0 acapctl device discover --wait 0 --range 127.0.0.1 --port "$secure" --port "$plain" --json
expect_json ".devices | length == 1 and .[0].address == \"127.0.0.1:$secure\" and .[0].sources == [\"sweep\"] and (.[0].serial | length == 12)"
expect_error 2 "at most 4096 addresses" acapctl device discover --range 10.0.0.0/8
expect_error 2 "asks nobody" acapctl device discover --wait 0

if ! unshare -n true 2>/dev/null; then
    echo "skipped: what multicast finds, because only root makes networks"
    exit 0
fi
# Three networks of this scenario's own: "here" has an interface on each of the two others.
name=acapctl-$$
at_end="ip netns del $name-here; ip netns del $name-a; ip netns del $name-b"
for each in here a b; do ip netns add "$name-$each" && ip -n "$name-$each" link set lo up; done
link() { # NETWORK NUMBER: fd00 and 10.77 with that number; no waiting for duplicates
    ip -n "$name-here" link add "v$1" type veth peer name eth0 netns "$name-$1"
    for end in "here v$1 1" "$1 eth0 2"; do
        read -r where interface last <<<"$end"
        ip -n "$name-$where" address add "10.77.$2.$last/24" dev "$interface"
        ip -n "$name-$where" link set "$interface" addrgenmode none
        ip -n "$name-$where" link set "$interface" up
        ip -n "$name-$where" address add "fe80::$2:$last/64" dev "$interface" nodad
    done
}
here() { ip netns exec "$name-here" "$@"; }
expect_exit 0 here "$ACAPCTL" device discover --wait 300ms --json
expect_json '.devices == [] and .interfaces == [] and (.troubles | any(contains("no network interface passes multicast")))'
link a 1 && link b 2
expect_exit 0 here "$ACAPCTL" device discover --wait 300ms
expect_stderr "nobody answered by multicast on va, vb"
expect_stderr "--range"

camera() { # NETWORK CAMERA...
    ip netns exec "$name-$1" "$repository/tests/scenario/mdns-camera" eth0 "${@:2}" >"$work/camera-$1" 2>"$work/camera.err" &
    children+=($!)
    eventually grep joined "$work/camera-$1"
}
camera a P3265-V=B8A44F000001 P3265-V=B8A44F000001=_vapix-https=8443 "Q1615 Mk III=ACCC8E000002"
camera b M4228-LVE=E82725000003
expect_exit 0 here "$ACAPCTL" device add old 10.0.0.1 --serial ACCC8E000002
expect_exit 0 here "$ACAPCTL" device discover --wait 2s --add --group new --json
expect_json '[.devices[] | .device] == ["m4228-lve-e82725000003", "p3265-v-b8a44f000001", "q1615-mk-iii-accc8e000002"]'
expect_json '[.devices[] | .outcome] == ["added", "added", "kept"] and .devices[2].name == "old"'
expect_json '.devices[1] | .address == "10.77.1.2:8443" and (.addresses | contains(["10.77.1.2", "fe80::1:2%va"])) and
    .sources == ["_axis-video._tcp", "_vapix-https._tcp"] and .model == "P3265-V"'
expect_json '.devices[0].address == "10.77.2.2" and (.interfaces | sort) == ["va", "vb"]'
expect_json '.troubles | any(contains("packets could not be understood"))'
expect_exit 0 acapctl device list @new --json
expect_json '[.devices[] | .serial] == ["E82725000003", "B8A44F000001"]'
expect_exit 0 here "$ACAPCTL" device discover --wait 1s --add
expect_stdout "p3265-v-b8a44f000001 (kept)"

for program in avahi-daemon avahi-browse dbus-daemon; do
    command -v $program >/dev/null || { echo "skipped: what Avahi knows, because there is no $program"; exit 0; }
done
# This one answers Avahi's port alone. Avahi and its bus run in a /run that nobody else sees.
camera b --5353 P1468-LE=B8A44F000009
expect_exit 0 here "$ACAPCTL" device discover --wait 1s --json
expect_json '[.devices[] | .serial] | contains(["E82725000003"]) and (contains(["B8A44F000009"]) | not)'
cat >"$work/bus.conf" <<'END'
<busconfig><type>system</type><listen>unix:path=/run/bus</listen><auth>EXTERNAL</auth><policy context="default">
<allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>
END
printf '[server]\nuse-ipv6=no\n[publish]\ndisable-publishing=yes\n' >"$work/avahi.conf"
cat >"$work/with-avahi" <<'END'
mount -t tmpfs none /run && mkdir /run/avahi-daemon && export DBUS_SYSTEM_BUS_ADDRESS=unix:path=/run/bus
trap 'kill $(jobs -p); wait' EXIT
dbus-daemon --nofork --config-file="$work/bus.conf" 2>"$work/bus.err" &
for _ in $(seq 100); do [ ! -S /run/bus ] || break; sleep 0.1; done
avahi-daemon -f "$work/avahi.conf" --no-chroot --no-drop-root --no-rlimits 2>"$work/avahi.err" &
for _ in $(seq 100); do [ ! -S /run/avahi-daemon/socket ] || break; sleep 0.1; done
"$@"
END
expect_exit 0 here env work="$work" unshare -m bash "$work/with-avahi" "$ACAPCTL" device discover --wait 3s --json
expect_json '.devices[] | select(.serial == "B8A44F000009") | .address == "10.77.2.2" and .model == "P1468-LE" and
    .sources == ["_axis-video._tcp"]'
expect_json '[.devices[] | .serial] | contains(["E82725000003"])'
expect_json '.troubles | any(contains("avahi")) | not'
