import { html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { LaurelElement } from "../base/kit.js";
import { sayDate, sayRelative } from "../base/say.js";
import { connect } from "../data/client.js";

/**
 * Gives the elements inside of it their data, live: one connection, however many elements.
 *
 * Give it the user's own application key or a token of the user. A key of your servers never belongs
 * on a page, and is not taken.
 *
 * @element laurel-provider
 * @prop {string} user - The user's id.
 * @prop {string} address - Where Laurel is, such as `https://laurel.example.com`. Default: where `laurel.js` came from.
 * @prop {string} apiKey - The user's own application key.
 * @prop {string | (() => string | Promise<string>) | null} token - A token of the user, or a function that gives one, and is asked again when it has expired.
 * @prop {string} tenant - The tenant's id, where there are tenants.
 * @prop {boolean} cache - Whether the last state is kept on the device, to be shown without a connection.
 * @prop {boolean} quiet - Does not say that there is no connection; the page does.
 * @prop {string} state - Read it: `connecting`, `live`, `offline` or `refused`. Also an attribute, to be styled by.
 * @fires laurel-state - The state has changed. `detail` is the new one.
 * @fires laurel-fact - Something happened to the user: `detail` is `{type, data}`, as on the stream.
 * @slot - The elements, and anything else.
 * @slot offline - What it says without a connection.
 * @slot refused - What it says when the key or the token does not hold any more.
 * @csspart notice - The line that says that there is no connection.
 * @method event - `event(metric, value, {attributes, idempotencyKey})` records that the user did something, exactly once, and gives what the API answers.
 * @method refresh - Asks for everything anew.
 * @method signOut - Forgets what is kept on the device.
 */
export class LaurelProvider extends LaurelElement {
  static properties = {
    ...LaurelElement.common,
    user: "",
    address: "",
    apiKey: "",
    token: null,
    tenant: "",
    cache: true,
    quiet: false,
  };
  static style = `
    :host { display: block; }
    .notice { display: flex; gap: 8px; align-items: center; padding: 8px 12px; margin-block-end: 12px;
      border-radius: 8px; background: var(--_gold-soft); color: var(--_gold); font-size: .93em; }
    .notice.refused { background: var(--_ember-soft); color: var(--_ember); }
  `;

  constructor() {
    super();
    /** @type {import("../data/client.js").LaurelClient | null} */
    this.client = null;
    /** @type {Set<LaurelElement>} */
    this.members = new Set();
    /** @type {any} */
    this.profile = null;
    this.stops = /** @type {(() => void)[]} */ ([]);
  }

  connected() {
    super.connected();
    this.begin();
  }

  disconnected() {
    super.disconnected();
    this.end();
  }

  /** @param {string} name */
  changed(name) {
    if (this.isConnected && CONNECTION.has(name)) {
      // Frameworks set properties one by one; they are one change.
      queueMicrotask(() => this.isConnected && this.begin());
    } else if (name === "timeZone" || name === "words") {
      this.members.forEach((member) => member.update());
    }
  }

  /** Connects as its properties say. */
  begin() {
    const { user, apiKey, token, tenant, cache, address } = this.values;
    const isForServers = /^(live|sandbox)_/.test(String(apiKey));
    if (isForServers) {
      console.error("laurel-provider: this is a key of your servers. Give the page a key of its user.");
    }
    const isReady = user && (apiKey || token) && !isForServers;
    const client = isReady
      ? connect(
        /** @type {any} */ ({
          user,
          apiKey,
          token: token ?? undefined,
          tenant,
          cache,
          address: address || undefined,
        }),
      )
      : null;
    if (client === this.client) return;
    this.end();
    this.client = client;
    if (client) {
      const changed = () => this.stateChanged();
      client.changes.addEventListener("state", changed);
      const profile = client.resource(client.userPath);
      this.stops = [
        () => client.changes.removeEventListener("state", changed),
        client.on((type, data) => this.tell("laurel-fact", { type, data })),
        profile.subscribe(() => this.profileChanged(profile.value)),
      ];
      this.profileChanged(profile.value);
    }
    this.stateChanged();
    this.members.forEach((member) => member.follow());
  }

  end() {
    this.stops.forEach((stop) => stop());
    this.stops = [];
    this.client = null;
  }

  get state() {
    return this.client?.state ?? "connecting";
  }

  get isRefused() {
    return this.state === "refused";
  }

  stateChanged() {
    if (this.getAttribute("state") === this.state) return;
    this.setAttribute("state", this.state);
    this.tell("laurel-state", this.state);
    this.update();
    this.members.forEach((member) => member.update());
  }

  /** @param {any} profile */
  profileChanged(profile) {
    const before = this.zone;
    this.profile = profile ?? null;
    if (this.zone !== before) this.members.forEach((member) => member.update());
  }

  /** The user's own zone, not that of the browser. */
  get zone() {
    return this.p.timeZone || this.profile?.tz || super.zone;
  }

  /** @param {LaurelElement} member */
  attach(member) {
    this.members.add(member);
  }

  /** @param {LaurelElement} member */
  detach(member) {
    this.members.delete(member);
  }

  /**
   * Records that the user did something, exactly once.
   * @param {string} metric
   * @param {number} value
   * @param {{attributes?: Record<string, string>, idempotencyKey?: string}} [more]
   */
  event(metric, value, more) {
    if (!this.client) throw new Error("laurel-provider: user and apiKey, or token, are not set");
    return this.client.event(metric, value, more);
  }

  refresh() {
    this.client?.touch("/");
  }

  signOut() {
    this.client?.forget();
    Object.assign(this, { apiKey: "", token: null });
  }

  // It has nothing to wait for itself.
  follow() {}

  render() {
    return html`${this.notice()}<slot></slot>`;
  }

  notice() {
    if (this.p.quiet) return "";
    if (this.state === "refused") {
      return html`
        <div part="notice" class="notice refused" role="status"><slot name="refused">${this.text(
          "refused",
        )}</slot></div>
      `;
    }
    if (this.state !== "offline") return "";
    const known = [...(this.client?.resources.values() ?? [])].filter((each) =>
      each.at && each.listeners.size
    );
    const at = known.length ? Math.min(...known.map((each) => each.at)) : Date.now();
    const isToday = Date.now() - at < 20 * 3_600_000;
    const when = isToday
      ? sayDate(at, this.language, this.zone, { timeStyle: "short" })
      : sayRelative(at - Date.now(), this.language);
    return html`
      <div part="notice" class="notice" role="status"><slot name="offline">${this.text("offline", {
        when,
      })}</slot></div>
    `;
  }
}

const CONNECTION = new Set(["user", "address", "apiKey", "token", "tenant", "cache"]);

define("laurel-provider", LaurelProvider);
