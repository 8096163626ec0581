"""Drives a real Thunderbird for the tests: Xvfb, a throw-away profile, an SMTP sink, Marionette, the add-on and its dialog.

Only Python's standard library. What Thunderbird offers and where it traps is written down in thunderbird-ext/README.md.
"""
import email
import email.policy
import glob
import hashlib
import json
import os
import shutil
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
EXTENSION = os.path.join(ROOT, "thunderbird-ext")
with open(os.path.join(EXTENSION, "manifest.json"), encoding="utf-8") as manifest:
    EXTENSION_ID = json.load(manifest)["browser_specific_settings"]["gecko"]["id"]
HOST_NAME = "sekisho"
PATIENCE = 40.0


class Failure(Exception):
    """Something did not come about; the message says what."""


def wait_for(what, probe, timeout=PATIENCE, pause=0.05):
    """Calls probe() until it is true; what names it in the failure."""
    end = time.monotonic() + timeout
    last = None
    while True:
        try:
            value = probe()
            if value:
                return value
            last = value
        except Failure as error:
            last = error
        if time.monotonic() > end:
            raise Failure(f"waited {timeout:.0f} s for {what}; last: {last}")
        time.sleep(pause)


class Sink:
    """An SMTP server on loopback that keeps every mail and its envelope; no size limit."""

    def __init__(self):
        self.mails = []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

            def handle(self):
                self.say("220 sink.example ESMTP")
                sender, people = "", []
                while True:
                    line = self.rfile.readline(65536)
                    if not line:
                        return
                    verb = line.split(b":")[0].split()[0].upper() if line.strip() else b""
                    if verb == b"EHLO":
                        self.say("250-sink.example")
                        self.say("250-SMTPUTF8")
                        self.say("250 8BITMIME")
                    elif verb == b"MAIL":
                        sender, people = line.decode("utf-8", "replace"), []
                        self.say("250 ok")
                    elif verb == b"RCPT":
                        text = line.decode("utf-8", "replace")
                        people.append(text[text.index("<") + 1 : text.index(">")])
                        self.say("250 ok")
                    elif verb == b"DATA":
                        self.say("354 go on")
                        data = bytearray()
                        while not data.endswith(b"\r\n.\r\n") and data != b".\r\n":
                            piece = self.rfile.read1(1 << 20)
                            if not piece:
                                return
                            data += piece
                        del data[-3:]
                        data = data.replace(b"\r\n..", b"\r\n.")
                        outer.mails.append(Mail(sender, people, bytes(data)))
                        self.say("250 kept")
                    elif verb == b"QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 ok")

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Mail:
    def __init__(self, sender, people, data):
        self.sender = sender
        self.people = people
        self.data = data
        self.message = email.message_from_bytes(data, policy=email.policy.default)

    def attachments(self):
        """{name: sha256} of all attachments."""
        return {
            part.get_filename(): hashlib.sha256(part.get_payload(decode=True) or b"").hexdigest()
            for part in self.message.walk()
            if part.get_content_disposition() == "attachment"
        }

    def text(self):
        body = self.message.get_body(("plain", "html"))
        return body.get_content() if body else ""


