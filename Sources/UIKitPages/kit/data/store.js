// What was known last, so that a page without a connection shows more than nothing.
//
// It is the user's own data on the user's own device, without any credential. What does not fit, or
// where a browser keeps nothing, is not kept.

/** How many texts are kept of one user, and how long all of them are together, in characters. */
const MAXIMUM_ENTRIES = 40;
const MAXIMUM_LENGTH = 400_000;

export class LastState {
  /**
   * @param {string} name Of the place: the server, the tenant and the user.
   * @param {boolean} isKept
   */
  constructor(name, isKept) {
    this.name = `laurel:${name}`;
    this.isKept = isKept;
    /** @type {Record<string, {at: number, value: any}>} */
    this.entries = this.read();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @returns {Record<string, {at: number, value: any}>} */
  read() {
    if (!this.isKept) return {};
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "{}");
    } catch {
      return {};
    }
  }

  /** @param {string} path */
  get(path) {
    return this.entries[path];
  }

  /** @param {string} path @param {any} value */
  set(path, value) {
    this.entries[path] = { at: Date.now(), value };
    if (!this.isKept) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), 200);
  }

  write() {
    const newest = Object.entries(this.entries).sort(([, a], [, b]) => b.at - a.at).slice(0, MAXIMUM_ENTRIES);
    let text = JSON.stringify(Object.fromEntries(newest));
    while (text.length > MAXIMUM_LENGTH && newest.length > 1) {
      newest.pop();
      text = JSON.stringify(Object.fromEntries(newest));
    }
    try {
      localStorage.setItem(this.name, text);
    } catch {
      // There is no room, or the browser keeps nothing.
    }
  }

  /** Forgets all of it, as when somebody signs out. */
  clear() {
    clearTimeout(this.timer);
    this.entries = {};
    try {
      localStorage.removeItem(this.name);
    } catch {
      // Nothing was kept.
    }
  }
}
