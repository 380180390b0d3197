#!/usr/bin/python3
"""Compares the decisions of acapctl on manifests with those of Python's jsonschema.

usage: manifest.py DECISIONS CORPUS [STRIDE]

DECISIONS is the program manifest_decisions. With CORPUS, a directory with manifests/ and schemas/,
its manifests and systematic mutations of them are judged against its schema of 1.7.2. Without it,
and for the other versions, the schemas that acapctl itself generates are the judge. Each schema is then handed to acapctl
as if it came from an SDK, and its decisions by what it read there must be the same. STRIDE takes only every n-th case,
for a quick answer.
"""

import copy
import glob
import itertools
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

DELETE = object()

# What patterns, lengths and types may stumble over.
STRINGS = [
    "", " ", "a", "A", "_", "9", "ab", "Ab", "a_b", "a-b", "-ab", "a.b", "a/b", "/ab", "a b", "a:b",
    "a=b", "a,b", "a\nb", "ab\n", "ab\n\n", "ab\r", "ab\r\n", "\n", "\tab", "ab\u0000", "\u0000",
    "åb", "Åxis AB", "a\u0301b", "ßx", "жук", "日本", "٣٤", "१.२.३", "²x", "Ⅷ", "½", "😀", "a\u200bb", "a\u203fb",
    "\ud800", "ab\udfff", "x" * 25, "x" * 26, "x" * 27, "x" * 32, "x" * 33, "å" * 26, "å" * 27,
    "x" * 255, "x" * 256, "x" * 257, "å" * 256, "😀" * 256, "😀" * 257, "(a), b.! c? & d's", "\"q\"", "a;b",
    "a$b", "a\\b", "a*b", "{a}[b](c)", "a|b", "a#b", "a@b", "a+b", "%20", "1.0", "1.7", "1.7.2",
    "01.7.2", "1.07.2", "1.7.2.1", "1.7.2-rc.1", "1.7.2-01", "1.7.2-0a", "1.7.2+b.01", "1.7.2-",
    "1.7.2+", "1.٣.2", "2.0.0", "2.2.0", "3.0", "0.1", "10.0", "1.0.0-alpha-a.b+001-x", "true", "all",
    "aarch64", "armv7hf", "armv7hf ", "ALL", "respawn", "respawnOnFailure", "once", "never", "admin", "viewer",
    "operator", "anonymous", "none", "axis", "custom", "directory", "transferCgi", "fastCgi", "http", "ws",
    "fcgi", "unix:/tmp/x", "unix:/tmp/a-b", "unix:tmp", "unix:/unix:/x", "http://localhost:2001/",
    "http://my-host:1/", "https://localhost", "http://", "ws://a", "fcgi://a", "http://a?b", "httpx://a",
    "com.axis.A.B", "com.axis.*", "com.axis", "com.axis.A-b.*", "com.*.A", "com.axis.9a.b", ".a.b.c",
    "com.axis.A.", "com.axis.A.B\n", "com.åxis.Å.B", "video", "Video", "root", "v", "sdk", "vi-deo", "vi_deo",
    "0123456789", "012345678", "01234abcDEF", "01234abcDE", "12.11", "12.11.72", "13", "12.x", "../x", "post.sh",
    "index.html", "dir/index.html", "a" * 10000,
]
OTHERS = [None, True, False, 0, 1, -1, 1.5, 10**30, float("nan"), [], {}, [""], [{}], [None], [[]],
          {"": ""}, {"a": 1}, ["video", "video"], [1], ["x" * 33], {"enabled": "yes"}]
EXTRA_KEYS = ["unexpected", "", "settingsPage", "$schema", "resources", "appId", "åäö", "min", "apiType", "name",
              "conditionalGroups", "user", "containers", "architecture", "compatibleOsVersions", "vendorId", "a\nb"]

BEFORE_DIRECTORIES = ("1.0", "1.1", "1.2", "1.3", "1.3.1", "1.4.0")

