#!/bin/bash
# An upload is sent once: the device receives at most 1.02 times the size of a package of 1 MB.
. "${0%/*}/lib.sh"

start_emulator
compiled_hello
head -c 1500000 /dev/urandom >hello/blob
acapctl -q pack hello --arch aarch64 -a blob >/dev/null
size=$(stat -c %s hello/build/*.eap)
# A plain relay that counts what goes to the device.
python3 - "${device_http##*:}" >relay <<'END' &
import socket, sys, threading
counted = 0
def pump(source, sink, count):
    global counted
    while data := source.recv(65536):
        if count: counted += len(data); print(counted, flush=True)
        sink.sendall(data)
    sink.shutdown(socket.SHUT_WR)
listener = socket.create_server(("127.0.0.1", 0))
print("port", listener.getsockname()[1], flush=True)
while True:
    client, _ = listener.accept()
    device = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    threading.Thread(target=pump, args=(client, device, True), daemon=True).start()
    threading.Thread(target=pump, args=(device, client, False), daemon=True).start()
END
children+=($!)
eventually grep -q port relay
port=$(awk '/port/ { print $2 }' relay)
expect_exit 0 acapctl deploy hello --allow-unsigned -t "http://127.0.0.1:$port"
sent=$(tail -n 1 relay)
echo "package $size bytes, sent $sent bytes in all"
[ "$sent" -ge "$size" ] && [ $((sent * 100)) -le $((size * 102)) ] || fail "$sent bytes for $size"
