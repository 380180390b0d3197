#!/usr/bin/env python3
"""The archive recipe of an .eap, independent of acapctl: Python's own json and re, and the real tar.

usage: reference_pack.py PROJECT MANIFEST ARCHITECTURE OUTPUT.tar [ADDITIONAL...]
       reference_pack.py --batch   (stdin: the same arguments, a JSON array on each line; all paths absolute)
PROJECT is changed: the generated files are written into it, as the official packer does.
AXIS_OS_VERSION and SOURCE_DATE_EPOCH come from the environment.
"""
import json
import os
import re
import subprocess
import sys


def numbers(version):
    parts = [int(part) for part in version.split(".")]
    return parts + [0] * (3 - len(parts))


def rewrite(manifest, architecture):
    version = numbers(manifest["schemaVersion"])
    setup = manifest["acapPackageConf"]["setup"]
    if version >= [1, 3, 0]:
        setup.setdefault("architecture", architecture)
    if version[0] >= 2 and os.environ.get("AXIS_OS_VERSION"):
        for entry in setup.get("compatibleOsVersions", []):
            entry.setdefault("min", os.environ["AXIS_OS_VERSION"])


def package_conf(conf, architecture, additional):
    setup = conf["setup"]
    user = setup.get("user", {})
    protection = conf.get("copyProtection", {})
    configuration = conf.get("configuration", {})
    match = re.match(r"(\d+)\.(\d+)\.(\d+)", setup.get("version", "1.0.0"))
    others = list(additional)
    if "preUninstallScript" in conf.get("uninstallation", {}):
        others.append(conf["uninstallation"]["preUninstallScript"])
    link = ""
    if setup.get("vendorUrl"):
        text = re.search("(?:(?:http|https)://)?(.+)", setup["vendorUrl"]).group(1)
        link = f'<a href="{setup["vendorUrl"]}" target="_blank">{text}</a>'
    values = [
        ("PACKAGENAME", setup.get("friendlyName", setup["appName"])),
        ("APPTYPE", setup.get("architecture", architecture)),
        ("APPNAME", setup["appName"]),
        ("APPID", setup.get("appId", "")),
        ("LICENSENAME", "Available"),
        ("LICENSEPAGE", protection.get("method", "none")),
        ("LICENSE_CHECK_ARGS", protection.get("customOptions")),
        ("VENDOR", setup.get("vendor", "-")),
        ("REQEMBDEVVERSION", setup.get("embeddedSdkVersion", "2.0")),
        ("APPMAJORVERSION", match.group(1)),
        ("APPMINORVERSION", match.group(2)),
        ("APPMICROVERSION", match.group(3)),
        ("APPGRP", user.get("group", "sdk")),
        ("APPUSR", user.get("username", "sdk")),
        ("APPOPTS", setup.get("runOptions", "")),
        ("OTHERFILES", " ".join(others)),
        ("SETTINGSPAGEFILE", configuration.get("settingPage", "")),
        ("SETTINGSPAGETEXT", ""),
        ("VENDORHOMEPAGELINK", link),
        ("PREUPGRADESCRIPT", ""),
        ("POSTINSTALLSCRIPT", conf.get("installation", {}).get("postInstallScript", "")),
        ("STARTMODE", setup.get("runMode", "never")),
        ("HTTPCGIPATHS", "cgi.conf" if configuration.get("httpConfig") else ""),
    ]
    text = ""
    for key, value in values:
        quote = "'" if key == "VENDORHOMEPAGELINK" else '"'
        if value is not None:
            text += f"{key}={quote}{value}{quote}\n"
    return text


def param_conf(configuration):
    text = ""
    for item in configuration.get("paramConfig", []):
        if item["type"]:
            text += f'{item["name"]}="{item["default"]}" type="{item["type"]}"\n'
        else:
            text += f'{item["name"]}={item["default"]}\n'
    return text


def cgi_conf(configuration):
    text = ""
    for item in configuration["httpConfig"]:
        if item["type"] == "directory":
            continue
        access = "administrator" if item["access"] == "admin" else item["access"]
        suffix = " fastCgi" if item["type"] == "fastCgi" else ""
        text += f'{access} /{item["name"].lstrip("/")}{suffix}\n'
    return text


def pack(project, manifest_path, architecture, output, *additional):
    output = os.path.abspath(output)
    with open(manifest_path, encoding="utf-8") as file:
        manifest = json.load(file)
    os.chdir(project)
    rewrite(manifest, architecture)
    conf = manifest["acapPackageConf"]
    configuration = conf.get("configuration", {})
    generated = {
        "package.conf": package_conf(conf, architecture, additional),
        "param.conf": param_conf(configuration),
    }
    if configuration.get("httpConfig"):
        generated["cgi.conf"] = cgi_conf(configuration)
    for name, text in generated.items():
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(name, 0o644)
    if os.path.lexists("manifest.json"):
        os.unlink("manifest.json")
    with open("manifest.json", "w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=4)
    os.chmod("manifest.json", 0o600)

    operands = [conf["setup"]["appName"], "package.conf", "param.conf", "LICENSE", "manifest.json"]
    if "postInstallScript" in conf.get("installation", {}):
        operands.append(conf["installation"]["postInstallScript"])
    operands += additional
    if "preUninstallScript" in conf.get("uninstallation", {}):
        operands.append(conf["uninstallation"]["preUninstallScript"])
    for name in ["html", "declarations", "lib"]:
        if os.path.lexists(name):
            operands.append(name)
    if "cgi.conf" in generated:
        operands.append("cgi.conf")
    command = ["tar", "--exclude", "*~", "--file", output, "--format", "gnu", "--group", "0"]
    command += ["--mtime", "@" + os.environ["SOURCE_DATE_EPOCH"], "--owner", "0", "--sort", "name"]
    command += ["--create", "--numeric-owner", "--exclude-vcs"]
    subprocess.run(command + operands, check=True)


if sys.argv[1] == "--batch":
    for line in sys.stdin:
        pack(*json.loads(line))
else:
    pack(*sys.argv[1:])