# A manifest with every field that a 1.x schema has, so that every rule meets a mutation.
FULL = {
    "$schema": "x",
    "schemaVersion": "1.7.2",
    "resources": {
        "dbus": {"requiredMethods": ["com.axis.A.B"], "conditionalMethods": ["com.axis.A.C"]},
        "linux": {"user": {"groups": ["video", "storage"], "conditionalGroups": ["gpu"]}},
    },
    "acapPackageConf": {
        "setup": {
            "appName": "hello", "appId": "1", "architecture": "all", "embeddedSdkVersion": "3.0",
            "friendlyName": "Hello", "user": {"username": "sdk", "group": "sdk"}, "runMode": "never",
            "runOptions": "-a b", "vendor": "V", "vendorUrl": "https://v", "version": "1.0.0",
        },
        "installation": {"postInstallScript": "post.sh"},
        "uninstallation": {"preUninstallScript": "pre.sh"},
        "configuration": {
            "settingPage": "index.html",
            "httpConfig": [{"type": "transferCgi", "name": "a.cgi", "access": "admin"},
                           {"type": "directory", "access": "viewer"}],
            "paramConfig": [{"name": "A", "default": "1", "type": "string"}],
            "reverseProxy": [
                {"apiPath": "ab", "apiType": "http", "target": "unix:/tmp/a", "access": "anonymous"},
                {"apiPath": "cd", "target": "http://localhost:1", "access": "admin"}],
            "containers": {"containerHost": True, "createDockerSymlinks": False},
        },
        "copyProtection": {"method": "axis"},
    },
}


def known(value, schema):
    """The value without the keys that its schema does not know."""
    if isinstance(value, list):
        return [known(item, schema.get("items", {})) for item in value]
    if not isinstance(value, dict):
        return value
    forms = schema.get("oneOf")
    if forms:
        fitting = [form for form in forms if jsonschema.Draft7Validator(form).is_valid(value)]
        return known(value, fitting[0]) if fitting else value
    properties = schema.get("properties", {})
    return {key: known(child, properties[key]) for key, child in value.items() if key in properties}


def full_for(version, schema):
    """A manifest with every field of a version."""
    manifest = copy.deepcopy(FULL)
    manifest["schemaVersion"] = version
    if version.startswith("2."):
        setup = manifest["acapPackageConf"]["setup"]
        del setup["embeddedSdkVersion"]
        del manifest["acapPackageConf"]["configuration"]["containers"]
        setup.update({"vendorId": "0123456789", "compatibleOsVersions": [{"min": "12.11", "max": "13"}]})
        manifest["resources"].update({
            "deepLearningProcessor": {"enabled": True, "required": False}, "overlay": {"enabled": True},
            "deviceDataHub": {"enabled": True, "accessControlList": [{"topics": ["a"], "usernames": ["b"], "operations": ["c"]}]}})
    manifest = known(manifest, schema)
    web = manifest["acapPackageConf"]["configuration"].get("httpConfig", [])
    manifest["acapPackageConf"]["configuration"]["httpConfig"] = [
        entry for entry in web if version not in BEFORE_DIRECTORIES or entry["type"] != "directory"]
    return manifest


def places(value, path=()):
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in list(items):
        yield from places(child, path + (key,))


def changed(manifest, path, value):
    result = copy.deepcopy(manifest)
    if not path:
        return value
    owner = result
    for key in path[:-1]:
        owner = owner[key]
    if value is DELETE:
        del owner[path[-1]]
    else:
        owner[path[-1]] = value
    return result


def mutations(manifest, thorough):
    """What to pass to changed(): copying is for those that the stride leaves."""
    yield manifest, (), manifest
    for path, value in places(manifest):
        if path:
            yield manifest, path, DELETE
        for other in OTHERS if thorough else OTHERS[:8]:
            yield manifest, path, other
        if isinstance(value, str):
            for text in STRINGS if thorough else STRINGS[::9] + [value + "\n", value + "-", value.upper(), value + "å"]:
                yield (manifest, path, text)
        if isinstance(value, dict):
            for key in EXTRA_KEYS if thorough else EXTRA_KEYS[:4]:
                yield (manifest, path, {**value, key: "x"})
        if isinstance(value, list):
            for extra in ("x", "", {}, value[0] if value else "y", None):
                yield (manifest, path, value + [extra])


