#!/usr/bin/python3
"""The checker process alone, spoken to by frames: host_tests.py PROGRAM. The last line is `N passed, N failed`; the exit status says the same."""
import base64
import hashlib
import json
import os
import pty
import random
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "..", "..", "thunderbird-ext", "manifest.json"), encoding="utf-8") as manifest:
    EXTENSION_ID = json.load(manifest)["browser_specific_settings"]["gecko"]["id"]
PROGRAM = os.path.abspath(sys.argv[1])
FOLDER = tempfile.mkdtemp(prefix="sekisho-host-")
CASES = []
LONG = "An invented sentence that has to be read, number by number. " * 200000  # keeps a reader busy long enough to be met


def case(function):
    CASES.append(function)
    return function


def check(condition, text="not as expected"):
    if not condition:
        raise AssertionError(text)


class Host:
    def __init__(self, *arguments, policy=None, start=True, limits=0):
        self.policy = os.path.join(FOLDER, "policy.json")
        if policy is not None:
            with open(self.policy, "w", encoding="utf-8") as out:
                out.write(policy if isinstance(policy, str) else json.dumps(policy, ensure_ascii=False))
        elif os.path.exists(self.policy):
            os.unlink(self.policy)
        self.process = subprocess.Popen(
            [PROGRAM, "--policy=" + self.policy, *(arguments or ("manifest", EXTENSION_ID))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "XDG_STATE_HOME": os.path.join(FOLDER, "state")},
            preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limits, limits))) if limits else None,
        )
        self.count = 0
        self.events = []
        if start:
            self.hello = self.ask("hello", version=1, client="thunderbird", lang="en")

    def send(self, op, **fields):
        self.count += 1
        self.raw(json.dumps({"id": self.count, "op": op, **fields}, ensure_ascii=False).encode())
        return self.count

    def raw(self, data):
        self.process.stdin.write(struct.pack("=I", len(data)) + data)
        self.process.stdin.flush()

    def receive(self):
        head = self.process.stdout.read(4)
        if len(head) < 4:
            return None
        size = struct.unpack("=I", head)[0]
        check(size <= 1000000, f"a frame of {size} bytes")
        return json.loads(self.process.stdout.read(size))

    def wait(self, number):
        while True:
            frame = self.receive()
            check(frame is not None, "the host ended")
            if "event" in frame:
                self.events.append(frame)
            elif frame["id"] == number:
                return frame

    def ask(self, op, **fields):
        return self.wait(self.send(op, **fields))

    def open(self, **layers):
        answer = self.ask("open", policy=layers)
        check(answer["ok"], answer)
        self.session = answer["session"]
        return answer

    def attach(self, index, data, chunk=262144):
        answer = None
        for at in range(0, max(len(data), 1), chunk):
            piece = data[at : at + chunk]
            answer = self.ask("attach", session=self.session, index=index, offset=at, data=base64.b64encode(piece).decode(), last=at + chunk >= len(data), digest=True)
            check(answer["ok"], answer)
        return answer

    def check(self, message, files=(), **fields):
        answer = self.ask("set", session=self.session, message=message)
        check(answer["ok"], answer)
        for index in answer["need"]:
            self.attach(index, files[index])
        return self.ask("check", session=self.session, stage="send", **fields)

    def readers(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as stream:
            return [int(word) for word in stream.read().split()]

    def end(self):
        """Closes the pipe; the exit status."""
        self.process.stdin.close()
        rest = self.process.stdout.read()
        status = self.process.wait(20)
        self.process.stdout.close()
        self.process.stderr.close()
        return status, rest


def mail(people=("b@shop.example",), files=(), **fields):
    return {
        "version": 1, "sender": "hanako@city.example.jp", "recipients": [{"field": "to", "address": a, "name": ""} for a in people], "lists": [],
        "subject": "subject", "text": "text", "attachments": [{"name": n, "key": "k" + n, "size": 1} for n in files], **fields,
    }


def names(report):
    return [finding["name"] for finding in report["findings"]]


@case
def command_line():
    run = lambda *a: subprocess.run([PROGRAM, *a], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    check(run("--version").stdout.startswith("sekisho-host ") and run("--version").returncode == 0)
    check(run().returncode == 64 and not run().stdout, "started by nobody")
    wrong = run("manifest", "other@elsewhere.example")
    check(wrong.returncode == 64 and "not allowed" in wrong.stderr and not wrong.stdout, "another extension")
    selftest = run("--selftest")
    check(selftest.returncode == 0 and selftest.stdout.startswith("selftest: ok"), selftest.stdout + selftest.stderr)


@case
def refuses_a_terminal():
    master, slave = pty.openpty()
    process = subprocess.Popen([PROGRAM, "manifest", EXTENSION_ID], stdin=slave, stdout=slave, stderr=subprocess.PIPE)
    check(process.wait(20) == 64 and b"terminal" in process.stderr.read())
    process.stderr.close()
    os.close(master)
    os.close(slave)


@case
def end_of_file_ends_it():
    host = Host()
    check(host.hello["version"] == 1 and 65536 <= host.hello["chunk"] <= 1 << 20, host.hello)
    check(host.end() == (0, b""))


@case
def bad_frames_end_it():
    for data in (b"\0\0\0\0", struct.pack("=I", 0xFFFFFFFF) + b"x", struct.pack("=I", 3) + b"abc", struct.pack("=I", 2) + b"[]", struct.pack("=I", 4) + b'{"a"'):
        host = Host()
        host.process.stdin.write(data)
        host.process.stdin.flush()
        status, rest = host.end()
        check(status == 65 and rest == b"", f"{data!r}: {status} {rest!r}")


@case
def many_small_values_are_too_large():
    host = Host()
    host.raw(b'{"op": "set", "x": {"id": 7}, "y": "\\"id\\": 8, [", "id" : 12, "message": {"text": [' + b"{}," * 10000000 + b"{}]}}")
    answer = host.receive()
    check(answer["id"] == 12 and not answer["ok"] and answer["error"]["code"] == "too-large", answer)
    with open(f"/proc/{host.process.pid}/status", encoding="ascii") as stream:
        most = next(int(line.split()[1]) for line in stream if line.startswith("VmHWM:"))
    with open(f"/proc/{host.process.pid}/maps", encoding="ascii", errors="replace") as stream:
        sanitized = "libasan" in stream.read()  # which keeps what was freed
    check(most < (400 if sanitized else 200) << 10, f"{most} KiB")
    host.count = 12
    check(host.ask("hello", version=1, client="thunderbird", lang="en", unknown=[[]] * 499000)["ok"], "it goes on, up to the limit")
    host.raw(b'{"op":"open",' + b"[" * 1000001)
    check(host.receive()["id"] == 0, "no id was said")
    host.end()


@case
def messages_of_all_sessions_are_limited():
    host = Host()
    sessions = []
    for _ in range(3):
        host.open()
        sessions.append(host.session)
    large = mail(unknown=[0] * 900000)
    fill = lambda at: host.ask("set", session=sessions[at], message=large)
    check(fill(0)["ok"] and fill(1)["ok"] and fill(1)["ok"], "one takes the place of the one before")
    check(fill(2)["error"]["code"] == "too-large", "the third")
    check(host.ask("set", session=sessions[2], message=mail())["ok"], "a small one has room")
    host.ask("close", session=sessions[0])
    check(fill(2)["ok"], "one was closed")
    host.end()


@case
def a_stray_print_cannot_reach_the_client():
    host = Host()
    out = os.readlink(f"/proc/{host.process.pid}/fd/1")
    check(out == os.readlink(f"/proc/{host.process.pid}/fd/2"), "standard output is not standard error")
    host.end()


@case
def wrong_requests_are_answered():
    host = Host()
    check(host.ask("fly")["error"]["code"] == "no-session")
    host.open()
    s = host.session
    check(host.ask("fly", session=s)["error"]["code"] == "unknown-op")
    check(host.ask("check", session=99)["error"]["code"] == "no-session")
    check(host.ask("check", session=s)["error"]["code"] == "bad-request", "check before set")
    for message in ([], None, {"version": 2}, {"recipients": 5}, {"recipients": [5]}, {"recipients": [{"field": "all", "address": "a@b.example"}]}, {"recipients": [{"field": "to", "address": 5}]},
                    {"lists": {}}, {"lists": [{"field": "to", "name": []}]}, {"sender": 1}, {"subject": {}}, {"text": 7}, {"html": [1]}, {"original": 3}, {"original": {"recipients": "a"}},
                    {"original": {"recipients": [{"address": 1}]}}, {"attachments": 5}, {"attachments": [5]}, {"attachments": [{"name": 5}]}):
        error = host.ask("set", session=s, message=message)["error"]
        check(error["code"] == "bad-request" and error["message"].startswith("message: "), f"{message}: {error}")
    check(host.ask("check", session=s)["error"]["code"] == "bad-request", "a check of what was refused")
    check(host.ask("open", policy=[])["error"]["code"] == "bad-request")
    check(host.ask("open", session=99, policy={})["error"]["code"] == "no-session")
    check(host.ask("set", session=s, message=mail(files=["a.txt"]))["need"] == [0])
    for fields in ({"index": 7, "offset": 0, "data": "AAAA"}, {"index": -1, "offset": 0, "data": "AAAA"}, {"index": 0, "offset": 3, "data": "AAAA"},
                   {"index": 0, "offset": 0}, {"index": 0, "offset": 0, "data": "A"}, {"index": 0, "offset": 0, "data": "A?=="}):
        check(host.ask("attach", session=s, **fields)["error"]["code"] == "bad-request", fields)
    check(host.ask("more", session=s, **{"from": 0})["error"]["code"] == "bad-request")
    check(host.ask("close", session=s)["ok"] and host.ask("set", session=s, message=mail())["error"]["code"] == "no-session")
    check(host.end()[0] == 0)


@case
def bytes_arrive_whole():
    host = Host()
    host.open()
    for size in (0, 1, 2, 3, 262143, 262144, 262145, 3 * 262144, 5000000):
        data = random.Random(size).randbytes(size)
        host.ask("set", session=host.session, message=mail(files=[f"f{size}.bin"]))
        answer = host.attach(0, data)
        check(answer["sha256"] == hashlib.sha256(data).hexdigest() and answer["received"] == size, size)
    host.end()


@case
def bytes_are_kept_under_their_key():
    host = Host()
    host.open()
    check(host.ask("set", session=host.session, message=mail(files=["a.txt", "b.txt"]))["need"] == [0, 1])
    host.attach(0, b"one")
    check(host.ask("set", session=host.session, message=mail(files=["b.txt", "a.txt"]))["need"] == [0], "a.txt is known")
    check(host.ask("set", session=host.session, message=mail())["need"] == [])
    check(host.ask("set", session=host.session, message=mail(files=["a.txt"]))["need"] == [0], "let go meanwhile")
    host.end()


@case
def a_report_longer_than_a_frame_comes_in_pieces():
    host = Host()
    host.open()
    people = [f"{'long-name-' * 5}{i}@club{i % 50}.{'department.' * 6}example" for i in range(4500)]
    report = host.check(mail(people))["report"]
    check(report["more"] == 4500 and len(report["recipients"]) < 4500, "not cut")
    got = list(report["recipients"])
    while len(got) < 4500:
        piece = host.ask("more", session=host.session, **{"from": len(got)})["recipients"]
        check(piece)
        got += piece
    check([r["address"] for r in got] == people, "recipients differ")
    check(report["findings"][0]["name"].startswith("visible-") and "4,500" in report["findings"][0]["message"] or "4500" in report["findings"][0]["message"], report["findings"][0])
    host.end()


@case
def a_report_that_no_frame_holds_is_shortened_and_says_so():
    host = Host()
    host.open()
    files = [f"attachment number {i}.bin" for i in range(5000)]
    host.ask("set", session=host.session, message=mail(files=files))  # nobody hands their bytes over: a finding each
    answer = host.ask("check", session=host.session, stage="send")
    check(answer["ok"], answer.get("error"))
    report = answer["report"]
    check(report["verdict"] == "justify" and report["findings"][0]["name"] == "check-failed", names(report)[:3])
    check(report["findings_total"] >= 5000 and 500 < len(report["findings"]) == len(report["dialog"]["findings"]) < 5000, "findings not shortened")
    check(report["attachments_total"] == 5000 and 100 < len(report["attachments"]) < 5000, "attachments not shortened")
    check("of 5000 attachments" in report["dialog"]["shortened"], report["dialog"]["shortened"])
    # everybody can see 100,000 others
    people = [f"someone{i}@club{i % 900}.example.com" for i in range(100000)]
    answer = host.check(mail(people, subject="x" * 3000000, text="t"))
    check(answer["ok"], answer.get("error"))
    report = answer["report"]
    worst = report["findings"][0]
    check(worst["name"].startswith("visible-") and report["verdict"] == "justify" and report["more"] == 100000, names(report)[:3])
    check(len(report["subject"]) < 5000 and report["subject"].endswith("xxx..."), "subject")
    check(len(report["dialog"]["shortened"]) > 20, "not said")
    remedies = report["dialog"]["findings"][0]["remedies"]
    check(all(len(remedy.get("recipients", [])) in (0, 100000) for remedy in remedies), "a remedy that moves some")
    check(any(shown.get("recipients_total") == 100000 and len(shown["recipients"]) == 1000 for shown in report["dialog"]["findings"]), "recipients not counted")
    host.end()


@case
def a_dead_reader_is_a_finding():
    host = Host()
    host.open()
    host.ask("set", session=host.session, message=mail([f"m{i}@club.example" for i in range(20)], ["a.bin"], text=LONG))
    host.attach(0, b"a file")
    number = host.send("check", session=host.session, stage="send")
    end = time.monotonic() + 20
    while not host.readers() and time.monotonic() < end:
        pass
    killed = host.readers()[0]
    with open(f"/proc/{killed}/status", encoding="ascii") as stream:
        status = dict(line.split(":", 1) for line in stream)
    os.kill(killed, signal.SIGKILL)
    report = host.wait(number)["report"]
    check("check-failed" in names(report) and report["verdict"] == "justify", names(report))
    check("visible-crowd" in names(report), "the recipients were not looked at any more")
    check(host.end()[0] == 0)


@case
def a_reader_has_no_rights():
    host = Host()
    host.open()
    host.ask("set", session=host.session, message=mail(text=LONG))
    number = host.send("check", session=host.session, stage="send")
    seen = None
    end = time.monotonic() + 20
    while time.monotonic() < end and not (seen and seen["Seccomp"].strip() == "2"):
        for pid in host.readers():
            try:
                with open(f"/proc/{pid}/status", encoding="ascii") as stream:
                    seen = dict(line.split(":", 1) for line in stream)
                with open(f"/proc/{pid}/limits", encoding="ascii") as stream:
                    limits = stream.read()
            except OSError:
                continue
    check(seen and seen["Seccomp"].strip() == "2" and seen["NoNewPrivs"].strip() == "1", "no filter of system calls")
    check("Max open files            0" in limits, limits)
    check(host.wait(number)["ok"])
    host.end()


@case
def a_check_can_be_cancelled():
    host = Host()
    host.open()
    host.ask("set", session=host.session, message=mail(text=LONG))
    number = host.send("check", session=host.session, stage="send")
    cancel = host.send("cancel", session=host.session)
    check(host.wait(number)["error"]["code"] == "cancelled")
    check(host.wait(cancel)["ok"] and not host.readers())
    check(host.check(mail())["ok"], "the session goes on")
    host.end()


@case
def half_a_character_does_not_keep_a_mail_from_being_checked():
    # What JSON.stringify() makes of a NUL and of an emoji that was cut in two; a backslash before "u0000" is one that somebody typed.
    for escape, want in (("\\u0000", "\ufffd"), ("\\ud83d", "\ufffd"), ("\\uDE00", "\ufffd"), ("\\ud83d\\ud83d\\ude00", "\ufffd\U0001f600"),
                         ("\\ud83d\\ude00", "\U0001f600"), ("\\\\u0000", "\\u0000"), ("\\\\\\ud800x", "\\\ufffdx")):
        host = Host()
        message = json.dumps(mail(["b#shop.example"], subject="@", text="secret @ plan", sender="hanako#city.example.jp")).replace("@", escape).replace("#", "@")
        host.open(enforced={"rule.plan.keywords": ["plan"], "rule.plan.action": "block"})
        host.raw(f'{{"id":50,"op":"set","session":{host.session},"message":{message}}}'.encode())
        check(host.wait(50)["ok"], escape)
        report = host.ask("check", session=host.session, stage="send")["report"]
        why = report["dialog"]["findings"][0]["why"][0]
        check(report["verdict"] == "block" and why["before"] == f"secret {want} ", why)
        check(host.end()[0] == 0, "the host died")


@case
def a_check_that_could_not_be_started_stands_in_the_log():
    path = os.path.join(FOLDER, "unread.jsonl")
    host = Host(limits=5)  # a pipe takes two descriptors, the log one
    host.open(enforced={"log.required": True, "log.file": path})
    answer = host.check(mail())
    check(answer.get("error", {}).get("code") == "failed", answer)
    check(host.ask("answer", session=host.session, answer="sent").get("written") is True, "it went without its line")
    host.end()
    with open(path, encoding="utf-8") as stream:
        line = json.loads(stream.read().splitlines()[-1])
    check(line["verdict"] == "unchecked" and "started" in line["failure"], line)


@case
def two_sessions_check_at_once():
    host = Host()
    first, second = host.open()["session"], host.open()["session"]
    for s, n in ((first, 12), (second, 20)):
        host.ask("set", session=s, message=mail([f"m{i}@club.example" for i in range(n)]))
    a, b = host.send("check", session=first, stage="send"), host.send("check", session=second, stage="send")
    got = {}
    while len(got) < 2:
        frame = host.receive()
        if "event" not in frame:
            got[frame["id"]] = frame["report"]["verdict"]
    check(got == {a: "confirm", b: "justify"}, got)
    host.end()


@case
def layers_have_one_order():
    crowd = mail([f"m{i}@club.example" for i in range(8)])
    host = Host(policy={"recommended": {"visible.strangers": 5}})
    host.open()
    check(host.check(crowd)["report"]["verdict"] == "confirm", "the machine's recommendation")
    host.open(user={"visible.strangers": 9})
    check(host.check(crowd)["report"]["verdict"] == "pass", "the user over a recommendation")
    host.open(user={"visible.strangers": 9}, enforced={"visible.strangers": 6})
    check(host.check(crowd)["report"]["verdict"] == "confirm", "the client's enforced layer over the user")
    host.end()
    host = Host(policy={"enforced": {"visible.strangers": 20}})
    host.open(enforced={"visible.strangers": 6})
    check(host.check(crowd)["report"]["verdict"] == "pass", "the machine's enforced layer over the client's")
    with open(host.policy, "w", encoding="utf-8") as out:
        json.dump({"enforced": {"mode": "observe"}}, out)
    again = host.ask("open", session=host.session, policy={})
    check(again["effective"]["mode"] == "observe", "the file is read at every open")
    check(host.check(crowd)["report"]["dialog"]["show"] is False, "observe shows nothing")
    host.end()


@case
def a_broken_machine_policy_is_a_finding():
    for text in ("{ not json", "[]", ""):
        host = Host(policy=text)
        host.open()
        report = host.check(mail(["taro@example.jp"]))["report"]
        check("policy-broken" in names(report) and report["verdict"] != "pass", f"{text!r}: {names(report)}")
        host.end()


@case
def a_machine_policy_that_cannot_be_used_says_why():
    path = os.path.join(FOLDER, "there.json")

    def problems():
        process = Host("--policy=" + path, "manifest", EXTENSION_ID)
        said = process.open()["problems"]
        report = process.check(mail(["taro@example.jp"]))["report"]
        process.end()
        return said, "policy-broken" in names(report)

    os.mkdir(path)
    for text, why in ((None, "directory"), (b'{"mode": "off"}\0 and more', "NUL"), ('{"mode": "off"}'.encode("utf-16"), "UTF-16"), (b" " * (5 << 20) + b"{}", "larger than 4 MiB")):
        if text is not None:
            if os.path.isdir(path):
                os.rmdir(path)
            with open(path, "wb") as out:
                out.write(text)
        said, broken = problems()
        check(broken and len(said) == 1 and why in said[0], (why, said))
    with open(path, "wb") as out:
        out.write(b'\xef\xbb\xbf{"mode": "observe"}')
    check(problems() == ([], False), "a mark before UTF-8 is none of its text")
    os.unlink(path)


@case
def a_log_that_is_no_file_holds_nobody_up():
    pipe = os.path.join(FOLDER, "pipe")
    os.mkfifo(pipe)
    for path in (pipe, "/dev/null"):
        host = Host()
        signal.alarm(20)
        host.open(enforced={"log.file": path, "log.required": True})
        check(host.check(mail())["ok"])
        answer = host.ask("answer", session=host.session, answer="sent")
        check(answer.get("error") == {"code": "not-logged", "message": "it is no ordinary file"}, answer)
        about = host.ask("options", policy={"enforced": {"log.file": path}})["about"]
        check(about["log_problem"] == "it is no ordinary file", about)
        signal.alarm(0)
        host.end()
    os.unlink(pipe)


@case
def a_log_that_is_a_link_is_not_followed():
    target, link = os.path.join(FOLDER, "target"), os.path.join(FOLDER, "link")
    with open(target, "w", encoding="utf-8") as out:
        out.write("somebody else's")
    os.symlink(target, link)
    host = Host()
    host.open(enforced={"log.file": link})
    host.check(mail())
    answer = host.ask("answer", session=host.session, answer="sent")
    check(answer.get("error") == {"code": "not-logged", "message": "it is a symbolic link, which is not followed"}, answer)
    host.end()
    with open(target, encoding="utf-8") as stream:
        check(stream.read() == "somebody else's", "written into")


@case
def the_log_says_nothing_of_a_mail():
    shutil.rmtree(os.path.join(FOLDER, "state"), ignore_errors=True)
    host = Host()
    host.open()
    words = ["geheimnis", "mitglied", "kekkon-soudan", "streng-vertraulich"]
    message = mail([f"{words[1]}{i}@{words[2]}.example" for i in range(12)], [words[3] + ".txt"], subject=words[0], text=words[0])
    check(host.check(message, [b"hello"])["ok"])
    check(host.ask("answer", session=host.session, answer="changed", remedies=["move-to-bcc"], seconds=7, reason=words[0])["written"] is True)
    host.end()
    path = os.path.join(FOLDER, "state", "sekisho", "log.jsonl")
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    line = json.loads(text.splitlines()[-1])
    check(not any(word in text for word in words), text)
    check(line["answer"] == "changed" and line["findings"].get("visible-strangers") == 1 and line["recipients"] == {"external": 12} and line["seconds"] == 7, line)
    check(os.stat(path).st_mode & 0o777 == 0o600, "others may read the log")


@case
def an_answer_says_whether_its_line_stands():
    host = Host()
    host.open()
    check(host.ask("answer", session=host.session, answer="sent")["written"] is False, "nothing was checked")
    host.open(enforced={"log.to": "none"})
    host.check(mail(["taro@example.jp"]))
    check(host.ask("answer", session=host.session, answer="sent")["written"] is False, "no line is wanted")
    blocker = os.path.join(FOLDER, "blocker")
    open(blocker, "w", encoding="utf-8").close()
    host.open(enforced={"log.required": True, "log.file": os.path.join(blocker, "log.jsonl")})
    host.check(mail(["taro@example.jp"]))
    lost = host.ask("answer", session=host.session, answer="sent")
    check(not lost["ok"] and lost["error"] == {"code": "not-logged", "message": "Not a directory"}, lost)
    again = host.ask("open", session=host.session, policy={"enforced": {"log.required": True}})
    check(again["effective"]["log.required"] == "true", again["effective"])
    check(host.ask("answer", session=host.session, answer="sent")["written"] is True, "written after all")
    host.end()


@case
def it_tells_of_the_machine_what_the_doctor_says():
    host = Host()
    host.open()
    host.check(mail(["taro@example.jp"]))
    host.ask("answer", session=host.session, answer="sent")
    log = os.path.join(FOLDER, "state", "sekisho", "log.jsonl")
    with open(log, encoding="utf-8") as stream:
        line = json.loads(stream.readlines()[-1])
    about = host.ask("options", policy={})["about"]
    check(about["log"] == log and about["log_problem"] == "" and about["policy"] == line["policy"], about)
    check(about["last_check"].startswith(line["time"]) and about["last_start"], about)
    check(set(about["limits"]) >= {"time", "files"}, about["limits"])
    blocker = os.path.join(FOLDER, "no-folder")
    open(blocker, "w", encoding="utf-8").close()
    about = host.ask("options", policy={"enforced": {"log.file": os.path.join(blocker, "log.jsonl")}})["about"]
    check(about["log_problem"] == "Not a directory" and about["last_check"] == "", about)
    about = host.ask("options", policy={"enforced": {"log.to": "none"}})["about"]
    check(about["log"] == "" and about["log_problem"] == "", about)
    host.end()


@case
def bytes_go_on_by_key_while_the_message_changes():
    host = Host()
    host.open()
    data = b"secret report " * 40000
    piece = lambda at, key: host.ask("attach", session=host.session, key=key, offset=at, data=base64.b64encode(data[at : at + 300000]).decode(), last=at + 300000 >= len(data))
    message = mail(files=["a.txt"])
    message["attachments"][0]["key"] = "k1"
    check(host.ask("set", session=host.session, message=message)["need"] == [0])
    check(piece(0, "k1")["received"] == 300000)
    # Another file comes to stand before it: what is on its way stays where it is, and may not be looked for by its place.
    message["attachments"].insert(0, {"name": "b.txt", "key": "k2"})
    check(host.ask("set", session=host.session, message=message)["need"] == [0, 1])
    check(piece(300000, "k1")["received"] == len(data))
    check(host.ask("set", session=host.session, message=message)["need"] == [0])
    # What the message does not hold any more is let go, and further pieces of it are refused.
    del message["attachments"][1]
    check(host.ask("set", session=host.session, message=message)["need"] == [0])
    check(not piece(0, "k1")["ok"], "a piece of nothing")
    check(host.ask("attach", session=host.session, key=7, index=-1, offset=0, data="")["ok"] is False, "no key")
    host.end()


@case
def mutated_frames_never_crash_it():
    rng = random.Random(3)
    seeds = [
        {"op": "hello", "version": 1, "client": "thunderbird", "lang": "ja"},
        {"op": "open", "policy": {"user": {"visible.strangers": 3, "rule.x.keywords": ["a"]}}},
        {"op": "set", "session": 1, "message": mail(files=["a.txt"])},
        {"op": "attach", "session": 1, "index": 0, "offset": 0, "data": "QUJD", "last": True},
        {"op": "check", "session": 1, "stage": "send"},
        {"op": "answer", "session": 1, "answer": "sent", "remedies": [], "seconds": 1},
        {"op": "options", "policy": {}},
    ]
    values = [None, True, -1, 0, 1 << 62, 1.5, "", "x" * 3000, [], {}, [[[]]], "\u0000", "\ud83c\udf38", {"a": {"b": []}}]

    def twist(value):
        if isinstance(value, dict) and value and ("op" in value or rng.random() < 0.8):
            out = dict(value)
            key = rng.choice(list(out))
            out[key] = twist(out[key])
            return out
        if isinstance(value, list) and value and rng.random() < 0.8:
            out = list(value)
            at = rng.randrange(len(out))
            out[at] = twist(out[at])
            return out
        return rng.choice(values)

    host = None
    answered = 0
    for round_ in range(400):
        if host is None:
            host = Host()
            host.open()
            host.ask("set", session=1, message=mail(files=["a.txt"]))
        frame = {**(twist(rng.choice(seeds)) or {}), "id": round_ + 10000}
        data = bytearray(json.dumps(frame).encode())
        if rng.random() < 0.2:
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            host.raw(bytes(data))
            while True:
                answer = host.receive()
                if answer is None:
                    status, _ = host.end()
                    check(status == 65, f"status {status} after {bytes(data)!r}")
                    host = None
                    break
                if "event" not in answer:
                    answered += 1
                    break
        except BrokenPipeError:
            host = None
    check(answered > 300, f"only {answered} answered")
    if host:
        check(host.end()[0] == 0)


@case
def many_attachments_cost_no_more_each():
    """A hundred thousand set after two thousand whose bytes came: what a session looks through for each must not grow with the others."""
    def cost(host, message):
        def processor():
            with open(f"/proc/{host.process.pid}/stat", encoding="ascii") as stream:
                return sum(int(word) for word in stream.read().rsplit(")", 1)[1].split()[11:13]) / os.sysconf("SC_CLK_TCK")

        before = processor()
        need = host.ask("set", session=host.session, message=message)["need"]
        check(len(need) == 100000, len(need))
        return processor() - before

    host = Host()
    host.open(enforced={"internal.domains": ["city.example.jp"]})
    many = mail(files=[f"other{i}.txt" for i in range(100000)])
    alone = cost(host, many)
    first = [f"first{i}.txt" for i in range(2000)]
    need = host.ask("set", session=host.session, message=mail(files=first))["need"]
    check(need == list(range(2000)), len(need))
    for index in need:
        host.attach(index, b"hello")
    check(host.ask("set", session=host.session, message=mail(files=first))["need"] == [], "bytes that had come were let go")
    after = cost(host, many)
    check(after < 8 * alone + 0.2, f"{after} s of processor time, {alone} s alone")
    check(len(host.ask("set", session=host.session, message=mail(files=["x"] * 100005))["need"]) == 100000)
    check(host.end()[0] == 0)


def main():
    passed = failed = 0
    try:
        for function in CASES:
            try:
                function()
                passed += 1
                print("ok  ", function.__name__, flush=True)
            except Exception as error:
                failed += 1
                print("FAIL", function.__name__ + ":", type(error).__name__, error, flush=True)
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
