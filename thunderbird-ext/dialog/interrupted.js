/* Shown when the add-on was reloaded while a Send waited: that mail was not sent and its window stays locked. Its contents can be had in a
 * new window. */

import { texts } from "../texts.js";
import { language } from "../core.js";
import { layers, withoutChecker } from "../policy.js";
import { setSign } from "./render.js";

const $ = (id) => document.getElementById(id);
const tabId = Number(new URLSearchParams(location.search).get("tab"));
const text = await texts(withoutChecker(await layers(), language()).lang);

document.documentElement.lang = text.lang;
document.title = text("windowTitle");
setSign($("sign"), "danger");
$("kind").textContent = text("kind_justify");
$("worst").textContent = text("interrupted");
$("explain").textContent = text("interruptedWhy");
$("copy").textContent = text("interruptedCopy");
$("close").textContent = text("close");

/* What a copy takes over: also what keeps it from being read by others. */
const KEPT = ["from", "to", "cc", "bcc", "replyTo", "newsgroups", "followupTo", "subject", "identityId", "isPlainText", "deliveryFormat", "priority"].concat(
  ["returnReceipt", "deliveryStatusNotification", "customHeaders", "attachPublicPGPKey", "attachVCard", "selectedEncryptionTechnology"],
);

async function copy() {
  const details = await messenger.compose.getComposeDetails(tabId);
  const fresh = Object.fromEntries(KEPT.filter((key) => details[key] !== undefined).map((key) => [key, details[key]]));
  const body = details.isPlainText ? "plainTextBody" : "body";
  fresh[body] = details[body];
  const lost = [];
  const attachments = [];
  for (const attachment of await messenger.compose.listAttachments(tabId)) {
    const file = await messenger.compose.getAttachmentFile(attachment.id).catch(() => null);
    if (file) {
      attachments.push({ file, name: attachment.name });
    } else {
      lost.push(attachment.name);
    }
  }
  fresh.attachments = attachments;
  await messenger.compose.beginNew(fresh);
  if (lost.length === 0) {
    window.close();
    return;
  }
  $("explain").textContent = text("interruptedLost", { names: lost.join(", ") });
  $("copy").hidden = true;
  $("close").focus();
}

$("copy").addEventListener("click", () => {
  $("copy").disabled = true;
  copy().catch((error) => {
    $("copy").disabled = false;
    $("explain").textContent = text("interruptedFailed", { why: error.message });
  });
});
$("close").addEventListener("click", () => window.close());
window.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    window.close();
  }
});
/* A screen reader says an alert when the focus comes into it; Enter opens a copy, which sends nothing. */
$("copy").focus();
document.documentElement.dataset.shown = "interrupted";