def sampled(stride, recipes):
    return [changed(*recipe) for recipe in itertools.islice(recipes, 0, None, stride)]


class Comparison:
    def __init__(self, decisions):
        self.decisions = decisions
        self.cases, self.lines, self.rows = [], [], []

    def run(self, name, version, schema, manifests):
        validator = jsonschema.Draft7Validator(schema)
        texts = sorted({json.dumps(m) for m in manifests})
        request = "".join(json.dumps({"version": version, "manifest": text}) + "\n" for text in texts)
        theirs = [validator.is_valid(json.loads(text)) for text in texts]
        self.compare(name, [self.decisions], texts, theirs, request)
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(schema, file)
            file.flush()
            self.compare(name + ", read", [self.decisions, "--sdk-schema", version, file.name], texts, theirs, request)

    def compare(self, name, command, texts, theirs, request):
        answer = subprocess.run(command, input=request, capture_output=True, text=True, check=True)
        answers = answer.stdout.rstrip("\n").split("\n")
        if len(answers) != len(texts):
            sys.exit(f"{name}: {len(texts)} questions, {len(answers)} answers")
        accepted, disagreements = sum(theirs), []
        for text, expected, ours in zip(texts, theirs, answers):
            if expected != (ours == "accept"):
                disagreements.append((text, expected, ours))
        self.rows.append((name, accepted, len(texts) - accepted, len(disagreements)))
        for text, expected, ours in disagreements[:5]:
            print(f"{name}: jsonschema {'accepts' if expected else 'rejects'}, acapctl says {ours}: {text[:2000]}")

    def finish(self):
        total = ("all", *(sum(row[column] for row in self.rows) for column in (1, 2, 3)))
        print(f"{'judge':45} {'accepted':>9} {'rejected':>9} {'disagreements':>14}")
        for row in self.rows + [total]:
            print(f"{row[0]:45} {row[1]:9} {row[2]:9} {row[3]:14}")
        return 1 if any(row[3] for row in self.rows) else 0


def corpus_manifests(corpus):
    for path in sorted(glob.glob(os.path.join(corpus, "manifests", "**", "*.json"), recursive=True)):
        with open(path, encoding="utf-8-sig") as file:
            yield json.load(file)


def main():
    decisions, corpus = sys.argv[1], sys.argv[2]
    stride = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    comparison = Comparison(decisions)
    text = subprocess.run([decisions, "--versions"], capture_output=True, text=True, check=True).stdout
    for version in text.split():
        printed = subprocess.run([decisions, "--schema", version], capture_output=True, text=True, check=True)
        schema = json.loads(printed.stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        base = full_for(version, schema)
        if not jsonschema.Draft7Validator(schema).is_valid(base):
            sys.exit(f"{version}: the manifest with every field is not valid, so its mutations show little")
        comparison.run(f"generated schema {version}", version, schema, sampled(stride, mutations(base, True)))
    schema_file = os.path.join(corpus, "schemas", "application-manifest-schema-v1.7.2.json")
    if os.path.exists(schema_file):
        with open(schema_file, encoding="utf-8") as file:
            schema = json.load(file)
        manifests = [{**manifest, "schemaVersion": "1.7.2"} for manifest in corpus_manifests(corpus)]
        comparison.run("Axis' schema 1.7.2, corpus", "1.7.2", schema, manifests)
        comparison.run("Axis' schema 1.7.2, corpus mutated", "1.7.2", schema,
                       sampled(stride, (m for manifest in manifests for m in mutations(manifest, False))))
        comparison.run("Axis' schema 1.7.2, every field mutated", "1.7.2", schema, sampled(stride, mutations(full_for("1.7.2", schema), True)))
    else:
        print(f"skipped: {schema_file} is not there, so only generated schemas were judges")
    return comparison.finish()


sys.exit(main())
