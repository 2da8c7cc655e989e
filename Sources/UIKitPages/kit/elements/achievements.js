import { each, html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { bones, LaurelElement } from "../base/kit.js";
import {
  achievementsPath,
  BADGE_STYLE,
  badgeView,
  isUnlocked,
  nameOf,
  percentOf,
  rarityWords,
  SIZES,
  statusWords,
} from "./achievement-views.js";

/** @typedef {import("./achievement-views.js").Achievement} Achievement */

/** What the elements of several achievements have in common. */
class AchievementSet extends LaurelElement {
  static main = "achievements";

  /** @param {string} user */
  needs(user) {
    return { achievements: achievementsPath(user) };
  }

  /** @returns {Achievement[]} */
  get all() {
    return this.list("achievements");
  }

  isEmpty() {
    return this.all.length === 0;
  }

  get emptyWord() {
    return "noAchievements";
  }

  /** @param {Achievement} achievement */
  choose(achievement) {
    this.tell("laurel-achievement", achievement, this.p.onAchievementClick);
  }
}

const keyOf = (/** @type {Achievement} */ achievement, /** @type {number} */ index) =>
  achievement.id ?? achievement.key ?? index;

/**
 * One achievement as a badge, with a ring that shows how far it is.
 *
 * @element laurel-achievement-badge
 * @prop {Achievement | null} achievement - The achievement.
 * @prop {string} achievementId - Inside of a provider: its id, or its key.
 * @prop {"sm" | "default" | "lg" | "xl"} badgeSize - How large it is.
 * @prop {"grayscale" | "silhouette" | "hidden"} lockedStyle - How it looks while it is locked.
 * @prop {((achievement: Achievement) => void) | null} onAchievementClick - Is called when it is chosen.
 * @fires laurel-achievement - Somebody chose it; `detail` is the achievement.
 * @slot name - In place of its name.
 * @csspart badge - The image with its ring.
 * @csspart name - Its name.
 * @csspart status - What there is to say of it.
 */
export class LaurelAchievementBadge extends LaurelElement {
  static main = "achievement";
  static properties = {
    ...LaurelElement.common,
    achievement: null,
    achievementId: "",
    badgeSize: "default",
    lockedStyle: "grayscale",
    onAchievementClick: null,
  };
  static style = `${BADGE_STYLE}
    :host { display: inline-block; vertical-align: top; max-inline-size: 100%; }
    button, .bones { display: grid; gap: 6px; justify-items: center; text-align: center; min-inline-size: 96px;
      max-inline-size: 160px; border-radius: 12px; padding: 4px; }
  `;

  /** @param {string} user */
  needs(user) {
    return { achievements: achievementsPath(user) };
  }

  /** @param {string} _name @param {any} answer */
  accept(_name, answer) {
    const wanted = this.p.achievementId;
    const found = Array.isArray(answer)
      ? answer.find((one) => wanted && (one.id === wanted || one.key === wanted))
      : answer;
    return { achievement: found ?? null };
  }

  isEmpty() {
    return !this.get("achievement");
  }

  get emptyWord() {
    return "locked";
  }

  skeleton() {
    return bones(1, SIZES[this.p.badgeSize] + 54);
  }

  show() {
    const achievement = /** @type {Achievement} */ (this.get("achievement"));
    return html`
      <button type="button" class="plain" @click=${() =>
        this.tell("laurel-achievement", achievement, this.p.onAchievementClick)}>
        ${badgeView(achievement, this.p.badgeSize, this.p.lockedStyle)}
        <span part="name" class="name"><slot name="name">${nameOf(
          this,
          achievement,
          this.p.lockedStyle,
        )}</slot></span>
        <span part="status" class="quiet small num">${statusWords(this, achievement)}</span>
      </button>
    `;
  }
}

/**
 * Achievements as badges in columns.
 *
 * @element laurel-achievement-grid
 * @prop {Achievement[] | null} achievements - The achievements.
 * @prop {2 | 3 | 4 | "auto"} columns - How many stand beside each other.
 * @prop {number | string | null} gap - The room between them, in pixels or as a length of CSS.
 * @prop {"sm" | "default" | "lg" | "xl"} badgeSize - How large the badges are.
 * @prop {"grayscale" | "silhouette" | "hidden"} lockedStyle - How locked ones look.
 * @prop {((achievement: Achievement) => void) | null} onAchievementClick - Is called when one is chosen.
 * @fires laurel-achievement - Somebody chose one; `detail` is the achievement.
 * @csspart badge - An image with its ring.
 * @csspart name - The name of one.
 * @csspart status - What there is to say of one.
 */
export class LaurelAchievementGrid extends AchievementSet {
  static properties = {
    ...LaurelElement.common,
    achievements: null,
    columns: "auto",
    gap: null,
    badgeSize: "default",
    lockedStyle: "grayscale",
    onAchievementClick: null,
  };
  static style = `${BADGE_STYLE}
    ul { display: grid; gap: var(--gap, 16px); grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); }
    ul[data-columns] { grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); }
    li { min-inline-size: 0; }
    li button, .bones > div { display: grid; gap: 6px; justify-items: center; align-content: start; text-align: center;
      inline-size: 100%; border-radius: 12px; padding: 4px; }
  `;

  columnsOf(items) {
    const { columns, gap } = this.p;
    const isCounted = Number(columns) > 0;
    const length = gap === null ? "" : /^\d+$/.test(String(gap)) ? `${gap}px` : String(gap);
    const style = `${isCounted ? `--columns:${Number(columns)};` : ""}${length ? `--gap:${length};` : ""}`;
    return html`<ul part="grid" class="bones" data-columns=${
      isCounted ? "" : null
    } .style=${style}>${items}</ul>`;
  }

  skeleton() {
    return bones(4, SIZES[this.p.badgeSize] + 54);
  }

  show() {
    const { badgeSize, lockedStyle } = this.p;
    return this.columnsOf(
      each(
        this.all,
        keyOf,
        (achievement) =>
          html`<li><button type="button" class="plain" @click=${() => this.choose(achievement)}>
        ${badgeView(achievement, badgeSize, lockedStyle)}
        <span part="name" class="name">${nameOf(this, achievement, lockedStyle)}</span>
        <span part="status" class="quiet small num">${statusWords(this, achievement)}</span>
      </button></li>`,
      ),
    );
  }
}

/**
 * Achievements as a list with descriptions.
 *
 * @element laurel-achievement-list
 * @prop {Achievement[] | null} achievements - The achievements.
 * @prop {"sm" | "default" | "lg" | "xl"} badgeSize - How large the badges are.
 * @prop {"grayscale" | "silhouette" | "hidden"} lockedStyle - How locked ones look.
 * @prop {1 | 2 | 3 | 4} columns - How many stand beside each other.
 * @prop {number | string | null} gap - The room between them, in pixels or as a length of CSS.
 * @prop {((achievement: Achievement) => void) | null} onAchievementClick - Is called when one is chosen.
 * @fires laurel-achievement - Somebody chose one; `detail` is the achievement.
 * @csspart row - One achievement.
 * @csspart badge - An image with its ring.
 * @csspart name - The name of one.
 * @csspart status - What there is to say of one.
 */
export class LaurelAchievementList extends AchievementSet {
  static properties = {
    ...LaurelElement.common,
    achievements: null,
    badgeSize: "sm",
    lockedStyle: "grayscale",
    columns: 1,
    gap: null,
    onAchievementClick: null,
  };
  static style = `${BADGE_STYLE}
    :host { container-type: inline-size; }
    ul { display: grid; gap: var(--gap, 8px); grid-template-columns: repeat(var(--columns, 1), minmax(0, 1fr)); }
    li { min-inline-size: 0; }
    li button.plain { display: flex; gap: 12px; align-items: center; inline-size: 100%; padding: 10px; border-radius: 10px;
      border: 1px solid var(--_line); background: var(--_sheet); text-align: start; }
    .badge { margin: 0; }
    .words { display: grid; gap: 2px; flex: 1; min-inline-size: 0; }
    .bar { margin-block-start: 5px; }
    p { overflow-wrap: anywhere; }
    @container (max-width: 720px) { ul { grid-template-columns: repeat(min(2, var(--columns, 1)), minmax(0, 1fr)); } }
    @container (max-width: 480px) { ul { grid-template-columns: minmax(0, 1fr); } }
  `;

  columnsOf(items) {
    const { columns, gap } = this.p;
    const length = gap === null ? "" : /^\d+$/.test(String(gap)) ? `${gap}px` : String(gap);
    const style = `--columns:${Number(columns) || 1};${length ? `--gap:${length};` : ""}`;
    return html`<ul part="list" .style=${style}>${items}</ul>`;
  }

  skeleton() {
    return bones(3, SIZES[this.p.badgeSize] + 22);
  }

  show() {
    const { badgeSize, lockedStyle } = this.p;
    return this.columnsOf(each(this.all, keyOf, (achievement) => {
      const percent = percentOf(achievement);
      const isOpen = !isUnlocked(achievement);
      const isHidden = isOpen && lockedStyle === "hidden";
      return html`<li><button part="row" type="button" class="plain" @click=${() => this.choose(achievement)}>
        ${badgeView(achievement, badgeSize, lockedStyle)}
        <span class="words"><span part="name" class="name">${nameOf(this, achievement, lockedStyle)}</span>
          ${
        achievement.description && !isHidden
          ? html`<span class="quiet small">${achievement.description}</span>`
          : ""
      }
          <span part="status" class="quiet small num">${
        [statusWords(this, achievement), isOpen ? "" : rarityWords(this, achievement)].filter(Boolean).join(
          " · ",
        )
      }</span>
          ${
        isOpen && percent !== null ? html`<span class="bar"><i .style=${`--p:${percent}%`}></i></span>` : ""
      }
        </span></button></li>`;
    }));
  }
}

/**
 * The achievements that matter now, and how many there are in all.
 *
 * @element laurel-achievement-card
 * @prop {Achievement[] | null} achievements - All of them.
 * @prop {Achievement[] | null} highlightedAchievements - Those to show; default: the newest, then those that are nearest.
 * @prop {string} title - The heading.
 * @prop {"sm" | "default" | "lg" | "xl"} badgeSize - How large the badges are.
 * @prop {"grayscale" | "silhouette" | "hidden"} lockedStyle - How locked ones look.
 * @prop {((achievement: Achievement) => void) | null} onAchievementClick - Is called when one is chosen.
 * @fires laurel-achievement - Somebody chose one; `detail` is the achievement.
 * @slot title - In place of the heading.
 * @slot footer - Below everything.
 * @csspart card - All of it.
 */
export class LaurelAchievementCard extends AchievementSet {
  static properties = {
    ...LaurelElement.common,
    achievements: null,
    highlightedAchievements: null,
    title: "",
    badgeSize: "default",
    lockedStyle: "grayscale",
    onAchievementClick: null,
  };
  static style = `
    .sheet { display: grid; gap: 14px; }
    header { display: flex; justify-content: space-between; gap: 10px; align-items: baseline; }
  `;

  skeleton() {
    return bones(1, 22, bones(1, 6), bones(1, SIZES[this.p.badgeSize] + 54));
  }

  show() {
    const all = this.all;
    const done = all.filter(isUnlocked).length;
    const highlighted = this.p.highlightedAchievements ?? highlights(all);
    return html`
      <div role="group" part="card" class="sheet" aria-label=${this.p.title || this.text("achievements")}>
        <header><h2 class="title"><slot name="title">${this.p.title || this.text("achievements")}</slot></h2>
          <span class="quiet num" part="count">${this.text("unlockedCount", {
            n: done,
            total: all.length,
          })}</span></header>
        <span class="bar"><i .style=${`--p:${(100 * done) / all.length}%`}></i></span>
        <laurel-achievement-grid exportparts="grid, badge, name, status" .achievements=${highlighted}
          .badgeSize=${this.p.badgeSize} .lockedStyle=${this.p.lockedStyle} .timeZone=${this.zone ?? ""}
          .words=${this.p.words} .onAchievementClick=${this.p.onAchievementClick}></laurel-achievement-grid>
        <slot name="footer"></slot>
      </div>
    `;
  }
}

/**
 * The newest, then those that are nearest: four in all.
 * @param {Achievement[]} all
 */
export function highlights(all) {
  const newest = all.filter(isUnlocked)
    .sort((a, b) => String(b.achievedAt).localeCompare(String(a.achievedAt)));
  const nearest = all.filter((one) => !isUnlocked(one))
    .sort((a, b) => (percentOf(b) ?? 0) - (percentOf(a) ?? 0));
  const found = newest.slice(0, 2);
  return [...found, ...nearest, ...newest.slice(2)].slice(0, 4);
}

/**
 * A dialog that says that an achievement was reached.
 *
 * @element laurel-achievement-unlocked
 * @prop {Achievement | null} achievement - The achievement.
 * @prop {boolean} open - Whether it is shown.
 * @prop {((open: boolean) => void) | null} onOpenChange - Is called when it is closed.
 * @prop {string} secondaryActionLabel - What the second button says; without it there is none.
 * @prop {(() => void) | null} onSecondaryActionClick - Is called when that is pressed.
 * @fires laurel-open - It was closed; `detail` is `false`.
 * @fires laurel-cta - The second button was pressed.
 * @slot title - In place of “Achievement unlocked”.
 * @slot action - In place of the text of the button that closes it.
 * @csspart dialog - The dialog.
 * @csspart badge - The image with its ring.
 */
export class LaurelAchievementUnlocked extends LaurelElement {
  static main = "achievement";
  static properties = {
    ...LaurelElement.common,
    achievement: null,
    open: false,
    onOpenChange: null,
    secondaryActionLabel: "",
    onSecondaryActionClick: null,
  };
  static style = `${BADGE_STYLE}
    :host { display: contents; }
    dialog { border: 1px solid var(--_line); border-radius: calc(var(--_radius) * 1.5); background: var(--_sheet); color: var(--_ink);
      padding: 28px 24px 20px; inline-size: min(360px, calc(100vw - 32px)); text-align: center; font-size: 15px;
      box-shadow: 0 24px 70px rgb(0 0 0 / .3); }
    dialog::backdrop { background: rgb(0 0 0 / .45); }
    dialog[open] { animation: rise .25s ease-out; }
    @keyframes rise { from { opacity: 0; transform: translateY(12px) scale(.98); } }
    .inner { display: grid; gap: 10px; justify-items: center; }
    .over { color: var(--_accent); font-weight: 650; }
    h2 { font-size: 1.4em; letter-spacing: -.02em; line-height: 1.2; overflow-wrap: anywhere; }
    .buttons { display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; margin-block-start: 10px; }
    .badge { animation: pop .45s .1s cubic-bezier(.3, 1.6, .5, 1) backwards; }
    @keyframes pop { from { transform: scale(.4); opacity: 0; } }
  `;

  /** @param {string} name */
  changed(name) {
    super.changed(name);
    if (name === "open") this.toggleAttribute("data-open", this.p.open);
  }

  get phase() {
    return /** @type {"ready"} */ ("ready");
  }

  isEmpty() {
    return false;
  }

  close() {
    if (!this.p.open) return;
    Object.assign(this, { open: false });
    this.tell("laurel-open", false, this.p.onOpenChange);
  }

  show() {
    const achievement = /** @type {Achievement | null} */ (this.p.achievement);
    queueMicrotask(() => this.synchronize());
    if (!achievement) return html`<dialog></dialog>`;
    const whole = { ...achievement, achievedAt: achievement.achievedAt ?? new Date().toISOString() };
    return html`
      <dialog part="dialog" aria-labelledby="name" @close=${() => this.close()}
        @click=${(event) => event.target.localName === "dialog" && this.close()}>
        <div class="inner">
          <p class="over"><slot name="title">${this.text("unlocked")}</slot></p>
          ${badgeView(whole, "xl")}
          <h2 id="name">${achievement.name}</h2>
          ${achievement.description ? html`<p class="quiet">${achievement.description}</p>` : ""}
          ${rarityWords(this, achievement)
            ? html`<p class="quiet small">${rarityWords(this, achievement)}</p>`
            : ""}
          <div class="buttons">
            ${this.p.secondaryActionLabel
              ? html`<button type="button" class="button" @click=${() =>
                this.tell(
                  "laurel-cta",
                  null,
                  this.p.onSecondaryActionClick,
                )}>${this.p.secondaryActionLabel}</button>`
              : ""}
            <button type="button" class="button main" autofocus @click=${() =>
              this.close()}><slot name="action">${this.text("close")}</slot></button>
          </div>
        </div>
      </dialog>
    `;
  }

  /** The dialog of the platform is opened and closed by calls. */
  synchronize() {
    const dialog = /** @type {HTMLDialogElement | null} */ (this.root.querySelector("dialog"));
    if (!dialog?.isConnected || dialog.open === Boolean(this.p.open)) return;
    if (this.p.open) dialog.showModal();
    else dialog.close();
  }
}

define("laurel-achievement-badge", LaurelAchievementBadge);
define("laurel-achievement-grid", LaurelAchievementGrid);
define("laurel-achievement-list", LaurelAchievementList);
define("laurel-achievement-card", LaurelAchievementCard);
define("laurel-achievement-unlocked", LaurelAchievementUnlocked);
