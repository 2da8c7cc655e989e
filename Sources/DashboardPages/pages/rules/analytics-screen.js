import { html } from "../base/html.js";
import { call, get } from "../base/api.js";
import { here, link, remember } from "../base/route.js";
import { day, number } from "../base/format.js";
import { Screen, top } from "../parts/screen.js";
import { sheet, tabs } from "../parts/list.js";
import { icon } from "../parts/icons.js";
import { download } from "../screens/user-actions.js";

// What all screens of analytics have: which days, who is told apart, and a chart with what belongs to it.

const PARTS = [
  ["Activity", "/analytics"],
  ["Retention", "/analytics/retention"],
  ["Funnel", "/analytics/funnel"],
  ["Streaks", "/analytics/streaks"],
  ["Achievements", "/analytics/achievements"],
  ["Points", "/analytics/points"],
  ["Boards", "/analytics/boards"],
];
const RANGES = [["28", "28 days"], ["90", "90 days"], ["365", "A year"], ["own", "From … to …"]];
const SHOWN_ROWS = 1_000;
/** How groups are drawn, the largest first. */
export const KINDS = ["leaf", "ice", "gold", "ember"];

/**
 * A column of a chart's table.
 * @typedef {{label: string, view: (row: any) => unknown, isNumber?: boolean}} TableColumn
 */

/** A screen of analytics: everything that somebody chooses is in the address. */
export class AnalyticsScreen extends Screen {
  /** What is chosen at first, besides the days. */
  static defaults = /** @type {Record<string, string>} */ ({});
  static range = "28";
  /** @type {Set<string>} The tables that are open. */
  opened = new Set();

  get choice() {
    const type = /** @type {typeof AnalyticsScreen} */ (this.constructor);
    const first = { days: type.range, from: "", to: "", by: "", ...type.defaults };
    const { query } = here();
    return Object.fromEntries(Object.entries(first).map(([name, value]) => [name, query.get(name) ?? value]));
  }

  /** The days that are asked for; the last one is today where none is chosen. */
  get range() {
    const { days, from, to } = this.choice;
    if (days === "own") return { from, to };
    return { from: daysAgo(Number(days) - 1), to: "" };
  }

