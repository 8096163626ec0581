/* The one call: hands a mail to the checker and returns its report. The native host stands behind it and nothing else in this add-on
 * knows that; what travels is described in bindings/json/PROTOCOL.md. */

const HOST = "sekisho";
const PROTOCOL = 1;
/* A host that says nothing for this long is taken for dead: its greeting takes milliseconds. Once a policy is open, fail.wait says how long; while
 * it works the host sends a progress frame every second. */
const QUIET_MS = 10000;
const TICK_MS = 1000;
/* Files are read and hashed in blocks of this size, so that memory stays flat however large an attachment is, a few blocks ahead. */
const BLOCK = 1024 * 1024;
const AHEAD = 4;
/* Bytes a millisecond that reach the host: a guess, then what was seen last. */
let pace = 60000;

export class CheckerError extends Error {
  constructor(code, message) {
    super(message || code);
    this.code = code;
  }
}

const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");

/* The worker that reads files; one for all, started with the first file. */
class Reader {
  constructor() {
    this.waiting = new Map();
    this.nextId = 1;
    this.worker = new Worker(new URL("reader.js", import.meta.url));
    this.worker.onmessage = ({ data }) => {
      const entry = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.error) {
        entry.reject(new Error(data.error));
      } else {
        entry.resolve(data);
      }
    };
    this.worker.onerror = (event) => {
      reader = null;
      for (const entry of this.waiting.values()) {
        entry.reject(new Error(event.message));
      }
    };
  }

  block(file, offset, chunk) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, file, offset, length: BLOCK, chunk });
    });
  }
}

let reader = null;

/* A digest of a file's bytes that needs a few blocks in memory at a time: SHA-256 over the blocks' SHA-256. Where onBlock is given it gets
 * each block's bytes in base64, in pieces of `chunk`, and its offset; it may be async. */
export async function fingerprint(file, chunk = 0, onBlock = undefined) {
  reader ??= new Reader();
  const read = (at) => {
    const block = reader.block(file, at, chunk);
    block.catch(() => {});
    return block;
  };
  const ahead = [];
  const digests = [];
  let asked = 0;
  for (let offset = 0; offset === 0 || offset < file.size; offset += BLOCK) {
    while (ahead.length < AHEAD && (asked === 0 || asked < file.size)) {
      ahead.push(read(asked));
      asked += BLOCK;
    }
    const { digest, pieces } = await ahead.shift();
    digests.push(new Uint8Array(digest));
    await onBlock?.(pieces, offset);
  }
  return `${file.size}-${hex(await crypto.subtle.digest("SHA-256", await new Blob(digests).arrayBuffer()))}`;
}

