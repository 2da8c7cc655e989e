import { html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { LaurelElement } from "../base/kit.js";
import { icon } from "../base/icons.js";
import { addDays, civilDay, firstWeekday } from "../base/say.js";
import {
  addMonths,
  extentOf,
  periodsByDay,
  rowsOfYear,
  stateOn,
  statesOf,
  weekOf,
  weeksOfMonth,
} from "./streak-days.js";

/** @typedef {import("./streak-days.js").StreakPeriod} StreakPeriod */

/**
 * The days of a streak. What was missed is shown as missed, and today is the user's day.
 *
 * @element laurel-streak-calendar
 * @prop {StreakPeriod[] | null} streak - The periods, as in `streakHistory` of the API.
 * @prop {"week" | "month" | "year" | "all"} view - What it shows at once; `all` is every year that there is, to scroll through.
 * @prop {string | number | Date | null} month - The month of the view `month`: `2026-03`. Default: that of `referenceDate`.
 * @prop {string | Date | null} referenceDate - The day around which it shows; default: today.
 * @prop {boolean} showFreezes - Whether days that a freeze covered look different from days that were done.
 * @prop {0 | 1 | 2 | 3 | 4 | 5 | 6 | null} startOfWeek - The first day of a week, 0 for Sunday; default: as where the language is spoken.
 * @prop {string} selectedDay - A day that stands out, with the others of its period.
 * @prop {((day: object) => void) | null} onDayClick - Is called with the `detail` of `laurel-day`.
 * @fires laurel-day - Somebody chose a day: `detail` is `{date, state, period}`.
 * @slot title - In place of the month, the week or the year that is shown.
 * @slot empty - Shown when there is no day at all.
 * @slot done - What the look of such a day means, below the days.
 * @slot freeze - What the look of such a day means, below the days.
 * @slot grace - What the look of such a day means, below the days.
 * @slot pause - What the look of such a day means, below the days.
 * @slot missed - What the look of such a day means, below the days.
 * @slot off - What the look of such a day means, below the days.
 * @csspart day - A day; also `day-done`, `day-freeze`, `day-missed`, `day-off`, `day-today`, `day-selected` and so on.
 * @csspart header - The title and the two buttons beside it.
 * @csspart weekday - The name of a weekday.
 * @csspart legend - What the looks mean.
 * @cssprop --laurel-cell-radius - How round a day is.
 * @cssprop --laurel-cell-height - How high a day of a month is at most.
 */
export class LaurelStreakCalendar extends LaurelElement {
  static main = "streak";
  static properties = {
    ...LaurelElement.common,
    streak: null,
    view: "month",
    month: null,
    referenceDate: null,
    showFreezes: true,
    startOfWeek: null,
    selectedDay: "",
    onDayClick: null,
  };
  static style = `
    :host { min-inline-size: 0; }
    header { display: flex; justify-content: space-between; align-items: center; gap: 8px; margin-block-end: 10px;
      min-block-size: 32px; }
    .moves { display: flex; gap: 4px; }
    .moves button { inline-size: 32px; block-size: 32px; display: grid; place-items: center; border-radius: 8px;
      border: 1px solid var(--_line); background: none; }
    .moves button:disabled { opacity: .35; cursor: default; }
    .grid { display: grid; gap: 5px; }
    .line { display: grid; grid-template-columns: repeat(var(--columns, 7), minmax(0, 1fr)); gap: inherit; }
    .names { color: var(--_ink-2); font-size: .82em; text-align: center; margin-block-end: 5px; }
    .day { aspect-ratio: 1; inline-size: 100%; max-block-size: var(--laurel-cell-height, 52px); border-radius: var(--laurel-cell-radius, 10px); display: grid; place-items: center;
      position: relative; font-size: .86em; font-variant-numeric: tabular-nums; border: 1px solid transparent;
      cursor: default; user-select: none; }
    .done { background: var(--_accent); color: var(--_on-accent); font-weight: 600; }
    .freeze, .pause { background: var(--_ice-soft); color: var(--_ice); font-weight: 600; }
    .pause { border: 1px dashed var(--_ice); background: none; }
    .grace { background: var(--_gold-soft); color: var(--_gold); font-weight: 600; }
    .missed { background: var(--_ember-soft); color: var(--_ember); font-weight: 600; }
    .open { background: var(--_sunk); border-color: var(--_accent); color: var(--_ink); }
    .none { background: var(--_sunk); color: var(--_ink-2); }
    .off { border: 1px dashed light-dark(#b9b4a8, #565e6b); color: var(--_ink-2); }
    .future, .unknown { color: var(--_ink-2); }
    .today { box-shadow: 0 0 0 2px var(--_sheet), 0 0 0 4px var(--_accent); }
    .selected { outline: 2px solid var(--_ink); outline-offset: 1px; }
    .day[data-day]:not(.future, .unknown) { cursor: pointer; }
    .day[data-day]:not(.future, .unknown):hover { filter: brightness(.94); }
    .month .missed::after, .week .missed::after { content: ""; position: absolute; inset: 0; margin: auto;
      inline-size: 2em; block-size: 1.6em;
      background: linear-gradient(to top right, transparent calc(50% - 1px), currentColor calc(50% - 1px),
      currentColor calc(50% + 1px), transparent calc(50% + 1px)); opacity: .55; }
    .week .day { aspect-ratio: auto; min-block-size: 56px; max-block-size: none; font-size: 1em; }
    .year { gap: 2px; aspect-ratio: 53 / 7; grid-auto-rows: minmax(0, 1fr); }
    .year .day { display: block; aspect-ratio: auto; max-block-size: none; border-radius: 22%; font-size: 0; }
    .year .freeze, .tiny i.freeze { background: var(--_ice); } .year .grace, .tiny i.grace { background: var(--_gold); }
    .year .missed, .tiny i.missed { background: var(--_ember); }
    .year .future, .year .unknown { background: none; border: 1px solid var(--_line); }
    .year .today { box-shadow: 0 0 0 1.5px var(--_accent); }
    .years { display: grid; gap: 20px; max-block-size: var(--laurel-calendar-height, 420px); overflow-y: auto;
      scrollbar-width: thin; padding-inline-end: 8px; padding-block: 2px; }
    .block { content-visibility: auto; contain-intrinsic-size: auto 140px; min-block-size: 60px; }
    .block h3 { font-size: .93em; margin-block-end: 6px; display: flex; justify-content: space-between; gap: 8px; }
    .scroll { overflow-x: auto; scrollbar-width: thin; padding-block: 2px; }
    .scroll .grid, .block .grid { min-inline-size: 460px; }
    .block { overflow-x: auto; }
    .months { display: grid; grid-template-columns: repeat(12, 1fr); min-inline-size: 460px; color: var(--_ink-2);
      font-size: .78em; margin-block-end: 4px; }
    .legend { display: flex; flex-wrap: wrap; gap: 4px 14px; margin-block-start: 12px; color: var(--_ink-2);
      font-size: .857em; }
    .legend span { display: flex; gap: 6px; align-items: center; }
    .legend i { inline-size: 11px; block-size: 11px; border-radius: 3px; border: 1px solid transparent; }
    .legend i.off { border: 1px dashed var(--_ink-2); } .legend i.pause { border: 1px dashed var(--_ice); }
    .legend i.freeze { border-color: var(--_ice); } .legend i.grace { border-color: var(--_gold); }
    .legend i.missed { border-color: var(--_ember); }
    .skeleton { display: grid; grid-template-columns: repeat(7, 1fr); gap: 5px; }
    .skeleton i { aspect-ratio: 1; inline-size: 100%; max-block-size: var(--laurel-cell-height, 52px);
      border-radius: 10px; }
    @media (forced-colors: active) { .day { border: 1px solid; } .done { background: Highlight; color: HighlightText; } }
  `;

  constructor() {
    super();
    /** How many months, weeks or years back one has gone. */
    this.shift = 0;
    /** @type {Map<string, {node: HTMLElement, key: string, states: unknown, shown: Set<string>}>} */
    this.grids = new Map();
    /** @type {Set<string>} What the days that are shown were; what the legend explains. */
    this.shownStates = new Set();
    this.memory = {
      streak: /** @type {any} */ (null),
      states: new Map(),
      periods: new Map(),
      first: "",
      last: "",
    };
    this.chosen = "";
  }

  /** @param {string} user */
  needs(user) {
    return { streak: `${user}/streak?historyPeriods=${this.wanted}` };
  }

  /** @param {string} _name @param {any} answer */
  accept(_name, answer) {
    return { streak: Array.isArray(answer) ? answer : answer?.streakHistory ?? [] };
  }

  /** @param {string} name @returns {boolean} */
  isAsking(name) {
    return name === "view";
  }

  /** How many periods it needs to fill what is shown. */
  get wanted() {
    if (this.p.view === "year" || this.p.view === "all") {
      return this.shift < 0 || this.p.view === "all" ? 1_000 : 372;
    }
    const days = (this.p.view === "week" ? 7 : 31) * (1 - this.shift) + 8;
    return days <= 70 ? 70 : days <= 372 ? 372 : 1_000;
  }

  /** @param {string} name */
  changed(name) {
    super.changed(name);
    if (name === "view" || name === "month" || name === "referenceDate") this.shift = 0;
  }

  disconnected() {
    super.disconnected();
    this.grids.clear();
  }

  // What is known.

  learn() {
    const streak = /** @type {StreakPeriod[]} */ (this.list("streak"));
    if (this.memory.streak !== this.get("streak")) {
      this.memory = {
        streak: this.get("streak"),
        states: statesOf(streak),
        periods: periodsByDay(streak),
        ...extentOf(streak),
      };
    }
    return this.memory;
  }

  isEmpty() {
    return false;
  }

  /** The user's day. Days are one apart between zones at most; where more is told, the server's clock was moved. */
  get today() {
    const [device, { last }] = [super.today, this.learn()];
    return last > addDays(device, 1) ? last : device;
  }

  /** The day around which it shows. */
  get reference() {
    return dayOf(this.p.referenceDate, this.zone) || this.today;
  }

  /** The last day to which one can go. */
  get horizon() {
    return this.reference > this.today ? this.reference : this.today;
  }

  get weekStart() {
    return this.p.startOfWeek ?? firstWeekday(this.language);
  }

  // What it shows.

  shape() {
    switch (this.p.view) {
      case "week":
        return this.week();
      case "year":
        return this.year();
      case "all":
        return this.all();
      default:
        return this.oneMonth();
    }
  }

  render() {
    // The property of this name is not the function of the base.
    if (this.phase === "error") return this.failure();
    if (this.phase === "loading") return this.bones();
    this.shownStates = new Set();
    return html`<div part="calendar">${this.shape()}${this.legend()}</div>`;
  }

  bones() {
    const count = this.p.view === "week" ? 7 : 35;
    return html`
      <div part="loading" role="status"><span class="unseen">${this.text("loading")}</span>
        <header aria-hidden="true"><span class="bone">${this.date(this.reference, {
          month: "long",
        })}</span></header>
        <div class="skeleton" aria-hidden="true">${Array.from(
          { length: count },
          () => html`<i class="bone"></i>`,
        )}</div>
      </div>
    `;
  }

  /** @param {string} title @param {boolean} isLast */
  header(title, isLast) {
    const move = (/** @type {number} */ by) => () => {
      this.shift += by;
      if (!this.values.streak) this.follow();
      this.update();
    };
    return html`
      <header part="header">
        <span class="title" aria-live="polite"><slot name="title">${title}</slot></span>
        <div class="moves">
          <button type="button" part="earlier" aria-label=${this.text("earlier")} @click=${move(-1)}>${icon(
            "back",
            "turn",
          )}</button>
          <button type="button" part="later" aria-label=${this.text("later")} ?disabled=${isLast}
            @click=${move(1)}>${icon("forward", "turn")}</button>
        </div>
      </header>
    `;
  }

  week() {
    const first = weekOf(addDays(this.reference, 7 * this.shift), this.weekStart);
    const days = Array.from({ length: 7 }, (_, index) => addDays(first, index));
    const title = `${this.date(first, { day: "numeric", month: "short" })} – ${
      this.date(days[6], { day: "numeric", month: "short" })
    }`;
    return html`${this.header(title, days[6] >= this.horizon)}${this.names()}${
      this.grid("week", [days], title)
    }`;
  }

  oneMonth() {
    const start = monthOf(this.p.month, this.reference);
    const month = addMonths(start, this.shift);
    const title = this.date(`${month}-01`, { month: "long", year: "numeric" });
    const isLast = month >= this.horizon.slice(0, 7);
    return html`${this.header(title, isLast)}${this.names()}${
      this.grid("month", weeksOfMonth(month, this.weekStart), title)
    }`;
  }

  year() {
    const year = Number(this.reference.slice(0, 4)) + this.shift;
    const title = this.date(`${year}-01-01`, { year: "numeric" });
    return html`${
      this.header(title, year >= Number(this.horizon.slice(0, 4)))
    }<div class="scroll" tabindex="-1">${this.months(year)}${
      this.grid("year", rowsOfYear(year, this.weekStart), title)
    }</div>`;
  }

  /** Every year, each made when it comes into view. */
  all() {
    const last = Number(this.reference.slice(0, 4));
    const starts = this.list("streak").map((period) => period.periodStart).sort();
    const first = Number((starts[0] ?? this.reference).slice(0, 4));
    const years = Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => last - index);
    return html`<div class="years" role="region" tabindex="0" aria-label=${
      this.text("calendarOf", { when: `${first}–${last}` })
    }>${
      years.map((year) => {
        const title = this.date(`${year}-01-01`, { year: "numeric" });
        return html`
          <div
            class="block"><h3><span>${title}</span><span class="quiet num">${this.text("doneCount", {
              n: this.doneIn(year),
            })}</span></h3>${this.grid("year", rowsOfYear(year, this.weekStart), title)}</div>
        `;
      })
    }</div>`;
  }

  /** @param {number} year */
  doneIn(year) {
    const { states } = this.learn();
    let count = 0;
    for (const [day, state] of states) if (state === "done" && Number(day.slice(0, 4)) === year) count += 1;
    return count;
  }

  names() {
    const days = Array.from(
      { length: 7 },
      (_, index) => addDays(weekOf("2026-03-01", this.weekStart), index),
    );
    return html`<div class="line names" aria-hidden="true">${
      days.map((day) => html`<span part="weekday">${this.date(day, { weekday: "short" })}</span>`)
    }</div>`;
  }

  /** @param {number} year */
  months(year) {
    const names = Array.from(
      { length: 12 },
      (_, index) => `${year}-${String(index + 1).padStart(2, "0")}-01`,
    );
    return html`<div class="months" aria-hidden="true">${
      names.map((day) => html`<span>${this.date(day, { month: "narrow" })}</span>`)
    }</div>`;
  }

  /**
   * The days as a grid: one stop for the keyboard, and arrows from day to day. Made without a
   * template, as there may be thousands.
   * @param {string} look
   * @param {(string | null)[][]} rows
   * @param {string} title
   */
  grid(look, rows, title) {
    const { states } = this.learn();
    const key = [look, title, this.language, this.today, this.p.showFreezes, this.p.selectedDay].join();
    const known = this.grids.get(title);
    if (known?.key === key && known.states === states) {
      known.shown.forEach((state) => this.shownStates.add(state));
      return known.node;
    }
    const before = this.shownStates;
    const shown = this.shownStates = new Set();
    const node = this.build(look, rows, states);
    this.shownStates = new Set([...before, ...shown]);
    node.setAttribute("aria-label", this.text("calendarOf", { when: title }));
    if (this.grids.size > 60) this.grids.clear();
    this.grids.set(title, { node, key, states, shown });
    return node;
  }

  build(look, rows, states) {
    const grid = document.createElement("div");
    grid.className = `grid ${look}`;
    grid.setAttribute("role", "grid");
    const today = this.today;
    let stop = /** @type {HTMLElement | null} */ (null);
    for (const row of rows) {
      const line = document.createElement("div");
      line.className = "line";
      line.setAttribute("role", "row");
      line.style.setProperty("--columns", String(row.length));
      for (const day of row) {
        const cell = this.cell(day, states, today, look);
        if (day && (day === today || day === this.chosen || day === this.p.selectedDay || !stop)) stop = cell;
        line.append(cell);
      }
      grid.append(line);
    }
    if (stop) stop.tabIndex = 0;
    grid.addEventListener("click", (event) => this.choose(event.target));
    grid.addEventListener("keydown", (event) => this.key(event, look));
    return grid;
  }

  /** @param {string | null} day */
  cell(day, states, today, look) {
    const cell = document.createElement("span");
    cell.setAttribute("role", "gridcell");
    if (!day) {
      cell.className = "day blank";
      return cell;
    }
    let state = stateOn(states, day, today, this.memory.first);
    if (state === "freeze" && !this.p.showFreezes) state = "done";
    this.shownStates.add(state);
    const marks = [state, ...(day === today ? ["today"] : []), ...(this.isSelected(day) ? ["selected"] : [])];
    cell.className = `day ${marks.join(" ")}`;
    cell.setAttribute("part", `day ${marks.map((mark) => `day-${mark}`).join(" ")}`);
    if (marks.includes("selected")) cell.setAttribute("aria-selected", "true");
    cell.dataset.day = day;
    cell.dataset.state = state;
    cell.tabIndex = -1;
    const full = look === "year"
      ? { dateStyle: "medium" }
      : { weekday: "long", day: "numeric", month: "long", year: "numeric" };
    const said = state === "unknown" ? "" : `: ${this.text(state)}`;
    const words = said + (day === today && state !== "open" ? `, ${this.text("today")}` : "");
    cell.setAttribute("aria-label", `${this.date(day, /** @type {any} */ (full))}${words}`);
    cell.title = cell.getAttribute("aria-label") ?? "";
    if (look !== "year") cell.textContent = this.number(Number(day.slice(8)));
    return cell;
  }

  /** @param {string} day */
  isSelected(day) {
    const selected = this.p.selectedDay;
    if (!selected || day === selected) return day === selected;
    const { periods } = this.memory;
    return periods.has(day) && periods.get(day) === periods.get(selected);
  }

  /** @param {any} target */
  choose(target) {
    const cell = target instanceof HTMLElement
      ? /** @type {HTMLElement | null} */ (target.closest("[data-day]"))
      : null;
    if (!cell || ["future", "unknown"].includes(cell.dataset.state ?? "")) return;
    const date = cell.dataset.day ?? "";
    this.chosen = date;
    const period = this.learn().periods.get(date) ?? null;
    this.tell("laurel-day", { date, state: cell.dataset.state, period }, this.p.onDayClick);
  }

  /** @param {KeyboardEvent} event @param {string} look */
  key(event, look) {
    const cell = /** @type {HTMLElement} */ (event.target);
    const day = cell.dataset?.day;
    if (!day) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.choose(cell);
    }
    const [along, across] = look === "year" ? [7, 1] : [1, 7];
    const side = this.isRightToLeft ? -1 : 1;
    const steps = {
      ArrowRight: along * side,
      ArrowLeft: -along * side,
      ArrowDown: across,
      ArrowUp: -across,
    };
    let next = event.key in steps ? addDays(day, steps[/** @type {"ArrowUp"} */ (event.key)]) : "";
    const grid = /** @type {HTMLElement} */ (event.currentTarget);
    const cells = /** @type {HTMLElement[]} */ ([...grid.querySelectorAll("[data-day]")]);
    if (event.key === "Home") next = cells.map((each) => each.dataset.day ?? "").sort()[0];
    if (event.key === "End") next = cells.map((each) => each.dataset.day ?? "").sort().at(-1) ?? "";
    const found = cells.find((each) => each.dataset.day === next);
    if (!next) return;
    event.preventDefault();
    if (!found) return;
    cells.forEach((each) => each.tabIndex = -1);
    found.tabIndex = 0;
    found.focus();
  }

  legend() {
    const shown = this.shownStates;
    const names = LEGEND.filter((name) => shown.has(name));
    if (!names.length) {
      // Nothing to explain, as on a month without the streak; or nothing at all.
      if ([...this.learn().states.values()].some((state) => LEGEND.includes(state))) return "";
      return html`<p class="legend" part="empty"><slot name="empty">${this.text("noDays")}</slot></p>`;
    }
    const isTiny = this.p.view === "year" || this.p.view === "all";
    return html`<div class="legend ${isTiny ? "tiny" : ""}" part="legend">${
      names.map((name) => html`<span><i class=${name}></i>${this.slotted(name)}</span>`)
    }</div>`;
  }
}

/** What the legend explains. @type {import("./streak-days.js").DayState[]} */
const LEGEND = ["done", "freeze", "grace", "pause", "missed", "off"];

/**
 * The civil day that a property names.
 * @param {any} value
 * @param {string | undefined} zone
 */
function dayOf(value, zone) {
  if (!value) return "";
  if (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? "" : civilDay(date, zone);
}

/**
 * @param {any} value `2026-03`, a date, or the number of a month of the reference's year, from 0 on.
 * @param {string} reference
 */
function monthOf(value, reference) {
  if (typeof value === "string" && /^\d{4}-\d{2}/.test(value)) return value.slice(0, 7);
  if (typeof value === "number") return addMonths(`${reference.slice(0, 4)}-01`, value);
  if (value instanceof Date) return `${value.getFullYear()}-${String(value.getMonth() + 1).padStart(2, "0")}`;
  return reference.slice(0, 7);
}

define("laurel-streak-calendar", LaurelStreakCalendar);
