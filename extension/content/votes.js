// The two buttons under a card: what the reader says of the headline, for a moment the way back, and, for who likes, the kind.
(() => {
  const { ask, element, kindName, t } = globalThis.clickbaitZh.texts;
  const { onClick } = globalThis.clickbaitZh.controls;
  const UNDO_TIME = 5000; // ms, as in background/votes.js
  const KINDS = ["withheld", "sensational", "push"];
  let clock = null;

  /** The group of buttons of an item; `settled` is told "clickbait" or "substantive", and null when that is taken back. */
  function votesOf(item, settled) {
    const group = element("div", "votes");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", t("wrong"));
    const status = element("span", "status");
    status.setAttribute("role", "status");
    const buttons = ["substantive", "clickbait"].map((label) => {
      const button = element("button", "vote", t(label === "clickbait" ? "isBait" : "isNotBait"));
      button.type = "button";
      onClick(button, () => cast(label));
      return button;
    });
    const undo = element("button", "vote undo", t("undo"));
    undo.type = "button";
    onClick(undo, takeBack);
    const question = element("span", "question");
    const which = element("span", "which", t("whichKind"));
    const kinds = KINDS.map((kind) => {
      const button = element("button", "vote named", kindName(kind));
      button.type = "button";
      onClick(button, () => cast("clickbait", kind));
      return button;
    });

    /** A second vote, which names the kind, takes the place of the first. */
    async function cast(label, kind = null) {
      const { id, kept, failed } = await ask({ type: "vote", text: item.text, label, version: item.version, ...(kind && { kind }) });
      if (failed) {
        status.setAttribute("part", "status");
        status.textContent = t(["private", "full"].includes(failed) ? `problem_${failed}` : "voteFailed");
        return;
      }
      item.vote = { id, label, kind, kept, until: Date.now() + UNDO_TIME };
      settled(label);
      render(true);
    }

    async function takeBack() {
      const { undone } = await ask({ type: "undo", id: item.vote.id });
      if (!undone) return render();
      item.vote = null;
      settled(null);
      render(true);
    }

    /** Questions, or what was said and for how long it can be taken back. */
    function render(refocus = false) {
      clearTimeout(clock);
      const left = item.vote ? item.vote.until - Date.now() : 0;
      const { label, kind, kept } = item.vote ?? {};
      const said = `${t(label === "clickbait" ? "saidBait" : "saidNotBait")}${kind ? ` · ${kindName(kind)}` : ""}`;
      // What is on its way to a server is not changed any more.
      const open = label === "clickbait" && !kind && (kept || left > 0) ? [which, ...kinds] : [];
      if (!item.vote) {
        question.textContent = refocus ? t("undone") : t("wrong");
        status.textContent = refocus ? t("undone") : ""; // for ears: eyes read the question
        status.setAttribute("part", "silent");
        group.replaceChildren(question, ...buttons, status);
      } else if (left > 0) {
        status.textContent = said;
        status.setAttribute("part", "status");
        group.replaceChildren(status, undo, ...open);
        clock = setTimeout(() => group.isConnected && render(group.getRootNode().activeElement === undo), left);
      } else {
        status.textContent = `${said}${t("sent")}`;
        status.setAttribute("part", "status");
        group.replaceChildren(status, ...open);
      }
      if (refocus) group.querySelector("button")?.focus({ preventScroll: true });
    }

    render();
    return group;
  }

  globalThis.clickbaitZh.votes = Object.freeze({ votesOf });
})();