class Marionette:
    """Thunderbird's remote control: chrome-context scripts only, which is all that Thunderbird offers."""

    def __init__(self, port, process):
        def dial():
            if process.poll() is not None:
                raise Failure("Thunderbird ended at its start")
            try:
                return socket.create_connection(("127.0.0.1", port), 5)
            except OSError:
                return None

        self.socket = wait_for("Marionette", dial)
        self.socket.settimeout(240)
        self.file = self.socket.makefile("rb")
        self.count = 0
        self.receive()
        self.call("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"timeouts": {"script": 200000}}}})
        self.call("Marionette:SetContext", {"value": "chrome"})

    def receive(self):
        length = b""
        while not length.endswith(b":"):
            piece = self.file.read(1)
            if not piece:
                raise Failure("Thunderbird closed the connection")
            length += piece
        return json.loads(self.file.read(int(length[:-1])))

    def call(self, command, params=None):
        self.count += 1
        text = json.dumps([0, self.count, command, params or {}]).encode()
        self.socket.sendall(str(len(text)).encode() + b":" + text)
        kind, number, error, result = self.receive()
        if error:
            raise Failure(f"{command}: {error.get('message')}")
        return result

    def run(self, script, *args):
        """Runs an async function body with args; its return value comes back."""
        body = (
            "const done = arguments[arguments.length - 1]; const args = Array.from(arguments).slice(0, -1);"
            "(async () => {" + script + "})().then(v => done({value: v}), e => done({error: String(e) + '\\n' + (e && e.stack)}));"
        )
        result = self.call(
            "WebDriver:ExecuteAsyncScript", {"script": body, "args": list(args), "sandbox": "system", "newSandbox": True}
        )["value"]
        if "error" in result:
            raise Failure(result["error"])
        return result.get("value")


PRELUDE = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const composers = () => Array.from(Services.wm.getEnumerator("msgcompose"));
const composer = (subject) => composers().find(w => !w.closed && w.__tag === subject);
const extension = () => WebExtensionPolicy.getByID(%s)?.extension;
""" % json.dumps(EXTENSION_ID)

USER_JS = """
user_pref("mail.accountmanager.accounts", "account1,account2");
user_pref("mail.accountmanager.defaultaccount", "account1");
user_pref("mail.accountmanager.localfoldersserver", "server1");
user_pref("mail.account.account1.server", "server2");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.account.account2.server", "server1");
user_pref("mail.server.server1.type", "none");
user_pref("mail.server.server1.hostname", "Local Folders");
user_pref("mail.server.server1.name", "Local Folders");
user_pref("mail.server.server1.userName", "nobody");
user_pref("mail.server.server1.directory-rel", "[ProfD]Mail/Local Folders");
user_pref("mail.server.server2.type", "pop3");
user_pref("mail.server.server2.hostname", "127.0.0.1");
user_pref("mail.server.server2.name", "office");
user_pref("mail.server.server2.userName", "hanako");
user_pref("mail.server.server2.login_at_startup", false);
user_pref("mail.server.server2.check_new_mail", false);
user_pref("mail.server.server2.directory-rel", "[ProfD]Mail/office");
user_pref("mail.identity.id1.useremail", "@SENDER@");
user_pref("mail.identity.id1.fullName", "@SENDER_NAME@");
user_pref("mail.identity.id1.smtpServer", "smtp1");
user_pref("mail.identity.id1.valid", true);
user_pref("mail.identity.id1.compose_html", true);
user_pref("mail.identity.id1.fcc", false);
user_pref("mail.identity.id1.draft_folder", "mailbox://nobody@Local%20Folders/Drafts");
user_pref("mail.smtpservers", "smtp1");
user_pref("mail.smtp.defaultserver", "smtp1");
user_pref("mail.smtpserver.smtp1.type", "smtp");
user_pref("mail.smtpserver.smtp1.hostname", "127.0.0.1");
user_pref("mail.smtpserver.smtp1.port", @PORT@);
user_pref("mail.smtpserver.smtp1.authMethod", 1);
user_pref("mail.smtpserver.smtp1.try_ssl", 0);
user_pref("mail.smtpserver.smtp1.username", "");
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.spotlight.firstRunDone", true);
user_pref("mail.winsearch.firstRunDone", true);
user_pref("mailnews.start_page.enabled", false);
user_pref("mailnews.message_warning_size", 2000000000);
user_pref("mail.compose.big_attachments.notify", false);
user_pref("mail.compose.warn_public_recipients.aggressive", false);
user_pref("mail.compose.warn_public_recipients.threshold", 100000);
user_pref("mail.compose.attachment_reminder", false);
user_pref("mail.warn_on_send_accel_key", false);
user_pref("mail.SpellCheckBeforeSend", false);
user_pref("mail.rights.version", 1);
user_pref("app.donation.eoy.version.viewed", 999);
user_pref("mail.inappnotifications.enabled", false);
user_pref("mail.shell.checkDefaultClient", false);
user_pref("mail.shell.checkDefaultMail", false);
user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);
user_pref("app.update.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("extensions.getAddons.cache.enabled", false);
user_pref("services.settings.server", "http://127.0.0.1:9/");
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("devtools.console.stdout.content", true);
user_pref("devtools.console.stdout.chrome", true);
user_pref("marionette.port", @MARIONETTE@);
user_pref("intl.accept_languages", "ja, en");
user_pref("font.name.sans-serif.ja", "Noto Sans CJK JP");
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Display:
    """An X server without a screen and a small window manager; uses none when the caller has a display to show things on."""

    def __init__(self, use_existing=False):
        self.processes = []
        if use_existing and os.environ.get("DISPLAY"):
            self.name = os.environ["DISPLAY"]
            return
        read, write = os.pipe()
        self.processes.append(
            subprocess.Popen(
                ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
                pass_fds=(write,),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Failure("Xvfb did not start")
        self.name = ":" + number
        if shutil.which("openbox"):
            self.processes.append(
                subprocess.Popen(
                    ["openbox"], env={**os.environ, "DISPLAY": self.name}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            )

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Thunderbird:
    """One running Thunderbird with its own home, profile, policies and host manifest."""

    def __init__(
        self,
        display,
        host,
        install="/usr/lib/thunderbird",
        sender="hanako@city.example.jp",
        sender_name="山田 花子",
        managed=None,
        prefs=None,
        system_policy=None,
        forced=None,
        language=None,
    ):
        self.dir = tempfile.mkdtemp(prefix="sekisho-tb-")
        self.display = display
        self.sink = Sink()
        self.home = os.path.join(self.dir, "home")
        self.profile = os.path.join(self.dir, "profile")
        self.state = os.path.join(self.dir, "state")
        os.makedirs(self.home)
        os.makedirs(self.profile)
        self.host = host
        self.write_manifest(host)
        self.policy_file = os.path.join(self.dir, "policy.json")
        if system_policy is not None:
            self.write_system_policy(system_policy)
        marionette = free_port()
        text = USER_JS.replace("@PORT@", str(self.sink.port)).replace("@MARIONETTE@", str(marionette))
        text = text.replace("@SENDER@", sender).replace("@SENDER_NAME@", sender_name)
        for key, value in (prefs or {}).items():
            text += f"user_pref({json.dumps(key)}, {json.dumps(value)});\n"
        with open(os.path.join(self.profile, "user.js"), "w", encoding="utf-8") as out:
            out.write(text)
        program = self.private_install(install, managed, forced)
        env = {**os.environ, "HOME": self.home, "DISPLAY": display.name, "XDG_STATE_HOME": self.state}
        # With its first composer a Thunderbird deletes nsemail.eml from the folder for temporary files, also the one another is just sending.
        env["TMPDIR"] = os.path.join(self.dir, "tmp")
        os.makedirs(env["TMPDIR"])
        env["LANG"] = language or "C.UTF-8"
        for name in ("MOZ_HEADLESS", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LC_ALL", "WAYLAND_DISPLAY"):
            env.pop(name, None)
        self.log = open(os.path.join(self.dir, "thunderbird.log"), "wb")
        self.program, self.env = program, env
        self.start(marionette)

    def start(self, marionette):
        self.process = subprocess.Popen(
            [self.program, "-no-remote", "-profile", self.profile, "--marionette", "--remote-allow-system-access"],
            env=self.env,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        try:
            self.marionette = Marionette(marionette, self.process)
            wait_for("the main window", lambda: self.run("return !!Services.wm.getMostRecentWindow('mail:3pane')"))
        except BaseException:
            self.close()
            raise

    def restart(self, policies):
        """Ends Thunderbird and starts it with other policies: the same profile, the same add-ons in it."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
        with open(os.path.join(os.path.dirname(self.program), "distribution", "policies.json"), "w", encoding="utf-8") as out:
            json.dump({"policies": policies}, out)
        marionette = free_port()
        with open(os.path.join(self.profile, "user.js"), "a", encoding="utf-8") as out:
            out.write(f'user_pref("marionette.port", {marionette});\n')
        self.start(marionette)

    def private_install(self, install, managed, forced):
        """A folder that looks like the installation, so that policies can be given without touching /etc."""
        target = os.path.join(self.dir, "install")
        os.makedirs(os.path.join(target, "distribution"))
        for name in os.listdir(install):
            if name == "distribution":
                continue
            source = os.path.realpath(os.path.join(install, name))
            if name in ("thunderbird-bin", "thunderbird"):
                shutil.copy2(source, os.path.join(target, name))
            else:
                os.symlink(source, os.path.join(target, name))
        policies = {"DisableAppUpdate": True}
        if managed is not None:
            policies["3rdparty"] = {"Extensions": {EXTENSION_ID: managed}}
        if forced:
            policies["ExtensionSettings"] = {EXTENSION_ID: {"installation_mode": "force_installed", "install_url": "file://" + forced}}
        with open(os.path.join(target, "distribution", "policies.json"), "w", encoding="utf-8") as out:
            json.dump({"policies": policies}, out)
        return os.path.join(target, "thunderbird")

    def write_manifest(self, host):
        folder = os.path.join(self.home, ".mozilla", "native-messaging-hosts")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, HOST_NAME + ".json")
        if host is None:
            if os.path.exists(path):
                os.unlink(path)
            return
        start = os.path.join(self.dir, "start-host")
        with open(start, "w", encoding="utf-8") as out:
            out.write(f'#!/bin/sh\nexec {os.path.abspath(host)} --policy={self.dir}/policy.json "$@"\n')
        os.chmod(start, 0o755)
        with open(path, "w", encoding="utf-8") as out:
            json.dump(
                {
                    "name": HOST_NAME,
                    "description": "Sekisho checker",
                    "path": start,
                    "type": "stdio",
                    "allowed_extensions": [EXTENSION_ID],
                },
                out,
            )

    def write_system_policy(self, policy):
        with open(self.policy_file + ".new", "w", encoding="utf-8") as out:
            if isinstance(policy, str):
                out.write(policy)
            else:
                json.dump(policy, out, ensure_ascii=False)
        os.replace(self.policy_file + ".new", self.policy_file)

    def run(self, script, *args):
        return self.marionette.run(PRELUDE + script, *args)

    def install_extension(self, path=None):
        self.marionette.call("Addon:Install", {"path": path or pack_extension(self.dir), "temporary": True})
        self.wait_for_extension()

    def wait_for_extension(self):
        wait_for("the add-on's background page", lambda: self.page("_generated_background_page") is not None)

    # ---- composer

    def compose(self, tag, to=(), cc=(), bcc=(), subject=None, body="", html=False, files=(), kind="New", original=None):
        """Opens a composer; tag names it from now on."""
        self.run(
            """
            const [tag, to, cc, bcc, subject, body, html, files, kind, original] = args;
            const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
            const params = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams);
            if (kind === "New") {
              fields.to = to.join(", "); fields.cc = cc.join(", "); fields.bcc = bcc.join(", ");
              fields.subject = subject ?? tag; fields.body = body;
            }
            for (const path of files) {
              const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
              file.initWithPath(path);
              const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
              attachment.url = Services.io.newFileURI(file).spec;
              attachment.name = file.leafName;
              attachment.size = file.fileSize;
              fields.addAttachment(attachment);
            }
            params.composeFields = fields;
            params.type = Ci.nsIMsgCompType[kind];
            params.format = html ? Ci.nsIMsgCompFormat.HTML : Ci.nsIMsgCompFormat.PlainText;
            params.identity = MailServices.accounts.getIdentity("id1");
            if (original) {
              params.originalMsgURI = original;
              const header = MailServices.messageServiceFromURI(original).messageURIToMsgHdr(original);
              params.origMsgHdr = header;
            }
            const before = new Set(composers());
            if (original && kind !== "ReplyAll") {
              /* Forward, redirect and edit-as-new stream the message first, which needs a message window. */
              MailServices.compose.OpenComposeWindow("", params.origMsgHdr, original, params.type, params.format, params.identity, "",
                Services.wm.getMostRecentWindow("mail:3pane").msgWindow);
            } else {
              MailServices.compose.OpenComposeWindowWithParams(null, params);
            }
            for (let i = 0; i < 600; i++) {
              const w = composers().find(x => !before.has(x));
              if (w && w.document.readyState === "complete" && w.gMsgCompose?.editor && w.composeEditorReady !== false && w.gLoadingComplete !== false) {
                w.__tag = tag;
                return;
              }
              await new Promise(r => Services.tm.currentThread && w ? w.setTimeout(r, 50) : Services.wm.getMostRecentWindow("mail:3pane").setTimeout(r, 50));
            }
            throw new Error("the composer did not open");
            """,
            tag, list(to), list(cc), list(bcc), subject, body, html, list(files), kind, original,
        )
        wait_for(f"the composer {tag}", lambda: self.run("const w = composer(args[0]); return !!w && w.composeEditorReady === true", tag))
        if kind != "New" and (to or cc or bcc):
            self.set_recipients(tag, to, cc, bcc)

    def set_recipients(self, tag, to=(), cc=(), bcc=()):
        self.run(
            """
            const w = composer(args[0]);
            const add = (kind, list) => { if (list.length) w.addressRowAddRecipientsArray(w.document.querySelector(`.address-row[data-recipienttype="${kind}"]`), list); };
            add("addr_to", args[1]); add("addr_cc", args[2]); add("addr_bcc", args[3]);
            """,
            tag, list(to), list(cc), list(bcc),
        )

    def identity(self, address, name):
        """Who writes from now on."""
        self.run("const i = MailServices.accounts.getIdentity('id1'); i.email = args[0]; i.fullName = args[1];", address, name)

    def press(self, tag, command="cmd_sendNow"):
        """Presses Send; returns the time of the press in milliseconds of Thunderbird's clock."""
        return self.run(
            """
            const w = composer(args[0]);
            if (!w) throw new Error("no composer " + args[0]);
            w.focus();
            w.setTimeout(() => { w.__pressed = Date.now(); w.goDoCommand(args[1]); }, 0);
            await new Promise(r => w.setTimeout(r, 0));
            return w.__pressed;
            """,
            tag, command,
        )

    def composer(self, tag):
        """What stands in the composer, or None when it is gone."""
        return self.run(
            """
            const w = composer(args[0]);
            if (!w) return null;
            const row = (kind) => Array.from(w.document.querySelectorAll(`.address-row[data-recipienttype="${kind}"] mail-address-pill`), p => p.fullAddress);
            return { to: row("addr_to"), cc: row("addr_cc"), bcc: row("addr_bcc"), locked: !!w.gWindowLocked,
                     attachments: Array.from(w.gAttachmentBucket.itemChildren, i => i.attachment.name), subject: w.document.getElementById("msgSubject").value };
            """,
            tag,
        )

    def wait_unlocked(self, tag):
        return wait_for(f"{tag} to be unlocked", lambda: (lambda c: c is not None and not c["locked"] and c)(self.composer(tag)))

    def type_text(self, tag, text):
        self.run("const w = composer(args[0]); w.gMsgCompose.editor.QueryInterface(Ci.nsIEditor); w.GetCurrentEditor().insertText(args[1]);", tag, text)

    def close_composer(self, tag):
        self.run("const w = composer(args[0]); if (w) { w.gContentChanged = false; w.gMsgCompose.bodyModified = false; w.close(); }", tag)

    def close_all(self):
        self.run("for (const w of composers()) { try { w.gContentChanged = false; w.close(); } catch (e) {} }")
        wait_for("all composers to close", lambda: self.run("return composers().filter(w => !w.closed).length === 0"))
        wait_for("all dialogs to close", lambda: self.page("dialog/") is None)

    # ---- the add-on's pages

    def page(self, part, script="true", timeout=20):
        """Runs an expression (it may await) in the add-on's page whose address contains part; None when there is no such page."""
        return self.run(
            """
            const [part, script, timeout] = args;
            const ext = extension();
            if (!ext) return null;
            const view = Array.from(ext.views).find(v => v.uri?.spec.includes(part) && v.xulBrowser?.isConnected !== false);
            if (!view || !view.xulBrowser) return null;
            const mm = view.xulBrowser.messageManager;
            if (!mm) return null;
            const name = "sekisho-test-" + Math.random();
            const code = `(${async (name, script) => {
              const sandbox = Cu.Sandbox(content, {sandboxPrototype: content, wantXrays: false, sameZoneAs: content});
              let answer;
              try { answer = {value: await Cu.evalInSandbox("(async () => JSON.stringify(await (" + script + ")))()", sandbox)}; }
              catch (e) { answer = {error: String(e)}; }
              sendAsyncMessage(name, answer);
            }})(${JSON.stringify(name)}, ${JSON.stringify(script)})`;
            const answer = await new Promise((resolve) => {
              const timer = Services.wm.getMostRecentWindow("mail:3pane").setTimeout(() => resolve({gone: true}), timeout * 1000);
              mm.addMessageListener(name, function heard(m) { mm.removeMessageListener(name, heard); resolve(m.data); });
              try { mm.loadFrameScript("data:text/javascript;charset=utf-8," + encodeURIComponent(code), false); } catch (e) { resolve({gone: true}); }
            });
            if (answer.gone) return null;
            if (answer.error) throw new Error(answer.error);
            return answer.value === undefined ? null : JSON.parse(answer.value);
            """,
            part, script, timeout,
        )

    def wait_dialog(self, kind="report", timeout=PATIENCE):
        """Waits until the dialog is painted and shows this kind; returns what it says."""
        wait_for(f"the dialog ({kind})", lambda: self.page("dialog/dialog.html", f"document.documentElement.dataset.shown === {json.dumps(kind)}"), timeout)
        return self.dialog()

    def dialog(self):
        return self.page(
            "dialog/dialog.html",
            """(() => {
              const t = (id) => { const e = document.getElementById(id); return e && !e.closest("[hidden]") ? e.textContent.trim() : ""; };
              return { worst: t("worst"), why: t("why"), kind: t("kind"), notice: t("notice"), missing: t("missing"), help: t("help"), send: t("send"), back: t("back"),
                remedies: Array.from(document.querySelectorAll("#remedies button"), b => b.textContent),
                asked: Array.from(document.querySelectorAll("#asked .say, #folded .say"), b => b.textContent),
                notes: Array.from(document.querySelectorAll("#notes .say"), b => b.textContent),
                ticks: document.querySelectorAll(".tick input").length, recipients: t("recipients-title"), rows: document.querySelectorAll("#list .row").length,
                files: t("files"), justify: t("typed-label"), lang: document.documentElement.lang, round: document.documentElement.dataset.round ?? "",
                focus: document.activeElement?.id ?? "", shownAt: Number(document.documentElement.dataset.shownAt) };
            })()""",
        )

    def wait_guard(self):
        """Until the dialog takes keys and clicks: it is asked by a click that does nothing."""
        wait_for(
            "the dialog to take clicks",
            lambda: self.page(
                "dialog/dialog.html",
                """(() => { let heard = false; const e = document.getElementById("help"); const f = () => { heard = true; };
                  e.addEventListener("dblclick", f); e.dispatchEvent(new MouseEvent("dblclick", {bubbles: true, cancelable: true})); e.removeEventListener("dblclick", f); return heard; })()""",
            ),
        )

    def click(self, selector, part="dialog/dialog.html"):
        done = self.page(part, f"(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return false; setTimeout(() => e.click()); return true; }})()")
        if not done:
            raise Failure(f"nothing to click: {selector}")

    def tick_all(self):
        self.page("dialog/dialog.html", "document.querySelectorAll('.tick input:not(:checked)').forEach(e => e.click())")

    def justify(self, word, reason):
        self.page(
            "dialog/dialog.html",
            f"""(() => {{ const put = (id, v) => {{ const e = document.getElementById(id); e.value = v; e.dispatchEvent(new Event("input", {{bubbles: true}})); }};
              put("typed", {json.dumps(word)}); put("reason", {json.dumps(reason)}); }})()""",
        )

    def wait_no_dialog(self):
        wait_for("the dialog to close", lambda: self.page("dialog/dialog.html") is None)

    def wait_round(self, number):
        """Until the dialog has been drawn anew for the number-th time, and takes clicks."""
        wait_for(f"round {number} of the dialog", lambda: (self.dialog() or {}).get("round") == str(number))
        self.wait_guard()

    def gates(self):
        """The addresses of all open dialogs, as parts for page()."""
        return self.run("return Array.from(extension().views).map(v => v.uri?.spec ?? '').filter(s => s.includes('dialog/dialog.html')).map(s => s.slice(s.indexOf('dialog/')))")

    def page_count(self, part):
        return self.run("return Array.from(extension().views).filter(v => v.uri?.spec.includes(args[0])).length", part)

    def keys(self, *names):
        """Real keys, to the window that has the focus."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *names], env={**os.environ, "DISPLAY": self.display.name}, check=True)

    def badge(self, tag):
        return self.run(
            """const w = composer(args[0]); const b = Array.from(w.document.querySelectorAll("toolbarbutton")).find(b => b.id.includes("composeAction"));
            return b ? (b.getAttribute("badge") ?? "") : null;""",
            tag,
        )

    def press_action(self, tag):
        """Presses our button in the composer's toolbar."""
        self.run(
            """const w = composer(args[0]); w.focus();
            Array.from(w.document.querySelectorAll("toolbarbutton")).find(b => b.id.includes("composeAction")).click();""",
            tag,
        )

    def hints(self, tag):
        """What the list behind the composer's button says; opens it when it is not open."""
        if self.page("dialog/hints.html") is None:
            self.press_action(tag)
            return None
        return self.page("dialog/hints.html", "document.getElementById('findings').textContent")

    def deliver(self, text):
        """Puts a mail into the inbox of Local Folders; returns its address."""
        return self.run(
            """
            const root = MailServices.accounts.localFoldersServer.rootFolder;
            if (!root.containsChildNamed("Received")) root.createSubfolder("Received", null);
            const folder = root.getChildNamed("Received").QueryInterface(Ci.nsIMsgLocalMailFolder);
            const header = folder.addMessage(args[0].replace(/\\n/g, "\\r\\n"));
            return folder.getUriForMsg(header);
            """,
            "From - Sat Nov 21 09:00:00 2026\nX-Mozilla-Status: 0001\n" + text,
        )

    def outbox(self):
        return self.run(
            """const f = MailServices.accounts.localFoldersServer.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Queue);
            return f ? f.getTotalMessages(false) : 0;"""
        )

    def open_options(self):
        self.run(
            """const w = Services.wm.getMostRecentWindow("mail:3pane"); const ext = extension();
            w.document.getElementById("tabmail").openTab("contentTab", {url: ext.baseURI.resolve("options/options.html"), linkHandler: "single-page", triggeringPrincipal: ext.principal,
              userContextId: 0, initialBrowsingContextGroupId: ext.policy.browsingContextGroupId, principal: ext.principal});
            w.focus();"""
        )
        wait_for("the options page", lambda: self.page("options/options.html", "document.documentElement.dataset.shown === 'options'"))

    def close_options(self):
        self.run("const t = Services.wm.getMostRecentWindow('mail:3pane').document.getElementById('tabmail'); t.closeOtherTabs(0);")

    def screenshot(self, path):
        subprocess.run(["import", "-display", self.display.name, "-window", "root", path], check=True, stderr=subprocess.DEVNULL)

    def wait_mails(self, count, timeout=40):
        """Ends at once where Thunderbird says that it could not send."""

        def probe():
            return (len(self.sink.mails) >= count and self.sink.mails) or self.alert()

        got = wait_for(f"{count} mails in the sink", probe, timeout, 0.2)
        if isinstance(got, str):
            raise Failure(f"waiting for {count} mails, Thunderbird says: {got}")
        return got

    def alert(self):
        """What a plain alert of Thunderbird's own says, "" without one."""
        return self.run(
            """const box = Array.from(Services.wm.getEnumerator(null)).find(w => w.location.href.endsWith("/commonDialog.xhtml"));
            return box ? box.document.title + ": " + box.document.getElementById("infoBody").textContent : "";"""
        )

    def children(self):
        """Process ids of the checker's processes that this Thunderbird started."""
        found = []
        for path in glob.glob("/proc/[0-9]*/environ"):
            try:
                with open(path, "rb") as stream:
                    if b"HOME=" + self.home.encode() + b"\0" not in stream.read():
                        continue
                pid = int(path.split("/")[2])
                with open(f"/proc/{pid}/cmdline", "rb") as stream:
                    words = stream.read().split(b"\0")
            except OSError:
                continue
            if any(word == os.path.abspath(self.host).encode() for word in words[:3]):
                found.append(pid)
        return found

    def readers(self):
        """The processes that read attachments: children of the checker."""
        hosts = set(self.children())
        found = []
        for pid in hosts:
            try:
                with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stream:
                    parent = int(stream.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent in hosts:
                found.append(pid)
        return found

    def kill_host(self):
        for pid in self.children():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def close(self):
        if self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGTERM)
                self.process.wait(10)
            except (subprocess.TimeoutExpired, ProcessLookupError):
                pass
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()
        self.log.close()
        self.sink.close()

    def remove(self):
        shutil.rmtree(self.dir, ignore_errors=True)


def pack_extension(folder):
    """The add-on as an .xpi, made from the source folder."""
    import zipfile

    path = os.path.join(folder, "sekisho.xpi")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for base, dirs, names in os.walk(EXTENSION):
            dirs[:] = sorted(d for d in dirs if d != "docs")
            for name in sorted(names):
                full = os.path.join(base, name)
                if not name.endswith(".md"):
                    out.write(full, os.path.relpath(full, EXTENSION))
    return path


def read_mail(path, folder):
    """What a composer needs to write the same mail: recipients, subject, text, attachments as files in folder, sender."""
    with open(path, "rb") as stream:
        message = email.message_from_binary_file(stream, policy=email.policy.default)
    mail = {"subject": str(message["subject"] or ""), "html": False, "files": []}
    for field in ("to", "cc", "bcc"):
        header = message[field]
        mail[field] = [str(a) for group in (header.groups if header else ()) for a in group.addresses]
    sender = message["from"].addresses[0]
    mail["sender"], mail["sender_name"] = sender.addr_spec, sender.display_name or sender.addr_spec
    body = message.get_body(("plain", "html"))
    mail["body"] = body.get_content() if body else ""
    mail["html"] = bool(body) and body.get_content_subtype() == "html"
    for part in message.iter_attachments():
        name = os.path.join(folder, os.path.basename(part.get_filename() or "attachment"))
        with open(name, "wb") as out:
            out.write(part.get_payload(decode=True) or b"")
        mail["files"].append(name)
    return mail


def make_fixture(folder, name):
    """The path of a fixture mail, made on the spot by tests/fixtures/make_fixtures.py."""
    subprocess.run(
        ["/usr/bin/python3", os.path.join(ROOT, "tests", "fixtures", "make_fixtures.py"), folder, name], check=True, stdout=subprocess.DEVNULL
    )
    return os.path.join(folder, name)
