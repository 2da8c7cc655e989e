import { element } from "./element.js";
import { rendered, slug } from "./markdown.js";
import { apiDocument, APIS, callsByTag, referencePage, titleOf } from "./reference.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const nav = /** @type {HTMLElement} */ (document.getElementById("nav"));
const query = /** @type {HTMLInputElement} */ (document.getElementById("query"));
const menu = /** @type {HTMLElement} */ (document.getElementById("menu"));

/** The folder of the documentation's pages in their own tree: `docs/`. */
const ROOT = "docs/";
const texts = new Map();

/**
 * The text of a page by its path in the tree, such as `docs/start/curl.md`.
 *
 * @param {string} path
 * @returns {Promise<string>}
 */
function textOf(path) {
  if (!texts.has(path)) {
    const name = path.startsWith(ROOT) ? path.slice(ROOT.length) : `..${path}`;
    const address = `/docs/text/${encodeURIComponent(name.replaceAll("/", "."))}`;
    texts.set(
      path,
      fetch(address).then((answer) => {
        if (!answer.ok) throw new Error("There is no such page.");
        return answer.text();
      }),
    );
  }
  return texts.get(path);
}

/**
 * The path of a page from its address: `/docs/start/curl` is `docs/start/curl.md`.
 *
 * @param {string} address
 */
function pathOf(address) {
  const rest = address.replace(/^\/docs\/?/, "").replace(/\/$/, "");
  if (rest === "") return `${ROOT}README.md`;
  if (rest.startsWith("project/")) return `${rest.slice("project/".length)}.md`;
  return `${ROOT}${rest}.md`;
}

/**
 * Where a link of a page leads.
 *
 * @param {string} path the page that has the link
 * @param {string} target
 */
function addressOf(path, target) {
  if (/^https?:/.test(target)) return target;
  const [file, anchor] = target.split("#");
  if (!file) return `#${anchor}`;
  const parts = path.split("/").slice(0, -1);
  for (const part of file.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  const full = parts.join("/");
  const end = anchor ? `#${anchor}` : "";
  if (full === "docs/README.md") return `/docs/${end}`;
  if (full.startsWith(ROOT) && full.endsWith(".md")) return `/docs/${full.slice(ROOT.length, -3)}${end}`;
  if (full.endsWith(".md")) return `/docs/project/${full.slice(0, -3)}${end}`;
  // What is no page is a file, which is served as it is where it is served at all.
  return `/docs/text/${encodeURIComponent(full.replace(ROOT, "").replaceAll("/", "."))}`;
}

/** @param {string} address */
async function show(address) {
  const reference = /^\/docs\/reference\/([^/]+)(?:\/([^/]+))?\/?$/.exec(address);
  try {
    const parts = reference
      ? await referencePage(reference[1], reference[2] && decodeURIComponent(reference[2]))
      : await guide(pathOf(address));
    main.replaceChildren(...parts);
  } catch (error) {
    main.replaceChildren(element("h1", {}, "Not found"), element("p", {}, error.message));
  }
  document.title = `${main.querySelector("h1")?.textContent ?? "Documentation"} – Laurel`;
  mark();
  const aim = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (aim) aim.scrollIntoView();
  else scrollTo(0, 0);
}

/** @param {string} path */
async function guide(path) {
  return rendered(await textOf(path), (target) => addressOf(path, target));
}

/** Marks the page that is shown in the contents. */
function mark() {
  for (const link of nav.querySelectorAll("a")) {
    if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  nav.classList.remove("open");
  menu.setAttribute("aria-expanded", "false");
}

/** The contents: what the first page links to, under its headings, and the reference. */
async function fillContents() {
  const text = await textOf("docs/README.md");
  const parts = /** @type {HTMLElement[]} */ ([]);
  for (const section of text.split(/^## /m).slice(1)) {
    const [title, ...rest] = section.split("\n");
    const links = [...rest.join("\n").matchAll(/\[([^\]]+)\]\(([^)\s]+\.md(?:#[^)\s]*)?)\)/g)];
    parts.push(
      element("h2", {}, title),
      element(
        "ul",
        {},
        ...links.map(([, words, target]) =>
          element("li", {}, element("a", { href: addressOf("docs/README.md", target) }, words))
        ),
      ),
    );
  }
  parts.push(element("h2", {}, "Every call"));
  parts.push(
    element(
      "ul",
      {},
      ...APIS.map(({ name, title }) =>
        element("li", {}, element("a", { href: `/docs/reference/${name}` }, title))
      ),
    ),
  );
  nav.replaceChildren(...parts);
  mark();
}

/** @param {string} words */
async function search(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const pages = await (await fetch("/docs/text/pages.json")).json();
  const found = /** @type {{address: string, title: string, text: string, score: number}[]} */ ([]);
  const rate = (/** @type {string} */ title, /** @type {string} */ text) => {
    const [head, all] = [title.toLowerCase(), `${title}\n${text}`.toLowerCase()];
    if (!wanted.every((word) => all.includes(word))) return 0;
    return wanted.reduce((sum, word) => sum + (head.includes(word) ? 10 : 0) + all.split(word).length, 0);
  };
  for (const path of pages) {
    for (const section of (await textOf(path)).split(/^(?=#{1,3} )/m)) {
      const [title, ...rest] = section.split("\n");
      const text = rest.join(" ").replace(/<!--.*?-->/g, "").replace(/```.*?```/g, "");
      const score = rate(title, rest.join("\n"));
      const heading = title.replace(/^#+ /, "");
      const address = addressOf(
        "docs/README.md",
        path.startsWith(ROOT) ? path.slice(ROOT.length) : `../${path}`,
      );
      if (score) {
        found.push({
          address: `${address}#${slug(heading)}`,
          title: heading,
          text: text.slice(0, 180),
          score,
        });
      }
    }
  }
  for (const { name, title } of APIS) {
    for (const [tag, calls] of callsByTag(await apiDocument(name))) {
      for (const { method, path, operation } of calls) {
        const score = rate(`${operation.summary} ${tag}`, `${method} ${path} ${operation.description}`);
        const address = `/docs/reference/${name}/${tag}#${operation.operationId}`;
        const text = `${title}, ${titleOf(tag)}: ${operation.summary}`;
        if (score) found.push({ address, title: `${method} ${path}`, text, score });
      }
    }
  }
  found.sort((a, b) => b.score - a.score);
  main.replaceChildren(
    element("h1", {}, `Search: ${words}`),
    element("p", { class: "quiet", role: "status" }, `${found.length} found`),
    element(
      "ul",
      { class: "results" },
      ...found.slice(0, 40).map(({ address, title, text }) =>
        element("li", {}, element("a", { href: address }, title), element("p", {}, text))
      ),
    ),
  );
  document.title = `Search: ${words} – Laurel`;
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  if (link.origin !== location.origin || !link.pathname.startsWith("/docs") || link.target) return;
  if (/^\/docs\/(?:text|assets)\//.test(link.pathname)) return;
  event.preventDefault();
  history.pushState({}, "", link.href);
  show(location.pathname);
  main.focus({ preventScroll: true });
});
addEventListener("popstate", () => show(location.pathname));
menu.addEventListener("click", () => {
  menu.setAttribute("aria-expanded", String(nav.classList.toggle("open")));
});
document.getElementById("search")?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (query.value.trim()) search(query.value.trim());
});

fillContents();
show(location.pathname);
