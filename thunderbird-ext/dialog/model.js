/* What the dialog has to show and to ask, worked out of a report: no page, no API, so that it can be tested alone and used by the
 * background as well. */

/* Above this many findings of one kind about recipients they are ticked by domain. */
const MANY = 12;

const asks = (finding) => finding.action === "confirm";

/* The findings that want a tick, as groups: each {id, findings: [indexes], domain?}. One a finding, except very many recipients of one
 * kind, which are ticked by domain. */
export function ticks(report) {
  const kinds = new Map();
  report.findings.forEach((finding, i) => {
    if (asks(finding) && finding.about === "recipient") {
      kinds.set(finding.name, (kinds.get(finding.name) ?? 0) + 1);
    }
  });
  const groups = new Map();
  report.findings.forEach((finding, i) => {
    if (!asks(finding)) {
      return;
    }
    let id = String(i);
    let domain;
    if (finding.about === "recipient" && kinds.get(finding.name) > MANY) {
      domain = report.recipients[finding.index]?.domain ?? "";
      id = `${finding.name}@${domain}`;
    }
    if (!groups.has(id)) {
      groups.set(id, { id, findings: [], domain });
    }
    groups.get(id).findings.push(i);
  });
  return Array.from(groups.values());
}

const plain = (text) => String(text ?? "").normalize("NFKC").replace(/[\s,]/g, "").toLowerCase();

/* Whether what was typed is the number or word shown; full width, spaces and digit grouping do not matter. */
export function challengeMet(report, typed) {
  const wanted = report.dialog.justify;
  return wanted === undefined || (plain(wanted) !== "" && plain(typed) === plain(wanted));
}

export function reasonGiven(report, reason) {
  return report.dialog.justify === undefined || plain(reason).length >= 2;
}

/* What is still missing before the mail may leave: {ticks, challenge, reason} or null. answer: {ticks: [ids], typed, reason}. */
export function missing(report, answer) {
  const done = new Set(answer?.ticks ?? []);
  const open = ticks(report).filter((group) => !done.has(group.id)).length;
  const challenge = !challengeMet(report, answer?.typed);
  const reason = !reasonGiven(report, answer?.reason);
  return open > 0 || challenge || reason ? { ticks: open, challenge, reason } : null;
}

export function mayLeave(report, answer) {
  return report.verdict !== "block" && missing(report, answer) === null;
}

/* The rows of the recipient list: headings and people, outside first and by domain, the inside ones folded away behind one row.
 * open: whether the inside ones are shown. */
export function recipientRows(report, open) {
  const outside = new Map();
  const inside = [];
  report.recipients.forEach((person, i) => {
    if (person.class === "internal") {
      inside.push(i);
    } else {
      if (!outside.has(person.domain)) {
        outside.set(person.domain, []);
      }
      outside.get(person.domain).push(i);
    }
  });
  const order = { unknown: 0, external: 0, partner: 1 };
  const domains = Array.from(outside.entries()).sort((a, b) => {
    const byClass = (order[report.recipients[a[1][0]].class] ?? 0) - (order[report.recipients[b[1][0]].class] ?? 0);
    return byClass || b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1);
  });
  const rows = [];
  for (const [domain, people] of domains) {
    rows.push({ kind: "domain", domain, count: people.length, class: report.recipients[people[0]].class });
    for (const index of people) {
      rows.push({ kind: "person", index });
    }
  }
  if (inside.length > 0) {
    rows.push({ kind: "inside", count: inside.length, open });
    if (open) {
      for (const index of inside) {
        rows.push({ kind: "person", index });
      }
    }
  }
  return { rows, outside: report.recipients.length - inside.length, domains: domains.length, inside: inside.length };
}
