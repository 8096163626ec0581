#!/usr/bin/python3
"""kinds.py SOURCE: every kind of file that a reader names stands in core/kinds.def, and nothing else does; each stands there once."""
import glob
import os
import re
import sys

CORE = os.path.join(os.path.abspath(sys.argv[1]), "core")


def read(*path):
    with open(os.path.join(CORE, *path), encoding="utf-8") as f:
        return f.read()


listed = re.findall(r'KIND\("([^"]+)"\)', read("kinds.def"))
named = set(re.findall(r'part->format = "([^"]+)"', read("src", "inspect.c")))
for path in glob.glob(os.path.join(CORE, "src", "formats", "*.c")):
    text = read(path)
    named.update(re.findall(r'^const struct format \w+ = \{"([^"]+)"', text, flags=re.M))
    named.update(re.findall(r'ops->format\(sink, "([^"]+)"\)', text))
    for a, b in re.findall(r'ops->format\(sink, [^;]*\? "([^"]+)" : "([^"]+)"\)', text):
        named.update((a, b))
    file = os.path.basename(path)
    if file in ("known.c", "archive.c", "image.c"):  # {at, n, bytes, "kind"...}, and the functions that look closer
        named.update(re.findall(r'\{(?:\d+|0x[0-9A-F]+), \d+, "[^}]*", "([a-z0-9-]+)"(?:, KIND_\w+)?\}', text))
        for function in re.findall(r"^static const char \*(?:recognise|look_closer)\(.*?^\}", text, flags=re.M | re.S):
            named.update(re.findall(r'(?:return|[?:]) "([a-z0-9-]+)"', function))
    if file in ("ooxml.c", "odf.c"):  # {type, "kind"...}
        for table in re.findall(r"\} (?:old_)?(?:kinds|folders)\[\] = \{.*?\};", text, flags=re.S):
            named.update(re.findall(r'\{"[^"]+", "([a-z0-9-]+)"', table))
    if file == "compound.c":
        named.update(re.findall(r'\bname = "([a-z]+)";', text))

wrong = sorted(named.symmetric_difference(listed))
twice = sorted({k for k in listed if listed.count(k) > 1})
print(len(listed), "kinds listed,", len(named), "named")
if wrong or twice:
    sys.exit("not in both: %s; twice: %s" % (" ".join(wrong), " ".join(twice)))
