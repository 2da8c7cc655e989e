import { html } from "../../../DashboardPages/pages/base/html.js";
import { Reactive } from "../../../DashboardPages/pages/base/element.js";
import { civilDay, prepareFormats, sayDate, sayNumber } from "./say.js";
import { SHARED_STYLE, sheetOf } from "./styles.js";
import { isSpoken, onWords, say } from "./words.js";

/**
 * What all elements of the kit have in common: attributes, styles, language, zone, and where their
 * data comes from.
 *
 * @prop {boolean} loading - Shows the place that the element will take, while data is on its way.
 * @prop {string} error - Shows this sentence instead of the data that is missing.
 * @prop {string} src - An address that answers with the element's data, in place of its property.
 * @prop {string} timeZone - The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's.
 * @prop {Record<string, string | Record<string, string>> | null} words - Texts of this element in place of those of the language.
 * @slot empty - Shown when there is no data.
 * @slot error - Shown when the data could not be had.
 * @slot retry - The text of the button that asks again.
 */
export class LaurelElement extends Reactive {
  static hasShadow = true;
  /** What every element takes. */
  static common = { loading: false, error: "", src: "", timeZone: "", words: null };
  /** @type {string} Its style, besides what all share. */
  static style = "";
  /** The property that holds its data, and what `src` fills. */
  static main = "";

  static get observedAttributes() {
    return [...Object.keys(this.properties).map(attributeOf), "lang", "dir"];
  }

  constructor() {
    super();
    const type = /** @type {typeof LaurelElement} */ (this.constructor);
    const root = /** @type {ShadowRoot} */ (this.root);
    root.adoptedStyleSheets = [sheetOf(SHARED_STYLE), sheetOf(type.style)];
    /** @type {any} The provider that it is in. */
    this.provider = null;
    /** @type {Record<string, any>} What has come by itself, by the name of a property. */
    this.live = {};
    /** @type {Map<string, any>} What it asks for, by path. */
    this.watched = new Map();
    this.text = this.text.bind(this);
  }

  /**
   * @param {string} name
   * @param {string | null} _before
   * @param {string | null} value
   */
  attributeChangedCallback(name, _before, value) {
    const type = /** @type {typeof LaurelElement} */ (this.constructor);
    const property = Object.keys(type.properties).find((each) => attributeOf(each) === name);
    if (!property) return this.update();
    // A tooltip over all of the element is not what a title is meant to be.
    if (name === "title") {
      if (value === null) return;
      this.removeAttribute("title");
    }
    this[property] = fromAttribute(value, type.properties[property]);
  }

  connected() {
    everyone.add(this);
    watchPage();
    this.provider = providerOf(this);
    this.provider?.attach?.(this);
    this.follow();
  }

  disconnected() {
    everyone.delete(this);
    this.provider?.detach?.(this);
    this.provider = null;
    this.unfollow();
  }

  /** @returns {any} Its properties. */
  get p() {
    return this.values;
  }

  /** @param {string} name */
  changed(name) {
    const type = /** @type {typeof LaurelElement} */ (this.constructor);
    if (this.isConnected && (name === type.main || name === "src" || this.isAsking(name))) this.follow();
  }

  /**
   * Whether what is asked for changes with a property.
   * @param {string} _name
   */
  isAsking(_name) {
    return false;
  }

  // Data.

  /**
   * The paths that it asks for, each with the name under which `accept` is given what comes.
   * @param {string} _user The path of the user: `/v1/users/ada`.
   * @returns {Record<string, string>}
   */
  needs(_user) {
    return {};
  }

  /**
   * The properties that an answer fills.
   * @param {string} _name
   * @param {any} value
   * @returns {Record<string, any>}
   */
  accept(_name, value) {
    const type = /** @type {typeof LaurelElement} */ (this.constructor);
    return { [type.main]: value };
  }

