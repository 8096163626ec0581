#!/usr/bin/python3
"""Tests the runners themselves: every case parses, and a program that answers wrongly, dies or prints nonsense makes cases fail."""

import glob
import json
import os
import stat
import tempfile
import unittest

import run_cases
from sekisho_runner import Broken, merge_policy

HERE = os.path.dirname(os.path.abspath(__file__))

CASE = """# a case
policy: {"mode": "ask"}
want-verdict: confirm
want-finding: visible-strangers confirm 1,234 people
want-first: visible-strangers
want-first-en: ~1230
want-no-finding: rule
want-class: A@EXAMPLE.jp external
--- mail
From: me@example.com
To: <a@example.jp>,
 b@example.jp
Cc: c\\u{30}@example.jp
Subject: x

body
"""

RIGHT = {"version": 1, "verdict": "confirm", "recipients": [{"field": "to", "address": "a@example.jp", "class": "external"}],
         "findings": [{"name": "visible-strangers", "action": "confirm", "message": "1234 people can see", "evidence": "", "remedies": ["move-to-bcc"]}]}


class Runners(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="sekisho-runner-")
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def program(self, answer, status):
        """A stand-in for the program that answers the same whatever it is asked."""
        text = answer if isinstance(answer, str) else json.dumps(answer)
        path = self.write("program", "#!/usr/bin/python3\nimport sys\nprint(%r)\nsys.exit(%d)\n" % (text, status))
        os.chmod(path, stat.S_IRWXU)
        return path

    def wrong(self, answer, status, text=CASE):
        case = run_cases.Case(self.write("a.case", text))
        return run_cases.Runner(self.program(answer, status), self.folder.name, None).judge(case)[0]

    def test_all_cases_parse(self):
        paths = glob.glob(os.path.join(HERE, "*.case"))
        self.assertGreater(len(paths), 200)
        for path in paths:
            with open(path, encoding="utf-8") as f:
                self.assertTrue(f.readline().startswith("# "), path)
            run_cases.Case(path)

    def test_right_answer_passes(self):
        self.assertEqual(self.wrong(RIGHT, 10), [])

    def test_wrong_answers_fail(self):
        for change, what in (({"verdict": "justify"}, "verdict"), ({"findings": []}, "not there"), ({"recipients": []}, "no such recipient")):
            answer = dict(RIGHT, **change)
            self.assertTrue(any(what in line for line in self.wrong(answer, {"justify": 15}.get(answer["verdict"], 10))), what)
        finding = RIGHT["findings"][0]
        for change, what in (({"action": "note"}, "want confirm, got note"), ({"message": "1200 people"}, "does not say"), ({"name": "rule"}, "must not be there")):
            answer = dict(RIGHT, findings=[dict(finding, **change)])
            self.assertTrue(any(what in line for line in self.wrong(answer, 10)), what)

    def test_no_answer_is_broken(self):
        for answer, status in (("", 10), ("no json", 0), (RIGHT, 0), (RIGHT, 139)):
            with self.assertRaises(Broken):
                self.wrong(answer, status)

    def test_mistakes_in_cases(self):
        for text in ("# x\nwant-verdict: pass\n", "# x\nmail: a.eml\n", "# x\nmail: a.eml\nwant-verdikt: pass\n", "# x\nmail: a.eml\nwant-verdict: passed\n",
                     "# x\nmail: a.eml\nwant-finding: rule blok\n", "# x\nmail: a.eml\nmail: b.eml\nwant-verdict: pass\n", "# x\nmail: a.eml\npolicy: {\nwant-verdict: pass\n"):
            with self.assertRaises(ValueError):
                run_cases.Case(self.write("bad.case", text))

    def test_remedy(self):
        case = run_cases.Case(self.write("a.case", CASE))
        message, bcc = run_cases.all_in_bcc(case.inline)
        self.assertEqual(bcc, ["a@example.jp", "b@example.jp", "c0@example.jp"])
        self.assertNotIn(b"example.jp", message)
        self.assertIn(b"\r\nTo: me@example.com\r\n\r\nbody", message)

    def test_numbers(self):
        self.assertTrue(run_cases.contains("about 27,600 persons", "~27763"))
        self.assertFalse(run_cases.contains("about 27,400 persons", "~27763"))
        self.assertTrue(run_cases.contains("４，５００人の", "4500人"))
        self.assertTrue(run_cases.contains("約5人分", "5人"))
        self.assertFalse(run_cases.contains("15人", "5人"))
        self.assertFalse(run_cases.contains("81 persons", "8"))

    def test_layers(self):
        self.assertEqual(merge_policy({"a": 1}, {"a": 2}), {"a": 2})
        self.assertEqual(merge_policy({"enforced": {"a": 1}}, {"b": 2}), {"enforced": {"a": 1}, "recommended": {"b": 2}})
        self.assertEqual(merge_policy({"b": 1}, {"enforced": {"a": 1}}), {"recommended": {"b": 1}, "enforced": {"a": 1}})


if __name__ == "__main__":
    unittest.main()
