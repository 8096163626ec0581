#!/usr/bin/python3
"""install_test.py OLD.msi NEW.msi FAKE: install, upgrade, refuse the older one, go back on purpose, uninstall under wine, looking at files and at both views of
the registry; and the installed add-in in the program that plays Outlook. Ends with `N passed, N failed`."""

import json
import os
import re
import subprocess
import sys

from tally import check, finish


def wine(*command):
    done = subprocess.run(["wine"] + list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def msiexec(*arguments):
    status = wine("msiexec", "/qn", *arguments)[0]
    return status


def value(key, name, view):
    status, out = wine("reg", "query", key, *(["/v", name] if name else ["/ve"]), "/reg:%d" % view)
    found = re.search(r"REG_(?:SZ|DWORD)\s+(.*?)\r?$", out, re.M)
    return found.group(1) if status == 0 and found else None


DRIVE = os.path.join(os.environ["WINEPREFIX"], "drive_c")
FOLDER64 = os.path.join(DRIVE, "Program Files", "Sekisho")
FOLDER32 = os.path.join(DRIVE, "Program Files (x86)", "Sekisho")
CLASS = "HKLM\\Software\\Classes\\CLSID\\{6D1D8C2E-7F0B-4A52-9C3E-51A70E9B64D3}\\InprocServer32"
ADDIN = "HKLM\\Software\\Microsoft\\Office\\Outlook\\Addins\\Sekisho.OutlookAddin"
FILES = ["sekisho-host.exe", "sekisho.exe", "sekisho-outlook.dll", "sekisho.xpi", "thunderbird-host.json", "PolicyDefinitions/Sekisho.admx",
         "PolicyDefinitions/en-US/Sekisho.adml", "PolicyDefinitions/ja-JP/Sekisho.adml"]


def products():
    status, out = wine("reg", "query", "HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall", "/s", "/reg:64")
    return len(re.findall(r"DisplayName\s+REG_SZ\s+Sekisho\r?$", out, re.M))


def installed(label, version):
    for name in FILES:
        check("%s: %s" % (label, name), os.path.exists(os.path.join(FOLDER64, name)))
    check(label + ": 32-bit add-in", os.path.exists(os.path.join(FOLDER32, "sekisho-outlook.dll")))
    check(label + ": 64-bit class", value(CLASS, None, 64) == "C:\\Program Files\\Sekisho\\sekisho-outlook.dll", value(CLASS, None, 64))
    check(label + ": 32-bit class", value(CLASS, None, 32) == "C:\\Program Files (x86)\\Sekisho\\sekisho-outlook.dll", value(CLASS, None, 32))
    for view in (64, 32):
        check("%s: registered for Outlook, %d bits" % (label, view), value(ADDIN, "LoadBehavior", view) == "0x3", value(ADDIN, "LoadBehavior", view))
    check(label + ": Thunderbird finds the host", value("HKLM\\Software\\Mozilla\\NativeMessagingHosts\\sekisho", None, 64) ==
          "C:\\Program Files\\Sekisho\\thunderbird-host.json")
    check(label + ": event source", value("HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\Sekisho", "TypesSupported", 64) == "0x7")
    check(label + ": version", value("HKLM\\Software\\Sekisho", "Version", 64) == version, value("HKLM\\Software\\Sekisho", "Version", 64))
    check(label + ": one entry in the list of programs", products() == 1, products())


def gone(label):
    check(label + ": folders gone", not os.path.exists(FOLDER64) and not os.path.exists(FOLDER32))
    for view in (64, 32):
        check("%s: keys gone, %d bits" % (label, view), value(CLASS, None, view) is None and value(ADDIN, "LoadBehavior", view) is None)
    check(label + ": not in the list of programs", products() == 0, products())


def main(old, new, fake):
    check("install", msiexec("/i", old) == 0)
    installed("installed", "0.1.0")
    scene = {"name": "msi", "language": 1033, "do": ["dialog", "back"], "mail": {
        "subject": "s", "body": "b", "account": {"smtp": "me@tonari-seiki.example", "name": "Me"},
        "recipients": [{"type": 1, "address": "p%d@org%d.example.com" % (i, i), "name": "P"} for i in range(11)]}}
    done = subprocess.run(["wine", fake], input=json.dumps(scene) + "\n", stdout=subprocess.PIPE, encoding="utf-8", timeout=120)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    check("the installed add-in is loaded from Program Files", lines and lines[0].get("path", "").startswith("C:\\Program Files\\Sekisho\\"), lines[:1])
    check("the installed add-in holds a mail back with the installed checker", len(lines) > 1 and lines[1].get("cancelled") and
          "stopped_at" not in lines[1], lines[1:2])
    status, out = wine("C:\\Program Files\\Sekisho\\sekisho-host.exe", "--selftest")
    check("the installed checker's selftest", status == 0, out)
    check("upgrade", msiexec("/i", new) == 0)
    installed("upgraded", "0.2.0")
    check("the older one over the newer is refused", msiexec("/i", old) != 0)
    installed("after the refusal", "0.2.0")
    check("uninstall", msiexec("/x", new) == 0)
    gone("uninstalled")
    check("back to the older one on purpose", msiexec("/i", old) == 0)
    installed("rolled back", "0.1.0")
    check("uninstall again", msiexec("/x", old) == 0)
    gone("in the end")
    finish()


main(*sys.argv[1:])
