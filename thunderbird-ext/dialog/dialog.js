/* The dialog that stands between Send and leaving. Draws what the background says, sends back what the user decides; "back to writing" is
 * the default of every way out. */

import { texts, fill } from "../texts.js";
import { ticks, missing } from "./model.js";
import { RecipientList, drawFiles, drawWhy, make, setSign, tone } from "./render.js";

/* Keys and clicks that were meant for the composer must not land here. */
const GUARD_MS = 700;
const FOLD = 3;

const $ = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
/* Fetched while the background page still hears that this page is there. */
texts(query.get("lang"));
const people = new RecipientList($("list"));

let port = null;
let text = null;
let view = null;
let guardUntil = Infinity;
let ticked = new Set();
let countdown = null;
let busy = false;

function guarded() {
  return performance.now() < guardUntil;
}

for (const kind of ["keydown", "keypress", "keyup", "mousedown", "mouseup", "click", "dblclick", "pointerdown", "input", "beforeinput", "submit"]) {
  window.addEventListener(
    kind,
    (event) => {
      if (guarded()) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
}

/* Nothing but the time after the paint opens the guard, for each report anew: the second click of a double click on a remedy must not land
 * on what it brought. A page that is hidden has not been painted. */
function startGuard(again) {
  guardUntil = Infinity;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const { dataset } = document.documentElement;
      guardUntil = performance.now() + GUARD_MS;
      dataset.shown = view.kind;
      dataset.shownAt = String(Date.now());
      if (again) {
        dataset.round = String(Number(dataset.round ?? 0) + 1);
      } else {
        fit().catch((error) => console.warn("sekisho:", error.message));
      }
    }),
  );
}

/* The window was opened by somebody who does not know the screen it stands on: on a small one, or one whose contents are enlarged, its
 * buttons would lie below the edge. */
async function fit() {
  const { availLeft = 0, availTop = 0, availWidth, availHeight } = screen;
  const width = Math.min(outerWidth, availWidth);
  const height = Math.min(outerHeight, availHeight);
  const left = Math.max(availLeft, Math.min(screenX, availLeft + availWidth - width));
  const top = Math.max(availTop, Math.min(screenY, availTop + availHeight - height));
  if (globalThis.sekishoPort && (width < outerWidth || height < outerHeight || left !== screenX || top !== screenY)) {
    const { id } = await messenger.windows.getCurrent();
    await messenger.windows.update(id, { left, top, width, height });
  }
}

/* The default has the focus; the worst sentence has the view, also where the foot scrolls with the rest. */
function focusBack() {
  $("back").focus({ preventScroll: true });
  $("scroll").scrollTop = 0;
  window.scrollTo(0, 0);
}

const send = (message) => port?.postMessage(message);

function back() {
  stopCountdown();
  send({ type: "back" });
}

function answer() {
  return { ticks: [...ticked], typed: $("typed").value, reason: $("reason").value };
}

function stopCountdown() {
  clearInterval(countdown?.timer);
  const was = countdown;
  countdown = null;
  return was;
}

/* "Send" with a countdown set by policy: the mail leaves when it has run down, and until then everything stays in sight. */
function startCountdown(seconds) {
  let left = seconds;
  const say = () => {
    $("missing").textContent = text("countdown", { n: left });
  };
  countdown = {
    timer: setInterval(() => {
      left -= 1;
      if (left <= 0) {
        stopCountdown();
        $("missing").textContent = "";
        leave();
        return;
      }
      say();
    }, 1000),
  };
  say();
  $("back").textContent = text("countdownStop");
  $("send").hidden = true;
  $("back").focus();
}

/* Whoever changes an answer or mends something has not sent yet. */
function holdCountdown() {
  if (stopCountdown()) {
    $("back").textContent = text("back");
    $("send").hidden = false;
  }
}

function leave() {
  busy = true;
  send({ type: "send", answer: answer() });
}

