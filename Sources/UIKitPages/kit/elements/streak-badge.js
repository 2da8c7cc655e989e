import { html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { LaurelElement } from "../base/kit.js";
import { icon } from "../base/icons.js";
import { sayShort } from "../base/say.js";

/**
 * How long a streak is, in little room.
 *
 * @element laurel-streak-badge
 * @prop {number | null} length - How long the streak is.
 * @prop {"daily" | "weekly" | "monthly"} frequency - What it counts.
 * @prop {"sm" | "default" | "lg"} size - How large it is.
 * @prop {string | Node | null} icon - A text, such as an emoji, or an element in place of the flame.
 * @slot icon - In place of the flame.
 * @slot - In place of the number and its word.
 * @csspart badge - All of it.
 * @csspart length - The number.
 */
export class LaurelStreakBadge extends LaurelElement {
  static main = "length";
  static properties = {
    ...LaurelElement.common,
    length: null,
    frequency: "daily",
    size: "default",
    icon: null,
  };
  static style = `
    :host { display: inline-block; vertical-align: middle; max-inline-size: 100%; }
    .badge { display: inline-flex; align-items: center; gap: .4em; padding: .3em .8em; border-radius: 999px;
      background: var(--_ember-soft); color: var(--_ember); font-weight: 650; white-space: nowrap;
      max-inline-size: 100%; }
    .badge.none { background: var(--_sunk); color: var(--_ink-2); }
    .sm { font-size: .857em; } .lg { font-size: 1.286em; }
    .unit { font-weight: 500; }
    .bone { background: var(--_sunk); color: transparent; }
  `;

  /** @param {string} user */
  needs(user) {
    return { streak: `${user}/streak?historyPeriods=70` };
  }

  /** @param {string} _name @param {any} answer */
  accept(_name, answer) {
    return { length: answer?.length ?? 0, frequency: answer?.frequency ?? "daily" };
  }

  skeleton() {
    return html`<span class="badge bone ${this.p.size}">${icon("flame")}${
      this.text("daily", { n: 10 })
    }</span>`;
  }

  show() {
    const length = Number(this.get("length") ?? 0);
    const words = lengthWords(this, length, this.get("frequency"));
    return html`
      <span part="badge" class="badge ${this.p.size} ${length > 0 ? "" : "none"}"
        role="img" aria-label=${this.text("streakOf", { length: words })}>
        <slot name="icon">${this.p.icon ?? icon("flame")}</slot>
        <slot><span part="length" class="num" aria-hidden="true">${length < 100_000
          ? words
          : sayShort(length, this.language)}</span></slot>
      </span>
    `;
  }
}

/**
 * A length with its word: `3 days`.
 * @param {LaurelElement} element
 * @param {number} length
 * @param {string} frequency
 */
export function lengthWords(element, length, frequency) {
  const name = ["daily", "weekly", "monthly"].includes(frequency) ? frequency : "daily";
  return element.text(name, { n: length });
}

define("laurel-streak-badge", LaurelStreakBadge);