  /** @param {Record<string, unknown>} more */
  question(more = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.range, by: this.choice.by, ...more })) {
      if (value) query.set(name, String(value));
    }
    return query;
  }

  ask(name, more, signal) {
    return get(`/admin/v1/analytics/${name}?${this.question(more)}`, { signal });
  }

  /** Asks about something of which there may be none, which is no mistake of whoever looks. */
  async askIfAny(name, more, signal) {
    try {
      return await this.ask(name, more, signal);
    } catch (error) {
      if (error.status === 422) return { complete: true, rows: [] };
      throw error;
    }
  }

  async load(signal) {
    const [subjects, ...reports] = await Promise.all([
      get("/admin/v1/analytics/subjects", { signal }),
      ...this.reports(signal),
    ]);
    this.subjects = subjects;
    return { subjects, reports };
  }

  /**
   * What it asks for, besides what can be asked about: two answers at most.
   * @param {AbortSignal} _signal
   * @returns {Promise<any>[]}
   */
  reports(_signal) {
    return [];
  }

  render() {
    return html`${this.head()}${super.render()}`;
  }

  view({ subjects, reports }) {
    const missing = this.missing(subjects);
    if (missing) return html`<div class="sheet">${missing}</div>`;
    return html`${this.incomplete(reports)}${this.charts(reports, subjects)}`;
  }

  /**
   * What it says where there is nothing that could be counted.
   * @param {any} _subjects
   * @returns {unknown}
   */
  missing(_subjects) {
    return null;
  }

  /**
   * @param {any[]} _reports
   * @param {any} _subjects
   * @returns {unknown}
   */
  charts(_reports, _subjects) {
    return null;
  }

  /**
   * What can be chosen besides days and groups.
   * @returns {unknown}
   */
  controls() {
    return "";
  }

  head() {
    const { path } = here();
    const { days, from, to, by } = this.choice;
    const isKept = here().query.has("days");
    const type = /** @type {any} */ (this.constructor);
    return html`${
      top({
        title: "Analytics",
        about: html`${type.about} <span class="only-print">${this.rangeText()}</span>`,
        actions: html`
          <button class="button only-wide" @click=${() => print()}>Print</button>
        `,
      })
    }${
      tabs(
        "Analytics",
        PARTS.map(([name, address]) => ({
          name,
          address: link(address, { ...(isKept ? { days, from, to } : {}), by }),
          isCurrent: path === address,
        })),
      )
    }<div class="filters narrow">${this.select("Days", "days", RANGES)}${
      days === "own" ? html`${this.date("From", "from")}${this.date("To", "to")}` : ""
    }${this.controls()}${this.groups()}</div>`;
  }

  rangeText() {
    const { from, to } = this.range;
    const { by } = this.choice;
    return `${from ? day(from) : "…"} to ${day(to || this.subjects?.today)}${
      by ? `, told apart by ${by === "control" ? "control group" : by}` : ""
    }`;
  }

  /**
   * Which group a row is of, for the address of its users.
   * @param {any} row
   */
  groupOf(row) {
    const { by } = this.choice;
    return by ? { by, segment: row.segment } : {};
  }

  groups() {
    const attributes = this.subjects?.attributes ?? [];
    const { by } = this.choice;
    const isKnown = ["", "control"].includes(by) || attributes.some((each) => each.key === by);
    return this.select("Told apart by", "by", [
      ["", "Nothing"],
      ["control", "Control group"],
      ...attributes.map((each) => [each.key, each.name]),
      ...(isKnown ? [] : [[by, by]]),
    ]);
  }

  /** @param {Record<string, string>} change */
  choose(change) {
    if (change.days === "own") {
      Object.assign(change, { from: this.range.from, to: this.subjects?.today ?? daysAgo(0) });
    }
    const type = /** @type {typeof AnalyticsScreen} */ (this.constructor);
    const first = { days: type.range, ...type.defaults };
    const chosen = { ...this.choice, ...change };
    if (chosen.days !== "own") Object.assign(chosen, { from: "", to: "" });
    // What is as it is at first need not be said.
    const said = Object.entries(chosen).filter(([name, value]) => value !== (first[name] ?? ""));
    remember(Object.fromEntries(said));
    this.reloadSoon(0);
  }

  select(label, name, options) {
    const current = this.choice[name];
    return html`
      <label
        class="field"><span class="label">${label}</span><select name=${name} @change=${(event) =>
          this.choose({ [name]: event.target.value })}>${options.map(([value, text]) =>
            html`<option value=${value} .selected=${value === current}>${text}</option>`
          )}</select></label>
    `;
  }

  date(label, name) {
    return html`
      <label
        class="field"><span class="label">${label}</span><input type="date" name=${name} .value=${this
          .choice[name]} @change=${(event) => this.choose({ [name]: event.target.value })}></label>
    `;
  }

  /** Something to choose among what there is, where there are several. */
  among(label, name, kind, key = "key") {
    const all = this.subjects?.[kind] ?? [];
    if (all.length < 2) return "";
    const chosen = this.choice[name] || all[0][key];
    return html`
      <label
        class="field"><span class="label">${label}</span><select name=${name} @change=${(event) =>
          this.choose({ [name]: event.target.value })}>${all.map((each) =>
            html`<option value=${each[key]} .selected=${each[key] === chosen}>${each.name}</option>`
          )}</select></label>
    `;
  }

  /**
   * A chart with what it counts, its table, and its file.
   * @param {{title: string, definition: string, chart: unknown, columns: TableColumn[], rows: any[], file: [string, Record<string, unknown>], note?: unknown}} parts
   */
  chart({ title, definition, chart, columns, rows, file, note }) {
    return sheet({
      title,
      note: html`
        ${note}${about(title, definition)}<button class="button tight" aria-label=${`CSV: ${title}`}
          @click=${() => this.save(...file)}>${icon("export")}<span class="only-wide">CSV</span></button>
      `,
      body: html`${chart}<p class="small quiet only-print">${definition}</p>${
        this.table(title, columns, rows)
      }`,
    });
  }

  /** The rows of a chart, written once somebody wants to see them. */
  table(title, columns, rows) {
    const isOpen = this.opened.has(title);
    const toggle = (event) => {
      if (event.target.open === this.opened.has(title)) return;
      if (event.target.open) this.opened.add(title);
      else this.opened.delete(title);
      this.update();
    };
    const kind = (column) => column.isNumber ? "number" : "nowrap";
    return html`
      <details class="small not-print" .open=${isOpen}
        @toggle=${toggle}><summary class="quiet">As a table</summary>${isOpen
          ? html`
            <div class="scroll chart-table" tabindex="0" role="region" aria-label=${`${title}, as a table`}>
              <table>
                <caption class="for-readers">${title}</caption>
                <thead>
                  <tr>${columns.map((column) =>
                    html`<th scope="col" class=${kind(column)}>${column.label}</th>`
                  )}</tr>
                </thead>
                <tbody>${rows.slice(0, SHOWN_ROWS).map((row) =>
                  html`<tr>${
                    columns.map((column) => html`<td class=${kind(column)}>${column.view(row)}</td>`)
                  }</tr>`
                )}</tbody>
              </table>
            </div>
            ${rows.length > SHOWN_ROWS
              ? html`<p class="quiet">The first ${number(SHOWN_ROWS)} rows. All are in the file.</p>`
              : ""}
          `
          : ""}</details>
    `;
  }

  /** @param {string} report @param {Record<string, unknown>} more */
  async save(report, more) {
    const query = this.question(more);
    const text = await call("GET", `/admin/v1/analytics/${report}.csv?${query}`, undefined, { isText: true });
    const days = [query.get("from"), query.get("to") ?? this.subjects?.today].filter(Boolean).join(" to ");
    download(`${report} ${days}.csv`, text, "text/csv");
  }

  incomplete(reports) {
    return reports.every((report) => report.complete) ? "" : html`
      <div
        class="notice"
        role="status"><b>Users are being gone through for the first time.</b><span>Numbers appear once that is over; you may come back later.</span></div>
    `;
  }
}

