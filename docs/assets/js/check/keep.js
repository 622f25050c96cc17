// What the reader chose to keep on this device: one key, off until asked for.
const KEY = "renewal-check";

export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return found && typeof found.text === "string" && found.saved ? found : null;
  } catch {
    return null;
  }
}

/** Whether the browser kept it. */
export function keep(what) {
  try {
    localStorage.setItem(KEY, JSON.stringify(what));
    return true;
  } catch {
    return false;
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}
