/* Draws a report: findings, recipients, attachments. Used by the dialog and by the list behind the composer's button. All text of a mail
 * goes in as text nodes, never as HTML. */

import { recipientRows } from "./model.js";
import { VirtualList } from "./list.js";

const SIGNS = {
  danger: '<svg viewBox="0 0 32 32"><path d="M16 2 31 29H1z" fill="currentColor"/><path d="M16 11v9M16 24v1" stroke="Canvas" stroke-width="3" stroke-linecap="round"/></svg>',
  stop: '<svg viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="currentColor"/><path d="M8 16h16" stroke="Canvas" stroke-width="4"/></svg>',
  warn: '<svg viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="none" stroke="currentColor" stroke-width="3"/><path d="M16 8v10M16 23v1" stroke="currentColor" stroke-width="3" stroke-linecap="round"/></svg>',
  good: '<svg viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="none" stroke="currentColor" stroke-width="3"/><path d="m9 17 5 5 9-11" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>',
};

export const tone = (action) => (action === "block" || action === "justify" ? "danger" : action === "confirm" ? "warn" : "note");

export function make(tag, className, content) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (content !== undefined) {
    element.textContent = content;
  }
  return element;
}

/* The sign is ours and constant; nothing of a mail passes through here. */
export function setSign(element, name) {
  const parsed = new DOMParser().parseFromString(SIGNS[name].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'), "image/svg+xml");
  element.replaceChildren(document.importNode(parsed.documentElement, true));
}

/* The matched text in its own surroundings, and where it stands. */
export function drawWhy(box, finding, extra) {
  box.replaceChildren();
  for (const part of extra?.why ?? []) {
    if (!part.match && !part.before && !part.after) {
      continue;
    }
    const line = make("p");
    line.append(part.before ?? "");
    if (part.match) {
      line.append(make("mark", "", part.match));
    }
    line.append(part.after ?? "");
    box.append(line);
  }
  if (finding.where) {
    box.append(make("p", "where", finding.where));
  }
}

export function size(bytes, lang) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < 3) {
    value /= 1024;
    unit++;
  }
  return new Intl.NumberFormat(lang, { style: "unit", unit: units[unit], unitDisplay: unit ? "short" : "long", maximumFractionDigits: value < 10 && unit ? 1 : 0 }).format(value);
}

/* What is inside, in words: the checker's own phrase. */
export function drawFiles(list, report, text) {
  list.replaceChildren();
  for (const attachment of report.attachments) {
    const item = make("li");
    item.append(make("span", "name", attachment.file), " ", make("span", "size", `(${size(attachment.size ?? 0, text.lang)})`));
    if (attachment.summary) {
      item.append(make("div", "inside", attachment.summary));
    }
    list.append(item);
  }
}

export class RecipientList {
  constructor(box) {
    this.list = new VirtualList(box);
    this.open = false;
  }

  set(report, text) {
    this.report = report;
    this.text = text;
    this.refresh();
    return this.model;
  }

  refresh() {
    this.model = recipientRows(this.report, this.open);
    this.list.set(this.model.rows.length, (row, i) => this.draw(row, this.model.rows[i]));
  }

  draw(row, item) {
    const { text, report } = this;
    if (item.kind === "domain") {
      row.classList.add("domain");
      row.append(make("span", "at", item.domain || "?"), " ", make("span", "count", text("domainCount", { n: item.count })));
      if (item.class === "partner") {
        row.append(" ", make("span", "count", text("partner")));
      }
    } else if (item.kind === "inside") {
      row.classList.add("inside");
      const button = make("button", "", text(item.open ? "hideInside" : "showInside"));
      button.type = "button";
      button.addEventListener("click", () => {
        this.open = !this.open;
        this.refresh();
      });
      row.append(text("insideCount", { n: item.count }), " ", button);
    } else {
      const person = report.recipients[item.index];
      const at = person.address.lastIndexOf("@");
      row.classList.add("person");
      row.append(make("span", "field", { to: "To", cc: "Cc", bcc: "Bcc" }[person.field] ?? person.field), " ");
      if (person.name) {
        row.append(make("span", "name", person.name), " ");
      }
      row.append(person.address.slice(0, Math.max(at, 0)), make("span", "at", person.address.slice(Math.max(at, 0))));
      if (person.list) {
        row.append(" ", make("span", "via", text("viaList", { name: person.list })));
      }
      row.title = person.name ? `${person.name} <${person.address}>` : person.address;
    }
  }
}
