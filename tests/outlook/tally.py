"""Counts what passed and what failed for the scripts beside it, which end with `N passed, N failed`."""

import sys

counts = {True: 0, False: 0}


def check(name, good, why=""):
    """Counts one check and says what failed; gives back whether it held."""
    counts[bool(good)] += 1
    if not good:
        print("FAIL %s: %s" % (name, str(why)[:1500]))
    return good


def finish():
    print("%d passed, %d failed" % (counts[True], counts[False]))
    sys.exit(1 if counts[False] else 0)
