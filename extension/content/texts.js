// Texts in the reader's language, messages to the background, and elements of our own.
(() => {
  const extension = globalThis.browser ?? globalThis.chrome;

  function t(key, ...values) {
    try {
      return extension.i18n.getMessage(key, values.map(String)) || key;
    } catch {
      return key; // the extension was updated, and its texts went with it
    }
  }

  /** The name of another answer of the model; one that this version does not know stays as the server names it. */
  function answerName(name) {
    return extension.i18n.getMessage(`answer_${name}`) || name;
  }

  function kindName(kind) {
    return t(`kind_${kind}`);
  }

  /** Clickbait with its kind in words, where the model tells kinds. */
  function baitName(kind) {
    return kind ? t("clickbaitKind", kindName(kind)) : t("clickbait");
  }

  function topicName(topic) {
    return extension.i18n.getMessage(`topic_${topic}`) || topic;
  }

  /** A score as it is shown on badges: 0 to 99, without a claim of certainty. */
  function points(score) {
    return Math.min(99, Math.round(score * 100));
  }

  /** Whether the extension that brought this script is still there: it is not after an update. */
  function isAlive() {
    try {
      return Boolean(extension.runtime?.id);
    } catch {
      return false;
    }
  }

  /** The background's answer; {failed: "gone"} when this script outlived its extension. */
  async function ask(message) {
    try {
      return (await extension.runtime.sendMessage(message)) ?? { failed: "failed" };
    } catch {
      return { failed: isAlive() ? "failed" : "orphaned" };
    }
  }

  /** A new element whose style page.css gives by its parts. Text goes in as text, never as markup. */
  function element(name, part, text = undefined) {
    const made = document.createElement(name);
    if (part) made.setAttribute("part", part);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  globalThis.clickbaitZh.texts = Object.freeze({ answerName, ask, baitName, element, isAlive, kindName, points, t, topicName });
})();
