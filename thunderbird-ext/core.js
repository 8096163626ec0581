/* The one call: hands a mail to the checker and returns its report. The native host stands behind it and nothing else in this add-on
 * knows that; what travels is described in bindings/json/PROTOCOL.md. */

const HOST = "sekisho";
const PROTOCOL = 1;
/* A host that says nothing for this long is taken for dead: its greeting takes milliseconds. Once a policy is open, fail.wait says how long; while
 * it works the host sends a progress frame every second. */
const QUIET_MS = 10000;
/* Files are read and hashed in pieces of this size, so that memory stays flat however large an attachment is. */
const BLOCK = 4 * 1024 * 1024;

export class CheckerError extends Error {
  constructor(code, message) {
    super(message || code);
    this.code = code;
  }
}

const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");

function base64(bytes) {
  if (bytes.toBase64) {
    return bytes.toBase64();
  }
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([bytes]));
  });
}

/* A digest of a file's bytes that needs one block in memory at a time: SHA-256 over the blocks' SHA-256. onBlock may be async. */
export async function fingerprint(file, onBlock) {
  const digests = [];
  let offset = 0;
  do {
    const buffer = await file.slice(offset, offset + BLOCK).arrayBuffer();
    digests.push(crypto.subtle.digest("SHA-256", buffer));
    if (onBlock) {
      await onBlock(new Uint8Array(buffer), offset);
    }
    offset += BLOCK;
  } while (offset < file.size);
  const parts = await Promise.all(digests);
  const all = new Uint8Array(parts.length * 32);
  parts.forEach((part, i) => all.set(new Uint8Array(part), i * 32));
  return `${file.size}-${hex(await crypto.subtle.digest("SHA-256", all))}`;
}

class Connection {
  constructor(lang) {
    this.pending = new Map();
    this.nextId = 1;
    this.dead = null;
    this.quiet = QUIET_MS;
    this.onprogress = new Map();
    this.ondead = new Set();
    this.port = messenger.runtime.connectNative(HOST);
    this.port.onMessage.addListener((frame) => this.receive(frame));
    this.port.onDisconnect.addListener((port) => this.end(port.error?.message ?? "the checker ended"));
    this.hello = this.request("hello", {
      version: PROTOCOL,
      client: "thunderbird",
      client_version: messenger.runtime.getManifest().version,
      lang,
    });
    this.hello.catch(() => {});
  }

  receive(frame) {
    for (const entry of this.pending.values()) {
      entry.heard = Date.now();
    }
    if (frame.event === "progress") {
      this.onprogress.get(frame.session)?.(frame.done, frame.total);
      return;
    }
    const entry = this.pending.get(frame.id);
    if (!entry) {
      return;
    }
    this.pending.delete(frame.id);
    if (frame.ok) {
      entry.resolve(frame);
    } else {
      entry.reject(new CheckerError(frame.error?.code ?? "failed", frame.error?.message));
    }
  }

  end(why) {
    if (this.dead) {
      return;
    }
    this.dead = new CheckerError("host", why);
    for (const entry of this.pending.values()) {
      entry.reject(this.dead);
    }
    this.pending.clear();
    for (const tell of [...this.ondead]) {
      tell(this.dead);
    }
  }

  request(op, fields) {
    if (this.dead) {
      return Promise.reject(this.dead);
    }
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject, heard: Date.now() });
      try {
        this.port.postMessage({ id, op, ...fields });
      } catch (error) {
        this.end(String(error.message ?? error));
        return;
      }
      this.watch();
    });
  }

  /* One timer for all requests: it ends the connection when somebody waits and nothing was heard. */
  watch() {
    if (this.timer) {
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.pending.size === 0 || this.dead) {
        return;
      }
      const heard = Math.max(...Array.from(this.pending.values(), (entry) => entry.heard));
      if (Date.now() - heard > this.quiet) {
        this.port.disconnect();
        this.end("the checker does not answer");
        return;
      }
      this.watch();
    }, 1000);
  }

  close() {
    this.port.disconnect();
    this.end("closed");
  }
}

let connection = null;

export function language() {
  return messenger.i18n.getUILanguage().toLowerCase().startsWith("ja") ? "ja" : "en";
}

/* The connection that is open, or a new one. A host that could not be started rejects the first request. */
export function connect() {
  if (!connection || connection.dead) {
    connection = new Connection(language());
  }
  return connection;
}

/* Ends the host; the next call starts a new one. */
export function disconnect() {
  connection?.close();
  connection = null;
}

/* What the host knows of a composer's mail: a session that lives as long as the composer, so that bytes are handed over once. */
export class Session {
  constructor() {
    this.link = null;
    this.id = 0;
    this.sent = new Map(); /* fingerprint -> key under which the host keeps the bytes */
    this.nextKey = 1;
  }

  /* Opens (or opens anew after a dead host) under these policy layers; returns what the client itself needs to know of the policy. */
  async open(layers) {
    if (this.link && this.link === connection && !this.link.dead) {
      await this.close();
    }
    this.link = connect();
    this.sent.clear();
    this.hello = await this.link.hello;
    const answer = await this.link.request("open", { policy: layers });
    this.id = answer.session;
    this.heed(answer);
    return answer;
  }

