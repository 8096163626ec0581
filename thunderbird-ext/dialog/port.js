/* The dialog's line to the background page, opened before the rest of the page is loaded, so that what is to be shown is on its way meanwhile.
 * What arrives before dialog.js listens is kept for it. A plain script: it must not wait for the modules. */
(() => {
  if (!globalThis.messenger?.runtime?.connect) {
    return; /* opened outside Thunderbird */
  }
  const gate = new URLSearchParams(location.search).get("gate");
  const port = messenger.runtime.connect({ name: `gate:${gate}` });
  const kept = [];
  let hear = (message) => kept.push(message);
  port.onMessage.addListener((message) => hear(message));
  port.onDisconnect.addListener(() => window.close());
  globalThis.sekishoPort = {
    postMessage: (message) => port.postMessage(message),
    listen(listener) {
      hear = listener;
      kept.forEach(listener);
    },
  };
})();
