// Chromium's document without a window: it passes calls of the service worker on to the worker with the model.
import { Calls } from "../background/calls.js";
import { startWorker } from "../background/device.js";
import { extension } from "../background/platform.js";

const calls = new Calls(startWorker);

extension.runtime.onMessage.addListener((message, sender, respond) => {
  if (message.to !== "offscreen" || sender.id !== extension.runtime.id || sender.tab) return false;
  calls.ask(message.call, message.value).then((found) => respond({ found }), ({ message: error }) => respond({ error }));
  return true; // the answer comes later
});
