import { each, html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { bones, LaurelElement } from "../base/kit.js";
import { icon } from "../base/icons.js";
import { lengthWords } from "../elements/streak-badge.js";
import { stateOf } from "../elements/streak-days.js";

/**
 * Why a streak stands where it stands, day by day.
 *
 * @element laurel-streak-explain
 * @prop {object | null} explanation - The answer of `GET /v1/users/{id}/streaks/{key}/explain`.
 * @prop {string} streakKey - Inside of a provider: the streak's key; default: the primary one.
 * @prop {string} title - The heading.
 * @prop {number} limit - How many of the newest days it shows.
 * @slot title - In place of the heading.
 * @slot rule - In place of the rule, which the server says in English.
 * @csspart period - A day, a week or a month.
 */
export class LaurelStreakExplain extends LaurelElement {
  static main = "explanation";
  static properties = { ...LaurelElement.common, explanation: null, streakKey: "", title: "", limit: 14 };
  static style = `
    .sheet { display: grid; gap: 12px; }
    header { display: flex; justify-content: space-between; gap: 10px; align-items: baseline; flex-wrap: wrap; }
    li { display: grid; grid-template-columns: 28px minmax(0, 1fr) auto; gap: 10px; padding: 9px 0; align-items: center;
      border-block-start: 1px solid var(--_line); }
    .mark { inline-size: 28px; block-size: 28px; border-radius: 8px; display: grid; place-items: center; background: var(--_sunk);
      color: var(--_ink-2); }
    .done .mark { background: var(--_accent); color: var(--_on-accent); }
    .freeze .mark, .pause .mark { background: var(--_ice-soft); color: var(--_ice); }
    .grace .mark { background: var(--_gold-soft); color: var(--_gold); }
    .missed .mark { background: var(--_ember-soft); color: var(--_ember); }
    .open .mark { border: 1px solid var(--_accent); }
    .what { overflow-wrap: anywhere; display: grid; }
  `;

  constructor() {
    super();
    this.primary = "";
  }

  /** @param {string} user */
  needs(user) {
    const key = this.p.streakKey || this.primary;
    return /** @type {Record<string, string>} */ (key
      ? { explanation: `${user}/streaks/${encodeURIComponent(key)}/explain?periods=60` }
      : { all: `${user}/streaks` });
  }

  /** @param {string} name @param {any} answer */
  accept(name, answer) {
    if (name !== "all") return { explanation: answer };
    const list = answer?.streaks ?? answer ?? [];
    const primary = list.find((one) => one.primary) ?? list[0];
    if (primary) {
      this.primary = primary.key;
      queueMicrotask(() => this.isConnected && this.follow());
    }
    return /** @type {Record<string, any>} */ ({});
  }

  /** @param {string} name @returns {boolean} */
  isAsking(name) {
    return name === "streakKey";
  }

  get phase() {
    const isFinding = !this.p.streakKey && this.primary && this.get("explanation") === null &&
      this.watched.size > 0;
    return isFinding && super.phase === "ready" ? "loading" : super.phase;
  }

  isEmpty() {
    return !this.get("explanation")?.periods;
  }

  get emptyWord() {
    return "explainEmpty";
  }

  skeleton() {
    return bones(1, 24, bones(5, 56));
  }

  show() {
    const { streak, rule, periods, olderPeriodsLeftOut } = this.get("explanation");
    const isEnglish = this.language.startsWith("en");
    const shown = periods.map((period, index) => ({ period, state: stateOf(period, periods[index - 1]) }))
      .slice(-this.p.limit).reverse();
    const title = this.p.title || this.text("why");
    return html`
      <div role="group" class="sheet" aria-label=${title}>
        <header><h2 class="title"><slot name="title">${title}</slot></h2>
          <span class="quiet num">${lengthWords(this, streak?.length ?? 0, "daily")}</span></header>
        <p class="quiet"><slot name="rule">${isEnglish ? rule : ""}</slot></p>
        <ol>${each(shown, ({ period }) => period.periodStart, (one) => this.row(one, isEnglish))}</ol>
        ${olderPeriodsLeftOut || periods.length > shown.length
          ? html`<p class="quiet small">${this.text("olderLeftOut")}</p>`
          : ""}
      </div>
    `;
  }

  row({ period, state }, isEnglish) {
    const mark =
      { done: "check", missed: "close", freeze: "bolt", grace: "bolt", pause: "bolt", open: "flame" }[state];
    const day = this.date(period.periodStart, { weekday: "short", day: "numeric", month: "long" });
    return html`<li part="period" class=${state}><span class="mark" aria-hidden="true">${
      mark ? icon(/** @type {any} */ (mark)) : ""
    }</span>
      <span class="what"><strong>${day}</strong><span class="quiet small">${
      isEnglish && period.sentence ? period.sentence : this.text(state)
    }</span></span><span class="num quiet">${this.number(period.length ?? 0)}</span></li>`;
  }
}

define("laurel-streak-explain", LaurelStreakExplain);
