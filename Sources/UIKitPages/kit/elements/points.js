import { each, html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { bones, LaurelElement } from "../base/kit.js";
import { icon } from "../base/icons.js";
import { sayRelative, sayShort } from "../base/say.js";

/**
 * A change of a user's points, as the API has it.
 * @typedef {object} PointsAward
 * @property {string} [id]
 * @property {number} awarded
 * @property {number} total The points after it.
 * @property {string} date An instant.
 * @property {string} [kind]
 * @property {string} [reason]
 * @property {{type: string, metricName?: string, achievementName?: string, streakLengthThreshold?: number} | null} [trigger]
 */

/**
 * Days on which more points are given.
 * @typedef {object} PointsBoost
 * @property {string} name
 * @property {"active" | "scheduled" | "finished"} status
 * @property {string} [description]
 * @property {number} multiplier
 * @property {string | null} [endDate] The last day; `end`, as the API has it, is taken too.
 * @property {string | null} [end]
 */

/**
 * A level, as the API has it.
 * @typedef {object} PointsLevel
 * @property {string} [id]
 * @property {string} [key]
 * @property {string} name
 * @property {number} points From how many points on one has it.
 * @property {string} [description]
 * @property {string | null} [badgeUrl]
 */

/** What the elements of a points system have in common. */
class PointsElement extends LaurelElement {
  /** @param {string} user */
  needs(user) {
    return this.p.system
      ? { points: `${user}/points/${encodeURIComponent(this.p.system)}?awards=20` }
      : /** @type {Record<string, string>} */ ({});
  }

  /** @param {string} name @returns {boolean} */
  isAsking(name) {
    return name === "system";
  }
}

/**
 * How many points a user has, in little room.
 *
 * @element laurel-points-badge
 * @prop {string} name - What the points are called.
 * @prop {number | null} total - How many there are.
 * @prop {string} system - Inside of a provider: the points system's key.
 * @prop {string} badgeUrl - An image of the points.
 * @prop {"sm" | "default" | "lg"} size - How large it is.
 * @prop {string | Node | null} icon - A text or an element in place of the star.
 * @prop {((total: number) => string) | null} formatValue - Says the number.
 * @slot icon - In place of the star.
 * @csspart badge - All of it.
 */
export class LaurelPointsBadge extends PointsElement {
  static main = "total";
  static properties = {
    ...LaurelElement.common,
    name: "",
    total: null,
    system: "",
    badgeUrl: "",
    size: "default",
    icon: null,
    formatValue: null,
  };
  static style = `
    :host { display: inline-block; vertical-align: middle; max-inline-size: 100%; }
    .badge { display: inline-flex; align-items: center; gap: .45em; padding: .3em .8em; border-radius: 999px;
      background: var(--_gold-soft); color: var(--_gold); font-weight: 650; max-inline-size: 100%; }
    .badge span:last-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .name { font-weight: 500; }
    .sm { font-size: .857em; } .lg { font-size: 1.286em; }
    img { inline-size: 1.3em; block-size: 1.3em; object-fit: contain; }
    .bone { background: var(--_sunk); color: transparent; }
  `;

  /** @param {string} _name @param {any} answer */
  accept(_name, answer) {
    return { total: answer?.total ?? 0, name: answer?.name ?? "", badgeUrl: answer?.badgeUrl ?? "" };
  }

  skeleton() {
    return html`<span class="badge bone ${this.p.size}">${icon("star")}<span>000 ${
      this.text("points")
    }</span></span>`;
  }

  show() {
    const total = Number(this.get("total") ?? 0);
    const name = this.get("name") || this.text("points");
    const said = this.p.formatValue?.(total) ?? sayShort(total, this.language);
    const image = this.get("badgeUrl");
    return html`<span part="badge" class="badge ${this.p.size}" role="img" aria-label=${`${
      this.number(total)
    } ${name}`}>
      <slot name="icon">${this.p.icon ?? (image ? html`<img alt="" src=${image}>` : icon("star"))}</slot>
      <span aria-hidden="true"><span class="num">${said}</span> <span class="name">${name}</span></span></span>`;
  }
}

/**
 * What a user got points for, newest first.
 *
 * @element laurel-points-awards
 * @prop {PointsAward[] | null} awards - The changes.
 * @prop {string} system - Inside of a provider: the points system's key.
 * @prop {((total: number) => string) | null} formatTotalPoints - Says the total after a change.
 * @prop {((awarded: number) => string) | null} formatAwardedPoints - Says a change.
 * @prop {((date: string) => string) | null} formatDate - Says a date.
 * @csspart row - One change.
 */
export class LaurelPointsAwards extends PointsElement {
  static main = "awards";
  static properties = {
    ...LaurelElement.common,
    awards: null,
    system: "",
    formatTotalPoints: null,
    formatAwardedPoints: null,
    formatDate: null,
  };
  static style = `
    li { display: flex; justify-content: space-between; gap: 12px; padding: 9px 0; align-items: baseline;
      border-block-start: 1px solid var(--_line); }
    li:first-child { border: 0; }
    .what { min-inline-size: 0; overflow-wrap: anywhere; display: grid; }
    .sum { display: grid; justify-items: end; white-space: nowrap; }
    .more { color: var(--_accent); font-weight: 650; } .less { color: var(--_ember); font-weight: 650; }
  `;

  /** @param {string} _name @param {any} answer */
  accept(_name, answer) {
    return { awards: Array.isArray(answer) ? answer : answer?.awards ?? [] };
  }

  isEmpty() {
    return this.list("awards").length === 0;
  }

  get emptyWord() {
    return "noAwards";
  }

  skeleton() {
    return bones(3, 58);
  }

  show() {
    const { formatAwardedPoints, formatTotalPoints, formatDate } = this.p;
    /** @type {PointsAward[]} */
    const awards = this.get("awards");
    return html`<ul>${
      each(awards, (award, index) => award.id ?? index, (award) => {
        const sign = this.number(award.awarded, { signDisplay: "exceptZero" });
        return html`
          <li
            part="row"><span class="what"><span>${this.reason(
              award,
            )}</span><span class="quiet small">${formatDate?.(award.date) ??
              this.date(award.date, {
                dateStyle: "medium",
                timeStyle: "short",
              })}</span></span><span class="sum num"><span class=${award.awarded < 0
              ? "less"
              : "more"}>${formatAwardedPoints?.(award.awarded) ??
              sign}</span><span class="quiet small">${formatTotalPoints?.(award.total) ??
              this.number(award.total)}</span></span></li>
        `;
      })
    }</ul>`;
  }

  /** @param {PointsAward} award */
  reason(award) {
    if (award.reason) return award.reason;
    const { trigger } = award;
    if (award.kind === "correction" || award.kind === "expiry" || !trigger) {
      return this.text(award.kind ?? "award");
    }
    switch (trigger.type) {
      case "metric":
        return trigger.metricName ?? this.text("award");
      case "achievement":
        return trigger.achievementName ?? this.text("award");
      case "streak":
        return this.text("streakTrigger", { n: trigger.streakLengthThreshold ?? 1 });
      default:
        return this.text(trigger.type);
    }
  }
}

/**
 * Days on which more points are given.
 *
 * @element laurel-points-boost
 * @prop {PointsBoost | null} boost - The boost.
 * @prop {string} system - Inside of a provider: the points system's key; its first boost is shown.
 * @prop {{link?: string, text: string} | null} cta - A link, or a button where there is no address.
 * @fires laurel-cta - The link or the button was pressed; `detail` is `cta`.
 * @slot name - In place of the boost's name.
 * @slot state - In place of whether it holds, and until when.
 * @csspart card - All of it.
 * @csspart multiplier - By how much.
 */
export class LaurelPointsBoost extends PointsElement {
  static main = "boost";
  static properties = { ...LaurelElement.common, boost: null, system: "", cta: null };
  static style = `
    .sheet { display: flex; flex-wrap: wrap; gap: 14px; align-items: center; }
    .times { display: grid; place-items: center; min-inline-size: 56px; block-size: 56px; padding-inline: 8px; border-radius: 14px;
      background: var(--_gold-soft); color: var(--_gold); font-weight: 720; font-size: 1.286em; letter-spacing: -.02em; }
    .finished .times, .scheduled .times { background: var(--_sunk); color: var(--_ink-2); }
    .words { flex: 1 1 160px; min-inline-size: 0; overflow-wrap: anywhere; display: grid; gap: 2px; }
    .state { font-size: .857em; color: var(--_ink-2); }
    .active .state { color: var(--_accent); font-weight: 600; }
  `;

  /** @param {string} user */
  needs(user) {
    return this.p.system
      ? { boosts: `${user}/points/${encodeURIComponent(this.p.system)}/boosts` }
      : /** @type {Record<string, string>} */ ({});
  }

  /** @param {string} _name @param {any} answer */
  accept(_name, answer) {
    return { boost: Array.isArray(answer) ? answer[0] ?? null : answer };
  }

  isEmpty() {
    return !this.get("boost");
  }

  skeleton() {
    return bones(1, 90);
  }

  show() {
    /** @type {PointsBoost} */
    const boost = this.get("boost");
    const end = boost.endDate ?? boost.end;
    const ends = end && boost.status !== "finished"
      ? ` · ${this.text("ends", { when: this.when(end) })}`
      : "";
    const state =
      { active: "boostActive", scheduled: "boostScheduled", finished: "boostFinished" }[boost.status];
    return html`<div role="group" part="card" class="sheet ${boost.status}" aria-label=${boost.name}>
      <span part="multiplier" class="times num">×${this.number(boost.multiplier)}</span>
      <span class="words"><span class="title"><slot name="name">${boost.name}</slot></span>
        ${boost.description ? html`<span class="quiet">${boost.description}</span>` : ""}
        <span class="state"><slot name="state">${this.text(state)}${ends}</slot></span></span>
      ${this.action()}</div>`;
  }

  /** @param {string} end */
  when(end) {
    const until = Date.parse(end) - Date.now();
    return until > 0 && until < 3 * 86_400_000 && end.length > 10
      ? sayRelative(until, this.language)
      : this.date(end, { day: "numeric", month: "long" });
  }

  action() {
    const { cta } = this.p;
    if (!cta?.text) return "";
    const press = (event) => {
      if (!this.tell("laurel-cta", cta)) event.preventDefault();
    };
    const isSafe = cta.link && /^(https?:|\/|#|\.|\?|mailto:)/i.test(cta.link);
    return isSafe
      ? html`<a class="button main" href=${cta.link} @click=${press}>${cta.text}</a>`
      : html`<button type="button" class="button main" @click=${press}>${cta.text}</button>`;
  }
}

/** What the two elements of levels have in common. */
class LevelsElement extends LaurelElement {
  static main = "levels";

  /** @param {string} user */
  needs(user) {
    const { system } = this.p;
    if (!system) return /** @type {Record<string, string>} */ ({});
    const key = encodeURIComponent(system);
    return { levels: `/v1/points/${key}/levels`, points: `${user}/points/${key}?awards=20` };
  }

  /** @param {string} name @param {any} answer */
  accept(name, answer) {
    return name === "points"
      ? { currentPoints: answer?.total ?? 0 }
      : { levels: Array.isArray(answer) ? answer : [] };
  }

  /** @param {string} name @returns {boolean} */
  isAsking(name) {
    return name === "system";
  }

  /** @returns {PointsLevel[]} */
  get sorted() {
    return [...this.list("levels")].sort((a, b) => a.points - b.points);
  }

  get points() {
    return Number(this.get("currentPoints") ?? 0);
  }

  isEmpty() {
    return this.sorted.length === 0;
  }

  get emptyWord() {
    return "noLevels";
  }

  /** @param {number} points */
  said(points) {
    return this.p.formatPoints?.(points) ?? this.number(points);
  }
}

/**
 * How far it is from one level to the next, from 0 to 100.
 * @param {PointsLevel[]} levels Lowest first.
 * @param {number} index Of the level that one is on; -1 below all.
 * @param {number} points
 */
export function percentToNext(levels, index, points) {
  const next = levels[index + 1];
  if (!next) return 100;
  const from = index < 0 ? 0 : levels[index].points;
  return Math.min(100, Math.max(0, (100 * (points - from)) / Math.max(1, next.points - from)));
}

/** The number of the level that one is on; -1 below all. @param {PointsLevel[]} levels @param {number} points */
export const levelIndex = (levels, points) => levels.findLastIndex((level) => level.points <= points);

/**
 * The levels of a points system, one below the other.
 *
 * @element laurel-points-levels-list
 * @prop {PointsLevel[] | null} levels - The levels.
 * @prop {string} system - Inside of a provider: the points system's key.
 * @prop {number | null} currentPoints - How many points the user has.
 * @prop {boolean} showProgressBar - Whether it shows how far the next level is.
 * @prop {string} currentLevelLabel - What stands beside the user's level.
 * @prop {((points: number) => string) | null} formatPoints - Says a number of points.
 * @slot toGo - How many points the next level wants.
 * @slot current-level - What stands at the user's level.
 * @csspart level - A level; the user's own is `level level-current`.
 */
export class LaurelPointsLevelsList extends LevelsElement {
  static properties = {
    ...LaurelElement.common,
    levels: null,
    system: "",
    currentPoints: null,
    showProgressBar: true,
    currentLevelLabel: "",
    formatPoints: null,
  };
  static style = `
    li { display: flex; gap: 12px; padding: 10px 12px; border-radius: 10px; align-items: center; border: 1px solid transparent; }
    li.here { border-color: var(--_accent); background: var(--_accent-soft); }
    .mark { inline-size: 36px; block-size: 36px; border-radius: 50%; flex: none; display: grid; place-items: center; background: var(--_sunk);
      color: var(--_ink-2); overflow: hidden; font-weight: 650; }
    .had .mark { background: var(--_accent); color: var(--_on-accent); }
    .mark img { inline-size: 100%; block-size: 100%; object-fit: cover; }
    .words { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; display: grid; gap: 1px; }
    .bar { margin-block-start: 6px; }
    .here .bar { background: color-mix(in srgb, var(--_accent) 22%, transparent); }
    .tag { color: var(--_accent); font-weight: 600; font-size: .857em; }
  `;

  skeleton() {
    return bones(3, 62);
  }

  show() {
    const [levels, points] = [this.sorted, this.points];
    const here = levelIndex(levels, points);
    return html`<ol>${
      each(levels, (level, index) => level.id ?? level.key ?? index, (level, index) => {
        const isHere = index === here;
        const next = levels[index + 1];
        return html`<li part=${isHere ? "level level-current" : "level"} class=${
          isHere ? "here had" : index < here ? "had" : ""
        } aria-current=${isHere ? "true" : null}>
          <span class="mark num" aria-hidden="true">${
          level.badgeUrl
            ? html`<img alt="" src=${level.badgeUrl}>`
            : index <= here
            ? icon("check")
            : this.number(index + 1)
        }</span>
          <span class="words"><span class="title">${level.name}</span>
            ${level.description ? html`<span class="quiet small">${level.description}</span>` : ""}
            ${
          isHere
            ? html`<span class="tag"><slot name="current-level">${
              this.p.currentLevelLabel || this.text("currentLevel")
            }</slot></span>`
            : ""
        }
            ${
          isHere && next && this.p.showProgressBar
            ? html`
              <span class="bar"><i .style=${`--p:${percentToNext(levels, index, points)}%`}></i></span>
              <span class="quiet small num">${this.slotted("toGo", { n: next.points - points })}</span>
            `
            : ""
        }</span>
          <span class="quiet num">${this.said(level.points)}</span></li>`;
      })
    }</ol>`;
  }
}

/**
 * The levels of a points system as a way to go.
 *
 * @element laurel-points-levels-timeline
 * @prop {PointsLevel[] | null} levels - The levels.
 * @prop {string} system - Inside of a provider: the points system's key.
 * @prop {number | null} currentPoints - How many points the user has.
 * @prop {string} currentLevelLabel - What stands below the user's level.
 * @prop {((points: number) => string) | null} formatPoints - Says a number of points.
 * @slot current-level - What stands at the user's level.
 * @csspart level - A level; the user's own is `level level-current`.
 */
export class LaurelPointsLevelsTimeline extends LevelsElement {
  static properties = {
    ...LaurelElement.common,
    levels: null,
    system: "",
    currentPoints: null,
    currentLevelLabel: "",
    formatPoints: null,
  };
  static style = `
    .scroll { overflow-x: auto; scrollbar-width: thin; }
    ol { display: flex; min-inline-size: min-content; }
    li { flex: 1 0 96px; display: grid; gap: 6px; align-content: start; padding-inline-end: 10px; }
    .line { display: flex; align-items: center; gap: 0; }
    .dot { inline-size: 18px; block-size: 18px; border-radius: 50%; border: 3px solid var(--_line); background: var(--_sheet); flex: none; }
    .had .dot { border-color: var(--_accent); background: var(--_accent); }
    .here .dot { box-shadow: 0 0 0 4px var(--_accent-soft); }
    .line .bar { flex: 1; margin-inline-end: -10px; block-size: 4px; border-radius: 0; }
    li:last-child { flex-grow: 0; } li:last-child .bar { display: none; }
    .words { display: grid; overflow-wrap: anywhere; }
    .name { font-weight: 600; }
    .tag { color: var(--_accent); font-weight: 600; font-size: .857em; }
  `;

  skeleton() {
    return bones(1, 68);
  }

  show() {
    const [levels, points] = [this.sorted, this.points];
    const here = levelIndex(levels, points);
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${this.text("levels")}>
        <ol>${each(levels, (level, index) => level.id ?? level.key ?? index, (level, index) => {
          const isHere = index === here;
          const percent = index < here ? 100 : isHere ? percentToNext(levels, index, points) : 0;
          return html`<li part=${isHere ? "level level-current" : "level"} class=${
            isHere ? "here had" : index < here ? "had" : ""
          } aria-current=${isHere ? "true" : null}>
          <span class="line" aria-hidden="true"><span class="dot"></span><span class="bar"><i .style=${`--p:${percent}%`}></i></span></span>
          <span class="words"><span class="name">${level.name}</span><span class="quiet small num">${
            this.said(level.points)
          }</span>${
            isHere
              ? html`<span class="tag"><slot name="current-level">${
                this.p.currentLevelLabel || this.text("currentLevel")
              }</slot></span>`
              : ""
          }</span></li>`;
        })}</ol>
      </div>
    `;
  }
}

define("laurel-points-badge", LaurelPointsBadge);
define("laurel-points-awards", LaurelPointsAwards);
define("laurel-points-boost", LaurelPointsBoost);
define("laurel-points-levels-list", LaurelPointsLevelsList);
define("laurel-points-levels-timeline", LaurelPointsLevelsTimeline);
