/* Looks at a mail while it is written: the badge on the composer's button counts what the checker found, and a click shows the list. Never
 * in the way of typing: the checker is another process, it is asked after a pause, and less often the longer an answer takes. */

import { collect, essence, outline } from "./collect.js";
import { soften } from "./memory.js";
import { layers } from "./policy.js";

const PAUSE_MS = 900; /* after the last change */
const LOOK_MS = 3000; /* recipients and subject have no change event: looked at this often while the composer has the focus */
const STOP_MS = 500;
const SCRIPT = "sekisho-typing";
const COLOURS = { note: "#5b6472", confirm: "#9a5b00", justify: "#b3261e", block: "#b3261e" };

class Writing {
  constructor(tabId) {
    this.tabId = tabId;
    this.ports = new Set();
    this.view = null;
    this.last = "";
    this.wait = LOOK_MS;
    this.attached = 0; /* how often attachments came or went */
    this.asking = null; /* {outline, attached, lang} of the mail as it was looked at last, where Send would ask about it */
  }
}

export class Hints {
  constructor({ sessionOf, busy }) {
    this.sessionOf = sessionOf;
    this.busy = busy;
    this.writing = new Map();
  }

  async start() {
    /* Bytes take longest to reach the checker, so they set out at once. */
    messenger.compose.onAttachmentAdded.addListener((tab) => this.attached(tab.id, 0, true));
    messenger.compose.onAttachmentRemoved.addListener((tab) => this.attached(tab.id));
    messenger.compose.onIdentityChanged.addListener((tab) => this.touch(tab.id));
    messenger.compose.onComposeStateChanged.addListener((tab) => this.touch(tab.id));
    messenger.runtime.onMessage.addListener((message, sender) => {
      if (message?.type === "typed" && sender.tab) {
        this.touch(sender.tab.id);
      }
    });
    const there = await messenger.scripting.compose.getRegisteredScripts({ ids: [SCRIPT] });
    if (there.length === 0) {
      await messenger.scripting.compose.registerScripts([{ id: SCRIPT, js: ["typing.js"] }]);
    }
  }

  add(tabId) {
    if (!this.writing.has(tabId)) {
      this.writing.set(tabId, new Writing(tabId));
      this.look(tabId);
    }
    return this.writing.get(tabId);
  }

  drop(tabId) {
    const entry = this.writing.get(tabId);
    this.writing.delete(tabId);
    clearTimeout(entry?.timer);
    clearTimeout(entry?.looking);
    entry?.abort?.abort();
  }

  /* The dialog's language where a Send of this mail will surely be asked about, else null: the mail was looked at as it stands here, attachments
   * included, and that is what came out. Said once only, since what is answered now may change what is asked about next time. */
  expects(tabId, details) {
    const entry = this.writing.get(tabId);
    const asking = entry?.asking;
    if (!asking) {
      return null;
    }
    entry.asking = null;
    return asking.attached === entry.attached && asking.outline === outline(details) ? asking.lang : null;
  }

  /* Before a Send is checked: whatever runs for this composer ends. It says nothing to the checker after this; a checker that hangs is not
   * waited for. */
  async stop(tabId) {
    const entry = this.writing.get(tabId);
    clearTimeout(entry?.timer);
    entry?.abort?.abort();
    await Promise.race([entry?.running, new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
  }

  attached(tabId, pause, urgent) {
    this.add(tabId).attached++;
    this.touch(tabId, pause, urgent);
  }

  attach(tabId, port) {
    const entry = this.add(tabId);
    entry.ports.add(port);
    port.onDisconnect.addListener(() => entry.ports.delete(port));
    port.postMessage({ type: "view", view: entry.view });
    this.touch(tabId, 0);
  }

  touch(tabId, pause = PAUSE_MS, urgent = false) {
    const entry = this.add(tabId);
    clearTimeout(entry.timer);
    const rest = urgent ? pause : Math.max(pause, (entry.notBefore ?? 0) - Date.now());
    entry.timer = setTimeout(() => this.run(entry), rest);
  }

  /* Recipients and subject: compared with what was there the last time. */
  look(tabId) {
    const entry = this.writing.get(tabId);
    if (!entry) {
      return;
    }
    entry.looking = setTimeout(async () => {
      try {
        const tab = await messenger.tabs.get(tabId);
        const owner = await messenger.windows.get(tab.windowId);
        if (owner.focused && !this.busy(tabId)) {
          const started = performance.now();
          const { to, cc, bcc, newsgroups, subject, from } = await messenger.compose.getComposeDetails(tabId);
          entry.wait = Math.max(LOOK_MS, 100 * (performance.now() - started));
          const seen = JSON.stringify([to, cc, bcc, newsgroups, subject, from]);
          if (seen !== entry.last) {
            entry.last = seen;
            this.touch(tabId);
          }
        }
      } catch {
        /* The composer closed in between. */
      }
      this.look(tabId);
    }, entry.wait);
  }

  run(entry) {
    if (entry.running || this.busy(entry.tabId) || !this.writing.has(entry.tabId)) {
      if (entry.running) {
        entry.dirty = true;
      }
      return;
    }
    entry.abort = new AbortController();
    const started = Date.now();
    entry.running = this.check(entry)
      .catch((error) => {
        /* At Send the user is told; while writing a checker that fails only empties the badge. */
        if (error.code !== "cancelled") {
          console.info("sekisho: hints:", error.message);
          this.show(entry, null);
        }
      })
      .finally(() => {
        entry.running = null;
        entry.notBefore = Date.now() + Math.min(60000, 10 * (Date.now() - started));
        if (entry.dirty) {
          entry.dirty = false;
          this.touch(entry.tabId);
        }
      });
  }

  async check(entry) {
    const session = this.sessionOf(entry.tabId);
    const { effective } = await session.policy(await layers());
    if (effective.mode !== "ask") {
      this.show(entry, null);
      return;
    }
    const { attached } = entry;
    const details = await messenger.compose.getComposeDetails(entry.tabId);
    const mail = await collect(entry.tabId, details);
    if (entry.abort.signal.aborted) {
      return;
    }
    const essential = essence(mail.request);
    const said = essential + JSON.stringify(effective);
    if (said !== entry.said) {
      const { report, prints } = await session.check(mail, "writing", undefined, entry.abort.signal);
      entry.said = said;
      entry.prints = prints;
      this.show(entry, { kind: "hints", lang: effective.lang, report, effective });
    }
    const { dialog } = await soften(entry.view.report, essential, entry.prints, effective["dialog.when"]);
    entry.asking = dialog.show && !entry.abort.signal.aborted ? { outline: outline(details), attached, lang: effective.lang } : null;
  }

  show(entry, view) {
    entry.view = view;
    if (!view) {
      entry.said = "";
      entry.asking = null;
    }
    const findings = view?.report.findings ?? [];
    const tabId = entry.tabId;
    messenger.composeAction.setBadgeText({ tabId, text: findings.length > 0 ? String(findings.length) : "" }).catch(() => {});
    const worst = findings.length > 0 ? view.report.findings[0].action : "note";
    messenger.composeAction.setBadgeBackgroundColor({ tabId, color: COLOURS[worst] ?? COLOURS.note }).catch(() => {});
    for (const port of entry.ports) {
      port.postMessage({ type: "view", view });
    }
  }
}
