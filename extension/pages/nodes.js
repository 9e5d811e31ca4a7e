// Elements of our pages. Text goes in as text, never as markup.
export const $ = (id) => document.getElementById(id);

/** An element with its properties and what is in it. */
export function make(name, properties = {}, ...children) {
  const { data = {}, ...rest } = properties;
  const made = Object.assign(document.createElement(name), rest);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

/** Say how something went, in a place that screen readers listen to. */
export function tellIn(place, text, good = true) {
  $(place).textContent = text;
  $(place).className = `told ${good ? "good" : "bad"}`;
}

/** A radio button or check box that looks like a key; its parts are the label, the input and a place for a number. */
export function pick(type, name, value, text, title = "") {
  const input = make("input", { type, name, value });
  const number = make("b", { hidden: true });
  return { label: make("label", { className: "pick", title }, input, text, number), input, number };
}

/** Offer text as a file. */
export function save(name, text, type = "application/json") {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
