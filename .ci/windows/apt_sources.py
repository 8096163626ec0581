#!/usr/bin/python3
"""Prints the machine's own Debian package sources as deb-src stanzas: same address, suites and key, nothing else."""
import glob
import os
import re
import sys


def stanzas(text):
    """The deb822 stanzas of a .sources file as dictionaries with lower-case keys."""
    for block in re.split(r"\n\s*\n", text):
        fields, key = {}, None
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if line[:1] in (" ", "\t") and key:
                fields[key] += "\n" + line
            elif ":" in line:
                key, value = line.split(":", 1)
                key = key.strip().lower()
                fields[key] = value.strip()
        if fields:
            yield fields


def one_line(text):
    """The `deb [options] uri suite components` lines of a .list file, in the same form."""
    for line in text.splitlines():
        m = re.match(r"\s*deb\s+(?:\[([^]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+?)\s*(?:#.*)?$", line)
        if m:
            fields = {"types": "deb", "uris": m[2], "suites": m[3], "components": m[4]}
            for option in (m[1] or "").split():
                name, _, value = option.partition("=")
                if name in ("signed-by", "trusted", "check-valid-until"):
                    fields[name] = value
            yield fields


def main(codename):
    found = []
    for path in ["/etc/apt/sources.list"] + sorted(glob.glob("/etc/apt/sources.list.d/*")):
        if not os.path.isfile(path):
            continue
        with open(path, encoding="utf-8") as f:
            text = f.read()
        found += stanzas(text) if path.endswith(".sources") else one_line(text)
    for s in found:
        suites = [x for x in s.get("suites", "").split() if x == codename or x.startswith(codename + "-")]
        if s.get("enabled", "yes") == "no" or not suites or "main" not in s.get("components", "").split():
            continue
        print("Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main" % (s["uris"], " ".join(suites)))
        for name in ("signed-by", "trusted", "check-valid-until"):
            if name in s:
                print("%s: %s" % (name.title(), s[name]))
        print()


main(sys.argv[1])
