import { html, svg } from "../../../DashboardPages/pages/base/html.js";
import { icon } from "../base/icons.js";

// How an achievement looks, whichever element it stands in.

/**
 * An achievement of a user, as the API has it.
 * @typedef {object} Achievement
 * @property {string} [id]
 * @property {string} [key]
 * @property {string} name
 * @property {string | null} [description]
 * @property {string | null} [badgeUrl]
 * @property {string | null} [achievedAt] When it was reached; `null` while it is not.
 * @property {number | {current: number, target: number, percent: number} | null} [progress] How far it is, from 0 to 100, or with the figures.
 * @property {number} [completions]
 * @property {number} [rarity] How many of a hundred users have it.
 */

export const BADGE_STYLE = `
  .badge { position: relative; display: grid; place-items: center; inline-size: var(--size); block-size: var(--size);
    flex: none; margin: 0 auto; }
  .b-sm { --size: 44px; } .b-default { --size: 64px; } .b-lg { --size: 88px; } .b-xl { --size: 120px; }
  .face { inline-size: 78%; block-size: 78%; border-radius: 50%; overflow: hidden; display: grid; place-items: center;
    background: var(--_accent); color: var(--_on-accent); }
  .face.image { background: none; }
  .face img { inline-size: 100%; block-size: 100%; object-fit: contain; }
  .face .icon { inline-size: 52%; block-size: 52%; stroke-width: 1.600; }
  .locked .face { background: var(--_sunk); color: var(--_ink-2); }
  .locked .face.image { background: none; filter: grayscale(1); opacity: .55; }
  .locked.silhouette .face.image img { filter: brightness(0); opacity: .3; }
  .ring { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; transform: rotate(-90deg); }
  .ring circle { fill: none; stroke-width: 5; stroke: var(--_line); }
  .ring .part { stroke: var(--_accent); stroke-linecap: round; transition: stroke-dashoffset .5s; }
  .whole .ring circle { stroke: var(--_accent); }
  .name { font-weight: 600; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical;
    -webkit-line-clamp: 3; overflow: hidden; }
`;

/** How large badges are, in pixels. @type {Record<string, number>} */
export const SIZES = { sm: 44, default: 64, lg: 88, xl: 120 };

/** @param {Achievement} achievement */
export const isUnlocked = (achievement) => Boolean(achievement?.achievedAt);

/**
 * How far an achievement is, from 0 to 100; nothing where nobody says.
 * @param {Achievement} achievement
 * @returns {number | null}
 */
export function percentOf(achievement) {
  if (isUnlocked(achievement)) return 100;
  const { progress } = achievement;
  if (progress === null || progress === undefined) return null;
  const percent = typeof progress === "number" ? progress : progress.percent;
  return Math.min(100, Math.max(0, Number(percent) || 0));
}

/**
 * The badge with the ring of how far it is: also, and above all, while it is locked.
 * @param {Achievement} achievement
 * @param {string} size
 * @param {string} [lockedStyle]
 */
export function badgeView(achievement, size, lockedStyle = "grayscale") {
  const isWhole = isUnlocked(achievement);
  const percent = percentOf(achievement);
  const isHidden = !isWhole && lockedStyle === "hidden";
  const look = `badge b-${size} ${isWhole ? "whole" : "locked"} ${lockedStyle}`;
  const image = achievement.badgeUrl && !isHidden ? achievement.badgeUrl : null;
  return html`
    <span part="badge" class=${look} aria-hidden="true">
      <svg class="ring" viewBox="0 0 100 100"><circle cx="50" cy="50" r="46"></circle>${percent !== null &&
          !isWhole && percent > 0
        ? svg`
          <circle class="part" cx="50" cy="50" r="46" pathLength="100" stroke-dasharray="100"
            stroke-dashoffset=${(100 - percent).toFixed(1)}></circle>
        `
        : ""}</svg>
      <span class="face ${image ? "image" : ""}">${image
        ? html`<img alt="" decoding="async" src=${image} @error=${broken}>`
        : icon(isWhole ? "trophy" : isHidden ? "lock" : "trophy")}</span>
    </span>
  `;
}

/** An image that cannot be had is not shown as a broken one. @param {any} event */
function broken(event) {
  event.target.hidden = true;
  event.target.parentNode.classList.remove("image");
}

/**
 * What there is to say of it in a sentence: reached, how far, or not yet.
 * @param {import("../base/kit.js").LaurelElement} element
 * @param {Achievement} achievement
 * @returns {string}
 */
export function statusWords(element, achievement) {
  if (achievement.achievedAt) {
    return element.text("unlockedOn", { date: element.date(achievement.achievedAt) });
  }
  const { progress } = achievement;
  if (typeof progress === "object" && progress) {
    return element.text("progressOf", { current: Number(progress.current), target: Number(progress.target) });
  }
  const percent = percentOf(achievement);
  return percent === null ? element.text("locked") : element.number(percent / 100, { style: "percent" });
}

/**
 * What it is called; a hidden one tells nothing.
 * @param {import("../base/kit.js").LaurelElement} element
 * @param {Achievement} achievement
 * @param {string} [lockedStyle]
 */
export function nameOf(element, achievement, lockedStyle) {
  return lockedStyle === "hidden" && !isUnlocked(achievement) ? element.text("hidden") : achievement.name;
}

/**
 * The rarity in words; nothing where it is not known.
 * @param {import("../base/kit.js").LaurelElement} element
 * @param {Achievement} achievement
 */
export function rarityWords(element, achievement) {
  if (typeof achievement.rarity !== "number") return "";
  const options =
    /** @type {any} */ ({ style: "percent", maximumFractionDigits: achievement.rarity < 1 ? 2 : 0 });
  return element.text("rarity", { percent: element.number(achievement.rarity / 100, options) });
}

/** The path of a user's achievements, those to come too. @param {string} user */
export const achievementsPath = (user) => `${user}/achievements?includeIncomplete=true`;
