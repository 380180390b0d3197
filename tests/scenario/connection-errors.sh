#!/bin/bash
# A device that cannot be talked to: the reason, the exit code, and no second try of a password.
. "${0%/*}/lib.sh"

start_emulator
http_port=${device_http##*:}
expect_error 4 password env AXIS_DEVICE_PASS=wrong "$ACAPCTL" list
expect_error 4 password env -u AXIS_DEVICE_PASS "$ACAPCTL" list
expect_error 5 TLS acapctl list -t "https://127.0.0.1:$http_port"
expect_stderr "write http://127.0.0.1:$http_port"
expect_error 5 "is an HTTPS port" acapctl list -t "http://${device_https#https://}"
expect_stderr "write $device_https"
expect_error 5 refused acapctl list -t 127.0.0.1:1
expect_error 5 "no.such.host.invalid" acapctl list -t no.such.host.invalid
expect_error 11 SHA-256 acapctl list -t "$device_https"
expect_exit 0 env AXIS_DEVICE_HTTPS_SELF_SIGNED=1 "$ACAPCTL" list -t "$device_https"
expect_stderr warning
expect_error 2 "password" acapctl list -t "http://root:secret@127.0.0.1:$http_port"
expect_error 2 "-t" env -u ACAPCTL_TARGET "$ACAPCTL" list

expect_exit 10 acapctl list -t "$device_http" -t 127.0.0.1:1 --json
expect_json '(.summary | .total == 2 and .ok == 1 and .failed == 1) and .devices[1].error.exit == 5'
AXIS_DEVICE_HTTP_PORT=$http_port expect_exit 0 env -u ACAPCTL_TARGET AXIS_DEVICE_IP=127.0.0.1 "$ACAPCTL" list

# A libcurl that cannot be loaded is told as that, where a device is to be asked.
mkdir broken && echo nonsense >broken/libcurl.so.4
expect_error 1 "cannot load libcurl.so.4" env LD_LIBRARY_PATH="$PWD/broken" "$ACAPCTL" list
expect_stderr "libcurl4"
expect_exit 0 env LD_LIBRARY_PATH="$PWD/broken" "$ACAPCTL" list --dry-run

# Which of the bounds has passed.
start_odd_device deaf
expect_error 5 "within 1 s (connect timeout)" acapctl list -t "https://${odd_device#http://}" --timeout 1s
expect_error 5 "within 1 s (operation timeout)" acapctl list -t "$odd_device" --timeout 1s

# A proxy of the environment that fails is named with its variable, and what logs in to it is not.
secret=http://anna:s3cret@127.0.0.1
expect_error 5 "the proxy http://127.0.0.1:1 (named by HTTPS_PROXY)" env HTTPS_PROXY=$secret:1 "$ACAPCTL" list -t 192.0.2.1
for status in 403 407 502; do
    start_odd_device refuse $status
    proxy=${odd_device#http://}
    expect_error 5 "let through to 192.0.2.1 port 443: HTTP $status" env https_proxy="${secret%@*}@$proxy" "$ACAPCTL" list -t 192.0.2.1 -vv
    expect_stderr "NO_PROXY=192.0.2.1"
    expect_stderr_not s3cret
    run env https_proxy="$secret:1" all_proxy="http://$proxy" "$ACAPCTL" list -t http://192.0.2.1 --json
    expect_json '.devices[0].error | .code == "proxy" and .exit == 5 and (.message | contains("named by all_proxy"))'
done
expect_error 5 "192.0.2.1 port 443" env NO_PROXY=192.0.2.0/24 https_proxy="http://$proxy" "$ACAPCTL" list -t 192.0.2.1 --timeout 1s
expect_stderr_not proxy
expect_error 5 "the proxy ftp://x" env https_proxy=ftp://anna:s3cret@x "$ACAPCTL" list -t 192.0.2.1 -vv
expect_stderr_not s3cret
expect_error 5 "named by https_proxy" env https_proxy="http://anna:s3cret@[x" "$ACAPCTL" list -t 192.0.2.1 -vv
expect_stderr_not s3cret
https_proxy=http://127.0.0.1:1 expect_exit 0 acapctl list # this machine is asked directly
