"""The commands that tests/heavy/kills kills, and what must hold after each."""
import json
import os

from kill_stage import REPOSITORY

PACKAGE = 1_500_000  # bytes that do not compress


def newest_sdk():
    images = json.loads((REPOSITORY / "src/sdk/data/catalog.json").read_text())["images"]
    return [image["version"] for image in images if not image.get("preview")][-1]


def project(directory, name, source, blob):
    directory.mkdir()
    setup = {"appName": name, "vendor": "v", "version": "1.0.0", "architecture": "all",
             "runMode": "never"}
    (directory / "manifest.json").write_text(json.dumps(
        {"schemaVersion": "1.7.0", "acapPackageConf": {"setup": setup}}))
    (directory / name).write_text(source)
    (directory / name).chmod(0o755)
    (directory / "LICENSE").write_text("free\n")
    (directory / "blob").write_bytes(os.urandom(blob))


def set_version(directory, version):
    path = directory / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["acapPackageConf"]["setup"]["version"] = version
    path.write_text(json.dumps(manifest))


class Kind:
    """One kind of command: prepare() it, its words, and what must hold after the next one."""

    opens_policy = False
    ends_by_signal = False  # alone

    def __init__(self, stage):
        self.stage = stage
        self.count = 0

    def prepare(self):
        self.count += 1
        return "%d.0.0" % (self.count % 2 + 1)

    def after_signal(self):
        pass


class Deploy(Kind):
    opens_policy = True

    def __init__(self, stage):
        super().__init__(stage)
        directory = stage.work / "deployed"
        project(directory, "deployed", "#!/bin/sh\nsleep 60\n", PACKAGE)
        self.packages = []
        for version in ("1.0.0", "2.0.0"):
            set_version(directory, version)
            self.packages.append(stage.run("-q", "pack", str(directory), "-a", "blob", "-o",
                                           str(stage.work / "out")).stdout.strip())

    def words(self):
        self.prepare()
        return ["deploy", self.packages[self.count % 2], "--allow-unsigned", "--reinstall",
                "--allow-downgrade"]

    def next(self):
        done = self.stage.run("list", "--json")
        apps = json.loads(done.stdout)["devices"][0]["applications"]
        versions = [app["version"] for app in apps if app["name"] == "deployed"]
        assert versions in ([], ["1.0.0"], ["2.0.0"]), versions
        return done.stderr


class Run(Kind):
    opens_policy = True
    ends_by_signal = True

    def __init__(self, stage):
        super().__init__(stage)
        stage.run("-q", "new", "ran")
        (stage.work / "ran/blob").write_bytes(os.urandom(PACKAGE))

    def words(self):
        (self.stage.work / "ran/touched").write_text(self.prepare())
        # The one stand-in image, whatever the device's AXIS OS would have chosen.
        sdk = [] if self.stage.engine == "host" else ["--sdk", newest_sdk()]
        return ["run", "ran", "--engine", self.stage.engine, "--allow-unsigned", "-a", "blob",
                "-a", "touched", *sdk]

    def status(self, done):
        apps = json.loads(done.stdout)["devices"][0]["applications"]
        return [app["status"] for app in apps if app["name"] == "ran"]

    def after_signal(self):
        status = self.status(self.stage.run("list", "--json"))
        assert status in ([], ["Stopped"]), "the application runs on"

    def next(self):
        done = self.stage.run("list", "--json")
        if self.status(done) == ["Running"]:  # SIGKILL: nobody could stop it
            self.stage.run("stop", "ran")
        return done.stderr


class Build(Kind):
    def __init__(self, stage):
        super().__init__(stage)
        stage.run("-q", "new", "built")
        self.source = stage.work / "built/built.c"
        self.text = self.source.read_text()
        self.build = ["build", "built", "--arch", "aarch64", "--engine", stage.engine,
                      "--sbom", "sbom.json"]

    def words(self):
        version = self.prepare()
        set_version(self.stage.work / "built", version)
        self.source.write_text("/* %d */\n" % self.count + self.text)
        return self.build

    def next(self):
        done = self.stage.run(*self.build)
        self.stage.run("inspect", done.stdout.strip().splitlines()[-1])
        return done.stderr


class Pack(Kind):
    def __init__(self, stage):
        super().__init__(stage)
        project(stage.work / "packed", "packed", "#!/bin/sh\n", 8 * PACKAGE)
        self.out = stage.work / "packed-out"

    def words(self):
        return ["pack", "packed", "-a", "blob", "-o", str(self.out)]

    def next(self):
        for package in self.out.glob("*.eap"):
            self.stage.run("inspect", str(package))
        errors = self.stage.run(*self.words()).stderr
        files = [path.name for path in self.out.iterdir()]
        assert files == ["packed_1_0_0_all.eap"], files
        return errors


class Inventory(Kind):
    def __init__(self, stage):
        super().__init__(stage)
        self.names = set()
        self.edited = None

    def words(self):
        self.prepare()
        self.edited = "cam%d" % (self.count // 2)
        if self.edited in self.names:
            return ["device", "remove", self.edited]
        return ["device", "add", self.edited, "192.0.2.%d" % (self.count % 250)]

    def next(self):
        done = self.stage.run("device", "list", "--json")
        names = {device["device"] for device in json.loads(done.stdout)["devices"]}
        assert names ^ self.names <= {self.edited}, "%s instead of %s" % (names, self.names)
        self.stage.run("device", "add", "last", "192.0.2.251", "--replace")
        self.names = names | {"last"}
        return done.stderr


KINDS = [Deploy, Run, Build, Pack, Inventory]
