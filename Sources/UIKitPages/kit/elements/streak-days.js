import { addDays, daysBetween, weekdayOf } from "../base/say.js";

// What each day of a streak was, and how days lie in weeks, months and years. No element, no page.

/**
 * A period of a streak as the API has it (`streakHistory`). What says most goes first: the verdict,
 * then a freeze, then the length; a list with none of these has only what was done.
 * @typedef {object} StreakPeriod
 * @property {string} periodStart The first day: `2026-03-01`.
 * @property {string} periodEnd The last day.
 * @property {boolean} [usedFreeze]
 * @property {boolean} [usedPause]
 * @property {number} [length] The length at the end of the period.
 * @property {string} [verdict] `satisfied`, `covered`, `neutral`, `broken`, `open`, `idle`.
 * @property {string | null} [coveredBy]
 */

/** @typedef {"done" | "freeze" | "grace" | "pause" | "off" | "missed" | "open" | "none" | "unknown" | "future"} DayState */

/** @type {Record<string, DayState>} */
const COVERS = {
  freeze: "freeze",
  grace: "grace",
  pause: "pause",
  amnesty: "pause",
  definition_paused: "pause",
  restore: "grace",
  day_off: "off",
  rest_day: "off",
  vacation: "off",
  zone_change: "off",
  no_such_date: "off",
};

/**
 * What a period was.
 * @param {StreakPeriod} period
 * @param {StreakPeriod | undefined} before The period before it.
 * @returns {DayState}
 */
export function stateOf(period, before) {
  switch (period.verdict) {
    case "satisfied":
      return "done";
    case "broken":
      return "missed";
    case "open":
      return "open";
    case "idle":
      return "none";
    case "covered":
    case "neutral":
      return COVERS[period.coveredBy ?? ""] ?? "off";
  }
  if (period.usedFreeze) return "freeze";
  if (period.usedPause) return "pause";
  if (period.length === undefined) return "done";
  // Without a length nothing was going: it ended here, or there was none.
  if (period.length === 0) return before?.length ? "missed" : "none";
  return before?.length === period.length ? "off" : "done";
}

/**
 * The state of each day that the periods tell of.
 * @param {StreakPeriod[]} periods
 * @returns {Map<string, DayState>}
 */
export function statesOf(periods) {
  /** @type {Map<string, DayState>} */
  const states = new Map();
  /** @type {StreakPeriod | undefined} */
  let before;
  const sorted = [...periods].sort((a, b) => a.periodStart < b.periodStart ? -1 : 1);
  for (const period of sorted) {
    const state = stateOf(period, before);
    for (const day of daysOf(period)) states.set(day, state);
    before = period;
  }
  return states;
}

/**
 * The period of each day that the periods tell of.
 * @param {StreakPeriod[]} periods
 * @returns {Map<string, StreakPeriod>}
 */
export function periodsByDay(periods) {
  return new Map(periods.flatMap((period) => daysOf(period).map((day) => [day, period])));
}

/** @param {StreakPeriod} period @returns {string[]} */
function daysOf({ periodStart, periodEnd }) {
  const count = Math.min(366, daysBetween(periodStart, periodEnd ?? periodStart)) + 1;
  return Array.from({ length: Math.max(1, count) }, (_, index) => addDays(periodStart, index));
}

/**
 * The first and the last period of a history as the API has it, which says what every day was. A list
 * of what was done has none: it says nothing of when it begins.
 * @param {StreakPeriod[]} periods
 * @returns {{first: string, last: string}}
 */
export function extentOf(periods) {
  if (!periods.some((period) => period.verdict || period.length !== undefined)) {
    return { first: "", last: "" };
  }
  const starts = periods.map((period) => period.periodStart).sort();
  return { first: starts[0], last: starts[starts.length - 1] };
}

/**
 * What a day is, told of or not.
 * @param {Map<string, DayState>} states
 * @param {string} day
 * @param {string} today
 * @param {string} [first] The first day of which everything is known.
 * @returns {DayState}
 */
export function stateOn(states, day, today, first = "") {
  if (day > today) return "future";
  if (day < first) return "unknown";
  const state = states.get(day);
  if (day === today && (!state || state === "none" || state === "missed")) return "open";
  return state ?? "none";
}

/**
 * The first day of the week in which a day lies.
 * @param {string} day
 * @param {number} startOfWeek 0 is Sunday.
 */
export function weekOf(day, startOfWeek) {
  return addDays(day, -((weekdayOf(day) - startOfWeek + 7) % 7));
}

/**
 * The weeks of a month, each with seven places; those of other months are empty.
 * @param {string} month `2026-03`.
 * @param {number} startOfWeek
 * @returns {(string | null)[][]}
 */
export function weeksOfMonth(month, startOfWeek) {
  const weeks = [];
  for (
    let first = weekOf(`${month}-01`, startOfWeek);
    first.slice(0, 7) <= month;
    first = addDays(first, 7)
  ) {
    const week = Array.from({ length: 7 }, (_, index) => addDays(first, index));
    weeks.push(week.map((day) => day.slice(0, 7) === month ? day : null));
  }
  return weeks;
}

/**
 * The days of a year as seven rows, one a weekday, with a column a week.
 * @param {number} year
 * @param {number} startOfWeek
 * @returns {(string | null)[][]}
 */
export function rowsOfYear(year, startOfWeek) {
  const name = String(year).padStart(4, "0");
  const first = weekOf(`${name}-01-01`, startOfWeek);
  const count = Math.floor(daysBetween(first, `${name}-12-31`) / 7) + 1;
  return Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: count }, (_, week) => {
      const day = addDays(first, week * 7 + weekday);
      return day.slice(0, 4) === name ? day : null;
    }));
}

/**
 * A month some months later.
 * @param {string} month
 * @param {number} count
 */
export function addMonths(month, count) {
  const [year, number] = month.split("-").map(Number);
  const date = new Date(Date.UTC(year, number - 1 + count, 1));
  return date.toISOString().slice(0, 7);
}
