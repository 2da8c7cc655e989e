import { code, element } from "./element.js";
import { snippets } from "./snippets.js";

/** The documents that are shown, each with the word that its pages have in their addresses. */
export const APIS = [
  { name: "trophy", title: "Trophy: application", address: "/v1/openapi" },
  { name: "trophy-admin", title: "Trophy: admin", address: "/admin/v1/openapi" },
  { name: "laurel", title: "Laurel", address: "/openapi" },
  { name: "bricqs", title: "Bricqs", address: "/api/v1/openapi" },
  { name: "phoenix", title: "Phoenix", address: "/v1/streaks/openapi" },
];

const documents = new Map();

/**
 * The document of an API, fetched once.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
export function apiDocument(name) {
  const api = APIS.find((each) => each.name === name);
  if (!api) return Promise.reject(new Error(`There is no API ${name}.`));
  if (!documents.has(name)) {
    documents.set(name, fetch(api.address).then((answer) => answer.json()));
  }
  return documents.get(name);
}

/**
 * The calls of a document, by what they are about.
 *
 * @param {any} document
 * @returns {Map<string, {method: string, path: string, operation: any}[]>}
 */
export function callsByTag(document) {
  const tags = new Map();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(/** @type {any} */ (methods))) {
      const tag = operation.tags?.[0] ?? "general";
      tags.set(tag, [...(tags.get(tag) ?? []), { method: method.toUpperCase(), path, operation }]);
    }
  }
  return new Map([...tags].sort(([a], [b]) => a.localeCompare(b)));
}

/** @param {string} tag */
export function titleOf(tag) {
  const words = tag.replaceAll("-", " ");
  return words[0].toUpperCase() + words.slice(1);
}

/**
 * The page of an API, or of what some of its calls are about.
 *
 * @param {string} name
 * @param {string | undefined} tag
 * @returns {Promise<HTMLElement[]>}
 */
export async function referencePage(name, tag) {
  const document = await apiDocument(name);
  const tags = callsByTag(document);
  const api = APIS.find((each) => each.name === name);
  const calls = tags.get(tag ?? "") ?? [];
  // What webhooks are told stands below the calls that set them up.
  const events = tag === "webhooks" && document.webhooks ? webhookSections(document) : [];
  if (calls.length + events.length === 0) return overview(document, name, tags);
  return [
    element("h1", {}, `${api?.title}: ${titleOf(tag ?? "")}`),
    ...calls.map((call) => callSection(document, call)),
    ...events,
  ];
}

/**
 * @param {any} document
 * @param {string} name
 * @param {Map<string, {method: string, path: string, operation: any}[]>} tags
 */
function overview(document, name, tags) {
  return [
    element("h1", {}, document.info.title),
    element("p", {}, document.info.description),
    ...[...tags].flatMap(([tag, calls]) => [
      element("h2", {}, element("a", { href: `/docs/reference/${name}/${tag}` }, titleOf(tag))),
      element(
        "ul",
        {},
        ...calls.map(({ method, path, operation }) =>
          element(
            "li",
            {},
            element(
              "a",
              { href: `/docs/reference/${name}/${tag}#${operation.operationId}` },
              `${method} ${path}`,
            ),
            ` ${operation.summary}`,
          )
        ),
      ),
    ]),
    ...(document.webhooks
      ? [element("h2", {}, element("a", { href: `/docs/reference/${name}/webhooks` }, "Webhooks"))]
      : []),
  ];
}

/**
 * What webhooks are told, one section for each kind.
 *
 * @param {any} document
 */
function webhookSections(document) {
  return Object.entries(document.webhooks).map(([kind, item]) =>
    element(
      "section",
      { class: "call" },
      element("h2", { id: kind }, kind),
      element("p", {}, item.post.summary),
      fieldTable(document, item.post.requestBody.content["application/json"].schema),
    )
  );
}

/**
 * @param {any} document
 * @param {{method: string, path: string, operation: any}} call
 */
