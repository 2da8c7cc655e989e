import { html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { bones, LaurelElement } from "../base/kit.js";
import { icon } from "../base/icons.js";
import { lengthWords } from "./streak-badge.js";
import "./streak-calendar.js";

/**
 * A streak with its calendar, its figures, and how it works.
 *
 * @element laurel-streak-card
 * @prop {StreakPeriod[] | null} streak - The periods, as in `streakHistory` of the API.
 * @prop {number | null} currentStreak - How long the streak is now.
 * @prop {number | null} longestStreak - The longest that it ever was.
 * @prop {number | null} total - How many periods were done in all.
 * @prop {"daily" | "weekly" | "monthly"} frequency - What it counts.
 * @prop {number | null} freezes - How many freezes are left.
 * @prop {"week" | "month" | "year" | "all"} view - What the calendar shows.
 * @prop {string} title - The heading.
 * @prop {string} actionLabel - What the button says; without it there is none.
 * @prop {(() => void) | null} onActionClick - Is called when the button is pressed.
 * @prop {boolean} showHowItWorks - Whether it tells how streaks work.
 * @prop {string} howItWorksTitle - The heading of that.
 * @prop {string[] | null} howItWorksItems - The sentences of that.
 * @prop {boolean} defaultHowItWorksOpen - Whether these are open at first.
 * @prop {((day: object) => void) | null} onDayClick - Is called with the `detail` of `laurel-day`.
 * @fires laurel-cta - The button was pressed.
 * @fires laurel-day - Somebody chose a day.
 * @slot title - In place of the heading.
 * @slot action - In place of the button's text.
 * @slot current - What the current length is called.
 * @slot longest - What the longest length is called.
 * @slot total - What the number of all periods is called.
 * @slot freezes - How many freezes are left.
 * @slot how-title - The heading of how streaks work.
 * @slot how - In place of the sentences about how streaks work.
 * @slot footer - Below everything.
 * @csspart card - All of it.
 * @csspart figure - One of the three figures.
 * @csspart action - The button.
 * @csspart day - A day of the calendar; all parts of the calendar can be named.
 */
export class LaurelStreakCard extends LaurelElement {
  static main = "streak";
  static properties = {
    ...LaurelElement.common,
    streak: null,
    currentStreak: null,
    longestStreak: null,
    total: null,
    frequency: "daily",
    freezes: null,
    view: "month",
    title: "",
    actionLabel: "",
    onActionClick: null,
    showHowItWorks: false,
    howItWorksTitle: "",
    howItWorksItems: null,
    defaultHowItWorksOpen: false,
    onDayClick: null,
  };
  static style = `
    .sheet { display: grid; gap: var(--_space); grid-template-columns: minmax(0, 1fr); }
    .lead { display: flex; gap: 12px; align-items: center; }
    .lead .icon { inline-size: 34px; block-size: 34px; color: var(--_ember); padding: 6px; border-radius: 10px;
      background: var(--_ember-soft); }
    .lead .num { font-size: 1.9em; font-weight: 680; letter-spacing: -.03em; line-height: 1.1; }
    dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(84px, 1fr)); border-block: 1px solid var(--_line); }
    dl div { padding: 10px 0; min-inline-size: 0; }
    dt { color: var(--_ink-2); font-size: .857em; }
    dd { font-size: 1.286em; font-weight: 650; letter-spacing: -.02em; overflow-wrap: anywhere; }
    details { border-block-start: 1px solid var(--_line); padding-block-start: 12px; }
    summary { cursor: pointer; font-weight: 600; border-radius: 6px; }
    details ul { display: grid; gap: 6px; margin-block-start: 8px; color: var(--_ink-2); }
    details li { display: flex; gap: 8px; }
    details .icon { color: var(--_accent); margin-block-start: .15em; }
  `;

  /** @param {string} user */
  needs(user) {
    return { streak: `${user}/streak?historyPeriods=70`, all: `${user}/streaks` };
  }

  /** @param {string} name @param {any} answer */
  accept(name, answer) {
    if (name === "all") {
      const primary = answer?.streaks?.find?.((each) => each.primary) ??
        (Array.isArray(answer) ? answer.find((each) => each.primary) : null);
      return { longestStreak: primary?.longest ?? 0 };
    }
    return {
      streak: answer?.streakHistory ?? [],
      currentStreak: answer?.length ?? 0,
      frequency: answer?.frequency ?? "daily",
      freezes: answer?.freezes ?? null,
    };
  }

  /** Whether the calendar asks by itself: inside of a provider, where one can go back as far as one likes. */
  get asks() {
    return this.watched.size > 0 && !this.p.src;
  }

  skeleton() {
    return bones(1, 46, bones(1, 62), bones(1, 300));
  }

  show() {
    const { title, actionLabel } = this.p;
    const current = Number(this.get("currentStreak") ?? 0);
    const frequency = this.get("frequency");
    const freezes = this.get("freezes");
    return html`
      <div role="group" part="card" class="sheet" aria-label=${title || this.text("yourStreak")}>
        <div class="lead">${icon("flame")}<div>
          <h2 class="title"><slot name="title">${title || this.text("yourStreak")}</slot></h2>
          <p class="num" part="current">${lengthWords(this, current, frequency)}</p></div></div>
        <dl>${this.figures(current)}</dl>
        ${freezes === null
          ? ""
          : html`<p class="quiet small" part="freezes">${this.slotted("freezes", { n: freezes })}</p>`}
        <laurel-streak-calendar exportparts=${PARTS} .streak=${this.asks
          ? null
          : this.get("streak") ?? []} .view=${this.p.view}
          .timeZone=${this.zone ?? ""} .words=${this.p.words} .onDayClick=${this.p
            .onDayClick}></laurel-streak-calendar>
        ${actionLabel
          ? html`
            <button type="button" part="action" class="button main"
              @click=${() =>
                this.tell(
                  "laurel-cta",
                  null,
                  this.p.onActionClick,
                )}><slot name="action">${actionLabel}</slot></button>
          `
          : ""}
        ${this.p.showHowItWorks ? this.how() : ""}
        <slot name="footer"></slot>
      </div>
    `;
  }

  /** @param {number} current */
  figures(current) {
    const figures = [["current", current], ["longest", this.get("longestStreak")], [
      "total",
      this.get("total"),
    ]];
    return figures.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) =>
      html`
        <div part="figure">
          <dt>${this.slotted(String(name))}</dt>
          <dd class="num">${this.number(Math.max(Number(value), name === "longest" ? current : 0))}</dd>
        </div>
      `
    );
  }

  how() {
    const items = this.p.howItWorksItems ?? ["how1", "how2", "how3"].map((name) => this.text(name));
    return html`
      <details ref=${(node) => node.open = this.p.defaultHowItWorksOpen}>
        <summary><slot name="how-title">${this.p.howItWorksTitle || this.text("howItWorks")}</slot></summary>
        <slot name="how"><ul>${items.map((item) =>
          html`<li>${icon("check")}<span>${item}</span></li>`
        )}</ul></slot>
      </details>
    `;
  }
}

const PARTS =
  "header, weekday, legend, day, day-done, day-freeze, day-grace, day-pause, day-missed, day-open, " +
  "day-none, day-off, day-unknown, day-future, day-today, day-selected, earlier, later";

define("laurel-streak-card", LaurelStreakCard);
