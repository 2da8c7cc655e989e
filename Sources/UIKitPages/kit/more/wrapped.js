import { html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { bones, LaurelElement } from "../base/kit.js";
import { sayShort } from "../base/say.js";
import { BADGE_STYLE, badgeView } from "../elements/achievement-views.js";
import { lengthWords } from "../elements/streak-badge.js";

/**
 * The user's year: days, streak, best day, week and month, points and achievements.
 *
 * @element laurel-wrapped
 * @prop {object | null} wrapped - As `GET /v1/users/{id}/wrapped` answers.
 * @prop {number | null} year - The year; default: this one.
 * @slot title - In place of the heading.
 * @slot footer - Below everything.
 * @csspart card - All of it.
 * @csspart figure - One of the figures.
 */
export class LaurelWrapped extends LaurelElement {
  static main = "wrapped";
  static properties = { ...LaurelElement.common, wrapped: null, year: null };
  static style = `${BADGE_STYLE}
    :host { container-type: inline-size; }
    .sheet { display: grid; gap: 18px; padding: 24px; grid-template-columns: minmax(0, 1fr);
      background: linear-gradient(160deg, var(--_accent-soft), var(--_sheet) 55%); }
    h2 { font-size: 2em; letter-spacing: -.03em; line-height: 1.1; overflow-wrap: anywhere; }
    dl { display: grid; gap: 12px; grid-template-columns: repeat(6, minmax(0, 1fr)); }
    .figure { grid-column: span 2; background: var(--_sheet); border: 1px solid var(--_line); border-radius: 12px; padding: 14px; min-inline-size: 0;
      display: flex; flex-direction: column-reverse; justify-content: flex-end; overflow-wrap: anywhere; }
    .figure dd:not(.small) { font-size: 1.7em; font-weight: 700; letter-spacing: -.03em; line-height: 1.15; }
    .figure dd.word { font-size: 1.15em; letter-spacing: -.01em; }
    .figure dt { color: var(--_ink-2); font-size: .857em; }
    .half { grid-column: span 3; }
    .wide { grid-column: 1 / -1; }
    .badges { display: flex; flex-wrap: wrap; gap: 10px; margin-block-start: 8px; }
    .badges .badge { margin: 0; }
    @container (max-width: 400px) { .figure:not(.wide) { grid-column: span 3; } .figure:nth-child(3) { grid-column: 1 / -1; } }
  `;

  get shownYear() {
    return Number(this.p.year ?? this.today.slice(0, 4));
  }

  /** @param {string} user */
  needs(user) {
    return { wrapped: `${user}/wrapped?year=${this.shownYear}` };
  }

  /** @param {string} name @returns {boolean} */
  isAsking(name) {
    return name === "year";
  }

  isEmpty() {
    return !this.get("wrapped")?.activity?.daysActive;
  }

  get emptyWord() {
    return "noYear";
  }

  skeleton() {
    return bones(1, 360);
  }

  show() {
    const { activity, user } = this.get("wrapped");
    const year = this.date(`${this.shownYear}-06-01`, { year: "numeric" });
    const streak = activity.entireYear?.longestStreak;
    const achievements = activity.entireYear?.achievements ?? [];
    return html`
      <div role="group" part="card" class="sheet" aria-label=${this.text("yourYear", { year })}>
        <div><p class="quiet">${user?.name ?? ""}</p><h2><slot name="title">${this.text("yourYear", {
          year,
        })}</slot></h2></div>
        <dl>
          ${["daysActive", "weeksActive", "monthsActive"].map((name) => this.figure(name, activity[name]))}
          ${streak?.length
            ? this.fact("longestStreak", lengthWords(this, streak.length, streak.frequency))
            : ""}
          ${this.best("bestDay", activity.mostActiveDay?.date, { day: "numeric", month: "long" })}
          ${this.best("bestWeek", activity.mostActiveWeek?.start, { day: "numeric", month: "long" })}
          ${this.best("bestMonth", monthName(activity.mostActiveMonth?.month, this.shownYear), {
            month: "long",
          })}
          ${this.totals(activity.entireYear)}
        </dl>
        ${achievements.length
          ? html`
            <div>
              <p class="title">${this.text("achievements")} <span class="quiet num">${this.number(
                achievements.length,
              )}</span></p>
              <div class="badges">${achievements.slice(0, 12).map((one) =>
                html`<span title=${one.name} role="img" aria-label=${one.name}>${badgeView(one, "sm")}</span>`
              )}</div>
            </div>
          `
          : ""}
        <slot name="footer"></slot>
      </div>
    `;
  }

  figure(name, count) {
    return html`
      <div part="figure" class="figure">
        <dt>${this.text(name, { n: count })}</dt>
        <dd class="num">${this.number(count ?? 0)}</dd>
      </div>
    `;
  }

  fact(name, words) {
    return html`
      <div part="figure" class="figure half">
        <dt>${this.text(name)}</dt>
        <dd class="word">${words}</dd>
      </div>
    `;
  }

  best(name, day, options) {
    return day ? this.fact(name, this.date(day, options)) : "";
  }

  /** What grew in the year: metrics and points, with how many others did less. */
  totals(period) {
    const all = [...Object.values(period?.metrics ?? {}), ...Object.values(period?.points ?? {})]
      .filter((one) => one.changeThisPeriod > 0).slice(0, 6);
    return all.map((one) => {
      const percent = one.percentileThisPeriod;
      return html`
        <div part="figure" class="figure wide">
          <dt><strong>${one.name}</strong>${typeof percent === "number"
            ? ` · ${this.text("percentile", { percent: this.number(percent / 100, { style: "percent" }) })}`
            : ""}</dt>
          <dd class="num">${sayShort(one.changeThisPeriod, this.language)}</dd>
        </div>
      `;
    });
  }
}

/** @param {number | undefined} month From 0 on. @param {number} year */
function monthName(month, year) {
  return month === undefined ? "" : `${year}-${String(month + 1).padStart(2, "0")}-15`;
}

define("laurel-wrapped", LaurelWrapped);
