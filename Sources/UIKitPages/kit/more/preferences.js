import { html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { bones, LaurelElement } from "../base/kit.js";
import { addDays, firstWeekday } from "../base/say.js";
import { weekOf } from "../elements/streak-days.js";

const KINDS = ["achievement_completed", "recap", "reactivation", "streak_reminder"];

/**
 * What the user wants to be told, and how the streak is counted. Each choice is saved at once.
 *
 * @element laurel-preferences
 * @prop {object | null} preferences - As `GET /v1/users/{id}/preferences` answers.
 * @prop {string[] | null} channels - Which ways there are; default: `email` and `push`.
 * @prop {boolean} showDaysOff - Whether days off can be chosen; the workspace has to allow it.
 * @prop {string} title - The heading.
 * @fires laurel-preferences - A choice was made: `detail` is what changes. It is saved by the provider, unless the event is cancelled.
 * @slot title - In place of the heading.
 * @csspart form - All of it.
 */
export class LaurelPreferences extends LaurelElement {
  static main = "preferences";
  static properties = {
    ...LaurelElement.common,
    preferences: null,
    channels: null,
    showDaysOff: false,
    title: "",
  };
  static style = `
    form { display: grid; gap: 14px; }
    table { inline-size: 100%; border-collapse: collapse; }
    th { font-weight: 500; color: var(--_ink-2); font-size: .857em; padding: 4px 8px; text-align: center; }
    th:first-child, td:first-child { text-align: start; padding-inline-start: 0; }
    td { border-block-start: 1px solid var(--_line); padding: 8px; text-align: center; }
    input { accent-color: var(--_accent); inline-size: 18px; block-size: 18px; margin: 0; vertical-align: middle; }
    label { display: flex; gap: 10px; align-items: center; }
    fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; }
    legend { padding: 0; margin-block-end: 6px; }
    .days { display: flex; flex-wrap: wrap; gap: 6px; }
    .days label { position: relative; border: 1px solid var(--_line); border-radius: 8px; padding: 5px 10px; cursor: pointer; }
    .days input { position: absolute; opacity: 0; inset: 0; inline-size: 100%; block-size: 100%; cursor: pointer; }
    .days label:has(:checked) { background: var(--_ice-soft); color: var(--_ice); border-color: transparent; font-weight: 600; }
    .days label:has(:focus-visible) { outline: 2px solid var(--_accent); outline-offset: 2px; }
    output { min-block-size: 1.45em; display: block; color: var(--_accent); }
    output.bad { color: var(--_ember); }
  `;

  constructor() {
    super();
    this.said = "";
    this.isBad = false;
    /** @type {any} What was chosen here, until the server says the same. */
    this.chosen = null;
  }

  /** @param {string} user */
  needs(user) {
    return { preferences: `${user}/preferences` };
  }

  /** @param {string} _name @param {any} answer */
  accept(_name, answer) {
    return { preferences: answer };
  }

  isEmpty() {
    return false;
  }

  skeleton() {
    return bones(1, 300);
  }

  get state() {
    const { notifications = {}, streak = {} } = this.get("preferences") ?? {};
    return {
      notifications: { ...notifications, ...this.chosen?.notifications },
      streak: { ...streak, ...this.chosen?.streak },
    };
  }

  show() {
    const { notifications, streak } = this.state;
    const channels = this.p.channels ?? ["email", "push"];
    const title = this.p.title || this.text("preferences");
    return html`
      <form part="form" class="sheet" @submit=${(event) => event.preventDefault()}>
        <h2 class="title"><slot name="title">${title}</slot></h2>
        <table><thead><tr><th scope="col">${this.text("notifications")}</th>${channels.map((channel) =>
          html`<th scope="col">${this.text(channel)}</th>`
        )}</tr></thead><tbody>${KINDS.map((kind) =>
          html`<tr><td>${this.text(kind)}</td>${
            channels.map((channel) => html`<td>${this.box(notifications, kind, channel)}</td>`)
          }</tr>`
        )}</tbody></table>
        <label><input type="checkbox" .checked=${streak.enabled !== false} @change=${(event) =>
          this.choose({ streak: { enabled: event.target.checked } })}>${this.text("keepStreak")}</label>
        ${this.p.showDaysOff ? this.daysOff(streak.daysOff ?? []) : ""}
        <output class=${this.isBad ? "bad" : ""} role="status">${this.said}</output>
      </form>
    `;
  }

  box(notifications, kind, channel) {
    const chosen = notifications[kind];
    // What was never chosen is sent: the server's default.
    const isOn = chosen === undefined || chosen.includes(channel);
    const others = (chosen ?? this.p.channels ?? ["email", "push"]).filter((one) => one !== channel);
    return html`
      <input type="checkbox" .checked=${isOn} aria-label=${`${this.text(kind)}: ${this.text(channel)}`}
        @change=${(event) =>
          this.choose({ notifications: { [kind]: event.target.checked ? [...others, channel] : others } })}>
    `;
  }

  /** @param {number[]} off */
  daysOff(off) {
    const first = weekOf("2026-03-01", firstWeekday(this.language));
    return html`
      <fieldset>
        <legend>${this.text("daysOff")}</legend>
        <div class="days">${Array.from({ length: 7 }, (_, index) => addDays(first, index)).map((day) => {
          const number = new Date(day).getUTCDay();
          const rest = off.filter((one) => one !== number);
          return html`<label><input type="checkbox" .checked=${off.includes(number)} @change=${(event) =>
            this.choose({ streak: { daysOff: event.target.checked ? [...rest, number].sort() : rest } })}>${
            this.date(day, { weekday: "short" })
          }</label>`;
        })}</div>
      </fieldset>
    `;
  }

  /** @param {any} change */
  async choose(change) {
    const before = this.chosen;
    this.chosen = {
      notifications: { ...before?.notifications, ...change.notifications },
      streak: { ...before?.streak, ...change.streak },
    };
    this.note("", false);
    const client = this.provider?.client;
    if (!this.tell("laurel-preferences", change) || !client) return;
    try {
      await client.call("PATCH", `${client.userPath}/preferences`, change);
      client.touch("/preferences");
      client.touch("/streak");
      this.note(this.text("saved"), false);
    } catch (error) {
      this.chosen = before;
      this.note(error.message, true);
    }
  }

  /** @param {string} said @param {boolean} isBad */
  note(said, isBad) {
    this.said = said;
    this.isBad = isBad;
    this.update();
  }
}

define("laurel-preferences", LaurelPreferences);