function callSection(document, call) {
  const { method, path, operation } = call;
  const request = operation.requestBody?.content["application/json"];
  const answers = Object.entries(operation.responses);
  const [status, answer] = answers.find(([each]) => each.startsWith("2")) ?? answers[0];
  const media = /** @type {any} */ (answer).content?.["application/json"];
  return element(
    "section",
    { class: "call" },
    element("h2", { id: operation.operationId }, operation.summary),
    element(
      "p",
      { class: "path" },
      element("span", { class: `method ${method.toLowerCase()}` }, method),
      element("code", {}, path),
    ),
    element("p", { class: "quiet" }, operation.description),
    operation.parameters?.length &&
      table(
        ["Parameter", "In", "Type", "Meaning"],
        operation.parameters.map((/** @type {any} */ each) => [
          element("code", {}, each.name),
          each.in,
          typeOf(document, each.schema),
          `${each.description}${each.required ? " Required." : ""}`,
        ]),
      ),
    request && element("h3", {}, "Body"),
    request && fieldTable(document, request.schema),
    tabs(snippets(call)),
    element("h3", {}, `Answer ${status}`),
    media?.example !== undefined && code(JSON.stringify(media.example, null, 2)),
    media && fieldTable(document, media.schema),
    element(
      "details",
      {},
      element("summary", {}, "Other answers"),
      table(
        ["Status", "When"],
        answers.filter(([each]) => each !== status).map((
          [each, other],
        ) => [each, /** @type {any} */ (other).description]),
      ),
    ),
    tryIt(call),
  );
}

/**
 * @param {string[]} head
 * @param {(string | Node)[][]} rows
 */
function table(head, rows) {
  return element(
    "div",
    { class: "table", tabindex: 0, role: "group", "aria-label": head.join(", ") },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...head.map((each) => element("th", { scope: "col" }, each)))),
      element(
        "tbody",
        {},
        ...rows.map((row) => element("tr", {}, ...row.map((each) => element("td", {}, each)))),
      ),
    ),
  );
}

/**
 * @param {any} document
 * @param {any} schema
 * @returns {any}
 */
function resolved(document, schema) {
  return schema?.$ref ? document.components.schemas[schema.$ref.split("/").pop()] : schema;
}

/**
 * @param {any} document
 * @param {any} schema
 * @returns {string}
 */
function typeOf(document, schema) {
  const known = resolved(document, schema);
  if (!known || Object.keys(known).length === 0) return "any";
  if (known.enum) return known.enum.join(" | ");
  if (known.anyOf) {
    return [...new Set(known.anyOf.map((/** @type {any} */ each) => typeOf(document, each)))].join(" or ");
  }
  if (known.type === "array") return `list of ${typeOf(document, known.items)}`;
  const range = [known.minimum, known.maximum].some((each) => each !== undefined)
    ? ` ${known.minimum ?? "…"} to ${known.maximum ?? "…"}`
    : "";
  const length = known.maxLength !== undefined ? `, at most ${known.maxLength}` : "";
  return `${known.format ?? known.type}${range}${length}`;
}

/**
 * The fields of a value, those of parts with the names of the wholes before them.
 *
 * @param {any} document
 * @param {any} schema
 */
function fieldTable(document, schema) {
  const rows = /** @type {(string | Node)[][]} */ ([]);
  const walk = (/** @type {any} */ part, /** @type {string} */ path, /** @type {number} */ depth) => {
    const known = resolved(document, part);
    if (!known || depth > 4 || rows.length > 120) return;
    if (known.anyOf) known.anyOf.forEach((/** @type {any} */ each) => walk(each, path, depth + 1));
    if (known.type === "array") walk(known.items, `${path}[]`, depth + 1);
    for (const [name, field] of Object.entries(known.properties ?? {})) {
      const full = path ? `${path}.${name}` : name;
      const isRequired = known.required?.includes(name);
      if (!rows.some((row) => /** @type {HTMLElement} */ (row[0]).textContent === full)) {
        rows.push([element("code", {}, full), typeOf(document, field), isRequired ? "always" : ""]);
      }
      walk(field, full, depth + 1);
    }
  };
  walk(schema, "", 0);
  if (rows.length === 0) return element("p", { class: "quiet" }, typeOf(document, schema));
  const shown = table(["Field", "Type", "There"], rows);
  if (rows.length < 9) return shown;
  return element("details", {}, element("summary", {}, `${rows.length} fields`), shown);
}

