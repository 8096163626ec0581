#!/usr/bin/python3
"""The pilot's tools: what the log says and does not say, what it survives, what a summary and the doctor make of it.

Usage: run_tests.py HOST PROGRAM [--long]. The last line is `N passed, N failed[, N skipped]`.
"""
import base64
import glob
import json
import os
import random
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
HOST, PROGRAM = (os.path.abspath(p) for p in sys.argv[1:3])
LONG = "--long" in sys.argv
with open(os.path.join(HERE, "..", "..", "thunderbird-ext", "manifest.json"), encoding="utf-8") as f:
    EXTENSION = json.load(f)["browser_specific_settings"]["gecko"]["id"]
FOLDER = tempfile.mkdtemp(prefix="sekisho-pilot-")
CASES = []


class Skip(Exception):
    pass


def case(function):
    CASES.append(function)
    return function


class Checker:
    """One checker process with its own policy and state folder."""

    def __init__(self, name, **options):
        self.state = os.path.join(FOLDER, name)
        os.makedirs(self.state, exist_ok=True)
        self.log = options.pop("log", os.path.join(self.state, "log.jsonl"))
        policy = os.path.join(self.state, "policy.json")
        with open(policy, "w", encoding="utf-8") as out:
            json.dump({"log.file": self.log, **{k.replace("__", "-").replace("_", "."): v for k, v in options.items()}}, out)
        self.process = subprocess.Popen([HOST, "--policy=" + policy, "manifest", EXTENSION], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.number = 0
        self.ask("hello", version=1, client="thunderbird", lang="en")

    def ask(self, op, **fields):
        self.number += 1
        data = json.dumps({"id": self.number, "op": op, **fields}).encode()
        self.process.stdin.write(struct.pack("=I", len(data)) + data)
        self.process.stdin.flush()
        while True:
            head = self.process.stdout.read(4)
            if len(head) < 4:
                raise EOFError
            frame = json.loads(self.process.stdout.read(struct.unpack("=I", head)[0]))
            if frame.get("id") == self.number:
                return frame

    def mail(self, message, answer="sent", files=(), **fields):
        session = self.ask("open", policy={})["session"]
        self.ask("set", session=session, message={"version": 1, **message})
        for index, data in enumerate(files):
            self.ask("attach", session=session, index=index, offset=0, data=base64.b64encode(data).decode(), last=True)
        report = self.ask("check", session=session, stage="send")
        result = self.ask("answer", session=session, answer=answer, remedies=[], seconds=1.5, **fields)
        self.ask("close", session=session)
        return report, result

    def lines(self):
        with open(self.log, encoding="utf-8") as text:
            return [json.loads(line) for line in text]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


PLAIN = {"sender": "a@hoshi.example", "recipients": [{"field": "to", "address": "b@soto.example", "name": "B"}], "subject": "s", "text": "t"}


def want(condition, text):
    if not condition:
        raise AssertionError(text)


@case
def one_start_line_and_one_line_a_check():
    c = Checker("plain")
    c.mail(PLAIN)
    crowd = {**PLAIN, "recipients": [{"field": "to", "address": f"p{i}@d{i}.example", "name": ""} for i in range(20)]}
    c.mail(crowd, "cancelled")
    c.end()
    lines = c.lines()
    want([x["kind"] for x in lines] == ["start", "check", "check"], lines)
    want(lines[1]["verdict"] == "pass" and lines[1]["answer"] == "sent" and lines[1]["shown"] is False, lines[1])
    want(lines[2]["verdict"] == "justify" and lines[2]["answer"] == "cancelled" and lines[2]["shown"] is True, lines[2])
    want(lines[2]["recipients"] == {"external": 20} and "visible-crowd" in lines[2]["findings"], lines[2])
    want(len({x["id"] for x in lines}) == 1 and len(lines[0]["id"]) == 16 and len(lines[0]["policy"]) == 16, lines[0])
    want(isinstance(lines[1]["ms"], int) and lines[1]["seconds"] == 1.5, lines[1])
    want(os.stat(c.log).st_mode & 0o777 == 0o600, "only its owner may read the log")


@case
def no_word_of_any_mail_is_logged():
    rng = random.Random(7)
    known = {w for w in open(os.path.join(HERE, "..", "..", "core", "findings.def"), encoding="utf-8").read().split('"')}
    kana = "あいうえおかきくけこさしすせそ東西南北春夏秋冬山川田中"

    def word():
        if rng.random() < 0.5:
            return "".join(rng.choice(kana) for _ in range(rng.randint(3, 8)))
        return "".join(rng.choice("bcdfghklmnprstvwz" if i % 2 == 0 else "aeiou") for i in range(rng.randint(7, 12)))

    c = Checker("words", log_reasons=False)
    said = set()
    for _ in range(500):
        def fresh():
            w = word()
            while w in known:
                w = word()
            said.add(w)
            return w

        people = [{"field": rng.choice(["to", "cc", "bcc"]), "address": f"{fresh()}@{fresh()}.example", "name": fresh()} for _ in range(rng.randint(1, 4))]
        attached = [(f"{fresh()}.{rng.choice(['txt', 'csv', 'exe', fresh()])}", " ".join(fresh() for _ in range(5)).encode())] if rng.random() < 0.3 else []
        c.mail({"sender": f"{fresh()} <{fresh()}@{fresh()}.example>", "recipients": people, "lists": [{"field": "to", "name": fresh()}] if rng.random() < 0.1 else [],
                "subject": fresh(), "text": " ".join([fresh() for _ in range(12)] + ["社外秘"] * (rng.random() < 0.2)),
                "attachments": [{"name": n, "type": "application/octet-stream", "size": len(d)} for n, d in attached]},
               rng.choice(["sent", "changed", "cancelled", fresh()]), [d for _, d in attached], reason=fresh())
    c.end()
    text = open(c.log, encoding="utf-8").read()
    leaked = [w for w in said if w in text]
    want(len(c.lines()) == 501 and not leaked, f"{len(c.lines())} lines, leaked {leaked[:5]}")


@case
def two_writers_do_not_mix_their_lines():
    shared = os.path.join(FOLDER, "shared.jsonl")
    writers = [Checker(f"writer{i}", log=shared) for i in range(2)]
    threads = [threading.Thread(target=lambda w=w: [w.mail(PLAIN) for _ in range(60)]) for w in writers]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for w in writers:
        w.end()
    want(len(writers[0].lines()) == 122, len(writers[0].lines()))


@case
def a_killed_writer_leaves_at_most_one_bad_line():
    path = os.path.join(FOLDER, "killed.jsonl")
    rng = random.Random(3)
    for i in range(12):
        c = Checker("killed", log=path)
        thread = threading.Thread(target=lambda: [c.mail(PLAIN) for _ in range(100)], daemon=True)
        threading.excepthook = lambda _: None
        thread.start()
        time.sleep(rng.uniform(0.01, 0.15))
        c.process.send_signal(signal.SIGKILL)
        c.process.wait()
        thread.join()
    with open(path, "ab") as torn:
        torn.write(b'{"log":1,"kind":"check","time":"2026-')
    c = Checker("killed", log=path)
    c.mail(PLAIN)
    c.end()
    text = open(path, encoding="utf-8").read()
    bad = [line for line in text.splitlines() if not line.endswith("}")]
    want(text.endswith("}\n") and len(bad) == 1, f"{len(bad)} bad lines")


@case
def a_full_disk_is_said_and_leaves_no_half_line():
    mount = os.path.join(FOLDER, "full")
    os.makedirs(mount)
    if os.geteuid() != 0 or subprocess.call(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount], stderr=subprocess.DEVNULL) != 0:
        raise Skip("no tmpfs can be mounted here")
    try:
        c = Checker("fulldisk", log=os.path.join(mount, "log.jsonl"))
        c.mail(PLAIN)
        filler = os.open(os.path.join(mount, "filler"), os.O_WRONLY | os.O_CREAT)
        try:
            while os.write(filler, b"x" * 4096):
                pass
        except OSError:
            pass
        os.close(filler)
        failed = 0
        for _ in range(40):  # the last block of the log still has some room
            report, result = c.mail(PLAIN)
            want(report["ok"], report)
            failed += not result["ok"] and result["error"]["message"] == "No space left on device"
        want(failed > 20, f"{failed} of 40 were said to be lost")
        os.unlink(os.path.join(mount, "filler"))
        want(c.mail(PLAIN)[1]["ok"], "room again")
        c.end()
        want(all(line["kind"] for line in c.lines()), "every line is whole")
    finally:
        subprocess.call(["umount", mount])