  /** Asks for what is not given, and stops asking for what is not needed any more. */
  follow() {
    const type = /** @type {typeof LaurelElement} */ (this.constructor);
    const wanted = new Map();
    const client = this.provider?.client ?? (this.p.src ? anonymous.client : null);
    const isGiven = type.main && this.values[type.main] !== type.properties[type.main];
    if (client && this.p.src) wanted.set(this.p.src, "src");
    else if (client?.userPath && !isGiven) {
      for (const [name, path] of Object.entries(this.needs(client.userPath))) wanted.set(path, name);
    }
    for (const [path, entry] of this.watched) {
      if (wanted.has(path) && entry.client === client) continue;
      entry.stop();
      this.watched.delete(path);
    }
    for (const [path, name] of wanted) {
      if (this.watched.has(path)) continue;
      const resource = client.resource(path);
      const stop = resource.subscribe(() => this.received(name, resource));
      this.watched.set(path, { client, resource, stop });
      if (resource.value !== undefined) this.received(name, resource);
    }
    this.update();
  }

  unfollow() {
    for (const entry of this.watched.values()) entry.stop();
    this.watched.clear();
  }

  /** @param {string} name @param {any} resource */
  received(name, resource) {
    if (resource.value !== undefined) {
      this.live = { ...this.live, ...this.accept(name === "src" ? "src" : name, resource.value) };
    }
    this.update();
  }

  /** Asks anew for what it shows. */
  refresh() {
    for (const { resource } of this.watched.values()) resource.refresh();
  }

  /**
   * A property that was set, or else what has come by itself.
   * @param {string} name
   */
  get(name) {
    const type = /** @type {typeof LaurelElement} */ (this.constructor);
    const own = this.values[name];
    return own === type.properties[name] && name in this.live ? this.live[name] : own;
  }

  /**
   * The same where it is a list; what is none is shown as nothing.
   * @param {string} name
   * @returns {any[]}
   */
  list(name) {
    const value = this.get(name);
    return Array.isArray(value) ? value : [];
  }

  /** @returns {"ready" | "loading" | "error"} */
  get phase() {
    if (this.p.error) return "error";
    if (this.p.loading || !isSpoken(this.language)) return "loading";
    const resources = [...this.watched.values()].map((entry) => entry.resource);
    if (resources.every((resource) => resource.value !== undefined)) {
      return !this.hasData() && this.provider && !this.watched.size && !this.provider.isRefused
        ? "loading"
        : "ready";
    }
    return resources.some((resource) => resource.error) ? "error" : "loading";
  }

  /** Whether it was given data of its own. */
  hasData() {
    const type = /** @type {typeof LaurelElement} */ (this.constructor);
    return !type.main || this.values[type.main] !== type.properties[type.main];
  }

  // Words.

  /** The language in which it speaks: of the nearest element that says one. */
  get language() {
    return nearest(this, "lang") || document.documentElement.lang || "en";
  }

  /** @returns {string | undefined} The zone in which instants become days. */
  get zone() {
    return this.p.timeZone || this.provider?.zone || nearest(this, "time-zone") || undefined;
  }

  get isRightToLeft() {
    return getComputedStyle(this).direction === "rtl";
  }

  /** The user's day. */
  get today() {
    return civilDay(Date.now(), this.zone);
  }

  /**
   * A text in the element's language.
   * @param {string} name
   * @param {Record<string, unknown>} [values]
   */
  text(name, values) {
    return say(this.language, name, this.p.words ?? this.provider?.p.words ?? null, values);
  }

  /**
   * A text with a slot of the word's name, for what a page puts in its place.
   * @param {string} name
   * @param {Record<string, unknown>} [values]
   */
  slotted(name, values) {
    return html`<slot name=${name}>${this.text(name, values)}</slot>`;
  }

  /** @param {number} value @param {Intl.NumberFormatOptions} [options] */
  number(value, options) {
    return sayNumber(value, this.language, options);
  }