function pressSend() {
  if (busy || countdown || view.kind !== "report") {
    return;
  }
  const open = missing(view.report, answer());
  if (open) {
    const first = document.querySelector('input[type="checkbox"]:not(:checked)');
    const target = open.ticks > 0 ? first : open.challenge ? $("typed") : $("reason");
    for (let box = target?.closest("details"); box; box = box.parentElement.closest("details")) {
      box.open = true;
    }
    target?.focus();
    return;
  }
  const seconds = Number(view.countdown) || 0;
  if (seconds > 0) {
    startCountdown(seconds);
  } else {
    leave();
  }
}

function updateMissing() {
  const open = missing(view.report, answer());
  const parts = [];
  if (open?.ticks) {
    parts.push(text("missingTicks", { n: open.ticks }));
  }
  if (open?.challenge) {
    parts.push(text("missingChallenge", { word: view.report.dialog.justify }));
  }
  if (open?.reason) {
    parts.push(text("missingReason"));
  }
  if (!countdown) {
    $("missing").textContent = view.report.verdict === "block" ? text("blocked") : parts.length > 0 ? text("missing", { what: parts.join(text("and")) }) : "";
  }
  $("send").setAttribute("aria-disabled", String(Boolean(open)));
}

function tickBox(group, words, labelledBy) {
  const label = make("label", "tick");
  const box = make("input");
  box.type = "checkbox";
  box.checked = ticked.has(group.id);
  box.addEventListener("change", () => {
    if (box.checked) {
      ticked.add(group.id);
    } else {
      ticked.delete(group.id);
    }
    holdCountdown();
    updateMissing();
  });
  const caption = make("span", "", words);
  caption.id = `tick-${group.id}`;
  if (labelledBy) {
    box.setAttribute("aria-labelledby", `${caption.id} ${labelledBy}`);
  }
  label.append(box, caption);
  return label;
}

function remedyButtons(box, index, primary) {
  for (const remedy of view.report.dialog.findings[index]?.remedies ?? []) {
    if (!["move-to-bcc", "remove-recipient", "remove-attachment"].includes(remedy.name)) {
      continue;
    }
    const button = make("button", primary && box.childElementCount === 0 ? "primary" : "", remedy.label);
    button.type = "button";
    button.addEventListener("click", () => {
      if (!busy) {
        holdCountdown();
        busy = true;
        $("notice").hidden = false;
        $("notice").textContent = text("checkingAgain");
        send({ type: "remedy", remedy });
      }
    });
    box.append(button);
  }
}

function findingItem(group, index) {
  const finding = view.report.findings[index];
  const item = make("li", tone(finding.action));
  const say = make("p", "say");
  say.id = `say-${index}`;
  say.append(make("span", `word ${tone(finding.action)}`, text(`action_${finding.action}`)), finding.message);
  item.append(say);
  const why = make("div", "why");
  drawWhy(why, finding, view.report.dialog.findings[index]);
  if (why.childElementCount > 0) {
    item.append(why);
  }
  const buttons = make("div");
  remedyButtons(buttons, index, false);
  if (buttons.childElementCount > 0) {
    item.append(buttons);
  }
  if (group) {
    item.append(tickBox(group, text("tick"), say.id));
  }
  return item;
}

/* Many recipients of one kind: one item for each domain, its addresses by name, one tick. */
function domainItem(group) {
  const finding = view.report.findings[group.findings[0]];
  const item = make("li", tone(finding.action));
  const say = make("p", "say");
  say.id = `say-${group.findings[0]}`;
  say.append(make("span", `word ${tone(finding.action)}`, text(`action_${finding.action}`)), text("manyOfDomain", { domain: group.domain, n: group.findings.length }));
  item.append(say);
  const why = make("div", "why");
  why.append(make("p", "", group.findings.map((i) => view.report.findings[i].message).join(" / ")));
  item.append(why, tickBox(group, text("tick"), say.id));
  return item;
}

