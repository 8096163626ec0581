#!/usr/bin/python3
"""Runs .case files through the program: run_cases.py [--profiles FOLDER] PROGRAM FIXTURES_DIR CASE...

README.md beside this file tells the format; FIXTURES_DIR is what make_fixtures.py wrote. Prints what was wanted and what came for each
case that fails and ends with "N passed, N failed".
"""

import argparse
import email
import email.utils
import json
import os
import re
import sys
import tempfile
import unicodedata

from sekisho_runner import Broken, Run, find_profiles, finish, merge_policy, profile_options

ONCE = ("mail", "original", "profile", "lang", "policy-raw", "want-verdict", "want-first", "want-first-ja", "want-first-en", "want-after")
OFTEN = ("rcpt", "policy", "want-finding", "want-no-finding", "want-class")
VERDICTS = ("pass", "confirm", "justify", "block", "ask")
ACTIONS = ("note", "confirm", "justify", "block")


def unescape(text):
    return re.sub(r"\\u\{([0-9A-Fa-f]+)\}", lambda m: chr(int(m.group(1), 16)), text)


class Case:
    """One parsed file; a mistake in it raises ValueError with its line."""

    def __init__(self, path):
        self.path = path
        self.once = {}
        self.often = {key: [] for key in OFTEN}
        self.inline = self.request = None
        with open(path, encoding="utf-8", newline="") as f:
            lines = f.read().replace("\r\n", "\n").split("\n")
        for number, line in enumerate(lines, 1):
            if line in ("--- mail", "--- request"):
                rest = unescape("\n".join(lines[number:]))
                if line == "--- mail":
                    self.inline = rest.replace("\n", "\r\n").encode("utf-8")
                else:
                    self.request = rest
                break
            if not line.strip() or line.startswith("#"):
                continue
            key, colon, value = line.partition(":")
            value = value.strip()
            if not colon or key not in ONCE + OFTEN or (key in self.once):
                raise ValueError("%s:%d: not understood: %s" % (path, number, line))
            if key in ONCE:
                self.once[key] = value
            else:
                self.often[key].append(value)
        self.check()

    def check(self):
        if (("mail" in self.once) + (self.inline is not None) + (self.request is not None)) != 1:
            raise ValueError("%s: wants one of mail:, --- mail and --- request" % self.path)
        if not any(key.startswith("want-") for key in list(self.once) + [k for k, v in self.often.items() if v]):
            raise ValueError("%s: wants nothing, so it cannot fail" % self.path)
        if self.once.get("want-verdict", "pass") not in VERDICTS:
            raise ValueError("%s: no such verdict" % self.path)
        self.policy = {}
        for text in self.often["policy"]:
            self.policy = merge_policy(self.policy, json.loads(text))
        self.findings = []
        for text in self.often["want-finding"]:
            name, action, *rest = text.split(None, 2)
            if action not in ACTIONS:
                raise ValueError("%s: no such action: %s" % (self.path, text))
            self.findings.append((name, action, unescape(rest[0]) if rest else None))
        self.classes = [text.rsplit(None, 1) for text in self.often["want-class"]]


def plain(text):
    text = unicodedata.normalize("NFKC", text or "").casefold()
    return re.sub(r"(?<=\d),(?=\d)", "", text)


def contains(text, wanted):
    if wanted.startswith("~"):
        number = int(wanted[1:].replace(",", ""))
        return any(abs(int(n) - number) <= number / 100 for n in re.findall(r"\d+", plain(text)) if len(n) < 12)
    wanted = re.escape(plain(wanted))
    if wanted[:1].isdigit():
        wanted = r"(?<!\d)" + wanted
    if wanted[-1:].isdigit():
        wanted += r"(?!\d)"
    return re.search(wanted, plain(text)) is not None


def same_address(text):
    local, _, domain = unicodedata.normalize("NFKC", unescape(text)).rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        pass
    return local.lower() + "@" + domain.lower()


def all_in_bcc(message):
    """MESSAGE with only its sender in To, and the addresses that stood in To and Cc."""
    head, blank, body = message.partition(b"\r\n\r\n")
    parsed = email.message_from_bytes(head + b"\r\n\r\n")
    addresses = [a for field in ("to", "cc") for _, a in email.utils.getaddresses(parsed.get_all(field, []))]
    sender = email.utils.parseaddr(parsed["from"])[1]
    kept, dropping = [], False
    for line in head.split(b"\r\n"):
        if line[:1] not in (b" ", b"\t"):
            dropping = line.lower().startswith((b"to:", b"cc:"))
        if not dropping:
            kept.append(line)
    kept.append(b"To: " + sender.encode("utf-8"))
    return b"\r\n".join(kept) + blank + body, addresses


