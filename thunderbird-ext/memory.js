/* What was justified stays justified for a day: the same finding about the same mail is then a note. Only digests are kept. */

const KEY = "justified";
const DAY_MS = 24 * 3600 * 1000;

async function digest(finding, essence, prints) {
  const text = JSON.stringify([finding.name, finding.message, essence, prints]);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (b) => b.toString(16).padStart(2, "0")).join("");
}

const wantsReason = (finding) => finding.action === "justify";

async function remembered() {
  const all = (await messenger.storage.local.get(KEY))[KEY] ?? {};
  const now = Date.now();
  return Object.fromEntries(Object.entries(all).filter(([, until]) => until > now && until <= now + DAY_MS));
}

/* After a mail left with its reason given. */
export async function remember(report, essence, prints) {
  const all = await remembered();
  for (const finding of report.findings.filter(wantsReason)) {
    all[await digest(finding, essence, prints)] = Date.now() + DAY_MS;
  }
  await messenger.storage.local.set({ [KEY]: all });
}

/* The report with what was justified already as notes, at the end. */
export async function soften(report, essence, prints, when) {
  /* Of a shortened list nobody knows whether what is left out was justified. */
  if (report.findings_total !== undefined || !report.findings.some(wantsReason)) {
    return report;
  }
  const all = await remembered();
  const pairs = [];
  const notes = [];
  let changed = false;
  for (const [i, finding] of report.findings.entries()) {
    const shown = report.dialog.findings[i];
    if (wantsReason(finding) && all[await digest(finding, essence, prints)]) {
      changed = true;
      notes.push([{ ...finding, action: "note" }, shown]);
    } else {
      pairs.push([finding, shown]);
    }
  }
  if (!changed) {
    return report;
  }
  const order = [...pairs, ...notes];
  const findings = order.map(([finding]) => finding);
  const verdict = ["block", "justify", "confirm"].find((action) => findings.some((finding) => finding.action === action)) ?? "pass";
  const dialog = { ...report.dialog, findings: order.map(([, shown]) => shown), show: verdict !== "pass" || when !== "findings" };
  if (verdict !== "justify") {
    delete dialog.justify;
  }
  return { ...report, verdict, findings, dialog };
}
