import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { follow, get } from "../base/api.js";
import { here, link, userPath } from "../base/route.js";
import { ago, duration, number } from "../base/format.js";
import { figures, Screen, top } from "../parts/screen.js";
import { sheet, table } from "../parts/list.js";
import { icon } from "../parts/icons.js";

const LIVE = [
  "streak.incremented",
  "streak.broken",
  "streak.milestone_reached",
  "streak.freeze_consumed",
  "achievement.completed",
  "user.created",
  "points.changed",
];

/** How things are, right now. */
export class HomeScreen extends Screen {
  /** @type {{type: string, data: any, key: number}[]} */
  happened = [];
  count = 0;

  connected() {
    super.connected();
    const { signal } = /** @type {AbortController} */ (this.stopping);
    follow(LIVE, signal, (type, data) => {
      this.happened = [{ type, data, key: ++this.count }, ...this.happened].slice(0, 12);
      this.update();
    });
    this.timer = setInterval(() => this.reload(), 60_000);
  }

  disconnected() {
    super.disconnected();
    clearInterval(this.timer);
  }

  async load(signal) {
    const counting = get("/admin/v1/overview", { signal });
    // Nobody has to wait for what takes long to count.
    counting.then((overview) => {
      if (this.data && !signal.aborted) this.data = { ...this.data, overview };
    }, () => {});
    const soon = new Promise((resolve) => setTimeout(resolve, 150));
    const [overview, risk, log] = await Promise.all([
      Promise.race([counting, soon.then(() => this.data?.overview)]),
      get("/admin/v1/streaks/at-risk?limit=8", { signal }),
      get("/admin/v1/log?outcome=refused&limit=6", { signal }),
    ]);
    return { overview, risk: risk.streaks, log: log.requests };
  }

  view({ overview, risk, log }) {
    const isNew = overview?.users.total === 0;
    return html`${
      top({
        title: "Home",
        about: here().environment === "sandbox"
          ? "The sandbox: nothing here reaches real users."
          : "What your users do, right now.",
        actions: isNew ? html`<a class="button main" href=${link("/start")}>First steps</a>` : "",
      })
    }
      ${this.counts(overview)}
      ${
      isNew
        ? html`
          <div
            class="notice good"><b>Nothing has happened here yet.</b><span>A few steps lead to the first event. <a class="link" href=${link(
              "/start",
            )}>Begin</a></span></div>
        `
        : ""
    }
      <div class="halves">${this.live()}${this.trouble(log)}</div>${this.atRisk(risk)}`;
  }

  /** What was counted, or, while that goes on, where it will be. */
  counts(overview) {
    if (!overview?.complete) {
      const labels = ["Active today", "Users", "Events today", "Streaks alive", "Achievements today"];
      return figures(labels.map((label) => ({ label, value: "–", note: "being counted" })));
    }
    const { users, events, streaks, achievements, active } = overview;
    return figures([
      { label: "Active today", value: number(active.day), note: `${number(active.week)} in 7 days` },
      {
        label: "Users",
        value: number(users.total),
        note: users.new ? `+${number(users.new)} in 24 h` : "",
      },
      { label: "Events today", value: number(events.day) },
      {
        label: "Streaks alive",
        value: number(streaks.alive),
        note: streaks.lost ? html`<span class="down">${number(streaks.lost)} lost yesterday</span>` : "",
      },
      { label: "Achievements today", value: number(achievements.completed) },
    ]);
  }

  live() {
    return sheet({
      title: "Now",
      note: html`<span class="dot"></span>live`,
      body: this.happened.length
        ? html`<ul class="stack-s" aria-live="polite">${
          each(this.happened, (one) =>
            one.key, ({ type, data }) =>
            html`<li class="one-line"><span>${
              data.user_id
                ? html`
                  <a class="link" href=${link(userPath(data.user_id))}>${data.user_id}</a>
                `
                : ""
            }${said(type, data)}</span><time class="small quiet">${ago(data.occurred_at)}</time></li>`)
        }</ul>`
        : html`<p class="quiet">What happens to streaks, achievements and points appears here as it happens.</p>`,
    });
  }

  trouble(log) {
    return sheet({
      title: "Refused lately",
      note: html`<a class="link" href=${link("/log", { outcome: "refused" })}>Log</a>`,
      body: log.length
        ? html`<ul class="stack-s">${
          each(log, (one) => one.id, (one) =>
            html`
              <li
                class="one-line"><a href=${link("/log", {
                  outcome: "refused",
                  show: one.id,
                })}><span class="tag bad num">${one.status}</span> ${one
                  .error}</a><time class="small quiet">${ago(one.at)}</time></li>
            `)
        }</ul>`
        : html`<p class="quiet">${icon("check")} No request was refused in the last 7 days.</p>`,
    });
  }

  atRisk(risk) {
    if (risk.length === 0) return "";
    return sheet({
      title: "At risk now",
      note: "most urgent first",
      body: table({
        label: "Streaks at risk",
        rows: risk,
        key: (one) => `${one.userId} ${one.definition}`,
        columns: [
          {
            label: "User",
            isMain: true,
            view: (one) =>
              html`<a class="name" href=${
                link(userPath(one.userId), { streak: one.definition })
              }>${one.userId}</a>`,
          },
          { label: "Streak", view: (one) => one.definition },
          { label: "Length", isNumber: true, view: (one) => number(one.length) },
          { label: "Ends in", isNumber: true, view: (one) => duration(one.secondsLeft) },
        ],
      }),
    });
  }
}

/** @param {string} type @param {any} data */
function said(type, data) {
  switch (type) {
    case "streak.incremented":
      return `has a streak of ${number(data.new_count)}`;
    case "streak.broken":
      return `lost a streak of ${number(data.final_count)}`;
    case "streak.milestone_reached":
      return `reached the milestone ${number(data.threshold)}`;
    case "streak.freeze_consumed":
      return "used a freeze";
    case "achievement.completed":
      return `reached “${data.name}”`;
    case "user.created":
      return "is new";
    case "points.changed":
      return `has ${number(data.total)} ${data.name}`;
    default:
      return type;
  }
}

define("l-home", HomeScreen);
