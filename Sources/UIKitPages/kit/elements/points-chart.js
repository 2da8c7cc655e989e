import { html, svg } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { bones, LaurelElement } from "../base/kit.js";
import { addDays, sayShort } from "../base/say.js";

/**
 * A point of the chart.
 * @typedef {object} PointsDay
 * @property {string} date
 * @property {number} total
 * @property {number} change
 */

/**
 * How points grew over time, as a line; and, for those who cannot see it, as a table.
 *
 * @element laurel-points-chart
 * @prop {PointsDay[] | null} data - The points, oldest first.
 * @prop {string} system - Inside of a provider: the points system's key.
 * @prop {number} days - Inside of a provider: how many days it shows.
 * @prop {number} height - How high the plot is, in pixels.
 * @prop {string} title - The heading.
 * @prop {string | Node | null} headerRight - What stands beside the heading.
 * @prop {string} yAxisLabel - What the figures are.
 * @prop {PointsLevel[] | null} levels - Levels, shown as lines across.
 * @slot title - In place of the heading.
 * @slot header-right - Beside the heading.
 * @csspart plot - The plot.
 * @csspart line - The line.
 */
export class LaurelPointsChart extends LaurelElement {
  static main = "data";
  static properties = {
    ...LaurelElement.common,
    data: null,
    system: "",
    days: 30,
    height: 180,
    title: "",
    headerRight: null,
    yAxisLabel: "",
    levels: null,
  };
  static style = `
    figure { display: grid; gap: 10px; grid-template-columns: minmax(0, 1fr); }
    header { display: flex; justify-content: space-between; gap: 10px; align-items: baseline; }
    .frame { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 8px; }
    .axis { display: flex; flex-direction: column; justify-content: space-between; text-align: end; min-inline-size: 2.5em;
      margin-block: -.6em; }
    .plot { position: relative; block-size: var(--height, 180px); border-block-end: 1px solid var(--_line); }
    .plot svg { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; overflow: visible; }
    .grid { stroke: var(--_line); vector-effect: non-scaling-stroke; stroke-width: 1; }
    .line { fill: none; stroke: var(--_accent); stroke-width: 2.5; vector-effect: non-scaling-stroke; stroke-linejoin: round;
      stroke-linecap: round; }
    .area { fill: var(--_accent); opacity: .1; }
    .level { stroke: var(--_gold); stroke-dasharray: 4 4; vector-effect: non-scaling-stroke; }
    .name { position: absolute; inset-inline-end: 0; font-size: .786em; color: var(--_gold); background: var(--_sheet);
      padding-inline: 4px; border-radius: 4px; transform: translateY(-50%); max-inline-size: 60%; overflow: hidden;
      text-overflow: ellipsis; white-space: nowrap; }
    .dates { grid-column: 2; display: flex; justify-content: space-between; }
    .single { justify-content: center; }
    figure { position: relative; }
    .dot { position: absolute; inline-size: 10px; block-size: 10px; border-radius: 50%; background: var(--_accent);
      border: 2px solid var(--_sheet); transform: translate(-50%, -50%); pointer-events: none; }
    .told { position: absolute; inset-block-start: -6px; transform: translate(-50%, -100%); background: var(--_ink); color: var(--_sheet);
      border-radius: 6px; padding: 3px 8px; font-size: .857em; white-space: nowrap; pointer-events: none; z-index: 1; }
  `;

  constructor() {
    super();
    /** The number of the point that is pointed at; -1 for none. */
    this.pointed = -1;
  }

  /** @param {string} user */
  needs(user) {
    const { system, days } = this.p;
    if (!system) return /** @type {Record<string, string>} */ ({});
    const today = this.today;
    const range = `startDate=${addDays(today, -Math.max(1, days))}&endDate=${today}`;
    return { data: `${user}/points/${encodeURIComponent(system)}/event-summary?aggregation=daily&${range}` };
  }

  /** @param {string} name @returns {boolean} */
  isAsking(name) {
    return name === "system" || name === "days";
  }

  isEmpty() {
    return this.list("data").length === 0;
  }

  skeleton() {
    return bones(1, this.p.height + 58);
  }

  show() {
    /** @type {PointsDay[]} */
    const data = this.get("data");
    const { title, headerRight, yAxisLabel } = this.p;
    const label = this.text("chartOf", {
      first: this.date(data[0].date),
      last: this.date(data[data.length - 1].date),
    });
    return html`
      <figure aria-label=${title || label}>
        <header><span class="title"><slot name="title">${title}</slot></span>
          <span class="quiet"><slot name="header-right">${headerRight}</slot></span></header>
        ${yAxisLabel ? html`<span class="quiet small">${yAxisLabel}</span>` : ""}
        ${this.frame(data, label)}
        ${this.table(data)}
      </figure>
    `;
  }

