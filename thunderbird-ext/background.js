/* Stands at the gate: every Send in Thunderbird comes by here. Collects the mail, has it checked, lets it through or opens the dialog, and
 * answers Thunderbird exactly once - with "cancel" whenever anything is not as it should be. */

import { CheckerError, Session, connect, disconnect, fingerprint, language } from "./core.js";
import { collect, essence, moveToBcc, removeRecipients } from "./collect.js";
import { remember, soften } from "./memory.js";
import { layers, withoutChecker } from "./policy.js";
import { mayLeave } from "./dialog/model.js";
import { Hints } from "./hints.js";
import { texts } from "./texts.js";

/* Progress is shown to somebody who has waited this long. */
const PATIENCE_MS = 300;
/* A checker that does not even greet: until it does nobody knows whether policy wants to be seen, so this is longer. */
const SILENCE_MS = 2000;
/* How long a mail waits for its line in the log, where policy lets no mail go without. */
const LOG_MS = 3000;
const REST_MS = 60000;
const PENDING_KEY = "pending";

const gates = new Map(); /* tab id -> Gate: a Send that waits for its answer */
const sessions = new Map(); /* tab id -> Session */
const watching = new Set(); /* sessions of mails that left under "observe" */
let resting = 0;

function sessionOf(tabId) {
  if (!sessions.has(tabId)) {
    sessions.set(tabId, new Session());
  }
  return sessions.get(tabId);
}

const hints = new Hints({ sessionOf, busy: (tabId) => gates.has(tabId) });

/* One Send: from the listener's call to its answer. */
class Gate {
  constructor(tab) {
    this.tab = tab;
    this.session = sessionOf(tab.id);
    this.dialog = null; /* port of the dialog's page */
    this.windowId = 0;
    this.view = null; /* what the dialog shows */
    this.checked = null; /* {mail, prints}: what the view speaks of */
    this.remedies = [];
    this.abort = new AbortController();
    this.answered = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.started = Date.now();
    this.wentOut = "cancelled";
    this.recorded = ""; /* the answer that stands in the log already */
  }

  finish(result, how) {
    if (!this.over) {
      this.over = true;
      this.wentOut = how;
      this.abort.abort();
      this.resolve(result);
    }
  }

  async run(details) {
    /* What does not depend on the checker is found out meanwhile. */
    const collected = collect(this.tab.id, details);
    collected.catch(() => {});
    /* A window takes longer to open than the check takes, so it is begun at once where this very mail was found to ask while it was written:
     * a mail in which nothing was found never sees one. What the dialog says comes from the check all the same. */
    const lang = hints.expects(this.tab.id, details);
    if (lang) {
      this.opening = this.openWindow(lang);
      this.opening.catch(() => {});
    }
    [this.layers] = await Promise.all([layers(), hints.stop(this.tab.id)]);
    let effective = withoutChecker(this.layers, language());
    const wait = (ms) => setTimeout(() => this.show({ kind: "progress", lang: effective.lang, done: 0, total: 0 }), ms);
    const silence = effective.mode === "ask" ? wait(SILENCE_MS) : 0;
    try {
      effective = await this.open();
    } catch (error) {
      return this.fail(error, effective, await collected);
    } finally {
      clearTimeout(silence);
    }
    if (this.over) {
      return undefined;
    }
    this.effective = effective;
    if (effective.mode === "off") {
      return this.finish({}, "off");
    }
    const mail = await collected;
    if (effective.mode === "observe") {
      /* Nothing waits: the mail leaves now, the check goes on behind it. */
      this.finish({}, "sent");
      return watch(mail, this.layers);
    }
    /* Where it will surely take longer, the window is opened at once: it is the same that shows the report then. */
    const patience = wait(this.session.outlook(mail) > PATIENCE_MS ? 0 : PATIENCE_MS);
    try {
      await this.check(mail);
    } catch (error) {
      clearTimeout(patience);
      if (!this.over) {
        await this.fail(error, effective, mail);
      }
      return undefined;
    }
    clearTimeout(patience);
    await this.present();
    return undefined;
  }

  /* A checker that died meanwhile is started once more before anybody is told. */
  async open() {
    try {
      return (await this.session.policy(this.layers)).effective;
    } catch (error) {
      console.warn("sekisho:", error.message);
      disconnect();
      return (await this.session.policy(this.layers)).effective;
    }
  }

  async check(mail) {
    const { report, prints, early } = await this.session.check(
      mail,
      "send",
      (done, total) => {
        if (this.dialog && this.view?.kind === "progress") {
          this.view = { ...this.view, done, total };
          this.post();
        }
      },
      this.abort.signal,
    );
    this.checked = { mail, prints, early, essence: essence(mail.request) };
    this.report = await soften(report, this.checked.essence, prints, this.effective["dialog.when"]);
  }

