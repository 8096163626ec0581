/* Runs in the composer's editor: says that something was typed, once the typing pauses, and nothing of what. */
(() => {
  let timer = 0;
  document.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => messenger.runtime.sendMessage({ type: "typed" }).catch(() => {}), 600);
  });
})();
