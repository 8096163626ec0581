#!/usr/bin/python3
"""registry_test.py HOST.exe MANIFEST.json: Thunderbird's checker on Windows goes by the registry values of group policy, as the Outlook add-in does. Speaks to the
host under wine as Thunderbird would. Ends with `N passed, N failed`."""

import json
import os
import struct
import subprocess
import sys

from tally import check, finish

POLICIES = "Software\\Policies\\Sekisho"


def reg(*arguments):
    return subprocess.run(["wine", "reg"] + list(arguments) + ["/f"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60).returncode


def put(root, name, value, below=""):
    kind = "REG_DWORD" if isinstance(value, int) else "REG_MULTI_SZ" if isinstance(value, list) else "REG_SZ"
    text = "\\0".join(value) if isinstance(value, list) else str(value)
    check("reg add " + name, reg("add", root + "\\" + POLICIES + below, "/reg:64", "/v", name, "/t", kind, "/d", text) == 0)


class Host:
    def __init__(self, program, manifest):
        with open(manifest, encoding="utf-8") as f:
            extension = json.load(f)["browser_specific_settings"]["gecko"]["id"]
        self.process = subprocess.Popen(["wine", program, "C:\\thunderbird-host.json", extension], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.id = 0

    def ask(self, op, **fields):
        self.id += 1
        text = json.dumps(dict(fields, id=self.id, op=op)).encode()
        self.process.stdin.write(struct.pack("=I", len(text)) + text)
        self.process.stdin.flush()
        while True:
            (size,) = struct.unpack("=I", self.process.stdout.read(4))
            answer = json.loads(self.process.stdout.read(size))
            if answer.get("id") == self.id:
                return answer

    def options(self, **layers):
        """What Thunderbird's options page is told, options and findings by key."""
        answer = self.ask("options", policy=layers)
        return answer, {row["key"]: row for row in answer["options"] + answer["findings"]}

    def verdict(self, session=None, people=11):
        opened = self.ask("open", policy={}, **({"session": session} if session else {}))
        self.ask("set", session=opened["session"], message={"version": 1, "sender": "me@tonari-seiki.example", "subject": "s", "text": "t", "recipients": [
            {"field": "to", "address": "p%d@org%d.example.com" % (i, i)} for i in range(people)]})
        return opened["session"], self.ask("check", session=opened["session"], stage="send")["report"]["verdict"]

    def end(self):
        self.process.stdin.close()
        return self.process.wait(timeout=30)


def main(program, manifest):
    for root in ("HKLM", "HKCU"):
        reg("delete", root + "\\" + POLICIES, "/reg:64")
    host = Host(program, manifest)
    check("hello", host.ask("hello", version=1, client="thunderbird", client_version="1", lang="en")["ok"])
    answer, rows = host.options()
    check("no policy: the defaults", answer["machine_policy"] == "" and rows["visible.strangers"]["layer"] == "default" and not answer["problems"], answer["problems"])
    session, verdict = host.verdict()
    check("no policy: 11 strangers ask", verdict == "confirm", verdict)

    put("HKLM", "visible.strangers", 50)
    put("HKLM", "visible.crowd", 60)
    put("HKCU", "visible.strangers", 1)
    put("HKCU", "log.required", 1)
    put("HKCU", "partner.domains", ["*.example.com", "partner.example"])
    put("HKLM", "on.duplicate-recipient", "confirm", "\\Recommended")
    put("HKLM", "visible.all", 77, "\\Recommended")
    put("HKLM", "1", "client.example", "\\internal.domains")
    answer, rows = host.options(user={"on.duplicate-recipient": "justify", "visible.strangers": 2}, recommended={"visible.all": 88})
    check("where it comes from is said", "Policies" in answer["machine_policy"], answer["machine_policy"])
    check("HKLM hides HKCU and locks", (rows["visible.strangers"]["value"], rows["visible.strangers"]["layer"]) == ("50", "enforced"), rows["visible.strangers"])
    check("a number is a truth", rows["log.required"]["value"] == "true" and answer["effective"]["log.required"] == "true", rows["log.required"])
    check("a list in one value", rows["partner.domains"]["value"].split() == ["*.example.com", "partner.example"], rows["partner.domains"])
    check("a list in a subkey", rows["internal.domains"]["value"].split() == ["client.example"], rows["internal.domains"])
    check("the user's own choice is stronger than what is recommended", rows["on.duplicate-recipient"]["value"] == "justify", rows["on.duplicate-recipient"])
    check("what is recommended here is stronger than the add-on's own", (rows["visible.all"]["value"], rows["visible.all"]["layer"]) == ("77", "recommended"), rows["visible.all"])
    check("no mistakes", not answer["problems"], answer["problems"])
    check("the same session, a new policy: quiet", host.verdict(session)[1] == "pass")

    put("HKLM", "mode", "observe")
    check("mode is read at every open", host.ask("open", policy={})["effective"]["mode"] == "observe")
    put("HKLM", "on.duplicate-recipient", "nonsense")
    check("a mistake is named", any("on.duplicate-recipient" in p for p in host.options()[0]["problems"]))
    reg("add", "HKLM\\" + POLICIES, "/reg:64", "/v", "visible.crowd", "/t", "REG_BINARY", "/d", "01")
    check("a value that cannot be read is told", any("registry-value-not-readable" in p for p in host.options()[0]["problems"]), host.options()[0]["problems"])

    subprocess.run(["wine", "reg", "add", "HKCU\\Software\\Sekisho", "/reg:64", "/v", "visible.strangers", "/t", "REG_DWORD", "/d", "9", "/f"], stdout=subprocess.DEVNULL, check=False)
    for root in ("HKLM", "HKCU"):
        check("cleared " + root, reg("delete", root + "\\" + POLICIES, "/reg:64") == 0)
    answer, rows = host.options()
    check("gone again at once", answer["machine_policy"] == "" and not answer["problems"] and rows["visible.strangers"]["layer"] == "default", answer["problems"])
    reg("delete", "HKCU\\Software\\Sekisho", "/reg:64")
    check("ends with its input", host.end() == 0)
    finish()


main(*(os.path.abspath(path) for path in sys.argv[1:3]))