/** @param {Record<string, string>} texts */
function tabs(texts) {
  const names = Object.keys(texts);
  const place = element("div", { role: "tabpanel" });
  const buttons = names.map((name) =>
    element("button", { type: "button", role: "tab", onclick: () => show(name) }, name)
  );
  const show = (/** @type {string} */ name) => {
    localStorage.setItem("laurel-docs-language", name);
    buttons.forEach((button) => button.setAttribute("aria-selected", String(button.textContent === name)));
    place.replaceChildren(code(texts[name]));
  };
  const known = localStorage.getItem("laurel-docs-language") ?? names[0];
  show(names.includes(known) ? known : names[0]);
  return element(
    "div",
    {},
    element("div", { class: "tabs", role: "tablist", "aria-label": "Language" }, ...buttons),
    place,
  );
}

/**
 * A form that sends the call to this server, with a key of the sandbox alone.
 *
 * @param {{method: string, path: string, operation: any}} call
 */
function tryIt({ method, path, operation }) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((each) => each[1]);
  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ control) =>
    element("label", {}, label, control);
  const key = element("input", { type: "password", autocomplete: "off", placeholder: "sandbox_…" });
  /** @type {HTMLInputElement} */ (key).value = sessionStorage.getItem("laurel-docs-key") ?? "";
  const parts = names.map((name) => element("input", { name, autocomplete: "off" }));
  const query = element("input", { autocomplete: "off", placeholder: "limit=10" });
  const example = operation.requestBody?.content["application/json"]?.example;
  const body = operation.requestBody && element("textarea", { spellcheck: false });
  if (body) /** @type {HTMLTextAreaElement} */ (body).value = JSON.stringify(example ?? {}, null, 2);
  const place = element("div", { "aria-live": "polite" });
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const secret = /** @type {HTMLInputElement} */ (key).value.trim();
    if (secret && !/^(app_)?sandbox_/.test(secret)) {
      place.replaceChildren(
        element("p", {}, "Use a key of the sandbox here: this page must not change live data."),
      );
      return;
    }
    sessionStorage.setItem("laurel-docs-key", secret);
    let target = path;
    parts.forEach((part, index) => {
      const value = encodeURIComponent(/** @type {HTMLInputElement} */ (part).value);
      target = target.replace(`{${names[index]}}`, value);
    });
    const words = /** @type {HTMLInputElement} */ (query).value;
    const answer = await fetch(target + (words ? `?${words}` : ""), {
      method,
      credentials: "omit",
      headers: { "Content-Type": "application/json", ...(secret ? { "X-API-KEY": secret } : {}) },
      body: body ? /** @type {HTMLTextAreaElement} */ (body).value : undefined,
    });
    const text = await answer.text();
    let shown = text;
    try {
      shown = JSON.stringify(JSON.parse(text), null, 2);
    } catch { /* It is no JSON, and shown as it is. */ }
    place.replaceChildren(element("p", {}, `Status ${answer.status}`), code(shown.slice(0, 20000)));
  };
  return element(
    "details",
    {},
    element("summary", {}, "Try it in the sandbox"),
    element(
      "form",
      { onsubmit: send },
      field("API key of the sandbox", key),
      ...parts.map((part, index) => field(names[index], part)),
      field("Query", query),
      body && field("Body", body),
      element("button", { type: "submit", class: "primary" }, "Send"),
    ),
    place,
  );
}
