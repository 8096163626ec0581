#!/usr/bin/python3
"""tables.py SOURCE: the tables in core/src/detect that are made of our own word lists are what the scripts in core/data make of them today."""
import os
import subprocess
import sys
import tempfile

SOURCE = os.path.abspath(sys.argv[1])
DATA, DETECT = os.path.join(SOURCE, "core", "data"), os.path.join(SOURCE, "core", "src", "detect")


def content(path):
    with open(path, "rb") as f:
        return f.read()


with tempfile.TemporaryDirectory() as made:
    subprocess.run([sys.executable, os.path.join(DATA, "labels.py"), os.path.join(DATA, "labels.txt"), made], check=True)
    with open(os.path.join(made, "name_words.inc"), "wb") as out:
        subprocess.run([sys.executable, os.path.join(DATA, "name_words.py"), os.path.join(DATA, "name_words.txt")], check=True, stdout=out)
    stale = [name for name in sorted(os.listdir(made)) if content(os.path.join(made, name)) != content(os.path.join(DETECT, name))]
for name in stale:
    print("core/src/detect/%s is not what core/data makes" % name)
sys.exit(1 if stale else 0)
