#!/usr/bin/python3
"""End-to-end tests of the add-on in a real Thunderbird under Xvfb: run_tests.py [--long] [--only WORD]... [--host PROGRAM] [--artefacts DIR]

Every case drives Thunderbird as a user would and looks at what reached the SMTP sink. The last line is `N passed, N failed[, N skipped]`.
Screenshots stay in the folder of artefacts (default build/thunderbird).
"""
import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import traceback
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import second
from harness import EXTENSION_ID, ROOT, Display, Failure, Thunderbird, make_fixture, pack_extension, read_mail, wait_for

INSIDE = "example.jp"
HELP = "お困りのときは 情報システム課(内線 2345)までご連絡ください。"
CASES = []
# Every attachment to the outside is asked about, whatever is in it; the round after a case takes it back.
ASK_FILES = {"enforced": {"on.unencrypted": "confirm"}}
SETTINGS = {
    "ja": {"managed": {"lang": "ja", "help.text": HELP, "help.url": "https://help.city.example.jp/"}},
    "en": {"managed": {"lang": "en", "recommended": {"visible.strangers": 12}}},
    "dark": {"managed": {"lang": "ja", "help.text": HELP}, "prefs": {"ui.systemUsesDarkTheme": 1, "layout.css.prefers-color-scheme.content-override": 0}},
    "asleep": {"managed": {"lang": "ja"}, "prefs": {"extensions.background.idle.timeout": 3000}},
    "policy": {"managed": {"lang": "ja"}},
    "scaled": {"managed": {"lang": "ja"}, "prefs": {"layout.css.devPixelsPerPx": "2"}},
}


def case(setting, long=False):
    """Marks a test and the settings of the Thunderbird it runs in."""

    def mark(function):
        CASES.append((setting, long, function))
        return function

    return mark


def check(condition, text):
    if not condition:
        raise Failure(text)


def equal(got, wanted, what):
    check(got == wanted, f"{what}: got {got!r}, wanted {wanted!r}")


def strangers(count, domains=1, prefix="m"):
    return [f"{prefix}{i}@club{i % domains}.example" for i in range(count)]


