import { go, here, link } from "./route.js";

// The way to the server: the same API that keys open, with the session of who is signed in.

/** What the server refused, and why. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  /**
   * The sentence, if it is about a field of this name; without the name, which the page shows.
   * @param {string} field
   */
  about(field) {
    const match = this.message.match(/^(?:\[\d+\]\.?)?([\w.[\]]+):? (.*)$/s);
    if (
      !match || (match[1] !== field && !match[1].startsWith(`${field}.`) && !match[1].startsWith(`${field}[`))
    ) {
      return "";
    }
    return match[2].charAt(0).toUpperCase() + match[2].slice(1);
  }
}

/**
 * Who is signed in.
 * @typedef {{id: string, email: string, role: "owner" | "editor" | "support" | "viewer"}} Admin
 */
const ROLES = ["viewer", "support", "editor", "owner"];

/** What is known while the page is open. */
export const session = {
  /** @type {Admin | null} */
  admin: null,
};

/**
 * Whether who is signed in may do what takes a role.
 * @param {"viewer" | "support" | "editor" | "owner"} role
 */
export function may(role) {
  return ROLES.indexOf(session.admin?.role ?? "viewer") >= ROLES.indexOf(role);
}

/**
 * Asks the server for something, and gives what it answers.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] Bytes as they are, anything else as JSON.
 * @param {{signal?: AbortSignal, environment?: string, isText?: boolean}} [options]
 * @returns {Promise<any>}
 */
export async function call(method, path, body, options = {}) {
  const { environment, tenant } = here();
  /** @type {Record<string, string>} */
  const headers = { "Laurel-Environment": options.environment ?? environment };
  if (tenant) headers["Tenant-ID"] = tenant;
  const isFile = body instanceof Blob;
  if (body !== undefined && !isFile) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : isFile ? body : JSON.stringify(body),
      signal: options.signal,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Refused(0, "The server cannot be reached. Check the connection, then try again.");
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    // What is no JSON is told by its status.
  }
  if (response.ok) return options.isText ? text : answer;
  if (response.status === 401 && session.admin) leave();
  throw new Refused(response.status, answer?.error ?? `The server answered ${response.status}.`);
}

/** The session is over: to the page where one signs in, and back afterwards. */
function leave() {
  session.admin = null;
  go(link("/sign-in", { next: location.pathname + location.search }));
}

/** @param {string} path @param {{signal?: AbortSignal, environment?: string}} [options] */
export const get = (path, options) => call("GET", path, undefined, options);
/** @param {string} path @param {unknown} [body] */
export const post = (path, body) => call("POST", path, body);
/** @param {string} path @param {unknown} body */
export const patch = (path, body) => call("PATCH", path, body);
/** @param {string} path @param {unknown} body */
export const put = (path, body) => call("PUT", path, body);
/** @param {string} path */
export const remove = (path) => call("DELETE", path);

/**
 * Sends one item of a bulk call; what the server says is wrong with it is thrown.
 * @param {"POST" | "PATCH"} method
 * @param {string} path
 * @param {Record<string, unknown>} item
 */
export async function sendOne(method, path, item) {
  const answer = await call(method, path, [item]);
  const issue = answer.issues?.find((issue) => issue.severity === "error");
  if (issue) throw new Refused(422, issue.message);
  return (answer.created ?? answer.updated)?.[0];
}

/**
 * Ends one item of a bulk call.
 * @param {string} path
 * @param {string} id
 */
export async function removeOne(path, id) {
  const answer = await remove(`${path}?ids=${encodeURIComponent(id)}`);
  if (answer.issues?.[0]) throw new Refused(422, answer.issues[0].message);
}

/**
 * All of a list that is told in pages.
 * @param {string} path
 * @returns {Promise<any[]>}
 */
export async function all(path) {
  const found = [];
  for (let skip = 0;; skip += 100) {
    const page = await get(`${path}?limit=100&skip=${skip}`);
    found.push(...page);
    if (page.length < 100) return found;
  }
}

/**
 * Tells facts as they happen, until the signal says that nobody listens.
 * @param {string[]} types
 * @param {AbortSignal} signal
 * @param {(type: string, data: any) => void} listener
 */
export async function follow(types, signal, listener) {
  const { environment, tenant } = here();
  /** @type {Record<string, string>} */
  const headers = { "Laurel-Environment": environment };
  if (tenant) headers["Tenant-ID"] = tenant;
  while (!signal.aborted) {
    try {
      const response = await fetch(`/v1/stream?type=${types.join(",")}`, { headers, signal });
      if (!response.ok || !response.body) return;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        text += value;
        const blocks = text.split("\n\n");
        text = blocks.pop() ?? "";
        for (const block of blocks) tell(block, listener);
      }
    } catch {
      // The connection ended; it is opened again below.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

/**
 * @param {string} block
 * @param {(type: string, data: any) => void} listener
 */
function tell(block, listener) {
  const type = block.match(/^event: (.*)$/m)?.[1];
  const data = block.match(/^data: (.*)$/m)?.[1];
  if (type && data) listener(type, JSON.parse(data));
}
