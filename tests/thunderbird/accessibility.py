#!/usr/bin/python3
"""axe-core over the dialog and the options page in a real browser engine (headless Chromium), light and dark, and the order in which a screen
reader meets the dialog. The last line is `N passed, N failed[, N skipped]`.
"""
import argparse
import base64
import functools
import http.server
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import EXTENSION, EXTENSION_ID, ROOT, Failure, wait_for


class Chromium:
    """Headless Chromium by its debugging pipe: JSON texts that end with NUL on descriptors 3 and 4."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="sekisho-chromium-")
        child_in, self.out = os.pipe()
        self.inp, child_out = os.pipe()

        def place():
            # Both aside first, so that neither is overwritten by the other.
            a, b = os.dup(child_in), os.dup(child_out)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "--no-first-run",
             "--disable-background-networking", "--lang=ja", "about:blank"],
            preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(child_in)
        os.close(child_out)
        self.buffer = b""
        self.count = 0
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self.call("Page.enable")

    def call(self, method, params=None):
        self.count += 1
        frame = {"id": self.count, "method": method, "params": params or {}}
        if getattr(self, "session", None):
            frame["sessionId"] = self.session
        os.write(self.out, json.dumps(frame).encode() + b"\0")
        while True:
            while b"\0" not in self.buffer:
                piece = os.read(self.inp, 1 << 20)
                if not piece:
                    raise Failure("Chromium ended")
                self.buffer += piece
            text, self.buffer = self.buffer.split(b"\0", 1)
            answer = json.loads(text)
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise Failure(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def run(self, expression):
        result = self.call("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
        if "exceptionDetails" in result:
            raise Failure(str(result["exceptionDetails"].get("exception", {}).get("description")))
        return result["result"].get("value")

    def open(self, url, ready):
        self.call("Page.navigate", {"url": url})
        wait_for(url, lambda: self.run(f"document.readyState === 'complete' && {ready}"), 30)

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def axe_source():
    """axe-core's script, fetched by npm into the build folder; None when npm cannot."""
    folder = os.path.join(ROOT, "build", "axe")
    script = os.path.join(folder, "node_modules", "axe-core", "axe.min.js")
    if not os.path.exists(script):
        os.makedirs(folder, exist_ok=True)
        if shutil.which("npm"):
            subprocess.run(["npm", "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--prefix", folder, "axe-core@4"], capture_output=True)
    if not os.path.exists(script):
        return None
    with open(script, encoding="utf-8") as source:
        return source.read()


def finding(name, action, message, about="message", index=0, where="", **extra):
    shown = {"why": extra.get("why", []), "recipients": extra.get("recipients", []), "remedies": extra.get("remedies", [])}
    return {"name": name, "action": action, "severity": 2, "about": about, "index": index, "message": message, "evidence": "", "where": where, "remedies": []}, shown


def view(lang, people, findings, verdict, justify=None, send=None, files=(), **extra):
    recipients = [
        {"field": ("to", "cc")[i % 2], "address": f"m{i}@club{i % 7}.example", "name": f"会員 {i}", "domain": f"club{i % 7}.example", "class": "external"}
        for i in range(people)
    ] + [{"field": "to", "address": "taro@example.jp", "name": "", "domain": "example.jp", "class": "internal"}]
    report = {
        "version": 1, "verdict": verdict, "recipients": recipients, "attachments": [{"file": n, "size": 123456, "format": "xlsx", "summary": s} for n, s in files],
        "findings": [f for f, _ in findings], "dialog": {"show": True, "findings": [d for _, d in findings]},
    }
    if justify:
        report["dialog"]["justify"] = justify
    if send:
        report["dialog"]["send"] = send
    return {"kind": "report", "lang": lang, "report": report, "countdown": 0,
            "effective": {"help.text": "お困りのときは 情報システム課(内線 2345)へ", "help.url": "https://help.example.jp/"}, **extra}