function drawFindings() {
  const { report } = view;
  const groups = ticks(report);
  const groupOf = new Map();
  for (const group of groups) {
    for (const index of group.findings) {
      groupOf.set(index, group);
    }
  }
  const worstGroup = groupOf.get(0);
  const asked = [];
  const notes = [];
  const drawn = new Set();
  report.findings.forEach((finding, i) => {
    if (i === 0 && !view.resolved && !(worstGroup?.domain !== undefined)) {
      return;
    }
    const group = groupOf.get(i);
    if (finding.action === "note") {
      notes.push(findingItem(null, i));
    } else if (group?.domain !== undefined) {
      if (!drawn.has(group.id)) {
        drawn.add(group.id);
        asked.push(domainItem(group));
      }
    } else {
      asked.push(findingItem(group, i));
    }
  });
  const folded = groups.length > FOLD ? asked.splice(FOLD - 1) : [];
  $("asked").replaceChildren(...asked);
  $("folded").querySelector("ul").replaceChildren(...folded);
  $("folded").querySelector("summary").textContent = text("folded", { n: folded.length });
  $("folded").hidden = folded.length === 0;
  $("notes").querySelector("ul").replaceChildren(...notes);
  $("notes").querySelector("summary").textContent = text("notes", { n: notes.length });
  $("notes").hidden = notes.length === 0;
  $("asked").hidden = asked.length === 0;
  $("others").hidden = asked.length + folded.length + notes.length === 0;
  const onlyNotes = asked.length + folded.length === 0;
  $("others-title").textContent = text(onlyNotes ? "notesTitle" : "others");
  $("others").classList.toggle("only-notes", onlyNotes);
  $("worst-tick").replaceChildren();
  if (!view.resolved && worstGroup && worstGroup.domain === undefined) {
    $("worst-tick").append(tickBox(worstGroup, text("tick"), "worst"));
  }
}

function drawHead() {
  const { report } = view;
  const form = $("dialog");
  const worst = report.findings[0];
  form.classList.remove("danger", "warn", "good");
  if (view.resolved || !worst || view.direct) {
    form.classList.add("good");
    setSign($("sign"), "good");
    $("kind").textContent = text("nothingMore");
    $("worst").textContent = text(view.direct ? "sendingSoon" : ((view.before ?? "").startsWith("visible-") && view.resolved === "move-to-bcc" ? "resolvedVisible" : "resolvedNothing"));
    $("why").replaceChildren();
    $("remedies").replaceChildren();
    return;
  }
  const mood = tone(worst.action);
  form.classList.add(mood === "note" ? "warn" : mood);
  setSign($("sign"), worst.action === "block" ? "stop" : mood === "danger" ? "danger" : "warn");
  $("kind").textContent = text(`kind_${report.verdict}`);
  $("worst").textContent = worst.message;
  drawWhy($("why"), worst, report.dialog.findings[0]);
  $("remedies").replaceChildren();
  remedyButtons($("remedies"), 0, true);
}

function drawHelp() {
  const line = $("help");
  line.replaceChildren();
  const words = view.effective?.["help.text"] ?? "";
  const url = view.effective?.["help.url"] ?? "";
  if (words) {
    line.append(words);
  }
  if (/^(https?:|mailto:)/i.test(url)) {
    const link = make("a", "", url);
    link.href = url;
    link.target = "_blank";
    link.rel = "noreferrer";
    line.append(words ? " " : "", link);
  }
  line.hidden = line.childNodes.length === 0;
}