class Files:
    """Files to attach, with their digests."""

    def __init__(self, folder):
        self.folder = folder

    def make(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as out:
            out.write(data)
        return path

    def workbook(self, name, people):
        sys.path.insert(0, os.path.join(ROOT, "tests", "fixtures"))
        from office import xlsx

        rows = [["氏名", "生年月日", "住所", "電話番号", "診断名"]]
        rng = random.Random(name)
        given = ["太郎", "花子", "一郎", "美咲", "健太", "由美", "大輔", "直子", "翔太", "恵子"]
        family = ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤"]
        for i in range(people):
            rows.append(
                [
                    f"{family[i % 10]} {given[(i // 10) % 10]}{'' if i < 100 else '子' if i % 2 else '郎'}",
                    f"{1940 + rng.randrange(60)}/{1 + rng.randrange(12)}/{1 + rng.randrange(28)}",
                    f"東京都中野区中野{1 + rng.randrange(6)}-{1 + rng.randrange(30)}-{1 + i}",
                    f"090-{rng.randrange(1000, 9999)}-{rng.randrange(1000, 9999)}",
                    rng.choice(["胃癌", "糖尿病", "高血圧", "肺炎"]),
                ]
            )
        return self.make(name, xlsx([("患者一覧", rows)]))


def digest(path):
    with open(path, "rb") as stream:
        return hashlib.sha256(stream.read()).hexdigest()


# Speaks the protocol, and leaves out of its reports what stands in the file beside it.
FAKE_CHECKER = """#!/usr/bin/python3
import json, struct, sys
with open(__file__ + ".missing", encoding="utf-8") as stream:
    missing = stream.read()
effective = {"mode": "ask", "lang": "ja", "dialog.when": "findings", "dialog.countdown": "0", "fail.action": "justify", "fail.wait": "60", "log.required": "false"}
report = {"version": 1, "verdict": "confirm", "recipients": [], "attachments": [], "findings": [{"name": "x", "action": "confirm", "message": "m"}],
          "dialog": {"show": True, "send": "x", "findings": [{}]}}
while True:
    head = sys.stdin.buffer.read(4)
    if len(head) < 4:
        sys.exit()
    asked = json.loads(sys.stdin.buffer.read(struct.unpack("=I", head)[0]))
    answer = {"id": asked["id"], "ok": True, "version": 1, "chunk": 1000, "window": 4, "session": 1, "effective": effective, "need": [], "recipients": [],
              "report": {key: value for key, value in report.items() if key != missing}}
    text = json.dumps(answer).encode()
    sys.stdout.buffer.write(struct.pack("=I", len(text)) + text)
    sys.stdout.buffer.flush()
"""


# ---- what a user meets ----


@case("ja")
def harmless_mail_leaves_without_a_dialog(t):
    t.compose("harmless", ["taro@example.jp"], cc=["office@shop.example"], subject="明日の打ち合わせ", body="15時でお願いします。\n山田")
    t.press("harmless")
    mail = t.wait_mails(1)[0]
    check(t.page("dialog/dialog.html") is None, "a dialog opened for a harmless mail")
    equal(mail.people, ["taro@example.jp", "office@shop.example"], "envelope")
    equal(mail.message["subject"], "明日の打ち合わせ", "subject")
    check("15時でお願いします。" in mail.text(), "the text changed")


@case("ja")
def cancel_sends_nothing_and_unlocks(t):
    t.compose("cancel", strangers(12), subject="ご案内", body="会員の皆さま")
    t.press("cancel")
    seen = t.wait_dialog()
    check("12人" in seen["worst"], seen["worst"])
    equal(seen["focus"], "back", "focus")
    check(HELP in seen["help"] and "https://help.city.example.jp/" in seen["help"], "the house's own help is missing")
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    equal(len(t.wait_unlocked("cancel")["to"]), 12, "recipients left in the composer")
    equal(len(t.sink.mails), 0, "mails")


@case("ja")
def keys_before_the_guard_are_ignored_and_escape_goes_back(t):
    t.compose("guard", strangers(12), subject="ご案内", body="x")
    t.press("guard")
    t.wait_dialog()
    # Synthesised at once, inside the 700 ms: nothing may happen.
    taken = t.page(
        "dialog/dialog.html",
        """(() => { const at = Number(document.documentElement.dataset.shownAt); const early = Date.now() - at < 600;
          for (const key of ["Escape", "Enter", " "]) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
          document.getElementById("back").click(); document.querySelectorAll(".tick input").forEach(e => e.click());
          return {early, ticked: document.querySelectorAll(".tick input:checked").length}; })()""",
    )
    if taken["early"]:
        equal(taken["ticked"], 0, "ticks inside the guard")
        check(t.page("dialog/dialog.html") is not None, "the dialog closed inside the guard")
    t.wait_guard()
    t.keys("Escape")
    t.wait_no_dialog()
    t.wait_unlocked("guard")
    equal(len(t.sink.mails), 0, "mails")
    check(taken["early"], "the machine was too slow to press inside the guard")


@case("ja")
def the_worst_incident_is_mended_by_one_click(t):
    mail = read_mail(make_fixture(t.dir, "osaka-port.eml"), t.dir)
    t.compose("port", mail["to"], subject=mail["subject"], body=mail["body"])
    t.press("port")
    seen = t.wait_dialog()
    check(seen["worst"].startswith("168人"), seen["worst"])
    check(any("Bcc" in label for label in seen["remedies"]), f"remedies: {seen['remedies']}")
    t.shot("ja-light-168")
    t.wait_guard()
    t.click("#remedies button")
    t.wait_round(1)
    seen = t.dialog()
    check("見え" in seen["worst"] and "168" not in seen["worst"], seen["worst"])
    equal(len(t.sink.mails), 0, "mails before Send")
    t.shot("ja-light-168-mended")
    now = t.composer("port")
    equal(len(now["bcc"]), 168, "Bcc in the composer")
    t.click("#send")
    sent = t.wait_mails(1)[0]
    equal(len(sent.people), 169, "envelope")
    check("@club" not in str(sent.message["to"]) and sent.message["cc"] is None and sent.message["bcc"] is None, f"To: {sent.message['to']}")


@case("ja")
def justify_wants_the_number_and_a_reason(t):
    t.compose("justify", strangers(20, 3), subject="ご案内", body="会員の皆さま")
    t.press("justify")
    seen = t.wait_dialog()
    check("20人" in seen["worst"], seen["worst"])
    t.wait_guard()
    t.click("#send")
    t.justify("19", "理由")
    t.click("#send")
    t.justify("２０", "")
    t.click("#send")
    equal(len(t.sink.mails), 0, "mails without number and reason")
    t.justify("２０", "会員名簿は公開されている")
    t.click("#send")
    mail = t.wait_mails(1)[0]
    equal(sorted(mail.people), sorted(strangers(20, 3)), "envelope")


@case("ja")
def what_was_justified_is_a_note_for_a_day(t):
    for number, extra in ((1, ""), (2, ""), (3, "追伸")):
        t.compose(f"again{number}", strangers(21), subject="再送", body="会員の皆さま" + extra)
        t.press(f"again{number}")
        if number == 2:
            equal(len(t.wait_mails(2)[1].people), 21, "envelope of the second")
            check(t.page("dialog/dialog.html") is None, "asked again for the same mail")
            continue
        t.wait_dialog()
        t.wait_guard()
        if number == 1:
            t.justify("21", "公開の名簿")
            t.click("#send")
            t.wait_mails(1)
            t.wait_no_dialog()
        else:
            t.click("#back")
            t.wait_no_dialog()
    equal(len(t.sink.mails), 2, "mails")


@case("ja")
def ticks_are_asked_one_by_one(t):
    t.set_policy(ASK_FILES)
    book = t.files.workbook("相談者一覧.xlsx", 40)
    t.compose("ticks", ["tanaka@clinic.example"], subject="資料", body="資料です。", files=[book])
    t.press("ticks")
    seen = t.wait_dialog()
    t.shot("ja-light-workbook")
    check("相談者一覧.xlsx" in seen["worst"] + " ".join(seen["asked"]), seen["worst"])
    t.wait_guard()
    t.click("#send")
    equal(len(t.sink.mails), 0, "mails without ticks")
    t.tick_all()
    if t.dialog()["justify"]:
        t.justify(t.page("dialog/dialog.html", "document.getElementById('typed-label').textContent.match(/「(.*)」/)[1]"), "承認済み")
    t.click("#send")
    mail = t.wait_mails(1)[0]
    equal(mail.attachments(), {"相談者一覧.xlsx": digest(book)}, "attachments")


@case("ja")
def remedy_removes_the_attachment(t):
    t.set_policy(ASK_FILES)
    book = t.files.workbook("患者.xlsx", 40)
    t.compose("remove", ["tanaka@clinic.example"], subject="ご連絡", body="ご連絡です。", files=[book])
    t.press("remove")
    t.wait_dialog()
    t.wait_guard()
    t.page("dialog/dialog.html", "document.querySelectorAll('button').forEach(b => { if (b.textContent.includes('添付')) b.dataset.test = 'remove'; })")
    t.click("button[data-test=remove]")
    t.wait_round(1)
    equal(t.composer("remove")["attachments"], [], "attachments in the composer")
    seen = t.dialog()
    if seen["ticks"]:
        t.tick_all()
    t.click("#send")
    mail = t.wait_mails(1)[0]
    equal(mail.attachments(), {}, "attachments sent")


@case("ja")
def everything_japanese_arrives_unchanged(t):
    paper = t.files.make("議事録 第三回.txt", "議事録です。髙橋さん、﨑山さん。\n".encode())
    body = "髙橋様\n\nいつもお世話になっております。①②③ 〜 − ㈱関所\n絵文字 🌸 も使います。\n"
    t.compose("japanese", ["\"髙橋, 一郎\" <takahashi@shop.example>"], subject="【重要】第三回 議事録の送付 ①", body=body, files=[paper])
    t.press("japanese")
    mail = t.wait_mails(1)[0]
    equal(mail.message["subject"], "【重要】第三回 議事録の送付 ①", "subject")
    equal(mail.message["to"].addresses[0].display_name, "髙橋, 一郎", "name")
    for line in body.split("\n"):
        check(line in mail.text(), f"the text lost {line!r}")
    equal(mail.attachments(), {"議事録 第三回.txt": digest(paper)}, "attachments")


@case("ja")
def html_mail_keeps_its_form(t):
    t.compose("html", ["office@shop.example"], subject="HTML", body="<p>これは<b>太字</b>です。</p>", html=True)
    t.press("html")
    mail = t.wait_mails(1)[0]
    html = mail.message.get_body(("html",))
    check(html is not None and "<b>太字</b>" in html.get_content(), "the HTML body changed")


@case("ja")
def a_file_of_25_mb_arrives_unchanged(t):
    # Else another Thunderbird on this machine can take away what this one is sending (see the harness).
    equal(t.run("return Services.dirsvc.get('TmpD', Ci.nsIFile).path"), os.path.join(t.dir, "tmp"), "its folder for temporary files")
    t.set_policy(ASK_FILES)
    big = t.files.make("図面.bin", random.Random(25).randbytes(25 * 1024 * 1024))
    t.compose("big", ["office@shop.example"], subject="図面", body="図面です。添付します。", files=[big])
    t.press("big")
    seen = t.wait_dialog()
    check("図面.bin" in seen["worst"] + " ".join(seen["asked"]), seen["worst"])
    t.wait_guard()
    t.tick_all()
    t.click("#send")
    mail = t.wait_mails(1, 180)[0]
    equal(mail.attachments(), {"図面.bin": digest(big)}, "attachments")


@case("ja")
def a_file_changed_while_the_dialog_waits_does_not_leave_unasked(t):
    t.set_policy(ASK_FILES)
    path = t.files.workbook("名簿.xlsx", 40)
    t.compose("swap", ["office@shop.example"], subject="名簿", body="名簿です。", files=[path])
    t.press("swap")
    t.wait_dialog()
    t.wait_guard()
    t.files.workbook("名簿.xlsx", 90)
    t.tick_all()
    if t.dialog()["justify"]:
        t.justify(t.page("dialog/dialog.html", "document.getElementById('typed-label').textContent.match(/「(.*)」/)[1]"), "承認済み")
    t.click("#send")
    t.wait_round(1)
    seen = t.dialog()
    check("変更" in seen["notice"], f"notice: {seen['notice']!r}")
    equal(len(t.sink.mails), 0, "mails")
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked("swap")


@case("ja")
def the_same_size_and_time_do_not_deceive(t):
    t.set_policy(ASK_FILES)
    path = t.files.make("一覧.bin", b"A" * 5000)
    t.compose("stealth", ["office@shop.example"], subject="一覧", body="添付します。", files=[path])
    t.press("stealth")
    t.wait_dialog()
    t.wait_guard()
    before = os.stat(path)
    with open(path, "r+b") as stream:
        stream.seek(100)
        stream.write(b"B" * 100)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    t.tick_all()
    t.click("#send")
    t.wait_round(1)
    check("変更" in t.dialog()["notice"], "no notice")
    equal(len(t.sink.mails), 0, "mails")


@case("ja")
def what_was_read_while_writing_is_read_again_before_it_leaves(t):
    path = t.files.make("議事録.txt", "議事録です。".encode() * 500)
    t.compose("early", ["office@shop.example"], subject="議事録", body="議事録を添付します。", files=[path])
    wait_for("the badge", lambda: t.badge("early"))
    before = os.stat(path)
    with open(path, "r+b") as stream:
        stream.write("氏名簿".encode())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    t.press("early")
    seen = t.wait_dialog()
    check("変更" in seen["notice"], f"notice: {seen['notice']!r}")
    equal(len(t.sink.mails), 0, "mails")
    t.wait_guard()
    t.click("#send")
    equal(t.wait_mails(1)[0].attachments(), {"議事録.txt": digest(path)}, "attachments")


@case("ja")
def a_file_taken_away_while_it_is_handed_over(t):
    big = t.files.make("図面.bin", random.Random(26).randbytes(25 * 1024 * 1024))
    paper = t.files.make("議事録.txt", "議事録です。".encode())
    t.compose("away", ["office@shop.example"], subject="議事録", body="議事録を添付します。", files=[big, paper])
    t.page(
        "_generated_background_page",
        """(async () => { const [tab] = await messenger.tabs.query({type: "messageCompose"});
          const all = await messenger.compose.listAttachments(tab.id); await messenger.compose.removeAttachment(tab.id, all.find(a => a.name.endsWith(".bin")).id); return true; })()""",
    )
    t.press("away")
    equal(t.wait_mails(1)[0].attachments(), {"議事録.txt": digest(paper)}, "attachments")


@case("ja")
def block_has_no_send(t):
    t.set_policy({"enforced": {"recipients.block": ["rival.example"]}})
    try:
        t.compose("block", ["spy@rival.example"], subject="ご相談", body="本文")
        t.press("block")
        seen = t.wait_dialog()
        t.shot("ja-light-block")
        equal(seen["send"], "", "a Send button under block")
        check("rival.example" in seen["worst"], seen["worst"])
        t.wait_guard()
        t.page("dialog/dialog.html", "document.getElementById('send').click()")
        t.click("#back")
        t.wait_no_dialog()
        t.wait_unlocked("block")
        equal(len(t.sink.mails), 0, "mails")
    finally:
        t.set_policy(None)


@case("ja")
def two_composers_at_once(t):
    t.compose("one", strangers(12, prefix="a"), subject="一通目", body="x")
    t.compose("two", strangers(13, prefix="b"), subject="二通目", body="x")
    t.press("one")
    t.press("two")
    wait_for("two dialogs", lambda: t.page_count("dialog/dialog.html") == 2)
    wait_for("both painted", lambda: t.run(
        "return Array.from(extension().views).filter(v => v.uri?.spec.includes('dialog/dialog.html')).length") == 2)
    first = [p for p in t.gates() if "gate=" in p]
    equal(len(set(first)), 2, "gates")
    seen = {part: None for part in first}
    for part in first:
        wait_for("a painted dialog", lambda: t.page(part, "document.documentElement.dataset.shown === 'report'"))
        seen[part] = t.page(part, "document.getElementById('worst').textContent")
    equal(sorted(s[:3] for s in seen.values()), ["12人", "13人"], "first lines")
    two = next(part for part, text in seen.items() if text.startswith("13人"))
    wait_for("the guard", lambda: t.page(two, "Date.now() - Number(document.documentElement.dataset.shownAt) > 800"))
    t.page(two, "document.querySelectorAll('.tick input:not(:checked)').forEach(e => e.click())")
    t.click("#send", two)
    mail = t.wait_mails(1)[0]
    equal(len(mail.people), 13, "the second mail's envelope")
    check(t.composer("one")["locked"], "the first composer came free")
    one = next(part for part in first if part != two)
    t.click("#back", one)
    t.wait_unlocked("one")
    equal(len(t.sink.mails), 1, "mails")


@case("ja")
def the_second_click_on_a_remedy_falls_on_nothing(t):
    t.compose("double", strangers(12), subject="ご案内", body="x")
    t.press("double")
    t.wait_dialog()
    t.wait_guard()
    # As soon as the mended mail is drawn, and inside the 700 ms.
    early = t.page(
        "dialog/dialog.html",
        """(async () => { const { dataset } = document.documentElement; document.querySelector("#remedies button").click();
          while (!dataset.round) await new Promise((r) => setTimeout(r, 5));
          const early = Date.now() - Number(dataset.shownAt) < 600; document.getElementById("send").click(); return early; })()""",
    )
    t.wait_guard()
    check(early, "the machine was too slow to press inside the guard")
    equal(len(t.sink.mails), 0, "mails")
    t.click("#send")
    equal(len(t.wait_mails(1)[0].people), 13, "envelope")


@case("ja")
def a_newsgroup_is_a_list_that_nobody_can_expand(t):
    t.compose("news", ["taro@example.jp"], subject="お知らせ", body="本文です。")
    t.page("_generated_background_page", "messenger.tabs.query({type: 'messageCompose'}).then(([tab]) => messenger.compose.setComposeDetails(tab.id, {newsgroups: ['fj.test']}))")
    t.press("news")
    seen = t.wait_dialog()
    check("fj.test" in seen["worst"], seen["worst"])
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked("news")


@case("ja")
def a_report_that_is_not_whole_is_a_failed_check(t):
    """A checker that answers, but not with a report: the dialog says so and can be closed."""
    fake = os.path.join(t.dir, "fake-checker")
    with open(fake, "w", encoding="utf-8") as out:
        out.write(FAKE_CHECKER)
    os.chmod(fake, 0o755)
    t.kill_host()
    real, t.host = t.host, fake
    try:
        for missing in ("recipients", "attachments", "findings", "dialog"):
            t.kill_host()
            wait_for("the checker to be gone", lambda: not t.children())
            with open(fake + ".missing", "w", encoding="utf-8") as out:
                out.write(missing)
            t.write_manifest(fake)
            t.compose(missing, ["office@shop.example"], subject="ご連絡", body="x")
            t.press(missing)
            seen = t.wait_dialog()
            check("確認できませんでした" in seen["worst"], f"{missing}: {seen['worst']}")
            t.wait_guard()
            t.keys("Escape")
            t.wait_no_dialog()
            t.wait_unlocked(missing)
            equal(len(t.sink.mails), 0, "mails")
    finally:
        t.kill_host()
        t.host = real
        t.write_manifest(real)


@case("scaled")
def the_dialog_stays_on_a_small_screen(t):
    """1280 x 900 at 200 % has room for 640 x 450: the window fits, and its buttons can be reached."""
    t.compose("small", strangers(168, 9), subject="ご案内", body="x")
    t.press("small")
    t.wait_dialog()
    t.wait_guard()

    def inside():
        return t.page(
            "dialog/dialog.html",
            "screenX >= 0 && screenY >= 0 && screenX + outerWidth <= screen.availWidth && screenY + outerHeight <= screen.availHeight && innerHeight <= outerHeight",
        )

    wait_for("the window to stand on the screen", inside, 10)
    t.shot("ja-scaled-168")
    box = t.page("dialog/dialog.html", "(() => { const e = document.getElementById('back'); e.scrollIntoView(); const b = e.getBoundingClientRect(); return [b.top, b.bottom, innerHeight]; })()")
    check(0 <= box[0] and box[1] <= box[2], f"the button stands at {box}")
    t.click("#back")
    t.wait_no_dialog()


@case("ja")
def closing_the_dialog_is_a_no(t):
    t.compose("closed", strangers(12), subject="ご案内", body="x")
    t.press("closed")
    t.wait_dialog()
    t.run("for (const w of Services.wm.getEnumerator(null)) if (w.document.title.includes('送信前の確認')) w.close();")
    t.wait_no_dialog()
    t.wait_unlocked("closed")
    equal(len(t.sink.mails), 0, "mails")


@case("ja")
def closing_the_composer_closes_the_dialog(t):
    t.compose("gone", strangers(12), subject="ご案内", body="x")
    t.press("gone")
    t.wait_dialog()
    t.run("composer('gone').close()")
    t.wait_no_dialog()
    equal(len(t.sink.mails), 0, "mails")


@case("ja")
def host_killed_while_asking(t):
    t.compose("killed", strangers(12), subject="ご案内", body="x")
    t.press("killed")
    t.wait_dialog()
    t.wait_guard()
    t.kill_host()
    wait_for("the checker to be gone", lambda: not t.children())
    t.click("#remedies button")
    t.wait_round(1)
    seen = t.dialog()
    equal(len(t.sink.mails), 0, "mails")
    check("見え" in seen["worst"], seen["worst"])
    t.click("#send")
    equal(len(t.wait_mails(1)[0].people), 13, "envelope")


@case("ja")
def host_missing_is_told(t):
    t.kill_host()
    t.write_manifest(None)
    try:
        t.compose("nohost", ["office@shop.example"], subject="ご連絡", body="x")
        t.press("nohost")
        seen = t.wait_dialog()
        t.shot("ja-light-no-checker")
        check("確認できませんでした" in seen["worst"], seen["worst"])
        t.wait_guard()
        t.click("#send")
        equal(len(t.sink.mails), 0, "mails without a reason")
        t.click("#back")
        t.wait_no_dialog()
        t.wait_unlocked("nohost")
        t.write_manifest(t.host)
        t.press("nohost")
        equal(len(t.wait_mails(1)), 1, "mails once the checker is back")
    finally:
        t.write_manifest(t.host)


@case("policy")
def a_checker_that_never_answers(t):
    t.set_policy({"enforced": {"fail.wait": 6}})
    t.compose("hang", strangers(12), subject="ご案内", body="x")
    wait_for("the badge", lambda: t.badge("hang"))
    for pid in t.children():
        os.kill(pid, signal.SIGSTOP)
    t.press("hang")
    t.wait_dialog("progress")
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked("hang")
    equal(len(t.sink.mails), 0, "mails")
    # Given up after fail.wait, it is replaced by a new one.
    t.press("hang")
    seen = t.wait_dialog()
    check("12人" in seen["worst"], seen["worst"])
    t.kill_host()


@case("ja")
def reading_process_killed(t):
    paper = os.path.join(t.files.folder, "議事録.zip")
    with zipfile.ZipFile(paper, "w", zipfile.ZIP_DEFLATED) as out:
        for i in range(15000):  # long enough to be met
            out.writestr(f"{i}.html", f"<p>議事録 {i}</p>")
    t.compose("warm", ["taro@example.jp"], subject="内輪", body="x")
    host = wait_for("the checker", lambda: set(t.children()) - set(t.readers())).pop()
    t.compose("dead", ["office@shop.example"], subject="議事録", body="議事録を添付します。", files=[paper])
    over = threading.Event()
    killed = []

    def kill_readers():
        while not over.is_set():
            with open(f"/proc/{host}/task/{host}/children", encoding="ascii") as stream:
                for pid in map(int, stream.read().split()):
                    try:
                        os.kill(pid, signal.SIGKILL)
                        killed.append(pid)
                    except ProcessLookupError:
                        pass

    killer = threading.Thread(target=kill_readers)
    killer.start()
    try:
        t.press("dead")
        seen = t.wait_dialog()
    finally:
        over.set()
        killer.join()
    check(killed, "no reading process was met")
    text = seen["worst"] + " ".join(seen["asked"])
    check("確認できませんでした" in text, text)
    equal(len(t.sink.mails), 0, "mails")


@case("ja")
def progress_is_shown_while_attachments_are_read(t):
    path = os.path.join(t.files.folder, "大量.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for i in range(19000):
            out.writestr(f"{i}.html", f"<p>{'長い文章です。' * 100}{i}</p>")
    t.set_policy(ASK_FILES)
    t.compose("slow", ["office@shop.example"], subject="資料", body="資料を添付します。", files=[path])
    t.press("slow")
    t.wait_dialog()
    check(t.page("dialog/dialog.html", "document.documentElement.dataset.progress") == "shown", "no progress was shown")
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    # A second time, stopped while it reads.
    t.wait_unlocked("slow")
    t.press("slow")
    wait_for("the progress", lambda: t.page("dialog/dialog.html", "document.documentElement.dataset.shown === 'progress'"), pause=0.01)
    t.page("dialog/dialog.html", "new Promise(r => setTimeout(r, 750))")
    if t.page("dialog/dialog.html", "document.documentElement.dataset.shown") == "progress":
        t.shot("ja-progress")
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked("slow")
    equal(len(t.sink.mails), 0, "mails")


@case("ja")
def lists_are_expanded(t):
    t.run(
        """
        const book = MailServices.ab.directories.next ? null : MailServices.ab.directories.find(d => !d.readOnly && d.dirType === 101);
        const card = (name, mail) => { const c = Cc["@mozilla.org/addressbook/cardproperty;1"].createInstance(Ci.nsIAbCard); c.displayName = name; c.primaryEmail = mail; return book.addCard(c); };
        const list = (name, description, people) => { const l = Cc["@mozilla.org/addressbook/directoryproperty;1"].createInstance(Ci.nsIAbDirectory);
          l.isMailList = true; l.dirName = name; l.description = description; const made = book.addMailList(l); for (const p of people) made.addCard(p); return made; };
        list("会員", "", Array.from({length: 8}, (_, i) => card("会員" + i, "k" + i + "@club.example")));
        list("営業部", "team list", Array.from({length: 7}, (_, i) => card("営業" + i, "e" + i + "@sales.example")));
        """
    )
    t.compose("lists", ["会員 <会員>", '営業部 <"team list">'], subject="リスト", body="x")
    t.press("lists")
    seen = t.wait_dialog()
    check("15人" in seen["worst"], seen["worst"])
    t.wait_guard()
    t.click("#remedies button")
    t.wait_round(1)
    equal(len(t.composer("lists")["bcc"]), 15, "members in Bcc")
    t.click("#send")
    mail = t.wait_mails(1)[0]
    equal(sorted(p for p in mail.people if p.endswith(".example")), sorted([f"k{i}@club.example" for i in range(8)] + [f"e{i}@sales.example" for i in range(7)]), "envelope")


@case("ja")
def a_reply_that_gains_a_domain(t):
    uri = t.deliver("From: buyer@partner.example\nTo: hanako@city.example.jp\nCc: taro@example.jp\nSubject: quote\nMessage-ID: <q1@partner.example>\nDate: Sat, 21 Nov 2026 09:00:00 +0900\n\nPlease.\n")
    t.compose("reply", cc=["stranger@elsewhere.example.net"], kind="ReplyAll", original=uri)
    t.press("reply")
    seen = t.wait_dialog()
    check("elsewhere.example.net" in seen["worst"] + " ".join(seen["asked"]), seen["worst"])
    t.wait_guard()
    t.tick_all()
    t.click("#send")
    mail = t.wait_mails(1)[0]
    equal(sorted(mail.people), ["buyer@partner.example", "stranger@elsewhere.example.net", "taro@example.jp"], "envelope")


@case("ja")
def forward_redirect_and_edit_as_new(t):
    paper = b"secret paper\n" * 20
    uri = t.deliver(
        "From: buyer@partner.example\nTo: hanako@city.example.jp\nSubject: original\nMessage-ID: <f1@partner.example>\nDate: Sat, 21 Nov 2026 09:00:00 +0900\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhello\n--b\nContent-Type: text/plain; name=\"paper.txt\"\n"
        "Content-Disposition: attachment; filename=\"paper.txt\"\n\n" + paper.decode() + "--b--\n"
    )
    done = 0
    for kind in ("ForwardInline", "ForwardAsAttachment", "Redirect", "EditAsNew"):
        t.compose(kind, strangers(12, prefix=kind.lower()), kind=kind, original=uri)
        wait_for(f"the attachment of {kind}", lambda: t.composer(kind)["attachments"])
        t.press(kind)
        seen = t.wait_dialog()
        check("人" in seen["worst"], seen["worst"])
        check("paper.txt" in seen["files"] or "original" in seen["files"], f"{kind}: attachments {seen['files']!r}")
        t.wait_guard()
        t.tick_all()
        t.click("#send")
        done += 1
        mail = t.wait_mails(done)[done - 1]
        check(len(mail.people) >= 12, f"{kind}: envelope {mail.people}")
        check(b"secret paper" in mail.data or b"c2VjcmV0IHBhcGVy" in mail.data, f"{kind}: the attachment is missing")
        t.wait_no_dialog()


@case("ja")
def send_later_is_asked_too(t):
    t.compose("later", strangers(12), subject="後で", body="x")
    t.press("later", "cmd_sendLater")
    t.wait_dialog()
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked("later")
    equal(t.outbox(), 0, "mails in the outbox")
    t.press("later", "cmd_sendLater")
    t.wait_dialog()
    t.wait_guard()
    t.tick_all()
    t.click("#send")
    wait_for("the mail in the outbox", lambda: t.outbox() == 1)
    equal(len(t.sink.mails), 0, "mails in the sink")


@case("ja")
def keyboard_alone(t):
    t.compose("keys", strangers(12), subject="ご案内", body="x")
    t.press("keys")
    t.wait_dialog()
    t.wait_guard()
    t.page("dialog/dialog.html", "(document.querySelector('.tick input').focus(), true)")
    t.keys("space")
    wait_for("the tick", lambda: t.page("dialog/dialog.html", "document.querySelector('.tick input').checked"))
    t.page("dialog/dialog.html", "(document.getElementById('send').focus(), true)")
    t.keys("space")
    t.keys("Shift_L")
    check(t.page("dialog/dialog.html", "document.activeElement.id") == "send", "Space moved the focus or sent")
    equal(len(t.sink.mails), 0, "mails after Space on Send")
    t.keys("Return")
    equal(len(t.wait_mails(1)[0].people), 12, "envelope")


@case("ja")
def hints_while_writing(t):
    t.compose("hints", strangers(12), subject="ご案内", body="x")
    wait_for("the badge", lambda: t.badge("hints") not in ("", None))
    before = t.badge("hints")
    t.press_action("hints")
    wait_for("the list", lambda: t.page("dialog/hints.html", "document.documentElement.dataset.shown === 'hints'"))
    check("12人" in t.page("dialog/hints.html", "document.getElementById('findings').textContent"), "the list does not say it")
    t.shot("ja-hints")
    t.set_recipients("hints", strangers(8, prefix="late"))
    wait_for("the list to follow the recipients", lambda: "20人" in (t.hints("hints") or ""))
    t.compose("words", ["office@shop.example"], subject="資料", body="")
    t.type_text("words", "資料を添付しますのでご確認ください。")
    wait_for("the badge to follow the text", lambda: "添付" in (t.hints("words") or ""))
    equal(len(t.sink.mails), 0, "mails")
    check(int(before) >= 1, f"badge {before!r}")


@case("ja")
def nothing_opens_for_a_mail_mended_just_before_send(t):
    """The hints found something, and Send comes before they looked again: the window that they would have opened early stays closed."""
    background = "_generated_background_page"
    t.page(background, "(() => { window.opened = []; messenger.windows.onCreated.addListener((w) => window.opened.push(w.type)); })()")
    t.compose("people", strangers(12), subject="ご案内", body="x")
    wait_for("the badge", lambda: t.badge("people"))
    time.sleep(0.5)
    t.page(background, "messenger.tabs.query({type: 'messageCompose'}).then(([tab]) => messenger.compose.setComposeDetails(tab.id, {to: ['office@shop.example']}))")
    t.press("people")
    equal(t.wait_mails(1)[0].people, ["office@shop.example"], "envelope")
    wait_for("the composer to close", lambda: t.composer("people") is None)
    t.compose("file", ["office@shop.example"], subject="資料", body="資料を添付しますのでご確認ください。")
    wait_for("the badge", lambda: t.badge("file"))
    time.sleep(0.5)
    t.page(background, "messenger.tabs.query({type: 'messageCompose'}).then(([tab]) => messenger.compose.addAttachment(tab.id, {file: new File(['会議の資料です。'], '資料.txt')}))")
    t.press("file")
    equal(list(t.wait_mails(2)[1].attachments()), ["資料.txt"], "attachments")
    equal(t.page(background, "window.opened.filter((type) => type === 'popup').length"), 0, "windows that opened")


@case("ja")
def the_addon_reloaded_while_asking(t):
    t.compose("reload", strangers(12), subject="ご案内", body="大事な本文")
    t.press("reload")
    t.wait_dialog()
    t.run(
        """const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
        const addon = await AddonManager.getAddonByID(args[0]); await addon.reload();""",
        EXTENSION_ID,
    )
    t.wait_for_extension()
    wait_for("the notice", lambda: t.page("dialog/interrupted.html", "document.documentElement.dataset.shown === 'interrupted'"))
    t.shot("interrupted")
    equal(len(t.sink.mails), 0, "mails")
    before = t.run("return composers().length")
    t.click("#copy", "dialog/interrupted.html")
    wait_for("the copy", lambda: t.run("return composers().length") == before + 1)
    wait_for("the notice to close", lambda: t.page_count("dialog/interrupted.html") == 0)


@case("ja")
def thousands_of_recipients(t):
    mail = read_mail(make_fixture(t.dir, "hyogo-university.eml"), t.dir)
    t.compose("many", mail["to"], subject=mail["subject"], body=mail["body"])
    t.press("many")
    seen = t.wait_dialog(timeout=120)
    t.shot("ja-light-4500")
    check("人" in seen["worst"], seen["worst"])
    check("4,500" in seen["recipients"], seen["recipients"])
    check(seen["rows"] < 100, f"{seen['rows']} rows are drawn")
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()


INCIDENTS = ("osaka-port", "taito-ward", "kawasaki-nakahara", "chukyo-university", "yokohama-hospital", "resorttrust", "osaka-city", "benesse", "hanshin", "hyogo-university")


def program_says(t, path):
    """The verdict of the program `sekisho` on a mail."""
    program = os.path.join(os.path.dirname(t.host), "..", "sekisho")
    return json.loads(subprocess.run([program, "check", "--json", "--lang", "ja", path], capture_output=True, text=True).stdout)


@case("ja", long=True)
def every_incident_says_what_the_program_says(t):
    """The dialog's first line is the program's first finding; what the program lets pass leaves."""
    said = 0
    for name in INCIDENTS:
        path = make_fixture(t.dir, name + ".eml")
        answer = program_says(t, path)
        mail = read_mail(path, t.files.folder)
        t.identity(mail["sender"], mail["sender_name"])
        t.compose(name, mail["to"], mail["cc"], mail["bcc"], mail["subject"], mail["body"], mail["html"], mail["files"])
        t.press(name)
        if answer["verdict"] == "pass":
            t.wait_mails(1)
        else:
            seen = t.wait_dialog(timeout=120)
            equal(seen["worst"], answer["findings"][0]["message"], name)
            t.shot("incident-" + name)
            t.wait_guard()
            t.click("#back")
            t.wait_no_dialog()
            said += 1
        t.close_all()
        t.sink.mails.clear()
    check(said >= 8, f"only {said} incidents were asked about")


@case("policy", long=True)
def observe_lets_every_incident_leave_with_its_line(t):
    """Nothing is shown or held; each line says what the program says of that mail, and no word of it. Then one value is changed."""
    t.set_policy({"enforced": {"mode": "observe"}})
    log = os.path.join(t.state, "sekisho", "log.jsonl")

    def lines():
        if not os.path.exists(log):
            return []
        with open(log, encoding="utf-8") as stream:
            return [line for line in map(json.loads, stream) if line["kind"] == "check"]

    before = len(lines())
    said = set()
    for number, name in enumerate(INCIDENTS, 1):
        path = make_fixture(t.dir, name + ".eml")
        answer = program_says(t, path)
        mail = read_mail(path, t.files.folder)
        t.identity(mail["sender"], mail["sender_name"])
        t.compose(name, mail["to"], mail["cc"], mail["bcc"], mail["subject"], mail["body"], mail["html"], mail["files"])
        t.press(name)
        t.wait_mails(number, 400)
        check(t.page("dialog/dialog.html") is None, f"a dialog for {name}")
        wait_for(f"the line of {name}", lambda: len(lines()) == before + number, 120)
        line = lines()[-1]
        equal((line["client"], line["mode"], line["verdict"], line["shown"], line["answer"]), ("thunderbird", "observe", answer["verdict"], False, "sent"), name)
        equal(sum(line["recipients"].values()), len(answer["recipients"]), f"{name}: recipients")
        equal(sum(line["attachments"].values()), len(answer["attachments"]), f"{name}: attachments")
        check(not answer["findings"] or answer["findings"][0]["name"] in line["findings"], f"{name}: {line['findings']}")
        check("failure" not in line and line["ms"] >= 0, f"{name}: {line}")
        said.update(person["address"] for person in answer["recipients"])
        said.update([mail["subject"], *map(os.path.basename, mail["files"])])
        t.close_all()
    with open(log, encoding="utf-8") as stream:
        text = stream.read()
    with open(os.path.join(ROOT, "core", "findings.def"), encoding="utf-8") as stream:
        ours = stream.read()  # one of the mails has the subject "data"
    leaked = [word for word in said if word in text and word not in ours]
    check("@" not in text and not leaked, f"the log holds an address, a subject or a file name: {leaked}")
    t.set_policy({"enforced": {"mode": "ask"}})
    mail = read_mail(make_fixture(t.dir, "osaka-port.eml"), t.files.folder)
    t.compose("asks", mail["to"], subject=mail["subject"], body=mail["body"])
    t.press("asks")
    check(t.wait_dialog()["worst"].startswith("168人"), "the dialog after observe")
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    equal(len(t.sink.mails), len(INCIDENTS), "mails")
    equal((lines()[-1]["mode"], lines()[-1]["shown"], lines()[-1]["answer"]), ("ask", True, "cancelled"), "the line under ask")


# ---- policy ----


@case("policy")
def observe_lets_everything_leave_and_ask_comes_without_restart(t):
    t.set_policy({"enforced": {"mode": "observe"}})
    t.compose("watch", strangers(20), subject="観察", body="x")
    t.press("watch")
    equal(len(t.wait_mails(1)[0].people), 20, "envelope")
    check(t.page("dialog/dialog.html") is None, "a dialog under observe")
    t.set_policy({"enforced": {"mode": "ask"}})
    t.compose("ask", strangers(20), subject="確認", body="x")
    t.press("ask")
    t.wait_dialog()
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    t.set_policy({"enforced": {"mode": "off"}})
    t.compose("off", strangers(20), subject="停止", body="x")
    t.press("off")
    t.wait_mails(2)
    t.set_policy(None)


@case("policy")
def no_mail_leaves_unasked_without_a_line_that_is_required(t):
    blocker = os.path.join(t.dir, "blocker")
    with open(blocker, "w", encoding="utf-8"):
        pass
    log = os.path.join(t.dir, "required.jsonl")
    lost = {"log.required": True, "log.file": os.path.join(blocker, "log.jsonl")}

    def asked(mails):
        seen = t.wait_dialog()
        check("記録を残せません" in seen["worst"], seen["worst"])
        t.shot("ja-light-no-record")
        t.wait_guard()
        t.click("#send")
        equal(len(t.sink.mails), mails, "mails without a reason")

    t.set_policy({"enforced": lost})
    t.compose("harmless", ["office@shop.example"], subject="ご連絡", body="x")
    t.press("harmless")
    asked(0)
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked("harmless")
    t.press("harmless")
    asked(0)
    t.justify("1", "電話で急ぎと確認した")
    t.click("#send")
    t.wait_mails(1)
    t.wait_no_dialog()
    # What was asked about the mail itself does not stand for the missing line.
    t.compose("crowd", strangers(12), subject="ご案内", body="x")
    t.press("crowd")
    t.wait_dialog()
    t.wait_guard()
    t.tick_all()
    t.click("#send")
    t.wait_round(1)
    asked(1)
    t.justify("12", "名簿は公開されている")
    t.click("#send")
    t.wait_mails(2)
    t.wait_no_dialog()
    t.set_policy({"enforced": {**lost, "fail.action": "block"}})
    t.compose("block", ["office@shop.example"], subject="ご連絡", body="x")
    t.press("block")
    equal(t.wait_dialog()["send"], "", "a Send button under block")
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked("block")
    # A checker that hangs while the dialog waits is not waited for.
    t.set_policy({"enforced": {"log.required": True, "log.file": log}})
    t.compose("hung", strangers(12), subject="ご案内", body="x")
    t.press("hung")
    t.wait_dialog()
    t.wait_guard()
    t.tick_all()
    for pid in t.children():
        os.kill(pid, signal.SIGSTOP)
    t.click("#send")
    t.wait_round(1)
    asked(2)
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked("hung")
    t.kill_host()
    # Room again: the mail leaves at once, and its line says how. Observe holds nothing, with or without a log.
    t.compose("room", ["office@shop.example"], subject="ご連絡", body="x")
    t.press("room")
    t.wait_mails(3)
    with open(log, encoding="utf-8") as stream:
        line = json.loads(stream.readlines()[-1])
    equal((line["kind"], line["answer"], line["verdict"]), ("check", "sent", "pass"), "the line of the mail")
    t.set_policy({"enforced": {**lost, "mode": "observe"}})
    t.compose("observed", strangers(20), subject="観察", body="x")
    t.press("observed")
    t.wait_mails(4)
    check(t.page("dialog/dialog.html") is None, "a dialog under observe")


@case("policy")
def an_answer_to_one_question_does_not_answer_the_next(t):
    """The number and the reason for many recipients are typed, then the log cannot be written: that is another question with the same number."""
    blocker = os.path.join(t.dir, "blocker2")
    with open(blocker, "w", encoding="utf-8"):
        pass
    t.set_policy({"enforced": {"log.required": True, "log.file": os.path.join(blocker, "log.jsonl")}})
    t.compose("typed", strangers(20, prefix="typed"), subject="ご案内", body="x")
    t.press("typed")
    t.wait_dialog()
    t.wait_guard()
    t.justify("20", "会員名簿は公開されている")
    t.click("#send")
    t.wait_round(1)
    check("記録を残せません" in t.dialog()["worst"], t.dialog()["worst"])
    equal(t.page("dialog/dialog.html", "['typed', 'reason'].map(id => document.getElementById(id).value)"), ["", ""], "what stands in the fields")
    t.click("#send")
    t.click("#back")
    t.wait_no_dialog()
    t.wait_unlocked("typed")
    equal(len(t.sink.mails), 0, "mails")


@case("policy")
def a_remedy_sends_nothing_even_where_failures_are_ignored(t):
    """Whoever presses a remedy did not press Send: where the checker is lost meanwhile the dialog says so."""
    t.set_policy({"enforced": {"fail.action": "ignore"}})
    t.compose("lost", strangers(12), subject="ご案内", body="x")
    t.press("lost")
    t.wait_dialog()
    t.wait_guard()
    t.write_manifest(None)
    try:
        t.kill_host()
        wait_for("the checker to be gone", lambda: not t.children())
        t.click("#remedies button")
        t.wait_round(1)
        seen = t.dialog()
        check("確認できませんでした" in seen["worst"], seen["worst"])
        equal(seen["ticks"], 1, "ticks")
        t.click("#send")
        t.click("#back")
        t.wait_no_dialog()
        t.wait_unlocked("lost")
        equal(len(t.sink.mails), 0, "mails")
    finally:
        t.write_manifest(t.host)


@case("policy")
def a_changed_answer_holds_the_countdown(t):
    t.set_policy({"enforced": {"dialog.countdown": 2}})
    t.compose("held", strangers(12), subject="ご案内", body="x")
    t.press("held")
    t.wait_dialog()
    t.wait_guard()
    t.tick_all()
    t.click("#send")
    wait_for("the countdown", lambda: "秒後" in t.dialog()["missing"])
    t.page("dialog/dialog.html", "document.querySelectorAll('.tick input:checked').forEach(e => e.click())")
    time.sleep(3)
    equal(len(t.sink.mails), 0, "mails without the tick")
    seen = t.dialog()
    check(seen["send"] and "書き直す" in seen["back"], seen)
    t.tick_all()
    t.click("#send")
    equal(len(t.wait_mails(1)[0].people), 12, "envelope")


@case("policy")
def a_broken_machine_policy_is_told(t):
    t.set_policy("{ not json")
    try:
        t.compose("broken", ["office@shop.example"], subject="ご連絡", body="x")
        t.press("broken")
        seen = t.wait_dialog()
        check(seen["worst"], "no first line")
        t.wait_guard()
        t.click("#back")
        t.wait_no_dialog()
    finally:
        t.set_policy(None)


@case("policy")
def a_countdown_can_be_stopped(t):
    t.set_policy({"enforced": {"dialog.countdown": 3}})
    try:
        t.compose("count", ["office@shop.example"], subject="ご連絡", body="x")
        t.press("count")
        t.wait_dialog()
        wait_for("the countdown", lambda: "秒後" in t.dialog()["missing"])
        t.wait_guard()
        t.click("#back")
        t.wait_no_dialog()
        t.wait_unlocked("count")
        equal(len(t.sink.mails), 0, "mails")
        t.press("count")
        t.wait_mails(1)
    finally:
        t.set_policy(None)


@case("policy")
def managed_options_are_locked_on_the_options_page(t):
    t.open_options()
    locked = t.page("options/options.html", "Array.from(document.querySelectorAll('[data-key]')).filter(e => e.disabled || e.readOnly).map(e => e.dataset.key)")
    check("lang" in locked, f"locked: {locked}")
    check("dialog.when" not in locked, "an open option is locked")
    t.shot("ja-options")
    rows = t.page("options/options.html", "Object.fromEntries(Array.from(document.querySelectorAll('.doctor tr'), r => [r.dataset.row, r.cells[1].textContent + (r.className ? ' MEND' : '')]))")
    equal(rows["doctorLog"], os.path.join(t.state, "sekisho", "log.jsonl"), "the log")
    check(rows["doctorManaged"] == "1項目" and "取り外し" in rows["doctorAddon"] and rows["doctorAddon"].endswith("MEND"), rows)
    check(len(rows["doctorDigest"]) == 16 and "システムコール" in rows["doctorLimits"], rows)
    t.close_options()
    blocker = os.path.join(t.dir, "no-folder")
    with open(blocker, "w", encoding="utf-8"):
        pass
    t.set_policy({"enforced": {"log.file": os.path.join(blocker, "log.jsonl")}})
    t.open_options()
    rows = t.page("options/options.html", "Object.fromEntries(Array.from(document.querySelectorAll('.doctor tr.mend'), r => [r.dataset.row, r.cells[1].textContent]))")
    check("Not a directory" in rows["doctorLog"], rows)
    t.close_options()
    t.set_policy(None)
    t.open_options()
    t.page(
        "options/options.html",
        "(() => { const e = document.querySelector('[data-key=\"visible.strangers\"]'); e.value = '5'; e.dispatchEvent(new Event('change', {bubbles: true})); return true; })()",
    )
    wait_for("the option to be saved", lambda: t.page("options/options.html", "document.documentElement.dataset.saved === 'visible.strangers'"))
    t.compose("own", strangers(6), subject="ご案内", body="x")
    t.press("own")
    t.wait_dialog()
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()
    t.close_options()


@case("en")
def english_dialog(t):
    t.compose("en", strangers(168, 9), subject="Notice", body="Dear members")
    t.press("en")
    seen = t.wait_dialog()
    equal(seen["lang"], "en", "language")
    check(seen["worst"].startswith("168 people"), seen["worst"])
    t.shot("en-light-168")
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()


@case("en")
def one_recipient_english(t):
    book = t.files.workbook("patients.xlsx", 60)
    t.compose("one", ["tanaka@clinic.example"], subject="Files", body="The files are attached.", files=[book])
    t.press("one")
    seen = t.wait_dialog()
    check("patients.xlsx" in seen["worst"], seen["worst"])
    t.shot("en-light-1-workbook")
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()


@case("dark")
def dark_dialog(t):
    book = t.files.workbook("患者一覧.xlsx", 60)
    t.compose("dark", strangers(168, 9), subject="ご案内", body="会員の皆さま", files=[book])
    t.press("dark")
    t.wait_dialog()
    check(t.page("dialog/dialog.html", "matchMedia('(prefers-color-scheme: dark)').matches"), "not dark")
    t.shot("ja-dark-168-workbook")
    t.wait_guard()
    t.click("#back")
    t.wait_no_dialog()


@case("asleep")
def the_page_stays_awake_while_the_user_thinks(t):
    t.compose("think", strangers(12), subject="ご案内", body="x")
    t.press("think")
    t.wait_dialog()
    shown = time.monotonic()
    wait_for("six idle timeouts", lambda: time.monotonic() - shown > 20)
    t.tick_all()
    t.click("#send")
    equal(len(t.wait_mails(1)[0].people), 12, "envelope")


@case("asleep")
def awake_without_a_checker_too(t):
    t.close_all()
    t.kill_host()
    t.write_manifest(None)
    try:
        t.compose("think2", ["office@shop.example"], subject="ご連絡", body="x")
        t.press("think2")
        t.wait_dialog()
        shown = time.monotonic()
        wait_for("six idle timeouts", lambda: time.monotonic() - shown > 20)
        t.justify("1", "電話で確認した")
        t.click("#send")
        equal(len(t.wait_mails(1)[0].people), 1, "envelope")
    finally:
        t.write_manifest(t.host)


# ---- the older Thunderbird: the core ----

CORE = [
    harmless_mail_leaves_without_a_dialog,
    cancel_sends_nothing_and_unlocks,
    the_worst_incident_is_mended_by_one_click,
    justify_wants_the_number_and_a_reason,
    remedy_removes_the_attachment,
    everything_japanese_arrives_unchanged,
    a_file_of_25_mb_arrives_unchanged,
    a_file_changed_while_the_dialog_waits_does_not_leave_unasked,
    host_killed_while_asking,
    lists_are_expanded,
    send_later_is_asked_too,
]


class Round:
    """Runs cases one after another, each Thunderbird as long as its settings hold and it lives."""

    def __init__(self, options, display):
        self.options = options
        self.display = display
        self.passed = self.failed = self.skipped = 0

    def start(self, label, install, settings):
        """A Thunderbird that ends at its start is started once more, and that is said: it is not what these cases test."""
        try:
            return Driver(self.display, self.options, label, install=install, **settings)
        except Failure as error:
            print(f"     {label}: starting Thunderbird again: {error}", flush=True)
            return Driver(self.display, self.options, label, install=install, **settings)

    def run(self, label, cases, install, settings):
        thunderbird = None
        for function in cases:
            name = function.__name__
            if self.options.only and not any(word in name for word in self.options.only):
                continue
            started = time.monotonic()
            try:
                if thunderbird is None:
                    thunderbird = self.start(label, install, settings)
                thunderbird.sink.mails.clear()
                function(thunderbird)
                self.passed += 1
                print(f"ok   {label}: {name} ({time.monotonic() - started:.1f} s)", flush=True)
            except Exception as error:
                self.failed += 1
                print(f"FAIL {label}: {name}: {error}", flush=True)
                if not isinstance(error, Failure):
                    traceback.print_exc()
                if thunderbird:
                    thunderbird.shot(f"FAILED-{name}")
                    thunderbird.keep_log(name)
            if thunderbird:
                try:
                    thunderbird.reset()
                except Exception as error:
                    print(f"     {label}: starting Thunderbird anew after {name}: {error}", flush=True)
                    thunderbird.end()
                    thunderbird = None
        if thunderbird:
            thunderbird.end()


class Driver(Thunderbird):
    """A Thunderbird with the add-on, the checker and a machine policy of its own."""

    def __init__(self, display, options, label, **settings):
        self.options = options
        self.label = label
        super().__init__(display, options.host, **settings)
        folder = os.path.join(self.dir, "files")
        os.makedirs(folder)
        self.files = Files(folder)
        if not settings.get("forced"):
            self.install_extension()
        else:
            self.wait_for_extension()

    def shot(self, name):
        try:
            wait_for("a painted page", lambda: self.page("dialog/", "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(true))))", 5) is not False, 5)
            self.screenshot(os.path.join(self.options.artefacts, f"{self.label}-{name}.png"))
        except Exception as error:
            print(f"     no screenshot {name}: {error}", flush=True)

    def keep_log(self, name):
        self.log.flush()
        with open(os.path.join(self.dir, "thunderbird.log"), "rb") as source, open(
            os.path.join(self.options.artefacts, f"{self.label}-FAILED-{name}.log"), "wb"
        ) as out:
            out.write(source.read()[-200000:])

    def set_policy(self, policy):
        if policy is None:
            if os.path.exists(self.policy_file):
                os.unlink(self.policy_file)
        else:
            self.write_system_policy(policy)

    def reset(self):
        self.close_all()
        self.set_policy(None)

    def end(self):
        self.close()
        self.remove()


@case("policy")
def an_addon_put_there_by_policy_is_renewed_and_taken_away_by_policy(t):
    """What the page for IT promises. Only Thunderbird's own policies can take it away: without its checker it asks about every mail."""
    folder = os.path.join(t.dir, "by-policy")  # t's own add-on lives in the .xpi that lies above
    os.makedirs(folder)
    xpi = pack_extension(folder)

    def put(mode):
        return {"ExtensionSettings": {EXTENSION_ID: {"installation_mode": mode, "install_url": "file://" + xpi}}}

    def version(wanted):
        def probe():
            return wanted == own.run(
                """const {AddonManager} = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
                const addon = await AddonManager.getAddonByID(args[0]);
                return addon && addon.isActive ? addon.version : "";""",
                EXTENSION_ID,
            )

        wait_for(f"the add-on in version {wanted!r}", probe)

    own = Thunderbird(t.display, t.host, forced=xpi)
    try:
        own.wait_for_extension()
        with zipfile.ZipFile(xpi) as old:
            members = {name: old.read(name) for name in old.namelist()}
        manifest = json.loads(members["manifest.json"])
        version(manifest["version"])
        manifest["version"] += ".1"
        with zipfile.ZipFile(xpi, "w") as out:
            for name, data in members.items():
                out.writestr(name, json.dumps(manifest) if name == "manifest.json" else data)
        own.restart(put("force_installed"))
        version(manifest["version"])
        own.write_manifest(None)  # the package is removed first, against the guide
        os.unlink(xpi)
        own.restart({})
        version(manifest["version"])
        own.restart({"ExtensionSettings": {EXTENSION_ID: {"installation_mode": "blocked"}}})
        version("")
        own.compose("free", ["a@club.example"], body="x")
        own.press("free")
        own.wait_mails(1)
    finally:
        own.close()
        own.remove()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="also the cases that take long")
    parser.add_argument("--only", action="append", help="only cases whose name contains this")
    parser.add_argument("--setting", action="append", help="only these settings")
    parser.add_argument("--host", default=os.path.join(ROOT, "build", "dev", "bindings", "host", "sekisho-host"))
    parser.add_argument("--artefacts", default=os.path.join(ROOT, "build", "thunderbird"))
    parser.add_argument("--second-only", action="store_true", help="only in the other Thunderbird")
    parser.add_argument("--no-second", action="store_true", help="not in the other Thunderbird")
    options = parser.parse_args()
    options.artefacts = os.path.abspath(options.artefacts)  # the add-on is forced in by a file: URL below it
    os.makedirs(options.artefacts, exist_ok=True)
    # A stage that is ended from outside leaves no Thunderbird behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    if not os.access(options.host, os.X_OK):
        print(f"FAIL no checker at {options.host}\n0 passed, 1 failed")
        return 1
    display = Display()
    round_ = Round(options, display)
    try:
        version = subprocess.run(["/usr/lib/thunderbird/thunderbird", "--version"], capture_output=True, text=True).stdout.split()[-1:]
        label = "tb" + (version[0].split(".")[0] if version else "")
        for setting, values in SETTINGS.items():
            if options.second_only or (options.setting and setting not in options.setting):
                continue
            cases = [f for s, long, f in CASES if s == setting and (options.long or not long)]
            round_.run(label, cases, "/usr/lib/thunderbird", values)
        if not options.no_second and not options.setting:
            other = second.other_thunderbird(version[0] if version else "")
            if other:
                number, folder = other
                xpi_folder = os.path.join(options.artefacts)
                settings = dict(SETTINGS["ja"])
                settings["forced"] = pack_extension(xpi_folder)
                round_.run("tb" + number, CORE, folder, settings)
            else:
                round_.skipped += len(CORE)
                print("skip the second Thunderbird is not to be had from this machine's apt sources", flush=True)
    finally:
        display.close()
    print(f"{time.monotonic() - started:.0f} s; screenshots in {os.path.relpath(options.artefacts, ROOT)}")
    tail = f", {round_.skipped} skipped" if round_.skipped else ""
    print(f"{round_.passed} passed, {round_.failed} failed{tail}")
    return 1 if round_.failed else 0


if __name__ == "__main__":
    sys.exit(main())
