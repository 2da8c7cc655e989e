import { html } from "../base/html.js";
import { Reactive } from "../base/element.js";
import { icon } from "./icons.js";

// What all screens have: they load something, and say so if that fails.

/** A screen, or a part of one, that shows what it has loaded. */
export class Screen extends Reactive {
  static properties = { params: {}, data: null, error: null };

  constructor() {
    super();
    // What is declared here is defined by the names above.
    /** @type {any} */
    this.params;
    /** @type {any} */
    this.data;
    /** @type {any} */
    this.error;
    /** What waits until somebody has typed. */
    this.waiting = 0;
    /** @type {AbortController | undefined} */
    this.stopping = undefined;
  }

  connected() {
    this.classList.add("screen");
    this.stopping = new AbortController();
    this.reload();
  }

  disconnected() {
    this.stopping?.abort();
  }

  /** Loads anew what it shows; what is shown stays until then. */
  async reload() {
    const { signal } = /** @type {AbortController} */ (this.stopping);
    try {
      const data = await this.load(signal);
      if (signal.aborted) return;
      this.error = null;
      this.data = data;
      // The same object may have changed inside.
      this.update();
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
  }

  /**
   * What it shows.
   * @param {AbortSignal} _signal
   * @returns {Promise<any>}
   */
  load(_signal) {
    return Promise.resolve({});
  }

  /**
   * How it is shown.
   * @param {any} _data
   * @returns {unknown}
   */
  view(_data) {
    return null;
  }

  render() {
    if (this.error) return failed(this.error, () => this.again());
    return this.data ? this.view(this.data) : this.skeleton();
  }

  /**
   * Loads anew once somebody has stopped typing; what was asked for before is not waited for.
   * @param {number} [delay] In milliseconds.
   */
  reloadSoon(delay = 100) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.stopping?.abort();
      this.stopping = new AbortController();
      this.reload();
    }, delay);
    this.update();
  }

  again() {
    this.error = null;
    this.data = null;
    this.reload();
  }

  skeleton() {
    return html`<div class="sheet">${bones()}</div>`;
  }
}

/** What stands where something will be. */
export function bones() {
  return html`
    <div class="bones" role="status"
      aria-label="Loading"><span class="bone"></span><span class="bone"></span><span class="bone"></span></div>
  `;
}

/**
 * What is shown in place of something that could not be loaded.
 * @param {any} error
 * @param {() => void} [again]
 */
export function failed(error, again) {
  const isMissing = error.status === 404;
  return html`
    <div class="sheet">
      <div class="empty" role="alert">${icon(isMissing ? "search" : "alert")}
        <strong>${isMissing ? "Not found" : "This could not be loaded"}</strong>
        <p>${error.message ?? String(error)}</p>
        ${again && !isMissing ? html`<button class="button" @click=${again}>Try again</button>` : ""}</div>
    </div>
  `;
}

/**
 * What a list says that has nothing in it yet: what it is for, and what to do.
 * @param {{icon: string, title: string, text: unknown, action?: unknown}} parts
 */
export function empty(parts) {
  return html`<div class="empty">${
    icon(parts.icon)
  }<strong>${parts.title}</strong><p>${parts.text}</p>${parts.action}</div>`;
}

/**
 * The head of a screen.
 * @param {{title: unknown, about?: unknown, actions?: unknown}} parts
 */
export function top(parts) {
  return html`<header class="top"><div><h1 tabindex="-1">${parts.title}</h1>
    ${parts.about ? html`<p class="quiet">${parts.about}</p>` : ""}</div>
    ${parts.actions ? html`<div class="row">${parts.actions}</div>` : ""}</header>`;
}

/**
 * A few numbers that say how things are.
 * @param {{label: string, value: unknown, note?: unknown}[]} figures
 */
export function figures(figures) {
  return html`<dl class="figures">${
    figures.map(({ label, value, note }) =>
      html`
        <div>
          <dt>${label}</dt>
          <dd>${value}${note
            ? html`
              <small>${note}</small>
            `
            : ""}</dd>
        </div>
      `
    )
  }</dl>`;
}
