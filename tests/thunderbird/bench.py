#!/usr/bin/python3
"""From the press of Send to the painted dialog, in a real Thunderbird: bench.py [--host PROGRAM] [--runs N] [--only PART]... Prints figures and
judges none. Parts: plain, big, warm, book, typing, asleep (default: all). The
25 MB are random bytes, which the checker knows at a glance: what is measured is their way to it. book is a real workbook, where reading it is
what takes the time."""
import argparse
import os
import random
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import ROOT, Display, Thunderbird, make_fixture, read_mail, wait_for

PARTS = ["plain", "big", "warm", "book", "typing", "asleep"]
PEOPLE = [f"m{i}@club{i % 3}.example" for i in range(12)]
# To look into a page that is just loading costs it about 40 ms: for so many seconds nobody looks.
UNSEEN = 0.5


def once(t, tag, files=(), settle=None):
    """Milliseconds from press to the second animation frame of the dialog."""
    t.compose(tag, PEOPLE, subject=tag, body="会員の皆さま", files=files)
    if settle:
        settle()
    pressed = t.press(tag)
    time.sleep(UNSEEN)
    shown = t.wait_dialog()["shownAt"]
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked(tag)
    t.close_all()
    return shown - pressed


def typing(t, big):
    """Types for ten seconds; the longest time in milliseconds that the window did not answer. Without a file: an empty mail."""
    tag = "typing" if big else "idle"
    t.compose(tag, PEOPLE if big else [], subject=tag, body="", files=[big] if big else [])
    gap = t.run(
        """
        const w = composer(args[0]); let last = w.performance.now(), worst = 0; const end = last + 10000;
        while (w.performance.now() < end) {
          await new Promise(r => w.setTimeout(r, 15));
          const now = w.performance.now(); worst = Math.max(worst, now - last - 15); last = now;
          w.GetCurrentEditor().insertText("あ");
          last = w.performance.now();
        }
        return worst;
        """,
        tag,
    )
    t.close_all()
    return gap


def looked(t, tag):
    """Waits until the hints have looked at this mail, as they have when somebody wrote it."""
    wait_for("the badge", lambda: t.badge(tag))
    time.sleep(UNSEEN)


def line(what, times):
    print(f"{what:<58} median {statistics.median(times):5.0f} ms, best {min(times):5.0f}, worst {max(times):5.0f}, n {len(times)}", flush=True)


def awake(display, host, parts, runs):
    t = Thunderbird(display, host, managed={"lang": "ja"})
    try:
        t.install_extension()
        line("first Send after the start of Thunderbird", [once(t, "first")])
        if "plain" in parts:
            line("no attachment, after the hints have read it", [once(t, f"plain{i}", settle=lambda i=i: looked(t, f"plain{i}")) for i in range(runs)])
            line("no attachment, Send as soon as the composer stands", [once(t, f"early{i}") for i in range(runs)])
        big = os.path.join(t.dir, "big.bin")
        with open(big, "wb") as out:
            out.write(random.Random(1).randbytes(25 << 20))
        if "big" in parts:
            line("25 MB, Send as soon as the composer stands", [once(t, f"big{i}", [big]) for i in range(runs)])
        if "warm" in parts:
            line("25 MB, after the hints have read it", [once(t, f"warm{i}", [big], lambda i=i: looked(t, f"warm{i}")) for i in range(runs)])
        if "book" in parts:
            book = read_mail(make_fixture(t.dir, "resorttrust.eml"), t.dir)["files"][0]
            line(f"a workbook of {os.path.getsize(book) / 1e6:.1f} MB, Send as soon as the composer stands", [once(t, f"book{i}", [book]) for i in range(runs)])
        if "typing" in parts:
            gap = typing(t, big)
            print(f"{'longest stop of typing while hints read 25 MB, 10 s':<58} {gap:5.0f} ms (an empty mail: {typing(t, None):.0f} ms)", flush=True)
    finally:
        t.close()
        t.remove()


def asleep(display, host, runs):
    t = Thunderbird(display, host, managed={"lang": "ja"}, prefs={"extensions.background.idle.timeout": 1000})
    try:
        t.install_extension()
        once(t, "warm-up")
        times = []
        for i in range(runs):
            # The checker rests a minute after the last composer; with it goes the port that kept the page awake.
            t.kill_host()
            wait_for("the page to sleep", lambda: t.page("_generated_background_page") is None, 90, 0.5)
            times.append(once(t, f"sleep{i}"))
        line("background page asleep, checker not running", times)
    finally:
        t.close()
        t.remove()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=os.path.join(ROOT, "build", "dev", "bindings", "host", "sekisho-host"))
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--only", action="append", choices=PARTS)
    options = parser.parse_args()
    parts = options.only or PARTS
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    display = Display()
    try:
        if parts != ["asleep"]:
            awake(display, options.host, parts, options.runs)
        if "asleep" in parts:
            asleep(display, options.host, options.runs)
    finally:
        display.close()
    return 0


if __name__ == "__main__":
    started = time.monotonic()
    status = main()
    print(f"{time.monotonic() - started:.0f} s")
    sys.exit(status)