  /* After a check that worked: through, or the dialog. */
  async present(extra = {}) {
    const countdown = Number(this.effective["dialog.countdown"]) || 0;
    const wanted = this.report.dialog.show || extra.stay || countdown > 0;
    if (!wanted) {
      if (await this.changed(this.checked.early)) {
        return this.again("changed");
      }
      return this.release("sent");
    }
    return this.show({
      kind: "report",
      lang: this.effective.lang,
      report: this.report,
      effective: this.effective,
      countdown,
      direct: !this.report.dialog.show && !extra.stay,
      ...extra,
    });
  }

  /* The checker did not do its work: the dialog says so, and policy says what may be done about it. `asking`: the user stands before the
   * dialog, so that nothing leaves without a press of Send. */
  async fail(error, effective, mail, asking = false) {
    if (error instanceof CheckerError && error.code === "cancelled") {
      return this.finish({ cancel: true }, "cancelled");
    }
    console.error("sekisho: not checked:", error);
    this.effective = effective;
    if (effective.mode === "off" && !asking) {
      return this.finish({}, "off");
    }
    if (effective.mode === "observe" && !asking) {
      return this.finish({}, "sent");
    }
    this.checked = { mail, prints: null, essence: essence(mail.request) };
    let action = effective["fail.action"];
    if (action === "ignore" || action === "note") {
      if (!asking) {
        return this.release("sent");
      }
      action = "confirm";
    }
    return this.unable(action, "failedSentence", "failedSend", error);
  }

  /* What could not be done about this mail, as the dialog shows it: the same question for a check and for a line in the log. */
  async unable(action, sentence, button, error) {
    const { effective } = this;
    const { mail } = this.checked;
    const text = await texts(effective.lang);
    const people = mail.request.recipients;
    const challenge = action === "justify" ? String(Math.max(people.length, 1)) : undefined;
    this.report = {
      version: 1,
      verdict: action,
      recipients: people.map((person) => ({ ...person, domain: person.address.split("@").pop(), class: "unknown" })),
      attachments: mail.request.attachments.map((attachment) => ({ file: attachment.name, size: attachment.size, format: "", facts: [], unread: ["unsupported"] })),
      findings: [
        {
          name: "check-failed",
          action,
          severity: 3,
          about: "message",
          message: text(sentence),
          evidence: "",
          where: "",
          remedies: [],
        },
      ],
      dialog: {
        show: true,
        send: action === "block" ? undefined : text(button),
        justify: challenge,
        findings: [{ why: [{ before: "", match: String(error.message ?? error), after: "" }], recipients: [], remedies: [] }],
      },
    };
    return this.show({ kind: "report", lang: effective.lang, report: this.report, effective, countdown: 0, failed: true });
  }

  /* The mail goes. Where policy lets none go without its line in the log and that cannot be written, the user is asked first, as for a check
   * that failed; who has been asked that much is not asked again. */
  async release(how) {
    if (this.effective["log.required"] === "true" && !this.view?.failed) {
      try {
        await this.record(how);
      } catch (error) {
        if (!this.over) {
          console.warn("sekisho: not recorded:", error.message);
          const action = this.effective["fail.action"];
          await this.unable(["confirm", "block"].includes(action) ? action : "justify", "unloggedSentence", "unloggedSend", error);
        }
        return;
      }
    }
    this.finish({}, how);
  }

