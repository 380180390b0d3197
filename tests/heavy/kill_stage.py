"""What tests/heavy/kills works on: a device behind a slow link, a home, a look at what is left."""
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
LINK = 500_000  # bytes a second
LONGEST = 60  # seconds, for a command and for the end of one that was told to end


class SlowLink:
    """A port whose connections go to the device at LINK bytes a second."""

    def __init__(self, device):
        self.device = device
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.url = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(self.device)
            threading.Thread(target=self.pump, args=(client, server, LINK), daemon=True).start()
            threading.Thread(target=self.pump, args=(server, client, None), daemon=True).start()

    @staticmethod
    def pump(source, sink, rate):
        try:
            while data := source.recv(16384):
                sink.sendall(data)
                if rate:
                    time.sleep(len(data) / rate)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Stage:
    """The directory, the home and the device that the commands work on."""

    def __init__(self, engine):
        self.program = os.environ.get("ACAPCTL", str(REPOSITORY / "build/asan/bin/acapctl"))
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="acapctl-kills."))
        self.mark = self.work.name
        self.engine = engine
        self.temporary = self.work / "tmp"
        for name in ("tmp", "home", "run"):
            (self.work / name).mkdir(mode=0o700)
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("ACAPCTL_", "AXIS_DEVICE_", "XDG_"))}
        self.environment.update(HOME=str(self.work / "home"), TMPDIR=str(self.temporary),
                                XDG_RUNTIME_DIR=str(self.work / "run"),
                                ACAPCTL_SDK_REPOSITORY="acapctl-test/sdk",
                                ACAPCTL_EMULATOR_PASSWORD="pass", AXIS_DEVICE_PASS="pass")
        self.device = self.start_device()

    def start_device(self):
        environment = dict(self.environment, TMPDIR=str(self.work / "run"))
        self.emulator = subprocess.Popen(
            [self.program, "emulate", "--port", "0", "--state", str(self.work / "device")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
        address = self.emulator.stdout.readline().split()[1]
        self.link = SlowLink(("127.0.0.1", int(address.rsplit(":", 1)[1])))
        self.environment["ACAPCTL_TARGET"] = self.link.url
        self.environment["KILLS"] = self.mark  # of the commands alone, not of the device
        return address

    def start(self, *words):
        return subprocess.Popen([self.program, *words], env=self.environment, cwd=self.work,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, start_new_session=True)

    def run(self, *words):
        done = subprocess.run([self.program, *words], env=self.environment, cwd=self.work,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=LONGEST)
        if done.returncode != 0:
            raise AssertionError("%s: exit %d: %s" % (" ".join(words), done.returncode,
                                                      done.stderr.strip()[-300:]))
        return done

    def policy_is_on(self):
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, self.device, "root", "pass")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                             urllib.request.HTTPDigestAuthHandler(passwords))
        path = "/axis-cgi/applications/config.cgi?action=get&name=AllowUnsigned"
        return b'value="true"' in opener.open(self.device + path, timeout=20).read()

    def processes(self):
        """Of the commands, and what they started."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                variables = (entry / "environ").read_bytes().split(b"\0")
                if ("KILLS=" + self.mark).encode() in variables:
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                    found.append(b" ".join(words).decode(errors="replace")[:80])
            except OSError:
                pass
        return [line for line in found if line]  # a zombie has no command line

    def containers(self):
        """Of commands that have ended."""
        if self.engine == "host":
            return []
        names = subprocess.run(
            [self.engine, "ps", "--all", "--format", "{{.Names}}", "--filter", "name=acapctl-"],
            capture_output=True, text=True, env=self.environment).stdout.split()
        pids = {name: next(filter(str.isdigit, name.split("-")), "0") for name in names}
        return [name for name, pid in pids.items() if not os.path.exists("/proc/" + pid)]

    def leftovers(self):
        left = [str(path) for path in self.temporary.iterdir()]
        left += [str(path) for path in self.work.rglob(".acapctl-tmp-*")
                 if self.work / "run" not in path.parents]
        left += ["process: " + line for line in self.processes()]
        return left + ["container: " + name for name in self.containers()]

    def close(self):
        self.emulator.terminate()
        self.emulator.wait(30)
        shutil.rmtree(self.work, ignore_errors=True)