@case
def a_folder_that_cannot_be_written_is_said():
    blocker = os.path.join(FOLDER, "no-folder")
    open(blocker, "w").close()
    c = Checker("readonly", log=os.path.join(blocker, "log.jsonl"))
    report, result = c.mail(PLAIN)
    want(report["ok"] and not result["ok"] and result["error"]["code"] == "not-logged" and result["error"]["message"] == "Not a directory", result)
    want(c.mail(PLAIN)[0]["ok"], "the checker lives")
    c.end()


@case
def the_log_is_set_aside_by_size_and_forgotten_by_age():
    c = Checker("rotate", log_max__bytes=4000, log_days=30)
    old = c.log + ".1600000000"
    open(old, "w").close()
    os.utime(old, (1600000000, 1600000000))
    for _ in range(40):
        c.mail(PLAIN)
    c.end()
    aside = [p for p in glob.glob(c.log + ".*") if not p.endswith(".id")]
    want(len(aside) > 2 and old not in aside, aside)
    want(os.path.getsize(c.log) <= 4000 and all(os.path.getsize(p) <= 4000 for p in aside), "sizes")
    lines = sum(len(open(p, encoding="utf-8").readlines()) for p in aside + [c.log])
    want(lines == 41, f"{lines} lines in all")


@case
def modes_are_read_at_every_send():
    c = Checker("modes", mode="observe")
    crowd = {**PLAIN, "recipients": [{"field": "to", "address": f"p{i}@d{i}.example", "name": ""} for i in range(20)]}
    report, _ = c.mail(crowd)
    want(report["report"]["dialog"]["show"] is False and c.lines()[-1]["mode"] == "observe" and c.lines()[-1]["verdict"] == "justify", c.lines()[-1])
    policy = os.path.join(c.state, "policy.json")
    json.dump({"log.file": c.log, "mode": "ask"}, open(policy, "w"))
    report, _ = c.mail(crowd)
    want(report["report"]["dialog"]["show"] is True and c.lines()[-1]["mode"] == "ask", c.lines()[-1])
    json.dump({"log.file": c.log, "recipients.block": ["d3.example"], "emergency.until": "2099-01-01T00:00:00Z"}, open(policy, "w"))
    report, _ = c.mail(crowd)
    want(report["report"]["verdict"] == "justify", "block becomes justify in an emergency")
    want(c.lines()[-1]["policy"] != c.lines()[1]["policy"], "another policy, another digest")
    c.end()