def views():
    crowd = finding("visible-crowd", "justify", "168人の社外の宛先が、お互いのアドレスを見られます。", why=[{"before": "To: ", "match": "m0@club0.example", "after": " ほか"}],
                    remedies=[{"name": "move-to-bcc", "label": "全員をBccに移す", "recipients": list(range(168)), "to": "a@example.jp"}])
    book = finding("persons-private", "confirm", "患者一覧.xlsx に約3,411人分の個人情報があります。", "attachment", where="シート「患者一覧」",
                   why=[{"before": "氏名 ", "match": "架空 太郎", "after": " 1950/1/1"}], remedies=[{"name": "remove-attachment", "label": "この添付を外す", "attachment": 0}])
    asks = [finding("malformed-address", "confirm", f"このアドレスは正しくありません: m{i}@", "recipient", i) for i in range(4)]
    note = finding("outside-recipient", "note", "社外の宛先が168人います。")
    files = [("患者一覧.xlsx", "約3,411人(氏名、生年月日、診断名)、非表示シート1枚、暗号化なし")]
    block = finding("blocked-recipient", "block", "rival.example へのメールは、ここでは許可されていません。", "recipient")
    english = finding("visible-strangers", "confirm", "12 people outside can see each other's addresses.",
                      remedies=[{"name": "move-to-bcc", "label": "Move all to Bcc", "recipients": [0], "to": "a@example.jp"}])
    return {
        "crowd": view("ja", 168, [crowd, book, note], "justify", "168", "168人に見せたまま送る", files),
        "many": view("ja", 4500, [crowd, note], "justify", "168", "168人に見せたまま送る"),
        "folded": view("ja", 12, [book, *asks, note], "confirm", None, "このまま送る", files),
        "block": view("ja", 1, [block], "block"),
        "settled": view("ja", 12, [note], "pass", None, "送信", resolved="move-to-bcc", before="visible-crowd"),
        "english": view("en", 12, [english], "confirm", None, "Send so that 12 people see each other"),
        "progress": {"kind": "progress", "lang": "ja", "done": 3, "total": 10},
    }


