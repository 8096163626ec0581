/* The user's own options. The table comes from the checker, so an option is written down once (core/options.def); what IT enforced is shown
 * and cannot be changed. The head of the page says whether this computer is protected. */

import { options, language } from "../core.js";
import { layers, setUser, user } from "../policy.js";
import { fill, texts } from "../texts.js";
import { make } from "../dialog/render.js";

const $ = (id) => document.getElementById(id);
const ACTIONS = ["ignore", "note", "confirm", "justify", "block"];

let text;
let own = {};

const lines = (value) => (Array.isArray(value) ? value.join("\n") : String(value ?? ""));

async function save(key, value) {
  own[key] = value;
  await setUser(own);
  $("saved").textContent = text("optionsSaved");
  document.documentElement.dataset.saved = key;
}

/* A control for an option's type; read() gives the value as a policy file would have it. */
function control(option, id) {
  let input;
  let read = () => input.value;
  const choose = (values) => {
    input = make("select");
    for (const value of values) {
      const item = make("option", "", ACTIONS.includes(value) && value !== "ignore" ? `${value} - ${text(`action_${value}`)}` : value);
      item.value = value;
      item.selected = value === option.value;
      input.append(item);
    }
  };
  if (option.type.startsWith("enum:")) {
    choose(option.type.slice(5).split("|"));
  } else if (option.type === "bool") {
    choose(["true", "false"]);
    input.options[0].textContent = text("optionsOn");
    input.options[1].textContent = text("optionsOff");
    read = () => input.value === "true";
  } else if (option.type === "int") {
    input = make("input");
    input.type = "number";
    input.min = 0;
    input.value = option.value;
    read = () => Number(input.value);
  } else if (option.type === "list") {
    input = make("textarea");
    input.rows = 3;
    input.value = lines(option.value);
    read = () =>
      input.value
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean);
  } else {
    input = make("input");
    input.type = "text";
    input.value = option.value;
  }
  input.id = id;
  input.dataset.key = option.key;
  return { input, read };
}

function row(option, id) {
  const locked = option.layer === "enforced";
  const box = make("div", "option");
  const label = make("label", "", option.key);
  label.htmlFor = id;
  const { input, read } = control(option, id);
  const state = locked ? text("optionsLocked") : option.layer === "recommended" ? text("optionsRecommended") : "";
  const standard = lines(option.default).replace(/\n/g, ", ") || text("optionsEmpty");
  const help = make("p", "", `${option.help} ${option.type === "list" ? `${text("optionsList")}. ` : ""}${text("optionsDefault", { value: standard })}`);
  help.id = `${id}-help`;
  input.setAttribute("aria-describedby", help.id);
  if (locked) {
    input.disabled = true;
  } else {
    input.addEventListener("change", () => save(option.key, read()));
  }
  const head = make("div");
  head.append(label);
  if (state) {
    head.append(" ", make("span", "word", locked ? `🔒 ${state}` : state));
  }
  if (!locked && option.key in own) {
    const reset = make("button", "", text("optionsReset"));
    reset.type = "button";
    reset.setAttribute("aria-label", `${text("optionsReset")}: ${option.key}`);
    reset.addEventListener("click", async () => {
      delete own[option.key];
      await setUser(own);
      await draw();
    });
    head.append(" ", reset);
  }
  box.append(head, help, input);
  return box;
}

function drawTable(answer) {
  $("general").replaceChildren(...answer.options.map((option, i) => row(option, `general-${i}`)));
  $("findings").replaceChildren(...answer.findings.map((kind, i) => row({ ...kind, type: `enum:${ACTIONS.join("|")}` }, `finding-${i}`)));
}

/* What `sekisho doctor` says of this machine, as far as add-on and checker know it: [name, value, whether it has to be mended]. */
function doctor({ effective, machine_policy, about = {} }, self) {
  const never = text("doctorNever");
  const log = { system: text("doctorLogSystem"), "": text("doctorLogNone") }[about.log ?? ""] ?? about.log;
  const limits = about.limits?.length > 0 ? about.limits.map((limit) => text(`limit_${limit}`)).join(text("and")) : never;
  return [
    ["doctorMode", text(`mode_${effective.mode}`), effective.mode === "off"],
    ["doctorAddon", self.forced ? text("doctorForced") : text("doctorNotForced"), !self.forced],
    ["doctorPolicy", machine_policy || text("doctorNoPolicy"), false],
    ["doctorManaged", text(self.managed > 0 ? "doctorManagedSome" : "doctorManagedNone", { n: self.managed }), false],
    ["doctorDigest", about.policy ?? never, false],
    ["doctorLog", about.log_problem ? `${log}: ${about.log_problem}` : log, Boolean(about.log_problem)],
    ["doctorStart", about.last_start || never, false],
    ["doctorCheck", about.last_check || never, false],
    ["doctorError", about.last_error || never, Boolean(about.last_error)],
    ["doctorLimits", limits, about.limits?.length === 0],
  ];
}

function drawRows(box, rows) {
  const table = make("table", "doctor");
  for (const [name, value, mend] of rows) {
    const row = make("tr", mend ? "mend" : "");
    const head = make("th", "", text(name));
    head.scope = "row";
    row.dataset.row = name;
    row.append(head, make("td", "", mend ? `⚠ ${value}` : value));
    table.append(row);
  }
  box.append(table);
}

function drawStatus(answer, error) {
  const box = $("status");
  box.replaceChildren();
  if (error) {
    box.append(make("p", "", `⚠ ${text("statusBad", { why: error.message })}`));
    return;
  }
  const rows = doctor(answer, answer.self ?? {});
  const { program } = answer;
  box.append(make("p", "", rows.some(([, , mend]) => mend) ? `⚠ ${text("statusMend", { program })}` : `✔ ${text("statusGood", { program })}`));
  drawRows(box, rows);
  if (answer.problems.length > 0) {
    box.append(make("p", "", `⚠ ${text("statusProblems", { n: answer.problems.length })}`));
    const list = make("ul");
    for (const problem of answer.problems) {
      list.append(make("li", "", problem));
    }
    box.append(list);
  }
}

export async function show(answer, error, lang) {
  text = await texts(lang);
  document.documentElement.lang = text.lang;
  document.title = text("optionsTitle");
  fill(document, text);
  drawStatus(answer, error);
  if (answer) {
    drawTable(answer);
  }
  document.documentElement.dataset.shown = "options";
}

/* Whether IT put the add-on here, so that nobody can take it away. */
async function forced() {
  const self = await messenger.management.getSelf();
  return self.installType === "admin";
}

async function draw() {
  own = await user();
  try {
    const policy = await layers();
    const answer = await options(policy);
    answer.self = { forced: await forced(), managed: Object.keys(policy.recommended).length + Object.keys(policy.enforced).length };
    await show(answer, null, answer.effective.lang);
  } catch (error) {
    await show(null, error, language());
  }
}

if (globalThis.messenger?.runtime) {
  await draw();
} else {
  /* Opened outside Thunderbird (accessibility tests). */
  globalThis.sekishoOptions = { show };
}
