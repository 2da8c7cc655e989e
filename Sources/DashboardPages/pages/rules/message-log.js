import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get } from "../base/api.js";
import { here, link, remember, userPath } from "../base/route.js";
import { ago, counted, day, moment } from "../base/format.js";
import { empty, Screen, top } from "../parts/screen.js";
import { facts, sheet } from "../parts/list.js";
import {
  CHANNEL_NAMES,
  DECISIONS,
  kindName,
  MESSAGE_KINDS,
  MESSAGE_STATES,
  messageTabs,
  reasonText,
  stateTag,
} from "./message-parts.js";

/** What was decided to be sent and what came of it; or why something was moved or dropped. */
export class MessageLog extends Screen {
  filter = {
    of: here().query.get("of") ?? "",
    state: here().query.get("state") ?? "",
    kind: here().query.get("kind") ?? "",
    user: here().query.get("user") ?? "",
  };
  shown = here().query.get("show") ?? "";

  connected() {
    super.connected();
    this.timer = setInterval(
      () => this.data && !this.data.isPaged && !document.hidden && this.reload(),
      3_000,
    );
  }

  disconnected() {
    super.disconnected();
    clearInterval(this.timer);
  }

  async load(signal) {
    return messagePage(await get(this.path(), { signal }));
  }

  path(cursor = "") {
    const { of, state, kind, user } = this.filter;
    const query = new URLSearchParams({ limit: "50" });
    const all = of ? { type: state, userId: user, cursor } : { status: state, kind, userId: user, cursor };
    for (const [name, value] of Object.entries(all)) if (value) query.set(name, value);
    return `/admin/v1/reminders${of ? "/decisions" : ""}?${query}`;
  }

  async more() {
    const page = messagePage(await get(this.path(this.data.next)));
    this.data = { rows: [...this.data.rows, ...page.rows], next: page.next, isPaged: true };
  }

  set(name, value) {
    if (name === "of") this.filter.state = "";
    this.filter[name] = value;
    remember({ ...this.filter });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.again(), 250);
    this.update();
  }

  render() {
    const { of } = this.filter;
    const select = (label, name, options) =>
      html`
        <label
          class="field"><span class="label">${label}</span><select @change=${(event) =>
            this.set(name, event.target.value)}>${options.map(([value, text]) =>
              html`<option value=${value} .selected=${value === this.filter[name]}>${text}</option>`
            )}</select></label>
      `;
    const states = Object.entries(of ? DECISIONS : MESSAGE_STATES).map(([key, [word]]) => [key, word]);
    return html`${
      top({
        title: "Messages",
        about: "Every message, with what the service said; and every decision, with the reason.",
      })
    }${messageTabs("log")}${
      sheet({
        title: of ? "Decisions of the last 7 days" : "Messages of the last 90 days",
        body: html`
          <div
            class="filters">${select("What", "of", [["", "messages"], [
              "decisions",
              "decisions, with reasons",
            ]])}${select("State", "state", [["", "all"], ...states])}${of ? "" : select("Kind", "kind", [
              ["", "all"],
              ...MESSAGE_KINDS.map(([key, name]) => [key, name]),
            ])}<label class="field"><span class="label">User</span><input type="search" autocomplete="off" placeholder="ada" .value=${this
              .filter.user} @input=${(event) =>
              this.set("user", event.target.value.trim())}></label></div>${super.render()}
        `,
      })
    }`;
  }

  view({ rows, next }) {
    if (rows.length === 0 && !next) {
      const isFiltered = Object.entries(this.filter).some(([name, value]) => name !== "of" && value);
      return empty({
        icon: "message",
        title: isFiltered ? "Nothing is like this" : "Nothing yet",
        text: isFiltered
          ? "Change the filter to see more."
          : "Once a kind is switched on and its hour comes for somebody, it stands here.",
        action: isFiltered ? "" : html`<a class="button" href=${link("/messages")}>Reminders</a>`,
      });
    }
    const toggle = (key) => {
      this.shown = this.shown === key ? "" : key;
      this.update();
    };
    return html`${messageRows(rows, this.shown, toggle)}${
      next
        ? html`<div class="more"><button class="button" @click=${() => this.more()}>Earlier</button></div>`
        : ""
    }`;
  }
}

/** A page of either list, as rows of one form. */
export function messagePage({ reminders, decisions, nextCursor }) {
  const rows = reminders
    ? reminders.map((one) => ({ ...one, at: one.updatedAt, key: one.id, tag: MESSAGE_STATES[one.status] }))
    : decisions.map((one) => ({
      ...one,
      at: one.told,
      kind: one.reminder,
      key: `${one.told} ${one.type} ${one.userId} ${one.reminder} ${one.period}`,
      tag: DECISIONS[one.type],
    }));
  return { rows, next: nextCursor };
}

/**
 * Messages or decisions, each with its details.
 * @param {any[]} rows
 * @param {string} shown
 * @param {(key: string) => void} toggle
 * @param {boolean} [namesUsers]
 */
export function messageRows(rows, shown, toggle, namesUsers = true) {
  return html`<ul class="timeline">${
    each(rows, (row) => row.key, (row) => {
      const isShown = row.key === shown;
      return html`
        <li
          class="log-row"><button class="log-line message-line" aria-expanded=${isShown
            ? "true"
            : "false"} @click=${() => toggle(row.key)}>${stateTag(row.tag)}<span
            class="log-what"><b>${kindName(row.kind)}</b> ${namesUsers && row.userId
              ? html`<span>to <b>${row.userId}</b></span>`
              : ""} <span class="quiet small">${brief(row)}</span></span><time
            class="nowrap" title=${moment(row.at)}>${ago(row.at)}</time></button>${isShown
              ? html`<div class="stack log-details">${facts(messageDetails(row))}</div>`
              : ""}</li>
      `;
    })
  }</ul>`;
}

/** The reason, or on which way it went. */
function brief(row) {
  if (row.reason) return reasonText(row.reason);
  const channels = row.channels ?? (row.channel ? [row.channel] : []);
  return channels.map((channel) => CHANNEL_NAMES[channel]).join(", ");
}

/** @returns {[string, unknown][]} */
function messageDetails(row) {
  /** @type {[string, unknown][]} */
  const pairs = [["When", moment(row.at)]];
  if (row.userId) {
    pairs.push(["User", html`<a class="link" href=${link(userPath(row.userId))}>${row.userId}</a>`]);
  }
  pairs.push(["About", aboutPeriod(row.period)]);
  if (row.reason) pairs.push(["Why", `${reasonText(row.reason)} (${row.reason})`]);
  if (row.until) pairs.push(["Comes", moment(row.until)]);
  if (row.decidedAt) pairs.push(["Decided", `${moment(row.decidedAt)}, on the user's ${day(row.localDate)}`]);
  if (row.tries) pairs.push(["Tried", counted(row.tries, "time")]);
  if (row.detail) pairs.push(["It was said", html`<span class="mono small">${row.detail}</span>`]);
  return pairs;
}

/** What a period is, as people read it. */
function aboutPeriod(period) {
  const [date, number] = period.split("/");
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return html`<code>${period}</code>`;
  return number ? `message ${number} since ${day(date)}` : day(date);
}

define("l-message-log", MessageLog);
