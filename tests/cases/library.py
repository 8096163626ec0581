#!/usr/bin/python3
"""Speaks to libsekisho itself, through nothing but sekisho.h, with the words of `sekisho check --json`: so that run_cases.py can hold the
library to the same cases as the program, and a language other than C uses the header as it stands.

Usage: SEKISHO_LIBRARY=libsekisho.so library.py check --json [--lang L] [--policy FILE] [--rcpt ADDR]... [--original FILE] MESSAGE
Requests (--request) are the JSON binding's and not the library's: exit status 64.
"""
import argparse
import ctypes
import datetime
import json
import os
import sys

VERDICTS = ("pass", "confirm", "justify", "block")
STATUS = (0, 10, 15, 20)
ACTIONS = ("ignore", "note", "confirm", "justify", "block")
CLASSES = ("internal", "partner", "external", "unknown")
FIELDS = ("to", "cc", "bcc")
LAYERS = {"recommended": 0, "user": 1, "enforced": 2}

lib = ctypes.CDLL(os.environ["SEKISHO_LIBRARY"])


def text(name, *args):
    function = getattr(lib, "sekisho_" + name)
    function.restype = ctypes.c_char_p
    return function(*args).decode("utf-8")


def view(name, *args):
    function = getattr(lib, "sekisho_" + name)
    function.restype = ctypes.c_void_p
    return ctypes.c_void_p(function(*args))


def count(name, *args):
    function = getattr(lib, "sekisho_" + name)
    function.restype = ctypes.c_size_t
    return function(*args)


def do(name, *args):
    status = getattr(lib, "sekisho_" + name)(*args)
    if status != 0:
        sys.exit(70)


def new(kind):
    made = ctypes.c_void_p()
    do(kind + "_new", ctypes.byref(made))
    return made


def set_policy(policy, layer, options, path=""):
    for key, value in options.items():
        if not path and key in LAYERS and isinstance(value, dict):
            set_policy(policy, LAYERS[key], value)
            continue
        key = path + key
        if isinstance(value, dict):
            set_policy(policy, layer, value, key + ".")
        elif isinstance(value, list):
            do("policy_set", policy, layer, key.encode(), b"")
            for item in value:
                do("policy_add", policy, layer, key.encode(), str(item).encode())
        else:
            do("policy_set", policy, layer, key.encode(), {True: b"true", False: b"false"}.get(value, str(value).encode()) if isinstance(value, bool) else str(value).encode())


def make_policy(path):
    policy = new("policy")
    if path:
        raw = open(path, encoding="utf-8").read()
        try:
            options = json.loads(raw)
            if not isinstance(options, dict):
                raise ValueError
        except ValueError:
            do("policy_problem", policy, 0, b"", b"the file is no JSON object", 1)
        else:
            set_policy(policy, 0, options)
    do("policy_finish", policy)
    return policy


def read(path):
    return sys.stdin.buffer.read() if path == "-" else open(path, "rb").read()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["check"])
    for flag in ("--json",):
        parser.add_argument(flag, action="store_true")
    for option in ("--lang", "--policy", "--original", "--request"):
        parser.add_argument(option)
    parser.add_argument("--rcpt", action="append", default=[])
    parser.add_argument("message", nargs="?")
    given = parser.parse_intermixed_args()
    if given.request or not given.message:
        return 64
    policy, message, report = make_policy(given.policy), new("message"), ctypes.c_void_p()
    mail = read(given.message)
    do("message_set_language", message, (given.lang or "en").encode())
    do("message_set_time", message, datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ").encode())
    do("message_load_rfc5322", message, mail, ctypes.c_size_t(len(mail)))
    for address in given.rcpt:
        do("message_add_envelope_recipient", message, address.encode())
    original = read(given.original) if given.original else None
    if original is not None:
        do("message_set_original_rfc5322", message, original, ctypes.c_size_t(len(original)))
    do("check", policy, message, ctypes.byref(report))
    verdict = lib.sekisho_report_verdict(report)
    out = {"version": 1, "verdict": VERDICTS[verdict], "sender": text("report_sender", report), "recipients": [], "findings": []}
    for i in range(count("report_recipient_count", report)):
        one = view("report_recipient", report, ctypes.c_size_t(i))
        out["recipients"].append({"field": FIELDS[lib.sekisho_recipient_field(one)], "address": text("recipient_address", one), "name": text("recipient_name", one),
                                  "class": CLASSES[lib.sekisho_recipient_class(one)]})
    for i in range(count("report_finding_count", report)):
        one = view("report_finding", report, ctypes.c_size_t(i))
        out["findings"].append({"code": lib.sekisho_finding_code(one), "name": text("finding_name", one), "action": ACTIONS[lib.sekisho_finding_action(one)],
                                "message": text("finding_message", one), "evidence": text("finding_evidence", one), "where": text("finding_where", one),
                                "remedies": [text("finding_remedy", one, ctypes.c_size_t(k)) for k in range(count("finding_remedy_count", one))]})
    print(json.dumps(out, ensure_ascii=False))
    lib.sekisho_report_free(report)
    lib.sekisho_message_free(message)
    lib.sekisho_policy_free(policy)
    return STATUS[verdict]


sys.exit(main())
