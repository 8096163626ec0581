#!/usr/bin/python3
"""Makes freemail.def from freemail_own.txt and the npm package free-email-domains.

Usage: make_freemail.py PACKAGE/domains.json > freemail.def

The package holds many thousands of names, most of them throw-away hosts, and misspellings of the large providers ("gmial.com"): somebody
who means a provider and types such a name must not be told that it is one. So only the families of providers below are taken from it,
and of these only the name itself directly under a public suffix of the usual shape.
"""
import json
import pathlib
import re
import sys

FAMILIES = set("""
yahoo ymail rocketmail hotmail outlook msn windowslive gmx aol icloud protonmail proton yandex rambler naver daum hanmail nate interia tlen
poczta seznam centrum atlas volny libero virgilio tiscali wanadoo laposte neuf bbox comcast verizon sbcglobal bellsouth earthlink juno
netzero btinternet btopenworld virginmedia ntlworld talktalk blueyonder rediffmail bigpond optusnet xtra telenet skynet chello ziggo
kpnmail hetnet t-online freenet arcor bluewin hispeed telia tele2 bredband spray hushmail fastmail zoho tutanota tuta posteo
startmail runbox ukr abv caramail freemail webmail safe-mail mailfence foxmail iname mindspring compuserve prodigy
excite lycos onet club-internet numericable aliceadsl gawab maktoob walla indiatimes sify hotpop care2 eircom
""".split())
SUFFIX = re.compile(r"(com|net|org|me|io|fm|im|eu|[a-z]{2}|(co|com|net|org|ne|or)\.[a-z]{2})$")
THROW_AWAY = {"tk", "ml", "ga", "cf", "gq"}
SLIPS = {"yahoo.co", "yahoo.jp", "hotmail.co", "hotmail.jp", "webmail.co.yu"}  # half-typed names of real ones


def main():
    names = set()
    for line in pathlib.Path(__file__).with_name("freemail_own.txt").read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            names.add(line)
    for name in json.load(open(sys.argv[1], encoding="utf-8")):
        label, _, suffix = name.lower().partition(".")
        if label in FAMILIES and SUFFIX.match(suffix) and suffix.split(".")[-1] not in THROW_AWAY and name not in SLIPS:
            names.add(name.lower())
    print("/* FREEMAIL(\"domain\", whether sub-domains count too). Made by make_freemail.py; sources and licences: README. Sorted for bsearch. */")
    subs = {n[2:] for n in names if n.startswith("*.")}
    for name in sorted({n[2:] if n.startswith("*.") else n for n in names}, key=lambda n: n.encode()):
        print(f'FREEMAIL("{name}", {1 if name in subs else 0})')


if __name__ == "__main__":
    main()