@case
def a_summary_counts_as_an_independent_script_does():
    log, figures = os.path.join(FOLDER, "made.jsonl"), os.path.join(FOLDER, "figures.json")
    subprocess.check_call(["/usr/bin/python3", os.path.join(HERE, "generate_log.py"), "1000000" if LONG else "20000", log, figures])
    before = os.times().children_user
    got = json.loads(subprocess.check_output([PROGRAM, "log", "summary", "--json", log]))
    print(f"  summary of {got['lines']} lines: {os.times().children_user - before:.2f} s CPU")
    expected = json.load(open(figures))
    got["findings"] = {f["name"]: f["mails"] for f in got["findings"]}
    wrong = {k: (got[k], v) for k, v in expected.items() if got[k] != v}
    want(not wrong, wrong)
    for lang, title in (("ja", "関所"), ("en", "Sekisho")):
        page = subprocess.check_output([PROGRAM, "log", "summary", "--html", "--lang", lang, log], text=True)
        want(title in page and "<svg" in page and "http" not in page, "the page holds all it needs")
        want(str(expected["mails"]) in subprocess.check_output([PROGRAM, "log", "summary", "--lang", lang, log], text=True), "the text")


@case
def a_summary_reads_the_systems_log_and_whole_folders():
    c = Checker("collected")
    for _ in range(3):
        c.mail(PLAIN)
    c.end()
    lines = open(c.log, encoding="utf-8").read().splitlines()
    collected = os.path.join(FOLDER, "mail.log")
    with open(collected, "w", encoding="utf-8") as out:
        for i, line in enumerate(lines):
            out.write(("Nov 22 19:25:05 pc1 sekisho[77]: ", "<22>1 2026-11-22T19:25:05+09:00 pc1 sekisho 77 - - ")[i % 2] + line + "\n")
            out.write("Nov 22 19:25:05 pc1 postfix/smtp[7]: to=<a@b.example>, status=sent\n")
            out.write('Nov 22 19:25:05 pc1 other[7]: {"log":1,"kind":"check"}\n')
        out.write("Nov 22 19:25:05 pc1 sekisho[77]: " + lines[-1][:-9] + "\n")

    def figures(*files):
        got = json.loads(subprocess.check_output([PROGRAM, "log", "summary", "--json", *files]))
        return got["mails"], got["starts"], got["installations"], got["lines"], got["bad_lines"]

    want(figures(collected) == (3, 1, 1, 5, 1), figures(collected))
    want(os.path.exists(c.log + ".id") and figures(*glob.glob(c.log + "*")) == (3, 1, 1, 4, 0), "the id beside a log is no line of it")