/**
 * What a number is, for whoever points at it or comes to it by keyboard.
 * @param {string} title
 * @param {string} definition
 */
export function about(title, definition) {
  const id = `about-${title.toLowerCase().replaceAll(/\W+/g, "-")}`;
  return html`
    <span
      class="about"><button type="button" class="button bare square" aria-label=${`What “${title}” is`} aria-describedby=${id}>${icon(
        "help",
      )}</button><span class="tip" role="tooltip" id=${id}>${definition}</span></span>
  `;
}

/** @param {number} count */
function daysAgo(count) {
  return new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 10);
}

/**
 * A column of numbers.
 * @param {string} label
 * @param {string} name
 * @param {(value: any) => string} [say]
 * @returns {TableColumn}
 */
export function numbersOf(label, name, say = number) {
  return { label, isNumber: true, view: (row) => say(row[name]) };
}

/**
 * A column of numbers that lead to those whom they count.
 * @param {string} label
 * @param {string} name
 * @param {(row: any) => string | null} hrefOf
 * @returns {TableColumn}
 */
export function usersOf(label, name, hrefOf) {
  const view = (row) => {
    const href = row[name] ? hrefOf(row) : null;
    return href ? html`<a href=${href}>${number(row[name])}</a>` : number(row[name]);
  };
  return { label, isNumber: true, view };
}

/** A column of days. @type {TableColumn} */
export const DAY = { label: "Day", view: (row) => day(row.day) };
/** A column of groups. @type {TableColumn} */
export const GROUP = { label: "Group", view: (row) => groupName(row.segment) };

/** @param {string} value */
export function groupName(value) {
  return value === "" ? "Without a value" : value;
}

/**
 * The days of rows, in short and in full.
 * @param {any[]} rows
 */
export function daysOf(rows) {
  const all = [...new Set(rows.map((row) => row.day))];
  return { all, labels: all.map(shortDay), says: all.map((each) => day(each)) };
}

/** @param {string} text */
export function shortDay(text) {
  return day(text).replace(/ \d{4}$/, "");
}

/**
 * The largest groups by a number of theirs.
 * @param {any[]} rows
 * @param {string} field
 */
export function largest(rows, field) {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  for (const row of rows) sizes.set(row.segment, (sizes.get(row.segment) ?? 0) + (row[field] ?? 0));
  return [...sizes].sort((left, right) => right[1] - left[1]).map(([segment]) => segment);
}

/**
 * A line for each of the largest groups.
 * @param {any[]} rows
 * @param {string} field
 */
export function linesOf(rows, field) {
  const values = new Map(rows.map((row) => [`${row.segment}\n${row.day}`, row[field]]));
  const days = [...new Set(rows.map((row) => row.day))];
  return largest(rows, field).slice(0, KINDS.length).map((segment, index) => ({
    name: groupName(segment),
    kind: KINDS[index],
    values: days.map((day) => values.get(`${segment}\n${day}`) ?? 0),
  }));
}
