#!/usr/bin/python3
"""The shared library exports exactly what sekisho.h declares: exports.py HEADER LIBRARY. Ends 1 and names each difference."""

import re
import subprocess
import sys


def declared(header):
    with open(header, encoding="utf-8") as f:
        text = re.sub(r"/\*.*?\*/", " ", f.read(), flags=re.S)
    return set(re.findall(r"SEKISHO_API\b[^;]*?\b(sekisho_\w+)\s*\(", text))


def exported(library):
    out = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1].split("@")[0] for line in out.splitlines() if line.split()}


def main():
    header, library = sys.argv[1:]
    wanted, found = declared(header), exported(library)
    if not wanted:
        sys.exit("%s: no function found" % header)
    for name in sorted(wanted - found):
        print("declared, not exported: %s" % name)
    for name in sorted(found - wanted):
        print("exported, not declared: %s" % name)
    print("%d functions, %d differences" % (len(wanted), len(wanted ^ found)))
    sys.exit(wanted != found)


if __name__ == "__main__":
    main()