  /** @param {string | number | Date} value @param {Intl.DateTimeFormatOptions} [options] */
  date(value, options) {
    return sayDate(value, this.language, this.zone, options);
  }

  /**
   * Tells the page of something that the user did.
   * @param {string} name Of the event.
   * @param {any} detail
   * @param {((detail: any) => void) | null} [callback] The property of the same meaning.
   */
  tell(name, detail, callback) {
    const event = new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true });
    this.dispatchEvent(event);
    callback?.(detail);
    return !event.defaultPrevented;
  }

  // What it shows.

  render() {
    const phase = this.phase;
    if (phase === "error") return this.failure();
    if (phase === "loading") {
      return html`
        <div part="loading"
          role="status"><span class="unseen">${this.text("loading")}</span><div aria-hidden="true">${this
            .skeleton()}</div></div>
      `;
    }
    return this.isEmpty() ? this.nothing() : this.show();
  }

  /** What can be had. */
  show() {
    return html``;
  }

  /** What keeps the place until there is something to show. */
  skeleton() {
    return bones(1, 84);
  }

  isEmpty() {
    return false;
  }

  /** The word for having nothing. */
  get emptyWord() {
    return "noPoints";
  }

  nothing() {
    return html`<div part="empty" class="message"><slot name="empty">${
      this.text(this.emptyWord)
    }</slot></div>`;
  }

  failure() {
    return html`
      <div part="error" class="message" role="alert">
        <slot name="error">${this.p.error || this.text("error")}</slot>
        ${this.watched.size
          ? html`<button type="button" class="button" @click=${() => this.refresh()}>${
            this.slotted("retry")
          }</button>`
          : ""}
      </div>
    `;
  }
}

/**
 * What keeps the place of something that is on its way.
 * @param {number} count How many parts there are.
 * @param {number} height Of each, in pixels.
 * @param {...unknown} more What comes below.
 * @returns {import("../../../DashboardPages/pages/base/html.js").Template}
 */
export function bones(count, height, ...more) {
  const style = `block-size:${height}px`;
  const part = () => html`<i class="bone" .style=${style}></i>`;
  return html`<div class="bones">${Array.from({ length: count }, part)}${more}</div>`;
}

/** The client of elements that have an address and no provider. */
export const anonymous = { /** @type {any} */ client: null };

/** @param {string} property */
export function attributeOf(property) {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * What an attribute says, as the kind of value that the property begins with.
 * @param {string | null} text
 * @param {unknown} first
 */
export function fromAttribute(text, first) {
  if (text === null) return first;
  if (typeof first === "boolean") return text !== "false";
  if (typeof first === "number") return Number.isFinite(Number(text)) ? Number(text) : first;
  if (typeof first === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * The element itself or the nearest one above it, also outside of the shadow that it is in.
 * @param {Node} from
 * @param {(element: Element) => unknown} isIt
 */
function above(from, isIt) {
  /** @type {any} */
  let node = from;
  while (node) {
    if (node instanceof Element && isIt(node)) return node;
    node = node.assignedSlot ?? node.parentNode ?? node.host;
  }
  return null;
}

/** @param {Element} element @param {string} attribute */
function nearest(element, attribute) {
  return above(element, (each) => each.getAttribute(attribute))?.getAttribute(attribute) ?? "";
}

/** @param {Element} element */
export function providerOf(element) {
  return above(element, (each) => each !== element && each.localName === "laurel-provider");
}

/** @type {Set<LaurelElement>} */
const everyone = new Set();
let isWatching = false;

/** Has all elements speak anew when the page's language or direction changes. */
function watchPage() {
  if (isWatching) return;
  isWatching = true;
  const update = () => everyone.forEach((element) => element.update());
  onWords(update);
  new MutationObserver(update)
    .observe(document.documentElement, { attributes: true, attributeFilter: ["lang", "dir"] });
}

setTimeout(() => prepareFormats(document.documentElement.lang || "en"));
