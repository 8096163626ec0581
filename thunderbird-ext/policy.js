/* The policy layers that the mail client knows: what IT put into managed storage (policies.json, group policy) and what the user chose on
 * the options page. The host adds the machine's own file; the checker decides what wins (enforced over user over recommended). */

const USER_KEY = "options";

/* Read once: Thunderbird itself takes it in at its start and never again. */
let stored = null;

/* Managed storage: options by key are enforced; those under "recommended" only suggest. */
export async function managed() {
  /* No managed storage: IT has set nothing. */
  stored ??= messenger.storage.managed.get().catch(() => ({}));
  const { recommended = {}, enforced = {}, ...rest } = (await stored) ?? {};
  return { recommended, enforced: { ...rest, ...enforced } };
}

export async function user() {
  return (await messenger.storage.local.get(USER_KEY))[USER_KEY] ?? {};
}

export async function setUser(options) {
  await messenger.storage.local.set({ [USER_KEY]: options });
}

export async function layers() {
  const [fromIt, own] = await Promise.all([managed(), user()]);
  return { recommended: fromIt.recommended, user: own, enforced: fromIt.enforced };
}

/* What the client needs when there is no checker to ask; the same order of layers and the same defaults as options.def. */
export function withoutChecker(all, lang) {
  const pick = (key, fallback) => {
    for (const layer of [all.enforced, all.user, all.recommended]) {
      if (["string", "boolean"].includes(typeof layer?.[key])) {
        return String(layer[key]);
      }
    }
    return fallback;
  };
  const actions = ["ignore", "note", "confirm", "justify", "block"];
  const action = pick("fail.action", "justify");
  const chosen = pick("lang", "auto");
  return {
    mode: pick("mode", "ask"),
    lang: chosen === "ja" || chosen === "en" ? chosen : lang,
    "fail.action": actions.includes(action) ? action : "justify",
    "help.text": pick("help.text", ""),
    "help.url": pick("help.url", ""),
    "dialog.countdown": 0,
    "log.required": pick("log.required", "false"),
  };
}
