import { render } from "./html.js";

// The one base of all elements, those of the dashboard and those that others put on their pages.

/**
 * An element that shows itself anew when one of its properties changes.
 *
 * A class says what properties it has (`static properties = { user: null }`, with what each is at
 * first), and what it shows (`render`). What many changes come to is written once, before the next
 * frame. `connected` and `disconnected` are told when it comes into the page and leaves it.
 */
export class Reactive extends HTMLElement {
  /** @type {Record<string, unknown>} */
  static properties = {};
  /** Whether it keeps its own styles, apart from those of the page. */
  static hasShadow = false;

  constructor() {
    super();
    const type = /** @type {typeof Reactive} */ (this.constructor);
    /** @type {Element | ShadowRoot} */
    this.root = type.hasShadow ? this.attachShadow({ mode: "open" }) : this;
    /** @type {Record<string, unknown>} */
    this.values = {};
    this.isWaiting = false;
    for (const [name, first] of Object.entries(type.properties)) {
      // A property that was set before the class was known.
      const early = Object.hasOwn(this, name) ? this[name] : undefined;
      delete this[name];
      this.values[name] = early ?? first;
      Object.defineProperty(this, name, {
        get: () => this.values[name],
        set: (value) => {
          if (Object.is(this.values[name], value)) return;
          this.values[name] = value;
          this.changed(name);
          this.update();
        },
      });
    }
  }

  connectedCallback() {
    this.connected();
    this.update();
  }

  disconnectedCallback() {
    this.disconnected();
  }

  /** Shows the element anew, soon. */
  update() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    queueMicrotask(() => {
      this.isWaiting = false;
      if (this.isConnected) render(this.render(), this.root);
    });
  }

  /** It has come into the page. */
  connected() {}

  /** It has left the page. */
  disconnected() {}

  /**
   * One of its properties is another.
   * @param {string} _name
   */
  changed(_name) {}

  /**
   * What it shows.
   * @returns {unknown}
   */
  render() {
    return null;
  }
}

/**
 * Gives a class a name as an element, once.
 * @param {string} name
 * @param {CustomElementConstructor} type
 */
export function define(name, type) {
  if (!customElements.get(name)) customElements.define(name, type);
}