@case
def the_doctor_says_what_is_missing():
    result = subprocess.run([PROGRAM, "doctor", "--json"], stdout=subprocess.PIPE, env={**os.environ, "HOME": FOLDER, "XDG_STATE_HOME": os.path.join(FOLDER, "state")})
    said = json.loads(result.stdout)
    want(said["version"] == 1 and isinstance(said["protected"], bool) and {r["name"] for r in said["rows"]} >= {"version", "policy-file", "thunderbird", "log"}, said)
    want(result.returncode == (0 if said["protected"] else 10), result.returncode)
    manifest = os.path.join(FOLDER, ".mozilla", "native-messaging-hosts")
    os.makedirs(manifest)
    if not any(r["name"] == "thunderbird" and r["state"] == "ok" for r in said["rows"]):
        raise Skip("no Thunderbird here")
    json.dump({"name": "sekisho", "path": HOST, "type": "stdio", "allowed_extensions": [EXTENSION]}, open(os.path.join(manifest, "sekisho.json"), "w"))
    said = json.loads(subprocess.run([PROGRAM, "doctor", "--json"], stdout=subprocess.PIPE, env={**os.environ, "HOME": FOLDER, "XDG_STATE_HOME": os.path.join(FOLDER, "state")}).stdout)
    want([r["state"] for r in said["rows"] if r["name"] == "thunderbird-checker"] == ["ok"], said)


def on_machine(put, *command, **options):
    """Runs a command where /etc holds nothing but /etc/sekisho, in which the shell words `put` have put the policy of the machine."""
    inside = "umask 022 && mount -t tmpfs none /etc && mkdir /etc/sekisho && cd /etc/sekisho && eval \"$0\" && cd / && exec \"$@\""
    if subprocess.run(["unshare", "-rm", "sh", "-c", inside, ":", "true"], stderr=subprocess.DEVNULL).returncode:
        raise Skip("no mount namespaces here")
    environment = {**os.environ, "HOME": FOLDER, "XDG_STATE_HOME": os.path.join(FOLDER, "state"), "LC_ALL": "C"}
    return subprocess.run(["unshare", "-rm", "sh", "-c", inside, put, *command], capture_output=True, text=True, env=environment, **options)


def put_policy(**options):
    return "echo '" + json.dumps({k.replace("__", "-").replace("_", "."): v for k, v in options.items()}) + "' >policy.json"


@case
def the_selftest_judges_the_program_and_not_the_policy():
    for put in (put_policy(mode="off"), put_policy(recipients_block=["example.com"]), put_policy(**{"on_outside__attachment": "justify"}), "mkdir policy.json"):
        result = on_machine(put, HOST, "--selftest")
        want(result.returncode == 0 and result.stdout.startswith("selftest: ok"), (put, result))


@case
def the_doctor_reads_the_machines_policy_as_the_checker_does():
    for put, state, words in (
        ("true", "absent", "no policy stands there"),
        (put_policy(mode="observe"), "ok", "mode = observe"),
        (put_policy(mode="off"), "mend", "mode = off - switched off: no mail is checked"),
        (put_policy(emergency_until="2026-12-01T18:00:00+09:00"), "ok", "mode = ask, emergency.until = 2026-12-01T18:00:00+09:00"),
        ("mkdir policy.json", "mend", "mistakes: 1 - the policy file cannot be read"),
        (put_policy(mode="ask") + "; chmod 600 policy.json", "mend", "not everybody may read it"),
        (put_policy(mode="ask") + "; chmod 700 .", "mend", "not everybody may read it"),
        ("ln -s /gone policy.json", "mend", "mistakes: 1 - the policy file cannot be read"),
        ("echo '{\"mode\": \"ask\",}' >policy.json", "mend", "mistakes: 1 - no JSON"),
        ("echo '{\"mode\": \"of\"}' >policy.json", "mend", "mistakes: 1 - mode: "),
    ):
        result = on_machine(put, PROGRAM, "doctor", "--json")
        row = next(r for r in json.loads(result.stdout)["rows"] if r["name"] == "policy-file")
        want(row["state"] == state and words in row["detail"], (put, row))
        want(state != "mend" or result.returncode == 10, (put, result))
    checker = "import json,struct,subprocess,sys\nframes=[{'id':1,'op':'hello','version':1,'client':'test'},{'id':2,'op':'open','policy':{}}]\n" \
        "data=b''.join(struct.pack('=I',len(d))+d for d in (json.dumps(f).encode() for f in frames))\n" \
        "print(subprocess.run([sys.argv[1],'--client=test'],input=data,capture_output=True).stdout)"
    result = on_machine("ln -s /gone policy.json", "/usr/bin/python3", "-c", checker, HOST)
    want("the policy file of this machine cannot be read" in result.stdout, result)


