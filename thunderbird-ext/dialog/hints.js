/* The list behind the composer's button: what the checker found so far, worst first. It asks nothing; the dialog at Send does. */

import { language } from "../core.js";
import { texts } from "../texts.js";
import { drawWhy, make, tone } from "./render.js";

const $ = (id) => document.getElementById(id);

async function show(view) {
  const text = await texts(view?.lang ?? language());
  document.documentElement.lang = text.lang;
  $("title").textContent = text("hintsTitle");
  const findings = view?.report.findings ?? [];
  $("empty").textContent = view ? (findings.length > 0 ? "" : text("hintsNothing")) : text("hintsNotYet");
  $("empty").hidden = findings.length > 0;
  $("findings").replaceChildren(
    ...findings.map((finding, i) => {
      const item = make("li", tone(finding.action));
      const say = make("p", "say");
      say.append(make("span", `word ${tone(finding.action)}`, text(`action_${finding.action}`)), finding.message);
      const why = make("div", "why");
      drawWhy(why, finding, view.report.dialog.findings[i]);
      item.append(say, why);
      return item;
    }),
  );
  document.documentElement.dataset.shown = view ? "hints" : "empty";
}

const [tab] = await messenger.tabs.query({ active: true, currentWindow: true });
const port = messenger.runtime.connect({ name: `hints:${tab.id}` });
port.onMessage.addListener((message) => show(message.view));
