// Persistent preferences. Where the browser forbids storage, they last until the page is closed.

/** The stored value, or null. `store` is "localStorage" or "sessionStorage". */
export function recall(store, name) {
  try {
    return window[store].getItem(name);
  } catch {
    return null;
  }
}

/** Store a value; null removes it. */
export function remember(store, name, value) {
  try {
    if (value === null) window[store].removeItem(name);
    else window[store].setItem(name, value);
  } catch {
    // forbidden: the value lasts until the page is closed
  }
}
