import { html } from "../base/html.js";
import { counted, heading, WEEKDAYS } from "../base/format.js";

// What each period of a streak was found to be, as a calendar.

/** @type {Record<string, [string, string]>} How a cell looks, and what it says. */
const COVERS = {
  freeze: ["ice", "covered by a freeze"],
  grace: ["grace", "missed and forgiven"],
  pause: ["ice", "paused"],
  amnesty: ["ice", "covered by an amnesty"],
  definition_paused: ["ice", "the streak was paused for everybody"],
  restore: ["ice", "restored"],
  day_off: ["off", "day off"],
  rest_day: ["off", "rest day that the user chose"],
  vacation: ["off", "vacation"],
  zone_change: ["off", "cut short by a change of time zone"],
  no_such_date: ["off", "no such date"],
};

/**
 * How a period looks, and what it is called.
 * @param {any} period
 * @returns {[string, string]}
 */
export function verdict(period) {
  switch (period.verdict) {
    case "satisfied":
      return ["did", "done"];
    case "broken":
      return ["miss", "missed: the streak ended"];
    case "open":
      return ["open", period.coveredBy ? `open; ${COVERS[period.coveredBy]?.[1] ?? ""} if missed` : "open"];
    case "idle":
      return ["before", "no streak was going"];
    default:
      return COVERS[period.coveredBy] ?? ["off", "neutral"];
  }
}

/**
 * A calendar of periods, oldest first.
 * @param {object} parts
 * @param {any[]} parts.periods With `periodStart`, `verdict` and `coveredBy`.
 * @param {string} parts.label
 * @param {Set<string>} [parts.changed] The first dates of those that are to be pointed at.
 */
export function calendar({ periods, label, changed }) {
  if (periods.length === 0) return "";
  const isDaily = periods.every((period) => period.periodStart === period.periodEnd);
  const first = new Date(periods[0].periodStart).getUTCDay();
  const blanks = isDaily ? (first + 6) % 7 : 0;
  const shown = isDaily ? withGaps(periods) : periods;
  return html`<div class="cal" role="group" aria-label=${label}>
    ${
    isDaily
      ? [1, 2, 3, 4, 5, 6, 0].map((day) =>
        html`<span class="weekday" aria-hidden="true">${WEEKDAYS[day]}</span>`
      )
      : ""
  }
    ${Array.from({ length: blanks }, () => html`<span></span>`)}
    ${shown.map((period, index) => cell(period, index === shown.length - 1, changed))}</div>`;
}

/**
 * The days with those between them of which there is nothing to tell, so that each stands under its
 * weekday.
 * @param {any[]} periods
 */
export function withGaps(periods) {
  const known = new Map(periods.map((period) => [period.periodStart, period]));
  const last = periods[periods.length - 1].periodStart;
  const days = [];
  for (
    const day = new Date(periods[0].periodStart);
    day.toISOString().slice(0, 10) <= last;
    day.setUTCDate(day.getUTCDate() + 1)
  ) {
    const date = day.toISOString().slice(0, 10);
    days.push(known.get(date) ?? { periodStart: date, periodEnd: date, verdict: "idle" });
  }
  return days;
}

function cell(period, isLast, changed) {
  const [look, words] = verdict(period);
  const date = period.periodStart;
  const classes = `cell ${look} ${changed?.has(date) ? "changed" : ""} ${isLast ? "now" : ""}`;
  const title = `${heading(date)}: ${words}`;
  return html`<span class=${classes} title=${title} role="img" aria-label=${title}>${
    Number(date.slice(8))
  }</span>`;
}

/** What the colours mean. */
export function calendarKey() {
  return html`
    <div
      class="key"><span><i class="did"></i>done</span><span><i class="ice"></i>freeze, pause, restore</span><span><i class="grace"></i>missed, forgiven</span><span><i class="miss"></i>missed, ended</span><span><i class="off"></i>day off</span></div>
  `;
}

/**
 * What a calendar says in one sentence.
 * @param {any[]} periods
 */
export function calendarText(periods) {
  const count = (verdict) => periods.filter((period) => period.verdict === verdict).length;
  return `Last ${counted(periods.length, "period")}: ${count("satisfied")} done, ${
    count("covered") + count("neutral")
  } covered or off, ${count("broken")} missed`;
}
