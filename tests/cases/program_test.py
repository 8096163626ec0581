#!/usr/bin/python3
"""What the program promises beside verdicts (exit statuses, streams, lint, scan offsets, send): program_test.py PROGRAM FIXTURES_DIR"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM, MAILS = (os.path.abspath(path) for path in sys.argv[1:3])
HARMLESS = os.path.join(MAILS, "harmless", "greeting.eml")
ACCIDENT = os.path.join(MAILS, "osaka-port.eml")


def run(*arguments, text=None, data=None, **more):
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    environment.update(more.pop("env", {}))
    if text is not None:
        data = text.encode()
    return subprocess.run([PROGRAM, *arguments], input=data if data is not None else b"", capture_output=True, timeout=60, env=environment, **more)


class Program(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def test_names_neither_turn_the_line_nor_reach_the_terminal_as_controls(self):
        mail = 'From: a@city.example.jp\nTo: "Taro \u202egpj.exe\u2066" <x@example.com>, "B\x1b[31m\u009b" <y@example.net>\nSubject: x\n\nhello\n'
        out = run("check", "--lang", "en", "-", text=mail).stdout.decode()
        self.assertIn("Taro gpj.exe", out)
        for character in "\u202e\u2066\x1b\u009b":
            self.assertNotIn(character, out)

    def test_exit_statuses(self):
        missing = os.path.join(self.folder.name, "missing")
        rows = [
            (0, ["check", HARMLESS]),
            (15, ["check", ACCIDENT]),
            (10, ["check", os.path.join(MAILS, "chukyo-university.eml")]),
            (0, ["--help"]),
            (0, ["doctor", "--help"]),
            (0, ["policy", "lint", "--help"]),
            (66, ["inspect", "--", "--help"]),
            (64, []),
            (64, ["no-such-command"]),
            (64, ["check"]),
            (64, ["check", "--jason", HARMLESS]),
            (64, ["check", "--lang", "fr", HARMLESS]),
            (64, ["check", HARMLESS, ACCIDENT]),
            (64, ["check", "--policy"]),
            (64, ["inspect"]),
            (64, ["policy", "lint"]),
            (64, ["send", "--"]),
            (66, ["check", missing]),
            (66, ["check", "--original", missing, HARMLESS]),
            (66, ["check", "--request", missing]),
            (66, ["inspect", missing]),
            (66, ["scan", missing]),
            (66, ["policy", "lint", missing]),
        ]
        for want, arguments in rows:
            done = run(*arguments)
            self.assertEqual(done.returncode, want, (arguments, done.stderr))
            if want >= 60:
                self.assertEqual(done.stdout, b"", arguments)
                self.assertNotEqual(done.stderr, b"", arguments)

    def test_block_is_20(self):
        policy = self.write("p.json", '{"enforced": {"on.outside-recipient": "block"}}')
        self.assertEqual(run("check", "--policy", policy, HARMLESS).returncode, 20)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_output_that_cannot_be_written_is_74(self):
        for arguments in (["check", HARMLESS], ["check", "--json", ACCIDENT], ["options"], ["findings", "--json"], ["inspect", HARMLESS]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, timeout=60)
            self.assertEqual(done.returncode, 74, arguments)

    def test_json_is_one_line_and_alone(self):
        done = run("check", "--json", ACCIDENT)
        self.assertEqual(done.stdout.count(b"\n"), 1)
        check = json.loads(done.stdout)
        self.assertEqual(check["version"], 1)
        self.assertEqual(check["verdict"], "justify")
        self.assertEqual(check["findings"][0]["name"], "visible-crowd")
        self.assertIn("168", check["findings"][0]["message"])
        self.assertEqual(len(check["recipients"]), 168)
        self.assertEqual(done.stderr, b"")

    def test_language(self):
        for arguments, environment, want in ((["--lang", "ja"], {}, "168人"), ([], {"LC_ALL": "ja_JP.UTF-8"}, "168人"), (["--lang", "en"], {"LC_ALL": "ja_JP.UTF-8"}, "168 people"),
                                             ([], {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ja"}, "168人")):
            first = run("check", *arguments, ACCIDENT, env=environment).stdout.decode().splitlines()[0]
            self.assertIn(want, first)

    def test_a_person_reads_the_worst_first_and_the_verdict_last(self):
        lines = run("check", "--lang", "en", "--explain", ACCIDENT).stdout.decode().splitlines()
        self.assertEqual(lines[0], "168 people outside can see each other's addresses.")
        self.assertIn("remedy: Move everybody to Bcc", "\n".join(lines))
        self.assertIn("[visible-crowd] on.visible-crowd: justify is the built-in default", "\n".join(lines))
        self.assertEqual(lines[-1], "=> ask for a reason; to be typed: 168")

    def test_what_lies_in_an_encrypted_zip_has_no_made_up_kind_or_size(self):
        out = run("check", "--lang", "ja", os.path.join(MAILS, "case", "zip-with-password-ja.eml")).stdout.decode()
        self.assertIn("暗号化のため中身は未確認", out)
        self.assertNotIn("unknown", out)
        self.assertNotIn(" 0 B", out)

    def test_standard_input(self):
        with open(ACCIDENT, "rb") as f:
            self.assertEqual(run("check", "-", data=f.read()).returncode, 15)
        for nothing in (b"", b"no mail at all\n"):
            done = run("check", "-", data=nothing)
            self.assertEqual((done.returncode, b"no recipient" in done.stdout), (15, True), done.stdout)
            self.assertNotIn(b"nobody counts", done.stdout)

    def test_names_that_are_no_utf8(self):
        path = os.path.join(self.folder.name.encode(), b"\x96\xbc\x95\xeb.txt")  # as a zip from Windows leaves it
        with open(path, "wb") as f:
            f.write(b"x")
        done = run("inspect", "--json", path)
        self.assertEqual((done.returncode, json.loads(done.stdout)["format"], done.stderr), (0, "text", b""))
        done = run("check", "--json", "--rcpt", b"\xff@shop.example", HARMLESS)
        self.assertEqual(json.loads(done.stdout)["version"], 1, done.stderr)

    def test_profiles_by_name_and_files_before_them(self):
        self.assertEqual(run("policy", "lint", "city-office").returncode, 0)
        shown = run("policy", "show", "city-office").stdout.decode()
        self.assertIn("recommended  visible.all = 100", shown)
        self.assertIn("default      visible.strangers = 10", shown)
        self.write("school", '{"visible.all": 7}')
        shown = run("policy", "show", "school", cwd=self.folder.name).stdout.decode()
        self.assertIn("visible.all = 7", shown)

    def test_every_profile_is_clean(self):
        for name in ("default", "company", "city-office", "hospital", "school", "strict", "pilot"):
            done = run("policy", "lint", name)
            self.assertEqual((done.returncode, done.stderr), (0, b""), done.stdout)

    def test_files_that_hold_no_policy(self):
        path = os.path.join(self.folder.name, "p.json")
        good = '{"enforced": {"on.outside-recipient": "block"}}'
        with open(path, "wb") as f:
            f.write(b"\xef\xbb\xbf" + good.encode())  # Notepad's UTF-8
        self.assertEqual((run("policy", "lint", path).returncode, run("check", "--policy", path, HARMLESS).returncode), (0, 20))
        for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
            with open(path, "wb") as f:
                f.write(good.encode(encoding))
            done = run("policy", "lint", path)
            self.assertEqual((done.returncode, b"this is UTF-16" in done.stdout), (78, True), done.stdout)
            self.assertEqual(run("check", "--policy", path, HARMLESS).returncode, 10)
            self.assertIn(b"this is UTF-16", run("policy", "show", path).stderr)
        os.unlink(path)
        os.mkdir(path)
        for arguments in (["policy", "lint", path], ["policy", "show", path], ["check", path], ["inspect", path], ["scan", path]):
            done = run(*arguments)
            self.assertEqual((done.returncode, b"directory" in done.stderr), (66, True), (arguments, done.stderr))
        os.rmdir(path)
        os.symlink(path, path)  # there, and cannot be opened
        self.assertNotIn(b"no such file", run("policy", "lint", path).stderr)

    def test_a_mail_without_recipients_yet_goes_to_nobody_inside(self):
        request = {"version": 1, "sender": "a@city.example.jp", "recipients": [], "subject": "x", "text": "マイナンバー 123456789018"}
        for people, want, ja in (([], "no recipient is known yet", "宛先はまだ入力されていません"), ([{"field": "to", "address": "b@city.example.jp"}], "all recipients are inside", "宛先はすべて社内です")):
            path = self.write("r.json", json.dumps(dict(request, recipients=people)))
            said = [run("check", "--json", "--lang", lang, "--request", path).stdout.decode() for lang in ("en", "ja")]
            self.assertIn("persons-inside", said[0])
            self.assertTrue(want in said[0] and ja in said[1], said)

    def test_a_policy_that_the_checker_would_refuse_is_a_mistake(self):
        for size, status in ((4 << 20, 0), ((4 << 20) + 1, 78)):
            path = self.write("p.json", '{"visible.all": 3}'.ljust(size))
            done = run("policy", "lint", path)
            self.assertEqual((done.returncode, b"larger than 4 MiB" in done.stdout), (status, status == 78), done.stdout)
        self.assertEqual(run("check", "--policy", path, HARMLESS).returncode, 10)  # as where no policy can be read

    def test_a_list_that_is_too_long_is_said_once(self):
        path = self.write("p.json", json.dumps({"rule.r.keywords": ["keyword%06d" % i for i in range(200010)]}))
        self.assertEqual(run("policy", "lint", path).stdout.count(b"more than 200000 items"), 1)

    def test_lint_names_key_and_line(self):
        text = """{
  "visible.all": 30,
  "visble.crowd": 15,
  "visible": {"strangers": "ten"},
  "enforced": {
    "on.comments": "BLOK",
    "visible.all": 3,
    "visible.all": 4,
    "rule": {"plan": {"keywords": ["x y", 5],
                      "pattern": "(a+"}},
    "recipients.block": ["rival.example"]
  },
  "user": {"recipients.allow": ["ito@rival.example"]}
}
"""
        path = self.write("p.json", text)
        done = run("policy", "lint", path)
        said = done.stdout.decode()
        self.assertEqual(done.returncode, 78)
        for want in (":3: visble.crowd: no option has this name; is visible.crowd meant?", ":4: visible.strangers: a text stands here, a whole number is wanted",
                     ':6: on.comments: "BLOK" is none of', ":8: visible.all: stands twice, on lines 7 and 8", ":9: rule.plan.keywords: an item of the list is no text",
                     ":10: rule.plan.pattern: this pattern cannot be used", ':13: recipients.allow: "ito@rival.example" stands in recipients.block too'):
            self.assertIn(path + want, said)
        listed = json.loads(run("policy", "lint", "--json", path).stdout)
        self.assertEqual([p["line"] for p in listed["problems"] if p["key"] == "visble.crowd"], [3])
        self.assertEqual([p["layer"] for p in listed["problems"] if p["key"] == "on.comments"], ["enforced"])

    def test_a_truth_may_be_a_number_as_in_group_policy(self):
        path = self.write("p.json", '{"log.required": 1,\n "log.reasons": 0,\n "fold.case": 2}')
        problems = json.loads(run("policy", "lint", "--json", path).stdout)["problems"]
        self.assertEqual([p["key"] for p in problems], ["fold.case"])
        shown = {o["key"]: o["value"] for o in json.loads(run("policy", "show", "--json", path).stdout)["options"]}
        self.assertEqual((shown["log.required"], shown["log.reasons"]), ("true", "false"))

    def test_a_policy_that_is_no_json_is_named_and_asks(self):
        for text in ("{", "[]", "", '{"mode": "off",}', "\ufeff{}x"):
            path = self.write("p.json", text)
            self.assertEqual(run("policy", "lint", path).returncode, 78, text)
            done = run("check", "--json", "--policy", path, HARMLESS)
            self.assertEqual(done.returncode, 10, text)
            self.assertEqual(json.loads(done.stdout)["findings"][0]["name"], "policy-broken", text)
        done = run("check", "--json", "--policy", os.path.join(self.folder.name, "missing.json"), HARMLESS)
        self.assertEqual((done.returncode, json.loads(done.stdout)["findings"][0]["name"]), (10, "policy-broken"))

    def test_tables(self):
        options = json.loads(run("options", "--json").stdout)
        self.assertIn("visible.all", [o["key"] for o in options["options"]])
        self.assertIn("keywords", [f["field"] for f in options["rule_fields"]])
        findings = json.loads(run("findings", "--json", "--lang", "ja").stdout)["findings"]
        self.assertEqual(len({f["code"] for f in findings}), len(findings))
        self.assertIn("お互いのアドレス", [f for f in findings if f["name"] == "visible-crowd"][0]["sentence"])

    def test_inspect(self):
        path = self.write("memo.txt", "one\ntwo\n")
        done = run("inspect", "--json", path, os.path.join(self.folder.name, "missing"), path)
        self.assertEqual(done.returncode, 66)
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        self.assertEqual([(l["file"], l["size"]) for l in lines], [("memo.txt", 8)] * 2)
        out = os.path.join(self.folder.name, "out")
        os.mkdir(out)
        self.assertEqual(run("inspect", "--text", out, path).returncode, 0)
        with open(os.path.join(out, "memo.txt.txt"), encoding="utf-8") as f:
            self.assertEqual(f.read().split(), ["one", "two"])

    def test_scan_offsets_are_code_points(self):
        policy = self.write("p.json", '{"rule.plan.keywords": ["計画"], "keyword.sets": []}')
        text = "😀 秘密の計画です。計画"
        done = run("scan", "--policy", policy, "--jsonl", "-", text=json.dumps({"id": 7, "text": text}) + "\n\n" + json.dumps({"id": "b", "text": ""}) + "\n")
        first, second = [json.loads(line) for line in done.stdout.decode().splitlines()]
        self.assertEqual((first["id"], second), (7, {"id": "b", "spans": []}))
        self.assertEqual([text[s["start"]:s["end"]] for s in first["spans"] if s["rule"] == "plan"], ["計画", "計画"])
        self.assertEqual(run("scan", "--jsonl", "-", text="no json\n").returncode, 66)

    def test_request(self):
        attached = self.write("plan.txt", "hello")
        request = {"version": 1, "sender": "Hoshino <hoshino@hoshimi-seiki.example>", "recipients": [{"field": "to", "address": "tamura@mizuki-shoji.example", "name": "Tamura"}],
                   "subject": "Plan", "text": "Please see the attached file.", "attachments": [{"name": "plan.txt", "path": os.path.basename(attached)}]}
        path = self.write("r.json", json.dumps(request))
        done = run("check", "--json", "--request", path)
        check = json.loads(done.stdout)
        self.assertEqual((done.returncode, check["attachments"][0]["size"]), (0, 5), done.stderr)
        self.assertEqual(check["dialog"]["show"], False)
        request["attachments"][0]["path"] = "not-there.txt"
        done = run("check", "--json", "--request", self.write("r.json", json.dumps(request)))
        self.assertEqual((done.returncode, json.loads(done.stdout)["findings"][0]["name"]), (15, "check-failed"))
        for broken in ('{"recipients": [{"field": "too"}]}', '{"subject": 5}', '{"version": 2}', "[]", "{"):
            self.assertEqual(run("check", "--request", self.write("r.json", broken)).returncode, 66, broken)

    def test_rcpt_is_bcc(self):
        check = json.loads(run("check", "--json", "--rcpt", "Boss@Secret.example", HARMLESS).stdout)
        self.assertEqual([(r["field"], r["class"]) for r in check["recipients"] if r["address"].lower() == "boss@secret.example"], [("bcc", "external")])

    def test_send_hands_on_or_keeps_back(self):
        out = os.path.join(self.folder.name, "sent")
        sendmail = self.write("sendmail", '#!/bin/sh\ncat > "%s"\nprintf %%s "$*" > "%s.args"\nexit 9\n' % (out, out))
        os.chmod(sendmail, 0o755)
        with open(HARMLESS, "rb") as f:
            mail = f.read()
        done = run("send", "--", sendmail, "-i", "-f", "x@y.example", "someone@hoshimi-seiki.example", data=mail, start_new_session=True)
        self.assertEqual((done.returncode, done.stdout), (9, b""), done.stderr)
        with open(out, "rb") as f:
            self.assertEqual(f.read(), mail)
        with open(out + ".args", encoding="utf-8") as f:
            self.assertEqual(f.read(), "-i -f x@y.example someone@hoshimi-seiki.example")
        os.remove(out)
        with open(ACCIDENT, "rb") as f:
            done = run("send", "--", sendmail, "-t", data=f.read(), start_new_session=True)
        self.assertEqual(done.returncode, 77)
        self.assertIn(b"168 people", done.stderr)
        self.assertFalse(os.path.exists(out))

    def test_send_observes_in_pilot(self):
        sendmail = self.write("sendmail", "#!/bin/sh\ncat > /dev/null\n")
        os.chmod(sendmail, 0o755)
        with open(ACCIDENT, "rb") as f:
            self.assertEqual(run("send", "--policy", "pilot", "--", sendmail, "-t", data=f.read(), start_new_session=True).returncode, 0)

    def test_a_terminal_is_asked(self):
        import pty
        import time
        sendmail = self.write("sendmail", '#!/bin/sh\ncat > "%s/sent"\n' % self.folder.name)
        os.chmod(sendmail, 0o755)
        with open(ACCIDENT, "rb") as f:
            mail = f.read()
        source = os.path.join(self.folder.name, "mail")
        with open(source, "wb") as f:
            f.write(mail)
        for answers, want, sent in (("１６８\nasked by the chief\nyes\n", 0, True), ("167\n", 77, False), ("168\n\n", 77, False), ("168\nreason\nno\n", 77, False)):
            pid, terminal = pty.fork()
            if pid == 0:
                os.dup2(os.open(source, os.O_RDONLY), 0)
                os.execv(PROGRAM, [PROGRAM, "send", "--", sendmail, "-t"])
            os.write(terminal, answers.encode())
            shown = b""
            deadline = time.time() + 30
            while time.time() < deadline:
                try:
                    piece = os.read(terminal, 65536)
                except OSError:
                    break
                if not piece:
                    break
                shown += piece
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            os.close(terminal)
            self.assertEqual(status, want, (answers, shown.decode(errors="replace")[-400:]))
            path = os.path.join(self.folder.name, "sent")
            self.assertEqual(os.path.exists(path), sent, answers)
            if sent:
                with open(path, "rb") as f:
                    self.assertEqual(f.read(), mail)
                os.remove(path)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