class Connection {
  constructor(lang) {
    this.pending = new Map();
    this.nextId = 1;
    this.dead = null;
    this.quiet = QUIET_MS;
    this.silent = 0;
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
    this.silent = 0;
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
      this.pending.set(id, { resolve, reject });
      this.silent = 0;
      try {
        this.port.postMessage({ id, op, ...fields });
      } catch (error) {
        this.end(String(error.message ?? error));
        return;
      }
      this.watch();
    });
  }

  /* One timer for all requests: it ends the connection when somebody waits and nothing was heard. Only seconds in which Thunderbird itself
   * answered count: what the host says comes by there, and with thousands of recipients it can stand still for a minute. */
  watch() {
    if (this.timer) {
      return;
    }
    this.timer = setTimeout(async () => {
      await messenger.runtime.getPlatformInfo().catch(() => {});
      this.timer = null;
      if (this.pending.size === 0 || this.dead) {
        return;
      }
      this.silent += TICK_MS;
      if (this.silent > this.quiet) {
        this.port.disconnect();
        this.end("the checker does not answer");
        return;
      }
      this.watch();
    }, TICK_MS);
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

const numbered = (mail, i) => `${mail.ids[i]}/${mail.files[i].size}/${mail.files[i].lastModified}`;

/* What the host knows of a composer's mail: a session that lives as long as the composer, so that bytes are handed over once. */
export class Session {
  constructor() {
    this.link = null;
    this.id = 0;
    this.handings = new Map(); /* name of an attachment -> what was, or is being, handed over of it: {key, bytes, over, print, done} */
    this.nextKey = 1;
  }

  /* Opens (or opens anew after a dead host) under these policy layers; returns what the client itself needs to know of the policy. */
  async open(layers) {
    if (this.link && this.link === connection && !this.link.dead) {
      await this.close();
    }
    this.link = connect();
    this.handings.clear();
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

  /* What an attachment is known by while nothing says that it changed: the composer's number for it, its size and its time; a picture in the
   * text, which the composer does not number, by its fingerprint. null: its bytes cannot be had. */
  async nameOf(mail, i) {
    const file = mail.files[i];
    if (!file) {
      return null;
    }
    return mail.ids[i] === null ? readable(() => fingerprint(file)) : numbered(mail, i);
  }

  /* The bytes of this attachment are handed over anew by the next check, whatever its size and time say. */
  async forget(mail, i) {
    this.handings.delete(await this.nameOf(mail, i));
  }

  /* About how long it takes until the host has all bytes of this mail, in milliseconds. */
  outlook(mail) {
    let bytes = 0;
    mail.files.forEach((file, i) => {
      if (file) {
        const handing = this.handings.get(numbered(mail, i));
        bytes += file.size - (handing?.over ? file.size : (handing?.bytes ?? 0));
      }
    });
    return bytes / pace;
  }

  /* Checks `mail` ({request, files, ids}); files[i] belongs to request.attachments[i] and is a File, or null where its bytes could not be had.
   * Resolves to {report, prints, early}: prints[i] is the fingerprint of what was checked; early says that some of it was read before this
   * call, so that a file which changed since without showing it is only found by its fingerprint. */
  async check(mail, stage, onProgress, signal) {
    const link = this.link;
    const total = mail.files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
    const stopped = () => {
      if (signal?.aborted) {
        throw new CheckerError("cancelled");
      }
    };
    const aborted = new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new CheckerError("cancelled")), { once: true });
    });
    aborted.catch(() => {});
    const names = [];
    for (let i = 0; i < mail.files.length; i++) {
      names.push(await this.nameOf(mail, i));
    }
    for (const name of this.handings.keys()) {
      if (!names.includes(name)) {
        this.handings.delete(name);
      }
    }
    const early = names.some((name) => this.handings.has(name));
    const keys = names.map((name) => (name === null ? undefined : (this.handings.get(name)?.key ?? `k${this.nextKey++}`)));
    const attachments = mail.request.attachments.map((attachment, i) => ({ ...attachment, key: keys[i], unavailable: names[i] === null || undefined }));
    const request = () => ({ session: this.id, message: { ...mail.request, attachments } });
    stopped();
    const told = link.request("set", request());
    told.catch(() => {});
    /* Which bytes the host has not got is of interest only where there are any; the host works in order, so that "check" may follow at once. */
    const { need = [] } = names.length > 0 ? await told : {};
    const handed = names.map((name) => this.handings.get(name));
    this.onstep = () => onProgress?.(handed.reduce((sum, handing) => sum + (handing?.bytes ?? 0), 0) / 2, total || 1);
    let lost = false;
    for (let i = 0; i < names.length; i++) {
      stopped();
      if (names[i] === null) {
        continue;
      }
      let handing = this.handings.get(names[i]);
      if (!handing || (handing.over && need.includes(i))) {
        handing = this.hand(names[i], keys[i], mail.files[i]);
      }
      handed[i] = handing;
      /* Somebody else may have begun to hand it over; whoever waits for it may go, it goes on. */
      await Promise.race([handing.done, aborted]);
      if (handing.print === null) {
        mail.files[i] = null;
        attachments[i] = { ...attachments[i], key: undefined, unavailable: true };
        lost = true;
      }
    }
    const prints = handed.map((handing) => handing?.print ?? null);
    if (lost) {
      await link.request("set", request());
    }
    stopped();
    const cancel = () => link.request("cancel", { session: this.id }).catch(() => {});
    signal?.addEventListener("abort", cancel);
    link.onprogress.set(this.id, (part, whole) => onProgress?.(total / 2 + ((part / (whole || 1)) * total) / 2, total || 1));
    try {
      const [{ report }] = await Promise.all([link.request("check", { session: this.id, stage }), told]);
      const whole = [report?.recipients, report?.attachments, report?.findings].every(Array.isArray);
      if (!whole || report.dialog?.findings?.length !== report.findings.length) {
        throw new CheckerError("failed", "the report is not complete");
      }
      let from = report.recipients.length;
      while (report.more && from < report.more) {
        const piece = await link.request("more", { session: this.id, from });
        if (piece.recipients.length === 0) {
          throw new CheckerError("failed", "the report is not complete");
        }
        report.recipients.push(...piece.recipients);
        from = report.recipients.length;
      }
      return { report, prints, early };
    } finally {
      link.onprogress.delete(this.id);
      signal?.removeEventListener("abort", cancel);
    }
  }

  /* Begins to hand a file over under this key, and goes on until the host has it or does not want it any more: a check that is given up does
   * not stop it, so that Send finds under way what was begun while the mail was written. */
  hand(name, key, file) {
    const handing = { key, bytes: 0, over: false, print: null };
    const started = performance.now();
    handing.done = readable(() => this.stream(key, file, handing))
      .then((print) => {
        handing.print = print;
        if (print === null) {
          this.handings.delete(name);
        } else if (file.size >= 4 * BLOCK) {
          pace = file.size / (performance.now() - started);
        }
      })
      .catch((error) => {
        this.handings.delete(name);
        throw error;
      })
      .finally(() => {
        handing.over = true;
      });
    handing.done.catch(() => {});
    this.handings.set(name, handing);
    return handing;
  }

  /* Hands one file over, a few frames in flight, hashing on the way. A file the host finds too large is left at what it has. */
  async stream(key, file, handing) {
    const { link, id } = this;
    const { chunk, window } = this.hello;
    const flying = new Set();
    let refused = null;
    const send = async (data, offset, length) => {
      while (flying.size >= window) {
        await Promise.race(flying);
      }
      if (refused) {
        return;
      }
      const sent = link
        .request("attach", { session: id, key, offset, data, last: offset + length >= file.size || undefined })
        .then(() => {
          handing.bytes += length;
          this.onstep?.();
        })
        .catch((error) => {
          refused = error;
        })
        .finally(() => flying.delete(sent));
      flying.add(sent);
    };
    const print = await fingerprint(file, chunk, async (pieces, offset) => {
      const end = Math.min(offset + BLOCK, file.size);
      for (let at = offset; pieces.length > 0 && !refused; at += chunk) {
        await send(pieces.shift(), at, Math.min(chunk, end - at));
      }
      if (refused && refused.code !== "too-large") {
        throw refused;
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
    this.handings.clear();
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
