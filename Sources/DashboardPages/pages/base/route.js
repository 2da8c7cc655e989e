// Addresses: every screen has one, and it says all that is needed to see the same elsewhere.

const BASE = "/dashboard";

/**
 * The address of the page, taken apart.
 * @typedef {object} Place
 * @property {string} path Behind `/dashboard`, without a slash at its end.
 * @property {"live" | "sandbox"} environment
 * @property {string} tenant
 * @property {URLSearchParams} query
 */

/** @returns {Place} */
export function here() {
  const query = new URLSearchParams(location.search);
  const path = location.pathname.slice(BASE.length).replace(/\/+$/, "") || "/";
  return {
    path,
    environment: query.get("in") === "sandbox" ? "sandbox" : "live",
    tenant: query.get("tenant") ?? "",
    query,
  };
}

/**
 * The address of a screen, in the environment and the tenant that one is in.
 * @param {string} path
 * @param {Record<string, string | null | undefined>} [query]
 */
export function link(path, query = {}) {
  const { environment, tenant } = here();
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value) all.set(name, value);
  }
  if (!("in" in query) && environment === "sandbox") all.set("in", "sandbox");
  if (!("tenant" in query) && tenant) all.set("tenant", tenant);
  const text = all.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

/**
 * The address of a user's screen.
 * @param {string} id
 */
export function userPath(id) {
  return `/users/${encodeURIComponent(id)}`;
}

/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * Calls a function whenever the address has changed.
 * @param {() => void} listener
 */
export function onNavigation(listener) {
  listeners.add(listener);
}

/**
 * Goes to an address, as a click on a link does.
 * @param {string} address
 * @param {{replace?: boolean}} [how]
 */
export function go(address, { replace = false } = {}) {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  for (const listener of listeners) listener();
}

/**
 * Keeps something of what is shown in the address, without a step back for it.
 * @param {Record<string, string>} query
 */
export function remember(query) {
  const { path } = here();
  history.replaceState(null, "", link(path, query));
}

/** Has links to screens followed without loading the page anew. */
export function followLinks() {
  addEventListener("popstate", () => {
    for (const listener of listeners) listener();
  });
  document.addEventListener("click", (event) => {
    const target = /** @type {Element | null} */ (event.target instanceof Element ? event.target : null);
    const anchor = target?.closest("a");
    if (!anchor || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (anchor.hasAttribute("target") || anchor.hasAttribute("download")) return;
    // A link in a drawing has no text as its property `href`.
    const url = new URL(anchor.getAttribute("href") ?? "", document.baseURI);
    if (url.origin !== location.origin || !url.pathname.startsWith(BASE)) return;
    if (url.pathname.startsWith(`${BASE}/assets/`)) return;
    event.preventDefault();
    go(url.pathname + url.search + url.hash);
    scrollTo(0, 0);
  });
}

/**
 * The parameters of a path that has the form of a pattern; nothing if it has not.
 * @param {string} pattern Such as `/users/:id`.
 * @param {string} path
 * @returns {Record<string, string> | null}
 */
export function matched(pattern, path) {
  const [wanted, parts] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== parts.length) return null;
  /** @type {Record<string, string>} */
  const found = {};
  for (const [index, word] of wanted.entries()) {
    if (!word.startsWith(":")) {
      if (word !== parts[index]) return null;
      continue;
    }
    try {
      found[word.slice(1)] = decodeURIComponent(parts[index]);
    } catch {
      return null;
    }
  }
  return found;
}
