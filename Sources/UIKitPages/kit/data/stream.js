// The stream of facts: one connection, which goes on where it was.

/** What the stream is asked for. */
const TYPES = [
  "streak.incremented",
  "streak.broken",
  "streak.milestone_reached",
  "streak.at_risk",
  "streak.freeze_consumed",
  "streak.freeze_earned",
  "streak.corrected",
  "achievement.completed",
  "points.changed",
  "points.expired",
  "points.level_changed",
  "points.boost_started",
  "points.boost_finished",
  "leaderboard.started",
  "leaderboard.finished",
  "user.changed",
].join(",");

/** How long it waits before it connects again, at least and at most, in milliseconds. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
/** The server says something every twenty seconds; whoever hears nothing for this long has lost it. */
const SILENCE = 50_000;

/**
 * How long to wait before a try: longer each time, and never for everybody alike.
 * @param {number} failures How many tries have failed, from 1 on.
 * @param {number} [chance] From 0 to 1.
 */
export function backOff(failures, chance = Math.random()) {
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 10));
  return Math.round(longest * (0.5 + chance / 2));
}

/**
 * Takes the blocks out of a text of server-sent events that are whole.
 * @param {string} text
 * @returns {{blocks: {id: string, type: string, data: string}[], rest: string}}
 */
export function parseBlocks(text) {
  const parts = text.replace(/\r\n?/g, "\n").split("\n\n");
  const rest = parts.pop() ?? "";
  const blocks = parts.map((part) => {
    const block = { id: "", type: "", data: "" };
    for (const line of part.split("\n")) {
      const [, name, value] = line.match(/^(\w+): ?(.*)$/) ?? [];
      if (name === "id") block.id = value;
      else if (name === "event") block.type = value;
      else if (name === "data") block.data += (block.data ? "\n" : "") + value;
    }
    return block;
  });
  return { blocks, rest };
}

/**
 * Follows the stream until it is closed.
 *
 * `onState` is told `live`, `offline` or `refused`; `onFact` each fact; `onReset` that facts may
 * have been missed.
 */
export class FactStream {
  /**
   * @param {(path: string, options: RequestInit) => Promise<Response>} request
   * @param {{onState: (state: "live" | "offline" | "refused") => void,
   *   onFact: (type: string, data: any) => void, onReset: () => void}} listener
   */
  constructor(request, listener) {
    this.request = request;
    this.listener = listener;
    this.lastID = "";
    this.failures = 0;
    this.isOpen = true;
    /** @type {AbortController | null} */
    this.connection = null;
    /** @type {(() => void) | null} */
    this.wake = null;
    this.again = () => this.hurry();
    addEventListener("online", this.again);
    document.addEventListener("visibilitychange", this.again);
    this.run();
  }

  async run() {
    while (this.isOpen) {
      const wait = await this.connect();
      if (!this.isOpen || wait < 0) return;
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, wait);
        this.wake = () => {
          clearTimeout(timer);
          resolve(undefined);
        };
      });
      this.wake = null;
    }
  }

  /** One connection, to its end; gives how long to wait, and -1 if there is no point in it. */
  async connect() {
    const connection = new AbortController();
    this.connection = connection;
    try {
      const headers = /** @type {Record<string, string>} */ ({ Accept: "text/event-stream" });
      if (this.lastID) headers["Last-Event-ID"] = this.lastID;
      const response = await this.request(`/v1/stream?type=${TYPES}`, { headers, signal: connection.signal });
      if (response.status === 401 || response.status === 403) {
        this.listener.onState("refused");
        return -1;
      }
      if (!response.ok || !response.body) {
        const seconds = Number(response.headers.get("Retry-After"));
        this.failed();
        return seconds > 0 ? Math.min(seconds * 1_000, LONGEST_WAIT) : backOff(this.failures);
      }
      await this.read(response.body, connection);
    } catch {
      // There is no connection, or it has ended. It is opened again.
    }
    if (!this.isOpen) return -1;
    this.failed();
    return backOff(this.failures);
  }

  failed() {
    this.failures += 1;
    this.listener.onState("offline");
  }

  /** @param {ReadableStream<Uint8Array>} body @param {AbortController} connection */
  async read(body, connection) {
    const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
    let text = "";
    let timer = setTimeout(() => connection.abort(), SILENCE);
    let isLive = false;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(() => connection.abort(), SILENCE);
        const { blocks, rest } = parseBlocks(text + value);
        text = rest;
        for (const block of blocks) this.take(block);
        if (isLive) continue;
        isLive = true;
        this.failures = 0;
        this.listener.onState("live");
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {{id: string, type: string, data: string}} block */
  take({ id, type, data }) {
    if (id) this.lastID = id;
    if (type === "stream.reset") return this.listener.onReset();
    if (!type || !data) return;
    try {
      this.listener.onFact(type, JSON.parse(data));
    } catch (error) {
      console.error("laurel: an event could not be read", error);
    }
  }

  /** Tries at once, as there is hope: the device is online again, or somebody looks. */
  hurry() {
    if (!document.hidden && navigator.onLine !== false) this.wake?.();
  }

  close() {
    this.isOpen = false;
    removeEventListener("online", this.again);
    document.removeEventListener("visibilitychange", this.again);
    this.connection?.abort();
    this.wake?.();
  }
}
