#!/usr/bin/python3
"""Proves the direction of the layers (design: formats observe, checks judge, shims ask): every #include of core/src is looked at.

Usage: layers.py PROJECT_DIR. Also says which foreign libraries may be included where, and what may stand at the top level of the tree.
"""
import os
import re
import sys

ORDER = ["base", "text", "observe", "parse", "formats", "detect", "inspect", "model", "checks", "sekisho"]
# What each layer may include beside itself.
MAY = {
    "base": set(),
    "text": {"base"},
    "observe": {"base", "text"},
    "parse": {"base", "text", "observe"},
    "formats": {"base", "text", "observe", "parse"},
    "detect": {"base", "text", "observe", "data"},
    "inspect": {"base", "text", "observe", "parse", "formats", "detect"},
    "model": {"base", "text", "observe", "parse", "inspect", "detect", "public", "data"},
    "checks": {"base", "text", "observe", "parse", "inspect", "detect", "model", "public", "data"},
    "sekisho": {"base", "text", "observe", "inspect", "detect", "model", "checks", "public"},
}
for allowed in MAY.values():
    allowed.add("data")
FOREIGN = [  # (pattern of the header, where it may stand)
    (r"^libxml/", r"^core/src/parse/(xml|html)\.c$"),
    (r"^unicode/", r"^core/(src/text/|data/make_fold_table\.c$)"),
    (r"^(minizip/|unzip\.h)", r"^core/src/parse/zip\.c$"),
    (r"^zlib\.h", r"^core/src/(parse/(zip|inflate)\.c|formats/(pdf|archive)\.c)$"),
    (r"^libpsl\.h", r"^core/src/parse/domain\.c$"),
    (r"^mbedtls/", r"^core/src/parse/crypto\.c$"),
    (r"^archive(_entry)?\.h", r"^core/src/(parse|formats)/(libarchive|archive)\.c$"),
    (r"^jansson\.h", r"^bindings/"),
]
TOP = {"core", "bindings", "thunderbird-ext", "outlook-shim", "tests", "CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md",
       "CHANGELOG.md"}
MADE = {"build", "node_modules", "__pycache__"}  # never committed: .gitignore


def layer_of(path):
    parts = path.split("/")
    if path.startswith("core/include/"):
        return "public"
    if not path.startswith("core/src/"):
        return "data" if path.startswith("core/") else None
    if len(parts) == 3:
        return os.path.splitext(parts[2])[0]
    return parts[2]


def main():
    root = sys.argv[1]
    os.chdir(root)
    mistakes, looked = [], 0
    mistakes += [f"{name}: not at the top level" for name in sorted(os.listdir(".")) if not name.startswith(".") and name not in TOP | MADE]
    files = []
    for top in ("core", "bindings"):
        for folder, _, names in os.walk(top):
            files += [os.path.join(folder, n) for n in names if n.endswith((".c", ".h", ".def", ".inc"))]
    for path in sorted(files):
        mine = layer_of(path)
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            m = re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)
            if not m:
                continue
            header = m.group(1)
            looked += 1
            for pattern, where in FOREIGN:
                if re.search(pattern, header) and not re.search(where, path):
                    mistakes.append(f"{path}:{number}: {header} belongs behind {where}")
            beside = os.path.normpath(os.path.join(os.path.dirname(path), header))
            for candidate in (beside, "core/src/" + header, "core/include/" + header, "core/" + header):
                if os.path.exists(candidate):
                    theirs = layer_of(candidate)
                    break
            else:
                continue
            if path.startswith("core/src/") and theirs != mine and theirs not in MAY.get(mine, set()):
                mistakes.append(f"{path}:{number}: layer {mine} includes {header} of layer {theirs}")
            if path.startswith("bindings/") and candidate.startswith("core/src/"):
                mistakes.append(f"{path}:{number}: a binding sees sekisho.h only, not {header}")
    for mistake in mistakes:
        print(mistake)
    print(f"{looked} includes looked at, {len(mistakes)} against the direction")
    return 1 if mistakes or looked < 20 else 0


sys.exit(main())