function drawReport() {
  const { report } = view;
  $("progress").hidden = true;
  drawHead();
  drawFindings();
  $("recipients").hidden = report.recipients.length === 0;
  const model = people.set(report, text);
  $("recipients-title").textContent = text("recipientsTitle", { n: report.recipients.length, outside: model.outside, domains: model.domains });
  const named = report.attachments.filter((attachment) => attachment.file);
  $("attachments").hidden = named.length === 0;
  $("attachments-title").textContent = text("attachmentsTitle", { n: report.attachments_total ?? named.length });
  $("shortened").textContent = report.dialog.shortened ?? "";
  $("shortened").hidden = !report.dialog.shortened;
  drawFiles($("files"), report, text);
  const challenge = report.dialog.justify;
  $("justify").hidden = challenge === undefined;
  $("justify-title").textContent = text("justifyTitle");
  $("typed-label").textContent = text("typeThis", { word: challenge ?? "" });
  $("reason-label").textContent = text("giveReason");
  $("notice").hidden = !view.notice;
  $("notice").textContent = view.notice ? text(`notice_${view.notice}`) : "";
  drawHelp();
  $("back").textContent = text("back");
  $("send").hidden = report.verdict === "block";
  $("send").textContent = view.resolved || view.direct ? text("send") : (report.dialog.send ?? text("send"));
  updateMissing();
}

function drawProgress() {
  document.documentElement.dataset.progress = "shown";
  $("dialog").classList.remove("danger", "warn", "good");
  setSign($("sign"), "warn");
  $("kind").textContent = text("checking");
  $("worst").textContent = text("checkingFiles");
  $("progress").hidden = false;
  $("progress").setAttribute("aria-label", text("checkingFiles"));
  if (view.total > 0) {
    $("progress").value = Math.min(1, view.done / view.total);
  } else {
    $("progress").removeAttribute("value");
  }
  $("back").textContent = text("stop");
  $("send").hidden = true;
}

/* One view after another: a view that waits for its texts must not be drawn over the one that came after it. */
let drawing = Promise.resolve();
export function show(next) {
  drawing = drawing.catch(() => {}).then(() => draw(next));
  return drawing;
}

async function draw(next) {
  const first = view === null;
  const kindBefore = view?.kind;
  const reportBefore = view?.report;
  if (!text || text.lang !== next.lang) {
    text = await texts(next.lang);
    document.documentElement.lang = text.lang;
    document.title = text("windowTitle");
    fill(document, text);
  }
  if (next.report !== reportBefore) {
    /* What was answered to one question does not answer the next. */
    ticked = new Set();
    $("typed").value = "";
    $("reason").value = "";
    busy = false;
    stopCountdown();
  }
  view = next;
  $("dialog").hidden = false;
  if (view.kind === "progress") {
    drawProgress();
  } else {
    drawReport();
  }
  if (first || kindBefore !== view.kind) {
    focusBack();
    startGuard(false);
    if (view.direct && view.countdown > 0) {
      startCountdown(Number(view.countdown));
    }
  } else if (next.report !== reportBefore) {
    focusBack();
    startGuard(true);
  }
}

$("back").addEventListener("click", () => {
  if (countdown && !view.direct) {
    holdCountdown();
    updateMissing();
    return;
  }
  back();
});
$("send").addEventListener("click", pressSend);
/* Space ticks and never sends: on Send only Enter and the mouse count. */
for (const kind of ["keydown", "keyup"]) {
  $("send").addEventListener(kind, (event) => {
    if (event.key === " " || event.repeat) {
      event.preventDefault();
    }
  });
}
for (const id of ["typed", "reason"]) {
  $(id).addEventListener("input", () => {
    holdCountdown();
    updateMissing();
  });
}
window.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.preventDefault();
    back();
  } else if (event.key === "Enter" && event.target.id === "typed") {
    /* Enter in the field is no Send. */
    event.preventDefault();
  }
});

if (globalThis.sekishoPort) {
  port = globalThis.sekishoPort;
  port.listen((message) => {
    if (message.type === "view" && message.view) {
      show(message.view);
    } else if (message.type === "gone") {
      window.close();
    }
  });
  /* Keeps the background page awake while the user thinks, also when no checker could be started (its port does it otherwise). */
  setInterval(() => messenger.runtime.sendMessage({ type: "awake" }).catch(() => {}), 1000);
} else {
  /* Opened outside Thunderbird (accessibility tests): the page draws what it is handed and says what it would have answered. */
  const said = [];
  port = { postMessage: (message) => said.push(message) };
  globalThis.sekishoDialog = { show, said };
}
