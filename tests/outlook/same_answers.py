#!/usr/bin/python3
"""same_answers.py PROGRAM OTHER FIXTURES CASE...: both programs say the same about every case: exit status, verdict, findings with all their words.
Ends with `N passed, N failed`."""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases"))
from run_cases import Case  # noqa: E402
from sekisho_runner import Broken, Run, find_profiles, finish, merge_policy, profile_options  # noqa: E402


def said(program, case, fixtures, profiles, folder):
    policy = case.once.get("policy-raw")
    if policy is None:
        policy = merge_policy(profile_options(case.once.get("profile"), profiles), case.policy) or None
    arguments = ["--lang", case.once.get("lang", "en")]
    for address in case.often["rcpt"]:
        arguments += ["--rcpt", address]
    if "original" in case.once:
        arguments += ["--original", os.path.join(fixtures, case.once["original"])]
    message = case.inline
    if case.request is not None:
        path = os.path.join(folder, "request.json")
        with open(path, "w", encoding="utf-8") as f:
            f.write(case.request)
        arguments += ["--request", path]
    elif message is None:
        with open(os.path.join(fixtures, case.once["mail"]), "rb") as f:
            message = f.read()
    try:
        run = Run(program, arguments, message, policy)
    except Broken as e:
        return "broken: %s" % str(e).replace(folder, "")[:200]
    return json.dumps([run.status, run.report.get("verdict"), run.report.get("recipients"), run.findings], sort_keys=True, ensure_ascii=False)


def main(program, other, fixtures, *paths):
    passed = failed = 0
    profiles = find_profiles()
    for path in paths:
        case = Case(path)
        with tempfile.TemporaryDirectory(prefix="sekisho-same-") as folder:
            a, b = (said(p, case, fixtures, profiles, folder) for p in (program, other))
            if b.startswith("broken:"):  # one start of wine in some hundreds gives nothing at all; a fault of ours does so again
                print("again %s: %s" % (os.path.basename(path), b))
                b = said(other, case, fixtures, profiles, folder)
        if a == b:
            passed += 1
        else:
            failed += 1
            print("FAIL %s\n  one   %.500s\n  other %.500s" % (os.path.basename(path), a, b))
    finish(passed, failed)


main(*sys.argv[1:])