class Runner:
    def __init__(self, program, fixtures, profiles):
        self.program, self.fixtures, self.profiles = program, fixtures, profiles

    def read(self, name):
        with open(os.path.join(self.fixtures, name), "rb") as f:
            return f.read()

    def run(self, case, lang, message=None, more=()):
        if "policy-raw" in case.once:
            policy = case.once["policy-raw"]
        else:
            policy = merge_policy(profile_options(case.once.get("profile"), self.profiles), case.policy) or None
        arguments = ["--lang", lang]
        for one in case.often["rcpt"] + list(more):
            arguments += ["--rcpt", one]
        if "original" in case.once:
            arguments += ["--original", os.path.join(self.fixtures, case.once["original"])]
        if case.request is not None:
            with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as f:
                f.write(case.request)
                f.flush()
                return Run(self.program, arguments + ["--request", f.name], policy=policy)
        if message is None:
            message = case.inline if case.inline is not None else self.read(case.once["mail"])
        return Run(self.program, arguments, message, policy)

    def judge(self, case):
        """What is wrong, one line each, and the run to show beside it."""
        wrong = []
        run = self.run(case, case.once.get("lang", "en"))
        want = case.once.get("want-verdict")
        if want and not (run.verdict == want or (want == "ask" and run.verdict != "pass")):
            wrong.append("verdict: want %s, got %s" % (want, run.verdict))
        for name, action, text in case.findings:
            named = [f for f in run.findings if f.get("name") == name]
            acting = [f for f in named if f.get("action") == action]
            if not named:
                wrong.append("finding %s: not there" % name)
            elif not acting:
                wrong.append("finding %s: want %s, got %s" % (name, action, named[0].get("action")))
            elif text and not any(contains(" ".join(str(f.get(k) or "") for k in ("message", "evidence", "where")), text) for f in acting):
                wrong.append("finding %s: does not say \"%s\"" % (name, text))
        for name in case.often["want-no-finding"]:
            if any(f.get("name") == name for f in run.findings):
                wrong.append("finding %s: must not be there" % name)
        first = run.findings[0] if run.findings else {}
        if "want-first" in case.once and first.get("name") != case.once["want-first"]:
            wrong.append("first finding: want %s, got %s" % (case.once["want-first"], first.get("name")))
        for lang in ("ja", "en"):
            text = case.once.get("want-first-" + lang)
            if text is not None:
                told = run if lang == case.once.get("lang", "en") else self.run(case, lang)
                message = told.findings[0].get("message", "") if told.findings else ""
                if not contains(message, unescape(text)):
                    wrong.append("first message (%s): want \"%s\", got \"%s\"" % (lang, text, message))
        for address, klass in case.classes:
            got = [r.get("class") for r in run.report.get("recipients", []) if same_address(r.get("address") or "") == same_address(address)]
            if not got or any(k != klass for k in got):
                wrong.append("class of %s: want %s, got %s" % (address, klass, ", ".join(map(str, got)) or "no such recipient"))
        if "want-after" in case.once:
            run = self.after(case, run, first, wrong) or run
        return wrong, run

    def after(self, case, run, first, wrong):
        remedy, want = case.once["want-after"].split()
        if remedy != "move-to-bcc":
            raise Broken("want-after knows move-to-bcc only")
        if remedy not in first.get("remedies", []):
            wrong.append("first finding offers %s, not %s" % (first.get("remedies"), remedy))
        message, bcc = all_in_bcc(case.inline if case.inline is not None else self.read(case.once["mail"]))
        again = self.run(case, case.once.get("lang", "en"), message, bcc)
        if again.verdict != want:
            wrong.append("after %s: want %s, got %s" % (remedy, want, again.verdict))
            return again
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profiles", default=None)
    parser.add_argument("program")
    parser.add_argument("fixtures")
    parser.add_argument("cases", nargs="+")
    given = parser.parse_args()
    runner = Runner(given.program, given.fixtures, given.profiles or find_profiles())
    passed = failed = 0
    for path in given.cases:
        shown = ""
        try:
            wrong, run = runner.judge(Case(path))
            shown = run.told()
        except (Broken, ValueError, OSError) as e:
            wrong = [str(e)]
        if not wrong:
            passed += 1
            continue
        failed += 1
        print("FAIL " + os.path.basename(path))
        for line in wrong:
            print("  " + line)
        print(shown, end="")
    finish(passed, failed)


if __name__ == "__main__":
    main()
