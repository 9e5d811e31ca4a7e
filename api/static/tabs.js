// Tabs as in the ARIA pattern: arrow keys, Home and End move and select; only the selected tab is in the Tab order.
const tabs = [...document.querySelectorAll("[role=tab]")];
const listeners = [];

/** Which tab is open: "headlines" or "page". */
export function openTab() {
  return tabs.find((tab) => tab.getAttribute("aria-selected") === "true").id.replace("tab-", "");
}

export function onTab(listener) {
  listeners.push(listener);
}

function select(chosen) {
  for (const tab of tabs) {
    const selected = tab === chosen;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !selected;
  }
  for (const listener of listeners) listener();
}

function neighbour(key, index) {
  if (key === "ArrowRight") return (index + 1) % tabs.length;
  if (key === "ArrowLeft") return (index + tabs.length - 1) % tabs.length;
  if (key === "Home") return 0;
  if (key === "End") return tabs.length - 1;
  return null;
}

tabs.forEach((tab, index) => {
  tab.addEventListener("click", () => select(tab));
  tab.addEventListener("keydown", (event) => {
    const next = neighbour(event.key, index);
    if (next === null) return;
    event.preventDefault();
    select(tabs[next]);
    tabs[next].focus();
  });
});
