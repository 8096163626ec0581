/* Reads a composer: who gets the mail, what it says, what is attached, and who took part in the mail it answers. The result is the request
 * of bindings/json/PROTOCOL.md; judging it is the checker's work. */

const BATCH = 200; /* mailboxes parsed by one call */
const MAX_LIST_DEPTH = 8;
const MAX_LIST_MEMBERS = 20000;
/* Pictures pasted into a text are data: URLs in its HTML; they are handed over as inline attachments instead of as text. */
const DATA_URL = /(["'(])data:([a-z0-9.+/-]+)(?:;[a-z0-9=._-]+)*;base64,([A-Za-z0-9+/=\s]+)(["')])/gi;

const asArray = (value) => (Array.isArray(value) ? value : value ? [value] : []);

function unfoldVCard(text) {
  return text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);
}

/* Name and preferred address of a contact; its vCard is what every version of the API hands out. */
function readContact(contact) {
  const text = contact.vCard ?? contact.properties?.vCard ?? "";
  let name = "";
  let address = "";
  let best = 1000;
  for (const line of unfoldVCard(text)) {
    const colon = line.search(/:(?=(?:[^"]*"[^"]*")*[^"]*$)/);
    if (colon < 0) {
      continue;
    }
    const head = line.slice(0, colon).toUpperCase();
    const property = head.split(";")[0].replace(/^.*\./, "");
    const value = line
      .slice(colon + 1)
      .replace(/\\n/gi, " ")
      .replace(/\\([,;\\])/g, "$1")
      .trim();
    if (property === "FN") {
      name = value;
    } else if (property === "EMAIL" && value) {
      const pref = Number(/;PREF=(\d+)/.exec(head)?.[1] ?? (head.includes("TYPE=PREF") ? 1 : 999));
      if (pref < best) {
        best = pref;
        address = value;
      }
    }
  }
  return {
    name: name || contact.properties?.DisplayName || "",
    address: address || contact.properties?.PrimaryEmail || "",
  };
}

/* All mailing lists of all address books by name; read once a mail, and only when an entry without @ asks for them. */
class Lists {
  async find(name) {
    this.reading ??= this.read();
    return (await this.reading).get(name.trim().toLowerCase());
  }

  async read() {
    const byName = new Map();
    for (const book of await messenger.addressBooks.list()) {
      for (const list of await messenger.addressBooks.mailingLists.list(book.id)) {
        for (const key of [list.name, list.nickName]) {
          if (key && !byName.has(key.trim().toLowerCase())) {
            byName.set(key.trim().toLowerCase(), list);
          }
        }
      }
    }
    return byName;
  }
}

/* Appends the members of a list, lists inside it included; false when nobody can say who they are. */
async function expandList(lists, name, field, shown, out, seen, depth) {
  const list = await lists.find(name);
  if (!list || depth > MAX_LIST_DEPTH) {
    return false;
  }
  if (seen.has(list.id)) {
    return true;
  }
  seen.add(list.id);
  const members = await messenger.addressBooks.mailingLists.listMembers(list.id);
  if (members.length === 0 || out.length + members.length > MAX_LIST_MEMBERS) {
    return false;
  }
  let all = true;
  for (const member of members) {
    const contact = readContact(member);
    if (contact.address.includes("@")) {
      out.push({ field, address: contact.address, name: contact.name, list: shown });
    } else if (!(await expandList(lists, contact.name || contact.address, field, shown, out, seen, depth + 1))) {
      all = false;
    }
  }
  return all;
}

/* Mailboxes of many entries in few calls: 4,500 single ones take seconds. Entries that do not come out one by one (malformed ones that would
 * melt into their neighbours) are parsed by themselves. */
async function parseEntries(entries) {
  const parse = (text) => messenger.messengerUtilities.parseMailboxString(text);
  const out = [];
  for (let at = 0; at < entries.length; at += BATCH) {
    const some = entries.slice(at, at + BATCH);
    const boxes = await parse(some.join(", "));
    const clean = boxes.length === some.length && boxes.every((box, i) => box.email?.includes("@") && some[i].includes(box.email));
    if (clean) {
      out.push(...boxes.map((box, i) => ({ text: some[i], boxes: [box] })));
    } else {
      out.push(...(await Promise.all(some.map(async (text) => ({ text, boxes: await parse(text) })))));
    }
  }
  return out;
}

/* The people of one field, and the lists in it that nobody could expand. A string is what stands in the composer: "Name <a@b>", several of
 * them, a list's name with its description. */
async function readField(lists, field, entries) {
  const people = { recipients: [], lists: [] };
  const strings = [];
  for (const entry of asArray(entries)) {
    if (typeof entry === "string") {
      strings.push(entry);
    } else if (entry.type === "contact") {
      const contact = readContact(await messenger.addressBooks.contacts.get(entry.id));
      people.recipients.push({ field, address: contact.address, name: contact.name });
    } else {
      strings.push((await messenger.addressBooks.mailingLists.get(entry.id)).name);
    }
  }
  for (const { text, boxes } of await parseEntries(strings)) {
    for (const box of boxes) {
      await readMailbox(lists, field, box, text, people);
    }
  }
  return people;
}

/* One mailbox: a person, or an entry without @, which is a list or no address at all. */
async function readMailbox(lists, field, box, text, people) {
  const address = box.email ?? "";
  const name = box.name ?? "";
  if (address.includes("@")) {
    people.recipients.push({ field, address, name: name === address ? "" : name });
    return;
  }
  const shown = name || address || text;
  const members = [];
  const whole =
    (await expandList(lists, shown, field, shown, members, new Set(), 0)) ||
    (address && address !== shown && (await expandList(lists, address, field, shown, members, new Set(), 0)));
  people.recipients.push(...members);
  if (whole) {
    return;
  }
  if (members.length === 0 && !(await lists.find(shown))) {
    people.recipients.push({ field, address: address || shown, name: name === address ? "" : name });
  } else {
    people.lists.push({ field, name: shown });
  }
}

/* Who writes, as an address with its name. */
async function readIdentity(details) {
  const identity = details.identityId && (await messenger.identities.get(details.identityId).catch(() => null));
  if (!identity) {
    return undefined;
  }
  return identity.name ? `${identity.name} <${identity.email}>` : identity.email;
}

/* The people of the message this one answers. */
async function readOriginal(details) {
  if (details.type !== "reply" || !details.relatedMessageId) {
    return undefined;
  }
  const header = await messenger.messages.get(details.relatedMessageId).catch(() => null);
  if (!header) {
    return undefined;
  }
  const original = { sender: header.author, recipients: [] };
  for (const [field, texts] of [
    ["to", header.recipients],
    ["cc", header.ccList],
    ["bcc", header.bccList],
  ]) {
    for (const text of texts ?? []) {
      for (const box of await messenger.messengerUtilities.parseMailboxString(text)) {
        if (box.email) {
          original.recipients.push({ field, address: box.email, name: box.name ?? "" });
        }
      }
    }
  }
  return original;
}

/* A File for each attachment, null where its bytes cannot be had. */
async function readAttachment(attachment, details) {
  try {
    return await messenger.compose.getAttachmentFile(attachment.id);
  } catch (error) {
    console.info("sekisho: attachment by the composer:", error.message);
  }
  /* A part of the message that is forwarded or edited, which the composer knows by an address of its own only. */
  try {
    if (details.relatedMessageId) {
      for (const part of await messenger.messages.listAttachments(details.relatedMessageId)) {
        if (part.name === attachment.name && part.size === attachment.size) {
          return await messenger.messages.getAttachmentFile(details.relatedMessageId, part.partName);
        }
      }
    }
  } catch (error) {
    console.info("sekisho: attachment by the message:", error.message);
  }
  return null;
}

function takePictures(html, attachments, files) {
  return html.replace(DATA_URL, (whole, open, type, data, close) => {
    let bytes;
    try {
      bytes = Uint8Array.from(atob(data.replace(/\s+/g, "")), (c) => c.charCodeAt(0));
    } catch {
      return whole;
    }
    const name = `image-${attachments.length + 1}.${type.split("/")[1].replace(/\+.*$/, "")}`;
    attachments.push({ name, type, size: bytes.length, inline: true });
    files.push(new File([bytes], name, { type }));
    return `${open}cid:${name}${close}`;
  });
}

/* {request, files, ids}: the request of the protocol, a File (or null) for each of its attachments, and the composer's attachment id (or
 * null for a picture in the text) for each. `known` are details somebody already has. */
export async function collect(tabId, known) {
  const details = known ?? (await messenger.compose.getComposeDetails(tabId));
  const lists = new Lists();
  /* Thunderbird's main process answers these, and at Send it is busy with the composer: asked together they wait for it once. */
  const [to, cc, bcc, identity, original, listed] = await Promise.all([
    readField(lists, "to", details.to),
    readField(lists, "cc", details.cc),
    readField(lists, "bcc", details.bcc),
    readIdentity(details),
    readOriginal(details),
    messenger.compose.listAttachments(tabId),
  ]);
  const request = {
    version: 1,
    kind: "mail",
    sender: details.from ?? "",
    recipients: [...to.recipients, ...cc.recipients, ...bcc.recipients],
    /* Whoever subscribes to a newsgroup reads it, and nobody can say who that is. */
    lists: [...to.lists, ...cc.lists, ...bcc.lists, ...asArray(details.newsgroups).map((name) => ({ field: "to", name, newsgroup: true }))],
    subject: details.subject ?? "",
  };
  if (identity) {
    request.identity = identity;
  }
  if (original) {
    request.original = original;
  }
  const attachments = [];
  const ids = [];
  for (const attachment of listed) {
    attachments.push({ id: attachment.id, name: attachment.name, size: attachment.size });
  }
  const files = await Promise.all(attachments.map((attachment) => readAttachment(attachment, details)));
  attachments.forEach((attachment, i) => {
    ids.push(attachment.id);
    delete attachment.id;
    if (files[i]) {
      attachment.type = files[i].type;
      attachment.size = files[i].size;
    }
  });
  request.text = details.plainTextBody ?? "";
  if (!details.isPlainText && details.body) {
    const pictures = attachments.length;
    request.html = takePictures(details.body, attachments, files);
    ids.push(...new Array(attachments.length - pictures).fill(null));
  }
  request.attachments = attachments;
  return { request, files, ids };
}

/* A text that is equal while everything that collect() reads in a composer's details is; attachments are not among them. */
export function outline(details) {
  const { type, relatedMessageId, identityId, from, to, cc, bcc, newsgroups, subject, isPlainText, body, plainTextBody } = details;
  return JSON.stringify([type, relatedMessageId, identityId, from, to, cc, bcc, newsgroups, subject, isPlainText, body, plainTextBody]);
}

/* A text that is equal for two mails that say the same to the same people; attachments are compared by their fingerprints. */
export function essence(request) {
  const { sender, recipients, lists, subject, text, html } = request;
  return JSON.stringify([sender, recipients, lists, subject, text, html, request.attachments.map((a) => [a.name, a.size])]);
}

/* Newsgroups have a field of their own, which no remedy touches. */
function putLists(request, fields) {
  for (const list of request.lists.filter(({ newsgroup }) => !newsgroup)) {
    fields[list.field].push(list.name);
  }
}

/* The composer's fields after the people with these indexes (of request.recipients) moved to Bcc; `to` stands in To where it would be
 * empty. Members of a list stand there by name from now on: a list of which some moved is no longer that list. */
export function moveToBcc(request, indexes, to) {
  const moved = new Set(indexes);
  const fields = { to: [], cc: [], bcc: [] };
  request.recipients.forEach((person, i) => fields[moved.has(i) ? "bcc" : person.field].push(mailbox(person)));
  putLists(request, fields);
  if (fields.to.length === 0 && to) {
    fields.to.push(to);
  }
  return fields;
}

export function removeRecipients(request, indexes) {
  const gone = new Set(indexes);
  const fields = { to: [], cc: [], bcc: [] };
  request.recipients.forEach((person, i) => {
    if (!gone.has(i)) {
      fields[person.field].push(mailbox(person));
    }
  });
  putLists(request, fields);
  return fields;
}

function mailbox(person) {
  if (!person.name || person.name === person.address) {
    return person.address;
  }
  return `"${person.name.replace(/[\\"]/g, "\\$&")}" <${person.address}>`;
}
