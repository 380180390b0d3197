#!/bin/sh
# Logs the load of the device once a minute. Standard output is the application's log.
# The shell of AXIS OS is a small one: keep to what POSIX has.

pause=
stop() {
    [ -z "$pause" ] || kill "$pause"
    echo "Goodbye"
    exit 0
}
trap stop TERM INT

echo "Hello from @APP@"
while :; do
    read -r one five fifteen rest </proc/loadavg
    echo "load of the last 1, 5 and 15 minutes: $one $five $fifteen"
    # A signal ends `wait` at once; it would have to wait for a `sleep` in the foreground.
    sleep 60 &
    pause=$!
    wait "$pause"
    pause=
done
