/* The add-on's own words, from _locales. Read by hand and not by i18n.getMessage, because policy may choose another language than
 * Thunderbird's; the sentences of findings come from the checker. */

const known = ["en", "ja"];
const loaded = new Map();

function load(lang) {
  if (!loaded.has(lang)) {
    const url = new URL(`_locales/${lang}/messages.json`, import.meta.url);
    loaded.set(
      lang,
      fetch(url).then((answer) => answer.json()),
    );
  }
  return loaded.get(lang);
}

/* text(key, {n: 3}): the sentence with {n} filled in; {n|one|many} chooses by number, and # stands for the number itself. */
export async function texts(lang) {
  const chosen = known.includes(lang) ? lang : "en";
  const [own, fallback] = await Promise.all([load(chosen), load("en")]);
  const format = new Intl.NumberFormat(chosen);
  const text = (key, values = {}) => {
    const pattern = (own[key] ?? fallback[key])?.message;
    if (pattern === undefined) {
      throw new Error(`no text for ${key}`);
    }
    return pattern.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name, one, many) => {
      const value = values[name] ?? "";
      const shown = typeof value === "number" ? format.format(value) : String(value);
      return one === undefined ? shown : (value === 1 ? one : many).replace("#", shown);
    });
  };
  text.lang = chosen;
  return text;
}

/* Fills elements that carry data-text="key" (their content) or data-label="key" (their accessible name). */
export function fill(root, text) {
  for (const element of root.querySelectorAll("[data-text]")) {
    element.textContent = text(element.dataset.text);
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", text(element.dataset.label));
  }
}
