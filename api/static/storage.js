// Preferences that outlive the page. A browser that forbids storage only forgets them.

/** The stored value, or null. `store` is "localStorage" or "sessionStorage". */
export function recall(store, name) {
  try {
    return window[store].getItem(name);
  } catch {
    return null;
  }
}

/** Store a value; null takes it away. */
export function remember(store, name, value) {
  try {
    if (value === null) window[store].removeItem(name);
    else window[store].setItem(name, value);
  } catch {
    // forbidden: it holds until the page goes
  }
}
