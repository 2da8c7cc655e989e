import { anonymous } from "../base/kit.js";
import { backOff, FactStream } from "./stream.js";
import { LastState } from "./store.js";

// The way to the server, with the key or the token of one user. All elements and hooks of a page that
// are about the same user share one client, and so one connection.

/** How long the first requests wait for the stream, so that nothing is missed between the two. */
const PATIENCE = 150;
/** How long facts are gathered before what they touch is asked for anew. */
const GATHERING = 40;
/** How long something is known after nobody looks at it any more. */
const MEMORY = 30_000;
/** How often leaderboards are asked for, on which others move without a word to this user. */
const BOARD_PACE = 20_000;
/** How often a server may say that it needs a moment, before that is shown as an error. */
const SOON = 4;
/** How long `event` tries, before it says that it could not. */
const DELIVERY_PATIENCE = 60_000;

/** What the server said instead of an answer. */
export class LaurelError extends Error {
  /**
   * @param {number} status 0 where there was no answer at all.
   * @param {string} message
   * @param {number} [wait] How long the server wants to be left alone, in milliseconds; 0 where it did not say.
   */
  constructor(status, message, wait = 0) {
    super(message);
    this.status = status;
    this.wait = wait;
  }

  /** Whether the same request may be answered later. */
  get mayPass() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/**
 * @typedef {object} ClientOptions
 * @property {string} [address] Where Laurel is: `https://laurel.example.com`. Default: where the module came from.
 * @property {string} user The user's id.
 * @property {string} [apiKey] The user's own application key.
 * @property {string | (() => string | Promise<string>)} [token] A token of the user; a function is asked for a new one when it has expired.
 * @property {string} [tenant] The tenant's id, where there are tenants.
 * @property {boolean} [cache] Whether the last state is kept on the device. Default: true.
 */

/** One answer of the server, which stays up to date while somebody looks at it. */
export class Resource {
  /** @param {LaurelClient} client @param {string} path */
  constructor(client, path) {
    this.client = client;
    this.path = path;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    const kept = client.store.get(path);
    /** @type {any} */
    this.value = kept?.value;
    /** When it was known. */
    this.at = kept?.at ?? 0;
    /** Whether it may be out of date. */
    this.isStale = true;
    /** @type {LaurelError | null} */
    this.error = null;
    /** @type {Promise<void> | null} */
    this.pending = null;
    this.isWanted = false;
    /** How often it could not be had, one time after the other. */
    this.failures = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.trying = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.forgetting = undefined;
  }

  /** @param {() => void} listener @returns {() => void} Ends it. */
  subscribe(listener) {
    clearTimeout(this.forgetting);
    this.listeners.add(listener);
    this.client.open();
    if (this.isStale && !this.pending) this.refresh();
    return () => {
      if (!this.listeners.delete(listener)) return;
      this.client.release();
      if (!this.listeners.size) {
        this.forgetting = setTimeout(() => this.client.resources.delete(this.path), MEMORY);
      }
    };
  }

  /** Asks anew. What is asked while an answer is on its way is asked once more after it. */
  refresh() {
    if (this.pending) {
      this.isWanted = true;
      return this.pending;
    }
    this.pending = this.load().finally(() => {
      this.pending = null;
      if (!this.isWanted) return;
      this.isWanted = false;
      this.refresh();
    });
    return this.pending;
  }

  async load() {
    clearTimeout(this.trying);
    try {
      await this.client.whenStreaming();
      const value = await this.client.call("GET", this.path);
      this.value = value;
      this.at = Date.now();
      this.isStale = false;
      this.error = null;
      this.failures = 0;
      this.client.store.set(this.path, value);
    } catch (error) {
      this.failed(/** @type {LaurelError} */ (error));
    }
    for (const listener of [...this.listeners]) listener();
  }

  /** @param {LaurelError} error */
  failed(error) {
    this.failures += 1;
    this.isStale = true;
    const isSoon = error.wait > 0 && this.failures < SOON;
    this.error = isSoon ? null : error;
    if (!error.mayPass) return;
    // Without the stream there is no point: once it is back, everything is asked for anew.
    this.trying = setTimeout(
      () => this.listeners.size && this.client.isReachable && this.refresh(),
      error.wait || backOff(this.failures),
    );
  }
}

export class LaurelClient {
  /** @param {ClientOptions} options */
  constructor({ address = "", user, apiKey, token, tenant, cache = true }) {
    this.address = address.replace(/\/+$/, "");
    this.user = user;
    this.apiKey = apiKey;
    this.token = token;
    this.bearer = typeof token === "string" ? token : "";
    this.tenant = tenant;
    this.userPath = user ? `/v1/users/${encodeURIComponent(user)}` : "";
    this.store = new LastState(`${this.address} ${tenant ?? ""} ${user}`, cache && Boolean(user));
    /** @type {Map<string, Resource>} */
    this.resources = new Map();
    /** @type {Set<(type: string, data: any) => void>} */
    this.listeners = new Set();
    /** @type {"connecting" | "live" | "offline" | "refused"} */
    this.state = "connecting";
    this.uses = 0;
    /** Whether the stream is heard. */
    this.isStreaming = false;
    /** @type {FactStream | null} */
    this.stream = null;
    /** @type {Promise<unknown>} */
    this.streaming = Promise.resolve();
    /** @type {Set<string>} Completions that were told already. */
    this.told = new Set();
    /** @type {Set<string>} */
    this.touched = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.gathering = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.closing = undefined;
  }

