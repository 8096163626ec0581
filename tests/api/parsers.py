#!/usr/bin/python3
"""Holds tests/fuzz/PARSERS.md against the tree: every file of core/src/parse, core/src/formats and bindings/json has a row, and what the row names is there:
limits that are defined, a test that is run, fuzz targets with seeds that are built to reach the file.

Usage: parsers.py PROJECT_DIR.
"""
import os
import re
import sys

FOLDERS = ("core/src/parse", "core/src/formats", "bindings/json")


def read(path):
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def fuzz_targets():
    """Each target with the files its coverage is printed for."""
    text = re.sub(r"#.*", "", read("tests/fuzz/CMakeLists.txt"))
    calls = re.findall(r"^\s*sekisho_fuzz\(([^)]*)\)", text, re.M)
    return {call.split()[0]: set(call.split("SOURCES")[1].split()) for call in calls}


def tests_run():
    text = read("tests/CMakeLists.txt") + read("tests/cases/CMakeLists.txt")
    units = {"unit/" + name for name in re.findall(r"sekisho_unit_test\((\w+)", text)}
    return units | {path for path in ("thunderbird/host_tests.py", "cases/program_test.py") if os.path.basename(path) in text}


def defined(name, files):
    """An enumerator or macro of one of the files, their headers, or a file that is named beside it."""
    pattern = re.compile(rf"(#define {name}\s|\b{name}\s*=(?!=)|^\s*{name},|enum {{ {name},|, {name},)", re.M)
    return any(pattern.search(read(path)) for path in files if os.path.exists(path))


def main():
    os.chdir(sys.argv[1])
    targets, tests = fuzz_targets(), tests_run()
    present = {os.path.join(folder, name) for folder in FOLDERS for name in os.listdir(folder) if name.endswith(".c")}
    mistakes, listed = [], []
    for line in read("tests/fuzz/PARSERS.md").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| ") or cells[0] == "file":
            continue
        files = ["bindings/json/" + name if "/" not in name else "core/src/" + name for name in cells[0].split(", ")]
        names = re.findall(r"`([^`]+)`", cells[1])
        others = [name for name in names if "." in name]
        elsewhere = [os.path.join(folder, name) for folder in (os.path.dirname(files[0]), "core/src") for name in others]
        limits = [name for name in names if name not in others]
        listed += files
        missing = [path for path in files if path not in present]
        mistakes += [f"{path}: there is no such file" for path in missing]
        if missing:
            continue
        if not limits:
            mistakes.append(f"{cells[0]}: no limit is named")
        for limit in limits:
            if limit == "budget":
                if not any(re.search(r"\bbudget_(work|bytes|entry|memory_take)\(", read(path)) for path in files):
                    mistakes.append(f"{cells[0]}: does not ask the budget")
            elif not defined(limit, files + [path[:-1] + "h" for path in files] + elsewhere):
                mistakes.append(f"{cells[0]}: {limit} is not defined there")
        if cells[2] not in tests:
            mistakes.append(f"{cells[0]}: {cells[2]} is no test that is run")
        reached = set()
        for target in cells[3].split(", "):
            reached |= targets.get(target, set())
            folder = "tests/fuzz/corpus/" + target
            if target not in targets or not os.path.isdir(folder) or not os.listdir(folder):
                mistakes.append(f"{cells[0]}: {target} is no fuzz target with seeds")
        for path in files:
            if path not in reached and path.replace("core/src/", "") not in reached:
                mistakes.append(f"{path}: {cells[3]} does not say in tests/fuzz/CMakeLists.txt that it reaches it")
    mistakes += [f"{path}: has no row" for path in sorted(present - set(listed))]
    mistakes += [f"{path}: has {listed.count(path)} rows" for path in sorted(set(listed)) if listed.count(path) > 1]
    readers = {path: read(path) for path in present if path.startswith("core/src/formats/")}
    for symbol in re.findall(r"^FORMAT\((\w+)\)", read("core/src/formats/formats.def"), re.M):
        if not any(f"const struct format format_{symbol} " in text and path in listed for path, text in readers.items()):
            mistakes.append(f"formats.def: the reader {symbol} has no row")
    for mistake in mistakes:
        print(mistake)
    print(f"{len(listed)} files, {len(mistakes)} mistakes")
    return 1 if mistakes or len(listed) < 40 else 0


sys.exit(main())