  /** @param {PointsDay[]} data @param {string} label */
  frame(data, label) {
    const levels = this.p.levels ?? [];
    const [low, high] = bounds(data.map((day) => day.total), levels.map((level) => level.points));
    const y = (/** @type {number} */ value) => 100 - (100 * (value - low)) / (high - low);
    const x = (/** @type {number} */ index) => data.length > 1 ? (100 * index) / (data.length - 1) : 50;
    const line =
      data.map((day, index) => `${index ? "L" : "M"}${x(index).toFixed(2)} ${y(day.total).toFixed(2)}`).join(
        "",
      ) + (data.length === 1 ? "h0" : "");
    const shown = levels.filter((level) => level.points > low && level.points <= high);
    const ticks = high - low < 2 ? [high, low] : [high, (high + low) / 2, low];
    const middle = data[Math.floor((data.length - 1) / 2)];
    const short = /** @type {any} */ ({ day: "numeric", month: "short" });
    return html`
      <div class="frame">
        <div class="axis quiet small num" aria-hidden="true">${ticks.map((tick) =>
          html`<span>${sayShort(Math.round(tick), this.language)}</span>`
        )}</div>
        <div part="plot" class="plot" role="img" aria-label=${label} .style=${`--height:${this.p.height}px`}
          @pointermove=${(event) => this.point(event, data.length)} @pointerleave=${() =>
            this.point(null, 0)}>
          <svg class="turn" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            ${[0, 50].map((at) => svg`<path class="grid" d=${`M0 ${at}H100`}></path>`)}
            ${shown.map((level) => svg`<path class="level" d=${`M0 ${y(level.points)}H100`}></path>`)}
            <path class="area" d=${`${line}L${x(data.length - 1)} 100L${x(0)} 100Z`}></path>
            <path part="line" class="line" d=${line}></path>
          </svg>
          ${shown.map((level) =>
            html`<span class="name" .style=${`top:${y(level.points)}%`}>${level.name}</span>`
          )}
          ${this.pointer(data, x, y)}
        </div>
        <div class="dates ${data.length > 1 ? "" : "single"} quiet small num"
          aria-hidden="true"><span>${this.date(
            data[0].date,
            short,
          )}</span>${data.length > 2
            ? html`<span>${this.date(middle.date, short)}</span>`
            : ""}${data.length > 1
            ? html`<span>${this.date(data[data.length - 1].date, short)}</span>`
            : ""}</div>
      </div>
    `;
  }

  pointer(data, x, y) {
    // A line of one day would not be seen.
    const index = data.length === 1 ? 0 : this.pointed;
    const day = data[index];
    if (!day) return "";
    const at = this.isRightToLeft ? 100 - x(index) : x(index);
    const edge = Math.min(88, Math.max(12, at));
    return html`
      <span class="dot" .style=${`left:${at}%;top:${y(day.total)}%`}></span>
      ${this.pointed < 0
        ? ""
        : html`<span class="told num" .style=${`left:${edge}%`}>${this.date(day.date)}: ${
          this.number(
            day.total,
          )
        } (${this.number(day.change, { signDisplay: "exceptZero" })})</span>`}
    `;
  }

  /** @param {any} event @param {number} count */
  point(event, count) {
    let pointed = -1;
    if (event && count) {
      const box = event.currentTarget.getBoundingClientRect();
      const part = (event.clientX - box.left) / box.width;
      pointed = Math.round((this.isRightToLeft ? 1 - part : part) * (count - 1));
    }
    if (pointed === this.pointed) return;
    this.pointed = pointed;
    this.update();
  }

  /** @param {PointsDay[]} data */
  table(data) {
    return html`
      <div class="unseen">
        <table>
          <thead>
            <tr>
              <th>${this.text("date")}</th>
              <th>${this.text("total")}</th>
              <th>${this.text("change")}</th>
            </tr>
          </thead>
          <tbody>${data.map((day) =>
            html`
              <tr>
                <td>${this.date(day.date)}</td>
                <td>${this.number(day.total)}</td>
                <td>${this.number(day.change)}</td>
              </tr>
            `
          )}</tbody>
        </table>
      </div>
    `;
  }
}

/**
 * The least and the greatest number of an axis: round ones, around all values and the next level.
 * @param {number[]} values
 * @param {number[]} levels
 */
export function bounds(values, levels) {
  const [least, most] = [Math.min(0, ...values), Math.max(...values)];
  const next = levels.filter((level) => level > most).sort((a, b) => a - b)[0];
  const top = next !== undefined && next <= most * 1.5 ? next : most;
  const step = 10 ** Math.floor(Math.log10(Math.max(1, top - least))) / 2;
  const high = Math.ceil((top + step / 10) / step) * step;
  return [least < 0 ? Math.floor(least / step) * step : 0, Math.max(high, 1)];
}

define("laurel-points-chart", LaurelPointsChart);
