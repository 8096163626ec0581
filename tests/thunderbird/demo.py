#!/usr/bin/python3
"""Shows the product at work: a real Thunderbird with a throw-away profile, an SMTP sink on loopback, the add-on, and an incident mail ready in the
composer - the mail of a port office with 168 members in To. With a display you press Send yourself; without one (or with --press) it is pressed for
you under Xvfb and a screenshot of the dialog stays behind. Nothing leaves this machine.
"""
import argparse
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import ROOT, Display, Thunderbird, make_fixture, read_mail


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=os.path.join(ROOT, "build", "release", "bindings", "host", "sekisho-host"))
    parser.add_argument("--press", action="store_true", help="press Send and take a screenshot, also where there is a display")
    parser.add_argument("--mail", default="osaka-port.eml", help="a fixture mail of tests/fixtures")
    parser.add_argument("--lang", default="ja", choices=("ja", "en"))
    parser.add_argument("--out", default=os.path.join(ROOT, "build", "demo.png"))
    options = parser.parse_args()
    shown = bool(os.environ.get("DISPLAY")) and not options.press
    display = Display(use_existing=shown)
    thunderbird = None
    try:
        folder = os.path.join(ROOT, "build", "demo")
        os.makedirs(folder, exist_ok=True)
        mail = read_mail(make_fixture(folder, options.mail), folder)
        help_text = "お困りのときは 情報システム課(内線 2345)まで" if options.lang == "ja" else "Questions? IT desk, extension 2345"
        thunderbird = Thunderbird(
            display, options.host, sender=mail["sender"], sender_name=mail["sender_name"], managed={"lang": options.lang, "help.text": help_text}
        )
        thunderbird.install_extension()
        thunderbird.compose("demo", mail["to"], mail["cc"], mail["bcc"], mail["subject"], mail["body"], mail["html"], mail["files"])
        if shown:
            print("Press Send in the composer. Close Thunderbird to end.")
            while thunderbird.process.poll() is None:
                time.sleep(0.5)
            print(f"{len(thunderbird.sink.mails)} mails reached the sink.")
            return 0
        pressed = thunderbird.press("demo")
        seen = thunderbird.wait_dialog()
        thunderbird.wait_guard()
        thunderbird.screenshot(options.out)
        print(f"Send was pressed; {seen['shownAt'] - pressed} ms later the dialog said:\n\n  {seen['worst']}\n")
        for label in seen["remedies"]:
            print(f"  [{label}]")
        print(f"  [{seen['back']}]\n  [{seen['send']}]\n")
        print(f"Mails that reached the SMTP sink: {len(thunderbird.sink.mails)}. Screenshot: {os.path.relpath(options.out)}")
        return 0 if not thunderbird.sink.mails else 1
    finally:
        if thunderbird:
            thunderbird.close()
            thunderbird.remove()
        display.close()


if __name__ == "__main__":
    sys.exit(main())