  /* Its line in the log, at most once for the same answer. */
  async record(how) {
    if (this.recorded === how) {
      return;
    }
    const fields = { answer: how, remedies: this.remedies, seconds: Math.round((Date.now() - this.started) / 100) / 10, reason: this.reason };
    let timer;
    const late = new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new CheckerError("not-logged", "the checker does not answer")), LOG_MS);
    });
    try {
      await Promise.race([this.session.answer(fields), late]);
      this.recorded = how;
    } finally {
      clearTimeout(timer);
    }
  }

  /* Whether the composer or a file on disk is no longer what was checked. `fully`: hash the files again, else look at size and time. */
  async changed(fully) {
    const now = await collect(this.tab.id);
    if (essence(now.request) !== this.checked.essence) {
      return true;
    }
    for (let i = 0; i < now.files.length; i++) {
      const before = this.checked.mail.files[i];
      const file = now.files[i];
      if (!before || !file) {
        if (Boolean(before) !== Boolean(file)) {
          return true;
        }
        continue;
      }
      if (now.ids[i] !== null && file.lastModified !== before.lastModified) {
        return true;
      }
      const print = this.checked.prints?.[i];
      if (fully && print && (await fingerprint(file).catch(() => "")) !== print) {
        await this.session.forget(now, i);
        return true;
      }
    }
    return false;
  }

  /* Looks at the composer anew, for a reason the dialog names. */
  async again(notice, remedy) {
    const before = this.report;
    this.layers = await layers();
    let effective = this.effective;
    const mail = await collect(this.tab.id);
    const restarted = !this.session.alive;
    try {
      effective = await this.open();
      this.effective = effective;
      await this.check(mail);
    } catch (error) {
      if (!this.over) {
        await this.fail(error, effective, mail, Boolean(this.view));
      }
      return;
    }
    const asks = this.report.dialog.show;
    await this.present({ stay: true, notice: notice ?? (restarted ? "restarted" : undefined), resolved: asks ? undefined : (remedy ?? "nothing"), before: before?.findings?.[0]?.name });
  }

  async show(view) {
    if (this.over) {
      return;
    }
    this.view = view;
    if (this.dialog) {
      this.post();
      return;
    }
    if (!this.opening) {
      this.opening = this.openWindow(view.lang);
    }
    await this.opening;
  }

  async openWindow(lang) {
    const width = 760;
    const height = 720;
    let place = {};
    try {
      const owner = await messenger.windows.get(this.tab.windowId);
      place = {
        left: Math.max(0, Math.round(owner.left + (owner.width - width) / 2)),
        top: Math.max(0, Math.round(owner.top + Math.max(0, (owner.height - height) / 2))),
      };
    } catch {
      /* The composer is gone; onRemoved says so. */
    }
    const opened = await messenger.windows.create({
      type: "popup",
      url: `dialog/dialog.html?gate=${this.tab.id}&lang=${lang}`,
      width,
      height,
      allowScriptsToClose: true,
      ...place,
    });
    this.windowId = opened.id;
    if (this.over) {
      await this.closeWindow();
    }
  }

  async closeWindow() {
    const id = this.windowId;
    this.windowId = 0;
    this.dialog = null;
    if (id) {
      await messenger.windows.remove(id).catch(() => {});
    }
  }

  post() {
    this.dialog?.postMessage({ type: "view", view: this.view });
  }

  attach(port) {
    this.dialog = port;
    port.onMessage.addListener((message) => {
      this.hear(message).catch((error) => {
        console.error("sekisho:", error);
        this.finish({ cancel: true }, "cancelled");
      });
    });
    /* The page went away without an answer: that is a No. */
    port.onDisconnect.addListener(() => this.finish({ cancel: true }, "cancelled"));
    this.post();
  }

  async hear(message) {
    switch (message.type) {
      case "back":
        this.finish({ cancel: true }, this.remedies.length > 0 ? "changed" : "cancelled");
        break;
      case "remedy":
        await this.remedy(message.remedy);
        break;
      case "send":
        await this.leave(message.answer);
        break;
      default:
        break;
    }
  }

  async remedy(remedy) {
    const { request } = this.checked.mail;
    this.remedies.push(remedy.name);
    if (remedy.name === "move-to-bcc") {
      await messenger.compose.setComposeDetails(this.tab.id, moveToBcc(request, remedy.recipients, remedy.to));
    } else if (remedy.name === "remove-recipient") {
      await messenger.compose.setComposeDetails(this.tab.id, removeRecipients(request, remedy.recipients));
    } else if (remedy.name === "remove-attachment") {
      const id = this.checked.mail.ids[remedy.attachment];
      if (id) {
        await messenger.compose.removeAttachment(this.tab.id, id);
      }
    } else {
      return;
    }
    await this.again(undefined, remedy.name);
  }

  async leave(answer) {
    if (this.leaving || this.view?.kind !== "report" || !mayLeave(this.report, answer)) {
      return;
    }
    this.leaving = true;
    try {
      if (await this.changed(true)) {
        await this.again("changed");
        return;
      }
      this.reason = answer.reason;
      if (this.report.dialog.justify !== undefined && !this.view.failed) {
        await remember(this.report, this.checked.essence, this.checked.prints);
      }
      await this.release(this.remedies.length > 0 ? "changed" : "sent");
    } finally {
      this.leaving = false;
    }
  }
}

/* Observing: the composer closes meanwhile, so this check has a session of its own. A check that failed is a line too; a checker that died is
 * started once more. */