def host_options(host):
    """The option table as the real checker gives it."""
    process = subprocess.Popen([host, "manifest", EXTENSION_ID], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    answer = None
    for frame in ({"id": 1, "op": "hello", "version": 1, "client": "test", "lang": "ja"},
                  {"id": 2, "op": "options", "policy": {"enforced": {"visible.strangers": 8}, "user": {"dialog.countdown": 3}, "recommended": {"visible.all": 100}}}):
        text = json.dumps(frame).encode()
        process.stdin.write(struct.pack("=I", len(text)) + text)
        process.stdin.flush()
        answer = json.loads(process.stdout.read(struct.unpack("=I", process.stdout.read(4))[0]))
    process.stdin.close()
    process.wait()
    answer["program"] = "sekisho-host"
    return answer


def spoken(chromium):
    """The names of the accessibility tree, in its order."""
    nodes = chromium.call("Accessibility.getFullAXTree")["nodes"]
    by_id = {n["nodeId"]: n for n in nodes}
    out = []

    def walk(node):
        role = node.get("role", {}).get("value", "")
        name = node.get("name", {}).get("value", "")
        if not node.get("ignored") and name and role not in ("RootWebArea", "alertdialog"):
            out.append((role, name))
        for child in node.get("childIds", []):
            if child in by_id:
                walk(by_id[child])

    walk(next(n for n in nodes if not n.get("parentId")))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=os.path.join(ROOT, "build", "dev", "bindings", "host", "sekisho-host"))
    parser.add_argument("--artefacts", default=os.path.join(ROOT, "build", "thunderbird"))
    options = parser.parse_args()
    os.makedirs(options.artefacts, exist_ok=True)
    if not shutil.which("chromium"):
        print("skip no chromium\n0 passed, 0 failed, 1 skipped")
        return 0
    axe = axe_source()
    passed = failed = skipped = 0

    class Quiet(http.server.SimpleHTTPRequestHandler):
        extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".json": "application/json"}

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=EXTENSION))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    chromium = Chromium()

    def look(name, scheme, width=760, height=720):
        """Violations that axe finds on the page that is open."""
        nonlocal passed, failed, skipped
        shot = chromium.call("Page.captureScreenshot", {"format": "png"})["data"]
        with open(os.path.join(options.artefacts, f"page-{name}-{scheme}-{width}.png"), "wb") as out:
            out.write(base64.b64decode(shot))
        wide = chromium.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            failed += 1
            print(f"FAIL {name} {scheme}: {wide} px wider than its window of {width}")
        else:
            passed += 1
        if axe is None:
            skipped += 1
            return
        chromium.run(axe + "; true")
        bad = chromium.run(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target + ' ' + (n.any[0]?.message ?? '')).join(' | ')))"
        )
        if bad:
            failed += 1
            print(f"FAIL axe {name} {scheme}:", *bad, sep="\n  ")
        else:
            passed += 1
            print(f"ok   axe {name} {scheme} {width}x{height}")

    def size(width, height):
        chromium.call("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    try:
        for scheme in ("light", "dark"):
            chromium.call("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
            for name, data in views().items():
                # 380 x 360 is what a window of 760 x 720 has at 200 % zoom.
                for width, height in ((760, 720), (380, 360)):
                    size(width, height)
                    chromium.open(f"{base}/dialog/dialog.html", "!!globalThis.sekishoDialog")
                    chromium.run(f"sekishoDialog.show({json.dumps(data)}).then(() => new Promise(r => setTimeout(r, 50)))")
                    seen = chromium.run("(() => { const r = document.getElementById('worst').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()")
                    passed += bool(seen)
                    failed += not seen
                    if not seen:
                        print(f"FAIL {name} {scheme} {width}: the worst sentence is out of sight")
                    chromium.run("document.querySelectorAll('details:not([hidden])').forEach(d => { d.open = true; })")
                    look(name, scheme, width, height)
            size(760, 720)
            if os.access(options.host, os.X_OK):
                chromium.open(f"{base}/options/options.html", "!!globalThis.sekishoOptions")
                chromium.run(f"sekishoOptions.show({json.dumps(host_options(options.host))}, null, 'ja')")
                look("options", scheme)
            else:
                skipped += 1
        chromium.call("Emulation.setEmulatedMedia", {"features": [{"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": "dark"}]})
        for name in ("crowd", "folded"):
            chromium.open(f"{base}/dialog/dialog.html", "!!globalThis.sekishoDialog")
            chromium.run(f"sekishoDialog.show({json.dumps(views()[name])}).then(() => new Promise(r => setTimeout(r, 50)))")
            look(name, "contrast")
        size(760, 720)
        chromium.open(f"{base}/dialog/dialog.html", "!!globalThis.sekishoDialog")
        chromium.run(f"sekishoDialog.show({json.dumps(views()['crowd'])})")
        words = [name for _, name in spoken(chromium)]
        order = ["168人の社外の宛先が、お互いのアドレスを見られます。", "m0@club0.example", "全員をBccに移す", "患者一覧.xlsx に約3,411人分の個人情報があります。", "m0", "患者一覧.xlsx",
                 "送信する理由", "お困りのときは 情報システム課(内線 2345)へ", "書き直す(送信しない)", "168人に見せたまま送る"]
        at = 0
        missing = None
        for wanted in order:
            while at < len(words) and words[at].strip() != wanted:
                at += 1
            if at == len(words):
                missing = wanted
                break
        if missing:
            failed += 1
            print(f"FAIL spoken order: {missing!r} does not come where it should; heard: {words[:80]}")
        else:
            passed += 1
            print("ok   spoken order: sentence, reason, remedy, the rest, buttons")
    finally:
        chromium.close()
        server.shutdown()
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
