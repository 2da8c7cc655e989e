import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get } from "../base/api.js";
import { ago, moment } from "../base/format.js";
import { empty, Screen, top } from "../parts/screen.js";
import { settingsTabs } from "./settings.js";

const CHANGE_NOUNS = {
  pointsSystem: "points system",
  pointsTrigger: "points trigger",
  pointsLevel: "level",
  pointsBoost: "boost",
  experiment: "experiment",
  tokenKey: "token key",
  user: "user",
};

/** Who changed what, and from what to what. */
export class AuditScreen extends Screen {
  filter = { kind: "", author: "" };

  async load(signal) {
    const page = await get(this.path(), { signal });
    return { entries: page.entries, next: page.nextCursor };
  }

  path(cursor = "") {
    const query = new URLSearchParams({ limit: "50" });
    for (const [name, value] of Object.entries({ ...this.filter, cursor })) if (value) query.set(name, value);
    return `/admin/v1/audit?${query}`;
  }

  async more() {
    const page = await get(this.path(this.data.next));
    this.data = { entries: [...this.data.entries, ...page.entries], next: page.nextCursor };
  }

  set(name, value) {
    this.filter[name] = value;
    this.reloadSoon(200);
  }

  render() {
    const kinds = [
      "",
      "streak",
      "metric",
      "attribute",
      "achievement",
      "pointsSystem",
      "pointsTrigger",
      "pointsLevel",
      "pointsBoost",
      "experiment",
      "settings",
      "key",
      "tokenKey",
      "tenant",
      "badge",
      "amnesty",
      "admin",
      "user",
    ];
    return html`
      ${top({ title: "Settings" })}${settingsTabs("audit")}<section class="sheet">
        <header><h2>Audit</h2><span class="small quiet">kept for 400 days, unless the server says otherwise</span></header>
        <div class="body">
            <div class="filters"><label class="field"><span class="label">What</span><select @change=${(
              event,
            ) => this.set("kind", event.target.value)}>${kinds.map((kind) =>
              html`<option value=${kind}>${kind ? CHANGE_NOUNS[kind] ?? kind : "everything"}</option>`
            )}</select></label>
            <label class="field"><span class="label">By</span><input type="search" placeholder="ada@example.com" autocomplete="off" @input=${(
              event,
            ) => this.set("author", event.target.value.trim())}></label></div>${super.render()}</div>
      </section>
    `;
  }

  view({ entries, next }) {
    if (entries.length === 0) {
      return empty({
        icon: "log",
        title: "No such change",
        text: "Every change of what is set up is recorded here with its author.",
      });
    }
    return html`${changeList(entries)}${
      next
        ? html`<div class="more"><button class="button" @click=${() => this.more()}>Earlier</button></div>`
        : ""
    }`;
  }
}

/**
 * Changes, newest first, each with what was other before.
 * @param {any[]} entries
 */
export function changeList(entries) {
  return html`<ul class="stack">${
    each(entries, (entry) => `${entry.at} ${entry.itemId} ${entry.action}`, (entry) =>
      html`
        <li
          class="stack-s"><div class="spread"><span><b>${author(entry.author)}</b> ${what(
            entry,
          )}</span><time class="small quiet nowrap" datetime=${entry.at} title=${moment(entry.at)}>${ago(
            entry.at,
          )}</time></div>${diff(entry)}</li>
      `)
  }</ul>`;
}

/** @param {{type: string, name: string}} author */
function author({ type, name }) {
  if (type === "admin") return name;
  if (type === "system") return "Laurel";
  if (type === "command") return `laurel ${name}`;
  return name ? `${type} ${name}` : `a ${type}`;
}

/** @param {any} entry */
function what(entry) {
  const kind = CHANGE_NOUNS[entry.kind] ?? entry.kind;
  const document = entry.after ?? entry.before ?? {};
  if (entry.kind === "user" && document.did) return html`${document.did}: user <code>${entry.itemId}</code>`;
  const name = document.name ?? document.key ?? document.email ?? document.prefix ?? "";
  return `${entry.action} the ${kind}${name ? ` “${name}”` : ""}`;
}

/** @param {any} entry */
function diff(entry) {
  const [before, after] = [flat(entry.before), flat(entry.after)];
  if (entry.kind === "user") {
    return after.reason ? html`<p class="quiet small">“${JSON.parse(after.reason)}”</p>` : "";
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) =>
    before[name] !== after[name]
  );
  const isChange = entry.before && entry.after;
  if (!isChange || names.length === 0) return "";
  return html`<div class="diff">${
    names.slice(0, 12).map((name) =>
      html`<div>${name}: ${
        before[name] === undefined ? "" : html`
          <del>${before[name]}</del>
        `
      }${after[name] === undefined ? "" : html`<ins>${after[name]}</ins>`}</div>`
    )
  }</div>`;
}

/**
 * The values of a document by their paths.
 * @param {any} value
 * @param {string} [path]
 * @param {Record<string, string>} [found]
 */
export function flat(value, path = "", found = {}) {
  if (value === null || value === undefined) {
    if (path) found[path] = "none";
  } else if (typeof value === "object" && !Array.isArray(value)) {
    for (const [name, each] of Object.entries(value)) flat(each, path ? `${path}.${name}` : name, found);
  } else {
    found[path] = JSON.stringify(value);
  }
  return found;
}

define("l-audit", AuditScreen);