async function watch(mail, policyLayers, again = true) {
  const session = new Session();
  watching.add(session);
  try {
    await session.open(policyLayers);
    await session.check(mail, "send").catch((error) => console.warn("sekisho: not checked:", error.message));
    await session.answer({ answer: "sent", remedies: [], seconds: 0 });
  } catch (error) {
    if (!again || session.alive) {
      throw error;
    }
    await watch(mail, policyLayers, false);
  } finally {
    await session.close();
    watching.delete(session);
    rest();
  }
}

/* The checker stays warm while somebody writes and for a minute after. */
function rest() {
  clearTimeout(resting);
  resting = setTimeout(() => {
    if (sessions.size === 0 && watching.size === 0) {
      disconnect();
    }
  }, REST_MS);
}

/* A note that survives this page: which Sends wait. After a reload of the add-on the composers named here stay locked, and their user is
 * told (see recover). */
async function rememberGates() {
  const pending = Array.from(gates.values(), (gate) => ({ tabId: gate.tab.id, windowId: gate.tab.windowId }));
  await messenger.storage.local.set({ [PENDING_KEY]: pending });
}

async function onBeforeSend(tab, details) {
  if (gates.has(tab.id)) {
    return { cancel: true };
  }
  const gate = new Gate(tab);
  gates.set(tab.id, gate);
  const noted = rememberGates();
  try {
    gate.run(details).catch(async (error) => {
      if (gate.over) {
        console.warn("sekisho: after the answer:", error.message);
        return;
      }
      const known = gate.effective ?? withoutChecker(gate.layers ?? {}, language());
      const mail = gate.checked?.mail ?? { request: { recipients: [], lists: [], attachments: [] }, files: [], ids: [] };
      await gate.fail(error, known, mail).catch((worse) => {
        console.error("sekisho:", worse);
        gate.finish({ cancel: true }, "cancelled");
      });
    });
    return await gate.answered;
  } catch (error) {
    console.error("sekisho:", error);
    return { cancel: true };
  } finally {
    gates.delete(tab.id);
    if (gate.effective?.mode === "ask") {
      /* A check that failed is a line of the log too: the checker knows whether it has anything to say. */
      gate.record(gate.wentOut).catch((error) => console.warn("sekisho: not recorded:", error.message));
    }
    await gate.closeWindow().catch(() => {});
    await noted.then(rememberGates).catch(() => {});
  }
}

messenger.compose.onBeforeSend.addListener(onBeforeSend);

messenger.runtime.onConnect.addListener((port) => {
  if (port.sender?.id !== messenger.runtime.id) {
    return;
  }
  if (port.name.startsWith("gate:")) {
    const gate = gates.get(Number(port.name.slice(5)));
    if (gate && !gate.over) {
      gate.attach(port);
    } else {
      port.postMessage({ type: "gone" });
    }
  } else if (port.name.startsWith("hints:")) {
    hints.attach(Number(port.name.slice(6)), port);
  }
});

messenger.tabs.onRemoved.addListener((tabId) => {
  gates.get(tabId)?.finish({ cancel: true }, "cancelled");
  hints.drop(tabId);
  const session = sessions.get(tabId);
  sessions.delete(tabId);
  if (session) {
    session.close().finally(rest);
  }
});

messenger.windows.onRemoved.addListener((windowId) => {
  for (const gate of gates.values()) {
    if (gate.tab.windowId === windowId || gate.windowId === windowId) {
      gate.windowId = gate.windowId === windowId ? 0 : gate.windowId;
      gate.finish({ cancel: true }, "cancelled");
    }
  }
});

messenger.tabs.onCreated.addListener((tab) => {
  if (tab.type === "messageCompose") {
    /* The checker is started while the user still writes. */
    connect();
    hints.add(tab.id);
  }
});

/* When this page starts anew while a Send was waiting, that Send has lost its listener: the mail has not left and its composer stays
 * locked. The user is told, and can go on in a copy. */
async function recover() {
  const pending = (await messenger.storage.local.get(PENDING_KEY))[PENDING_KEY] ?? [];
  const tabs = await messenger.tabs.query({ type: "messageCompose" });
  for (const tab of tabs) {
    if (!gates.has(tab.id)) {
      hints.add(tab.id);
    }
  }
  const stuck = pending.filter((entry) => tabs.some((tab) => tab.id === entry.tabId && tab.windowId === entry.windowId) && !gates.has(entry.tabId));
  for (const entry of stuck) {
    await messenger.windows.create({ type: "popup", url: `dialog/interrupted.html?tab=${entry.tabId}`, width: 560, height: 340, allowScriptsToClose: true });
  }
  await rememberGates();
}

recover().catch((error) => console.error("sekisho:", error));
hints.start().catch((error) => console.error("sekisho:", error));
