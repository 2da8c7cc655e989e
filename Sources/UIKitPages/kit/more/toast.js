import { each, html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { LaurelElement } from "../base/kit.js";
import { icon } from "../base/icons.js";
import { achievementsPath, BADGE_STYLE, badgeView } from "../elements/achievement-views.js";

/** How many are seen at once; others wait. */
const MAXIMUM_SHOWN = 3;

/**
 * Says what just happened to the user: an achievement appears the moment it is reached.
 *
 * @element laurel-toast
 * @prop {string} kinds - What it tells of: any of `achievement`, `level`, `milestone`.
 * @prop {number} duration - For how long one is seen, in milliseconds; 0 until it is closed.
 * @prop {"bottom-end" | "bottom-start" | "bottom" | "top-end" | "top-start" | "top"} placement - Where they are seen.
 * @fires laurel-toast - One is shown, unless this event is cancelled; `detail` is `{kind, title, text, achievement}`.
 * @fires laurel-achievement - Somebody chose one that tells of an achievement; `detail` is the achievement.
 * @method toast - `toast({title, text})` shows one of the page's own.
 * @csspart toast - One of them.
 */
export class LaurelToast extends LaurelElement {
  static properties = {
    ...LaurelElement.common,
    kinds: "achievement level milestone",
    duration: 7_000,
    placement: "bottom-end",
  };
  static style = `${BADGE_STYLE}
    :host { display: contents; }
    .stack { position: fixed; inset: auto; border: 0; background: none; margin: 0; padding: 16px; display: none; gap: 10px;
      inline-size: min(380px, 100vw); z-index: 2147483000; overflow: visible; color: var(--_ink); }
    .stack.some { display: grid; }
    .bottom-end { inset-block-end: 0; inset-inline-end: 0; } .bottom-start { inset-block-end: 0; inset-inline-start: 0; }
    .top-end { inset-block-start: 0; inset-inline-end: 0; } .top-start { inset-block-start: 0; inset-inline-start: 0; }
    .bottom { inset-block-end: 0; inset-inline: 0; margin-inline: auto; }
    .top { inset-block-start: 0; inset-inline: 0; margin-inline: auto; }
    .toast { display: flex; gap: 12px; align-items: center; padding: 12px 14px; border-radius: var(--_radius);
      background: var(--_sheet); border: 1px solid var(--_line); box-shadow: 0 12px 40px rgb(0 0 0 / .22); animation: come .3s ease-out; }
    @keyframes come { from { opacity: 0; transform: translateY(12px); } }
    .toast .badge { margin: 0; }
    .words { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
    .over { color: var(--_accent); font-weight: 650; font-size: .857em; }
    .x { inline-size: 28px; block-size: 28px; display: grid; place-items: center; border-radius: 6px; flex: none; color: var(--_ink-2); }
    .round { inline-size: 34px; block-size: 34px; border-radius: 50%; background: var(--_accent); color: var(--_on-accent);
      display: grid; place-items: center; flex: none; }
  `;

  constructor() {
    super();
    /** @type {any[]} */
    this.toasts = [];
    this.count = 0;
    /** @type {(() => void) | null} */
    this.stop = null;
    /** @type {any} */
    this.followed = null;
    this.isHeld = false;
  }

  follow() {
    const client = this.provider?.client ?? null;
    if (client === this.followed) return;
    this.stop?.();
    this.followed = client;
    this.stop =
      client?.on((/** @type {string} */ type, /** @type {any} */ data) => this.heard(client, type, data)) ??
        null;
  }

  unfollow() {
    this.stop?.();
    this.stop = null;
    this.followed = null;
  }

  /** @param {any} client @param {string} type @param {any} data */
  async heard(client, type, data) {
    const kinds = this.p.kinds.split(/[\s,]+/);
    if (type === "achievement.completed" && kinds.includes("achievement") && !data.backdated) {
      const fallback = { id: data.achievement_id, name: data.name, achievedAt: data.occurred_at };
      const known = client.resource(achievementsPath(client.userPath)).value;
      const found = known?.find?.((one) => one.id === data.achievement_id);
      const achievement = {
        ...fallback,
        ...found,
        achievedAt: fallback.achievedAt ?? new Date().toISOString(),
      };
      this.toast({ kind: "achievement", title: this.text("unlocked"), text: achievement.name, achievement });
    } else if (type === "points.level_changed" && kinds.includes("level") && data.new_level_id) {
      const levels = await client.call("GET", `/v1/points/${encodeURIComponent(data.key)}/levels`).catch(
        () => [],
      );
      const points = (id) => levels.find((one) => one.id === id)?.points ?? -1;
      const level = levels.find((one) => one.id === data.new_level_id);
      if (!level || points(data.new_level_id) < points(data.previous_level_id)) return;
      this.toast({ kind: "level", title: this.text("levelUp"), text: level.name });
    } else if (type === "streak.milestone_reached" && kinds.includes("milestone")) {
      this.toast({
        kind: "milestone",
        title: this.text("milestone"),
        text: this.text("daily", { n: data.threshold }),
      });
    }
  }

  /** @param {{title: string, text?: string, kind?: string, achievement?: any}} toast */
  toast(toast) {
    if (!this.tell("laurel-toast", toast)) return;
    const entry = { ...toast, id: this.count += 1, timer: undefined };
    this.toasts = [...this.toasts, entry];
    this.pace();
    this.update();
  }

  /** Starts the clocks of those that are seen, unless somebody reads them. */
  pace() {
    for (const entry of this.toasts.slice(0, MAXIMUM_SHOWN)) {
      if (entry.timer || this.isHeld || this.p.duration <= 0) continue;
      entry.timer = setTimeout(() => this.dismiss(entry.id), this.p.duration);
    }
  }

  /** @param {boolean} isHeld */
  hold(isHeld) {
    this.isHeld = isHeld;
    if (!isHeld) return this.pace();
    for (const entry of this.toasts) {
      clearTimeout(entry.timer);
      entry.timer = undefined;
    }
  }

  /** @param {number} id */
  dismiss(id) {
    this.toasts = this.toasts.filter((entry) => {
      if (entry.id === id) clearTimeout(entry.timer);
      return entry.id !== id;
    });
    this.pace();
    this.update();
  }

  render() {
    const shown = this.toasts.slice(0, MAXIMUM_SHOWN);
    queueMicrotask(() => this.lift(shown.length > 0));
    return html`
      <div class="stack ${this.p.placement} ${shown.length
        ? "some"
        : ""}" popover="manual" role="status" aria-live="polite"
        @pointerenter=${() => this.hold(true)} @pointerleave=${() => this.hold(false)}
        @focusin=${() => this.hold(true)} @focusout=${() => this.hold(false)}>${each(
          shown,
          (entry) => entry.id,
          (entry) => this.one(entry),
        )}</div>
    `;
  }

  /** Into the layer above everything, so that an open dialog does not hide it. @param {boolean} isShown */
  lift(isShown) {
    const stack = /** @type {any} */ (this.root.querySelector(".stack"));
    if (!stack?.showPopover || !stack.isConnected || stack.matches(":popover-open") === isShown) return;
    if (isShown) stack.showPopover();
    else stack.hidePopover();
  }

  one(entry) {
    const words = html`<span class="words"><span class="over">${entry.title}</span><br><strong>${
      entry.text ?? ""
    }</strong></span>`;
    return html`<div part="toast" class="toast">
      ${
      entry.achievement
        ? badgeView(entry.achievement, "sm")
        : html`<span class="round" aria-hidden="true">${
          icon(entry.kind === "milestone" ? "flame" : "star")
        }</span>`
    }
      ${
      entry.achievement
        ? html`<button type="button" class="plain words" @click=${() =>
          this.tell("laurel-achievement", entry.achievement)}>${words}</button>`
        : words
    }
      <button type="button" class="plain x" aria-label=${this.text("close")} @click=${() =>
      this.dismiss(entry.id)}>${icon("close")}</button></div>`;
  }
}

define("laurel-toast", LaurelToast);
