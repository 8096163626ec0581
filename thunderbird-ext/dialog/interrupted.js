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

$("copy").addEventListener("click", async () => {
  const details = await messenger.compose.getComposeDetails(tabId);
  const fresh = { to: details.to, cc: details.cc, bcc: details.bcc, replyTo: details.replyTo, subject: details.subject, identityId: details.identityId, isPlainText: details.isPlainText };
  if (details.isPlainText) {
    fresh.plainTextBody = details.plainTextBody;
  } else {
    fresh.body = details.body;
  }
  const attachments = [];
  for (const attachment of await messenger.compose.listAttachments(tabId)) {
    const file = await messenger.compose.getAttachmentFile(attachment.id).catch(() => null);
    if (file) {
      attachments.push({ file, name: attachment.name });
    }
  }
  fresh.attachments = attachments;
  await messenger.compose.beginNew(fresh);
  window.close();
});
$("close").addEventListener("click", () => window.close());
document.documentElement.dataset.shown = "interrupted";