@case
def the_doctor_looks_for_the_log_where_it_is_kept():
    def row(**policy):
        return next(r for r in json.loads(on_machine(put_policy(**policy), PROGRAM, "doctor", "--json").stdout)["rows"] if r["name"] == "log")

    want(row(log_to="none", log_file="/proc/nowhere/log.jsonl") == {"name": "log", "state": "absent", "detail": "log.to = none"}, "none")
    got = row(log_to="system", log_file="/proc/nowhere/log.jsonl")
    kept = os.access("/dev/log", os.W_OK)
    want(got["state"] == ("ok" if kept else "mend") and got["detail"].startswith("log.to = system"), got)
    got = row(log_to="both", log_file="/proc/nowhere/log.jsonl")
    want(got["state"] == "mend" and got["detail"].startswith("/proc/nowhere/log.jsonl: "), got)
    if not kept:
        checker = Checker("no-system-log", log_to="system")
        want(checker.ask("options", policy={})["about"]["log_problem"] == "nobody keeps a system log here", "the options page")
        checker.end()


@case
def the_doctor_makes_nothing():
    def row(home):
        run = subprocess.run([PROGRAM, "doctor", "--json"], stdout=subprocess.PIPE, env={**{k: v for k, v in os.environ.items() if k != "XDG_STATE_HOME"}, "HOME": home})
        return next(r for r in json.loads(run.stdout)["rows"] if r["name"] == "log")

    home = os.path.join(FOLDER, "new-home")
    os.mkdir(home)
    want(row(home) == {"name": "log", "state": "absent", "detail": home + "/.local/state/sekisho/log.jsonl"}, row(home))
    want(os.listdir(home) == [], os.listdir(home))
    os.mkdir(home + "/.local")
    want(row(home)["state"] == "absent" and os.listdir(home + "/.local") == [], row(home))
    want(row("/proc/self")["state"] == "mend", row("/proc/self"))
    want(row(home + "/not-there")["state"] == "mend", row(home + "/not-there"))


@case
def a_mail_that_a_script_sends_meets_the_machines_policy():
    mail = "From: a@city.example.jp\nTo: b@rival.example\nSubject: x\n\nx\n"
    own = os.path.join(FOLDER, "own.json")
    with open(own, "w", encoding="utf-8") as out:
        json.dump({"recipients.block": ["other.example"]}, out)
    send = (PROGRAM, "send", "--policy", own, "--", "/bin/cat")
    result = on_machine("true", *send, input=mail)
    want(result.returncode == 0 and result.stdout == mail, result)
    result = on_machine(put_policy(recipients_block=["rival.example"]), *send, input=mail)
    want(result.returncode == 77 and not result.stdout and "rival.example" in result.stderr, result)
    result = on_machine(put_policy(mode="observe", recipients_block=["rival.example"]), *send, input=mail)
    want(result.returncode == 0 and result.stdout == mail, result)
    result = on_machine(put_policy(visible_all=7), PROGRAM, "policy", "show", "/etc/sekisho/policy.json")
    want("enforced     visible.all = 7\n" in result.stdout, "the layer that the checker takes the machine's file for")


def main():
    passed = failed = skipped = 0
    for function in CASES:
        try:
            function()
            passed += 1
        except Skip as reason:
            skipped += 1
            print(f"SKIP {function.__name__}: {reason}")
        except Exception as error:  # a test that breaks has failed, whatever broke it
            failed += 1
            print(f"FAIL {function.__name__}: {type(error).__name__}: {error}")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return failed > 0


sys.exit(main())
