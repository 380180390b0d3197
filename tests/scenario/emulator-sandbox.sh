#!/bin/bash
# What a program in the sandbox sees of this machine, what it may use, and what an installation leaves: no password,
# no private key, no socket of this machine, no set-uid file.
. "${0%/*}/lib.sh"

mkdir app && cat >app/app <<'END'
#!/bin/sh
exec 2>&1
echo "key: $(ls /etc/ssl/private /root /home /var/lib 2>&1 | grep -vc 'No such file')"
echo "root: $(ls / | xargs)"
echo "etc: $(ls /etc | xargs)"
echo "secrets: $(cat /proc/*/environ | tr '\0' '\n' | grep -c -e ACAPCTL_ -e AXIS_DEVICE_ -e Pa55)"
echo "namespace: $(unshare -r true 2>/dev/null && echo yes || echo no)"
echo "write: $(touch /x /dev/x /etc/x /usr/local/packages/app/x 2>/dev/null && echo yes || echo no)"
echo "limit: $(cat /sys/fs/cgroup/memory.max)"
echo "files: $(ulimit -n) core: $(ulimit -c) host: $(hostname)"
echo kept >localdata/kept && chmod 6755 localdata/kept && echo "local: ok"
dd if=/dev/zero of=/tmp/big bs=1M count=90 2>&1 | grep -c 'No space left'
case $(cat localdata/mode 2>/dev/null) in
fork) i=0; while [ $i -lt 60 ]; do sleep 100 & i=$((i + 1)); done ;;
memory) exec perl -e 'push @kept, "x" x (10_000_000 + $_) for 1 .. 40; sleep 100' ;;
esac
sleep 100
END
cat >app/manifest.json <<'END'
{"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "app", "architecture": "all", "vendor": "V", "version": "1.0.0", "runMode": "never"}}}
END
chmod 6755 app/app && echo licence >app/LICENSE && package=$(acapctl -q pack app)
export AXIS_DEVICE_PASS=Pa55
start_emulator --profile artpec8+memory=300+processes=40+files=77
state=$work/device/artpec8+memory=300+processes=40+files=77
expect_exit 0 acapctl deploy "$package" --start --allow-unsigned
eventually sh -c "'$ACAPCTL' logs app | grep -F 'local: ok'" && eventually sh -c "'$ACAPCTL' logs app | grep -x '.*\] *1\|.* 1'"
acapctl logs app >log
for line in 'key: 0' 'secrets: 0' 'namespace: no' 'write: no' 'limit: 300000000' 'files: 77 core: 0 host: axis-b8a44fe08010' 'local: ok'; do
    grep -qF -- "$line" log || { cat log; fail "no '$line'"; }
done
[ "$(stat -c %a "$state")" = 700 ] || fail "the state is open to others"
logged() { ask /axis-cgi/systemlog.cgi | grep -E -- "$1"; }
restarted() { # MODE: what becomes of a program that goes too far
    echo "$1" >"$state/applications/app/package/localdata/mode"
    expect_exit 0 acapctl restart app
    eventually logged "$2"
    eventually sh -c "'$ACAPCTL' list | grep -F Stopped"
}
restarted fork 'uses more than 40 processes|Cannot fork' # the kernel says so to others than root
none_set_id() { [ -z "$(find "$state" -perm /6000)" ] || { find "$state" -perm /6000 -ls; fail "a set-uid file is left $1"; }; }
none_set_id "after a program that was killed"
expect_exit 0 acapctl start app && eventually [ -u "$state/applications/app/package/localdata/kept" ]
expect_exit 0 acapctl stop app && none_set_id "after a stop"
restarted memory 'uses more than 300.* of memory'
expect_exit 0 acapctl deploy "$package" --allow-unsigned --reinstall
none_set_id "after an upgrade"