  // Calls.

  /**
   * One call of the public API; gives what it answers, and throws a `LaurelError` otherwise.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   */
  async call(method, path, body, headers = {}) {
    const response = await this.request(path, {
      method,
      headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text().catch(() => "");
    let answer = null;
    try {
      answer = text ? JSON.parse(text) : null;
    } catch {
      // What is no JSON is told by its status.
    }
    if (response.ok) return answer;
    if (response.status === 401) this.setState("refused");
    const wait = Math.min(60, Number(response.headers.get("Retry-After")) || 0) * 1_000;
    throw new LaurelError(response.status, answer?.error ?? `The server answered ${response.status}.`, wait);
  }

  /**
   * A request with the user's credential. A token that has expired is replaced once.
   * @param {string} path @param {RequestInit} options @returns {Promise<Response>}
   */
  async request(path, options) {
    let response = await this.send(path, options);
    if (response.status === 401 && typeof this.token === "function") {
      this.bearer = "";
      response = await this.send(path, options);
    }
    return response;
  }

  /** @param {string} path @param {RequestInit} options */
  async send(path, options) {
    const headers = new Headers(options.headers);
    if (typeof this.token === "function" && !this.bearer) this.bearer = await this.token();
    if (this.bearer) headers.set("Authorization", `Bearer ${this.bearer}`);
    else if (this.apiKey) headers.set("X-API-KEY", this.apiKey);
    if (this.tenant) headers.set("Tenant-ID", this.tenant);
    const url = /^https?:/.test(path) ? path : this.address + path;
    try {
      const response = await fetch(url, {
        ...options,
        headers,
        credentials: this.user ? "omit" : "same-origin",
      });
      this.answered();
      return response;
    } catch (error) {
      if (/** @type {any} */ (error)?.name === "AbortError") throw error;
      this.lost();
      throw new LaurelError(0, "The server cannot be reached.");
    }
  }

  /**
   * Records that the user did something, exactly once, also when answers get lost on the way.
   * @param {string} metric The metric's key.
   * @param {number} value
   * @param {{attributes?: Record<string, string>, idempotencyKey?: string}} [more]
   * @returns {Promise<any>} What the API answers: total, achievements, streak, points.
   */
  async event(metric, value, { attributes, idempotencyKey = crypto.randomUUID() } = {}) {
    const body = { user: { id: this.user }, value, ...(attributes ? { attributes } : {}) };
    const path = `/v1/metrics/${encodeURIComponent(metric)}/event`;
    const until = Date.now() + DELIVERY_PATIENCE;
    for (let failures = 1;; failures += 1) {
      try {
        const answer = await this.call("POST", path, body, { "Idempotency-Key": idempotencyKey });
        this.happened(answer);
        return answer;
      } catch (error) {
        const mayHelp = !(error instanceof LaurelError) || error.mayPass;
        const wait = backOff(failures) / 2;
        if (!mayHelp || Date.now() + wait > until) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  /**
   * Shows and tells at once what an event came to; what the stream tells of it later is known.
   * @param {any} answer
   */
  happened(answer) {
    for (const achievement of answer?.achievements ?? []) {
      this.fact("achievement.completed", {
        user_id: this.user,
        achievement_id: achievement.id,
        name: achievement.name,
        trigger: achievement.trigger,
      });
    }
    this.touch("/");
  }

  // What is known.

  /** @param {string} path @returns {Resource} */
  resource(path) {
    let found = this.resources.get(path);
    if (!found) {
      found = new Resource(this, path);
      this.resources.set(path, found);
    }
    return found;
  }

  /**
   * Calls a function for each fact about the user, as it happens.
   * @param {(type: string, data: any) => void} listener
   * @returns {() => void} Ends it.
   */
  on(listener) {
    this.listeners.add(listener);
    this.open();
    return () => {
      if (this.listeners.delete(listener)) this.release();
    };
  }

  /** Calls a function when the state changes. */
  changes = new EventTarget();

  /** @param {"connecting" | "live" | "offline" | "refused"} state */
  setState(state) {
    if (this.state === state) return;
    this.state = state;
    this.changes.dispatchEvent(new Event("state"));
  }

  /** A request found the server away; the stream may not have noticed yet. */
  lost() {
    if (this.state === "live") this.setState("offline");
  }

  /** A request was answered: if the stream is there, what a request before it found is over. */
  answered() {
    if (this.state === "offline" && this.isStreaming) this.setState("live");
  }

  /** Whether a request may be answered; without a user there is no stream that would tell. */
  get isReachable() {
    return this.isStreaming || !this.user;
  }

  // The stream.

  /** Somebody looks: the stream is opened, if it is not. */
  open() {
    this.uses += 1;
    clearTimeout(this.closing);
    if (this.stream || !this.user) return;
    /** @type {(value?: unknown) => void} */
    let opened = () => {};
    const open = new Promise((resolve) => opened = resolve);
    this.streaming = Promise.race([open, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    const started = Date.now();
    let isFirst = true;
    this.stream = new FactStream((path, options) => this.request(path, options), {
      onState: (state) => {
        const wasAway = this.state === "offline";
        this.isStreaming = state === "live";
        this.setState(state);
        opened();
        if (state !== "live") return;
        // What was asked for before the stream began may have missed something since.
        if ((isFirst && Date.now() - started > PATIENCE) || wasAway) this.touch("/");
        isFirst = false;
      },
      onFact: (type, data) => this.fact(type, data),
      onReset: () => this.touch("/"),
    });
    this.pace = setInterval(() => {
      if (!document.hidden && this.state === "live") this.touch("/leaderboards/");
    }, BOARD_PACE);
  }

  /** Nobody may be looking: the stream is closed, unless somebody comes soon. */
  release() {
    this.uses -= 1;
    if (this.uses > 0) return;
    this.closing = setTimeout(() => this.close(), 1_000);
  }

  close() {
    clearInterval(this.pace);
    this.stream?.close();
    this.stream = null;
    this.isStreaming = false;
    this.state = "connecting";
  }

  whenStreaming() {
    return this.streaming;
  }

  /** @param {string} type @param {any} data */
  fact(type, data) {
    if (type === "achievement.completed") {
      if (this.told.has(data.achievement_id)) return;
      this.told.add(data.achievement_id);
    }
    const [subject] = type.split(".");
    this.touch(SUBJECTS[subject] ?? "/");
    if (subject !== "leaderboard") this.touch("/leaderboards/");
    for (const listener of [...this.listeners]) listener(type, data);
  }

  /**
   * Has everything asked for anew, soon, whose path has a part.
   * @param {string} part
   */
  touch(part) {
    this.touched.add(part);
    if (this.gathering) return;
    this.gathering = setTimeout(() => {
      this.gathering = undefined;
      const parts = [...this.touched];
      this.touched.clear();
      for (const resource of this.resources.values()) {
        if (!parts.some((part) => resource.path.includes(part))) continue;
        if (resource.listeners.size) resource.refresh();
        else resource.isStale = true;
      }
    }, GATHERING);
  }

  /** Forgets what is kept on the device, as when the user signs out. */
  forget() {
    this.store.clear();
  }
}

/** The paths that a kind of fact touches. @type {Record<string, string>} */
const SUBJECTS = {
  streak: "/streak",
  achievement: "/achievements",
  points: "/points/",
  leaderboard: "/leaderboards/",
  user: "/users/",
};

/** @type {Map<string, LaurelClient>} */
const clients = new Map();
/** @type {WeakMap<Function, number>} */
const functions = new WeakMap();
let functionCount = 0;

/** Where this module came from. */
export const home = import.meta.url.startsWith("http") ? new URL(import.meta.url).origin : "";

/**
 * The client of a user: the same for everybody who asks with the same options.
 * @param {ClientOptions} options
 */
export function connect(options) {
  const { address = home, user, apiKey = "", token = "", tenant = "", cache = true } = options;
  let credential = token;
  if (typeof token === "function") {
    if (!functions.has(token)) functions.set(token, functionCount += 1);
    credential = `function ${functions.get(token)}`;
  }
  const key = JSON.stringify([address, user, apiKey, credential, tenant, cache]);
  let client = clients.get(key);
  if (!client) {
    client = new LaurelClient({ ...options, address });
    clients.set(key, client);
  }
  return client;
}

/** @type {any} */ (anonymous).client = new LaurelClient({ address: "", user: "" });
