/** What the browser keeps for this page; where it refuses, the page works and forgets. */

const PREFIX = "chuyenmuc.";

function storage(name) {
  try {
    return window[name]; // the mere look throws where storage is forbidden
  } catch {
    return null;
  }
}

/** Read what was kept, or the fallback. */
export function recall(key, fallback, name = "localStorage") {
  try {
    return JSON.parse(storage(name).getItem(PREFIX + key)) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Keep a value; null forgets it. Tell whether that worked: storage may be full or forbidden. */
export function keep(key, value, name = "localStorage") {
  try {
    if (value === null) storage(name).removeItem(PREFIX + key);
    else storage(name).setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