  heed(answer) {
    const seconds = Number(answer.effective["fail.wait"]);
    if (seconds > 0) {
      this.link.quiet = seconds * 1000;
    }
  }

  get alive() {
    return Boolean(this.id && this.link && !this.link.dead);
  }

  /* Policy is read anew at every Send; the bytes that the host already has stay. */
  async policy(layers) {
    if (!this.alive) {
      return this.open(layers);
    }
    const answer = await this.link.request("open", { session: this.id, policy: layers });
    this.heed(answer);
    return answer;
  }

  /* Checks `mail` ({request, files}); files[i] belongs to request.attachments[i] and is a File, or null where its bytes could not be had.
   * Resolves to {report, prints}: prints[i] is the fingerprint of what was checked. */
  async check(mail, stage, onProgress, signal) {
    const link = this.link;
    const prints = new Array(mail.files.length).fill(null);
    const total = mail.files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
    let done = 0;
    const step = (bytes) => {
      done += bytes;
      onProgress?.(done / 2, total || 1);
    };
    const stopped = () => {
      if (signal?.aborted) {
        throw new CheckerError("cancelled");
      }
    };
    /* Bytes that the host may have from an earlier check are only hashed here; anything else is handed over while it is hashed. */
    if (this.sent.size > 0) {
      for (let i = 0; i < mail.files.length; i++) {
        stopped();
        if (mail.files[i]) {
          prints[i] = await readable(() => fingerprint(mail.files[i]));
        }
      }
    }
    const keys = mail.files.map((file, i) => {
      return file ? (this.sent.get(prints[i]) ?? `k${this.nextKey++}`) : undefined;
    });
    const attachments = mail.request.attachments.map((attachment, i) => ({ ...attachment, key: keys[i], unavailable: !mail.files[i] || undefined }));
    const request = () => ({ session: this.id, message: { ...mail.request, attachments } });
    stopped();
    const answer = await link.request("set", request());
    let lost = false;
    for (const index of answer.need ?? []) {
      stopped();
      const file = mail.files[index];
      const print = file && (await readable(() => this.stream(link, index, file, step, stopped)));
      if (print) {
        prints[index] = print;
        this.sent.set(print, keys[index]);
      } else {
        mail.files[index] = null;
        prints[index] = null;
        attachments[index] = { ...attachments[index], key: undefined, unavailable: true };
        lost = true;
      }
    }
    if (lost) {
      await link.request("set", request());
    }
    stopped();
    const cancel = () => link.request("cancel", { session: this.id }).catch(() => {});
    signal?.addEventListener("abort", cancel);
    link.onprogress.set(this.id, (part, whole) => onProgress?.(total / 2 + ((part / (whole || 1)) * total) / 2, total || 1));
    try {
      const result = await link.request("check", { session: this.id, stage });
      const report = result.report;
      let from = report.recipients.length;
      while (report.more && from < report.more) {
        const piece = await link.request("more", { session: this.id, from });
        if (piece.recipients.length === 0) {
          throw new CheckerError("failed", "the report is not complete");
        }
        report.recipients.push(...piece.recipients);
        from = report.recipients.length;
      }
      return { report, prints };
    } finally {
      link.onprogress.delete(this.id);
      signal?.removeEventListener("abort", cancel);
    }
  }

  /* Hands one file over, a few frames in flight, hashing on the way. A file the host finds too large is left at what it has. */
  async stream(link, index, file, step, stopped) {
    const { chunk, window } = this.hello;
    const flying = new Set();
    let refused = null;
    const send = async (bytes, offset, last) => {
      const data = await base64(bytes);
      while (flying.size >= window) {
        await Promise.race(flying);
      }
      stopped();
      if (refused) {
        return;
      }
      const sent = link
        .request("attach", { session: this.id, index, offset, data, last: last || undefined })
        .then(() => step(bytes.length))
        .catch((error) => {
          refused = error;
        })
        .finally(() => flying.delete(sent));
      flying.add(sent);
    };
    const print = await fingerprint(file, async (block, offset) => {
      if (refused?.code === "too-large") {
        return;
      }
      for (let at = 0; at < block.length || at === 0; at += chunk) {
        const piece = block.subarray(at, at + chunk);
        await send(piece, offset + at, offset + at + piece.length >= file.size);
      }
    });
    await Promise.all(flying);
    if (refused && refused.code !== "too-large") {
      throw refused;
    }
    return print;
  }

  /* Tells the host how it ended, for its log. Rejects where no line stands there afterwards although policy wants one. */
  async answer(fields) {
    if (!this.alive) {
      throw this.link?.dead ?? new CheckerError("no-session", "the checker is gone");
    }
    return this.link.request("answer", { session: this.id, ...fields });
  }

  async close() {
    if (this.alive) {
      await this.link.request("close", { session: this.id }).catch(() => {});
    }
    this.id = 0;
    this.sent.clear();
  }
}

/* null instead of an exception where a file cannot be read (gone, locked, offline); the checker's own errors pass through. */
async function readable(read) {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CheckerError) {
      throw error;
    }
    return null;
  }
}

/* The option table with effective values and layers, for the options page. */
export async function options(layers) {
  const link = connect();
  const hello = await link.hello;
  const answer = await link.request("options", { policy: layers });
  return { ...answer, program: hello.program };
}
