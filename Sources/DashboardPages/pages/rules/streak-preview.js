import { html } from "../base/html.js";
import { define, Reactive } from "../base/element.js";
import { call, get, may, post, remove } from "../base/api.js";
import { link, userPath } from "../base/route.js";
import { counted, number, signed } from "../base/format.js";
import { calendar, calendarKey, calendarText } from "../parts/calendar.js";
import { openDialog } from "../parts/feedback.js";
import { table } from "../parts/list.js";
import { chooseUser } from "./choose-user.js";

/** How a real user would see a streak, judged anew as one types. */
export class StreakPreview extends Reactive {
  static properties = {
    definition: null,
    changes: {},
    appliesTo: "future",
    result: null,
    error: "",
    userID: "",
  };

  constructor() {
    super();
    /** @type {string | null} */
    this.definition;
    /** @type {Record<string, any>} */
    this.changes;
    /** @type {string} */
    this.appliesTo;
    /** @type {any} */
    this.result;
    /** @type {string} */
    this.error;
    this.waiting = 0;
    /** @type {string} */
    this.userID;
  }

  connected() {
    this.ask(0);
  }

  disconnected() {
    this.stopping?.abort();
  }

  changed(name) {
    if (["changes", "definition", "appliesTo"].includes(name)) {
      const now = JSON.stringify([this.changes, this.appliesTo]);
      if (now !== this.asked) this.ask(220);
      this.asked = now;
    }
  }

  /** @param {number} delay */
  ask(delay) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.load(), delay);
  }

  async load() {
    if (!this.isConnected || !may("editor")) return;
    this.stopping?.abort();
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    try {
      if (!this.userID) {
        const { users } = await get("/admin/v1/users?limit=1", { signal });
        if (!users[0]) return void (this.error = "none");
        this.userID = users[0].id;
      }
      const body = {
        ...(this.definition ? { id: this.definition } : {}),
        userId: this.userID,
        ...this.proposal,
        appliesTo: "all",
      };
      const started = performance.now();
      this.result = await call("POST", "/admin/v1/streaks/definitions/preview", body, { signal });
      this.took = performance.now() - started;
      this.error = "";
    } catch (error) {
      if (!signal.aborted) this.error = error.message;
    }
  }

  render() {
    if (!may("editor")) return "";
    const { before, after, user } = this.result ?? {};
    const another = html`<button type="button" class="button bare tight" @click=${() =>
      this.choose()}>another user</button>`;
    if (this.error === "none") {
      return html`
        <section class="sheet">
          <header>
            <h2>As a user would see it</h2>
          </header>
          <div class="body">
            <p
              class="quiet">There is nobody yet. Once somebody has sent an event, this shows the last 28 days as the rule would judge them.</p>
          </div>
        </section>
      `;
    }
    return html`
      <section class="sheet">
        <header><h2>As ${user
          ? html`<a class="link" href=${link(userPath(user.id))}>${user.id}</a>`
          : "a user"} would see it</h2>${another}</header>
        <div class="body" aria-live="polite">
            ${this.error ? html`<p class="wrong">${this.error}</p>` : ""}${after
              ? html`
                <div
                  class="spread"><span><span class="big">${number(
                    after.length,
                  )}</span> <span class="quiet">${after.length === 1
                    ? "period"
                    : "periods"}${before && before.length !== after.length
                    ? `, was ${number(before.length)}`
                    : ""}</span></span><span class="small quiet">${user.tz}</span></div>
                      ${calendar({
                        periods: after.periods,
                        label: calendarText(after.periods),
                        changed: differing(before?.periods, after.periods),
                      })}${calendarKey()}<p class="small quiet">As if the rule had always held. ${before &&
                          differing(before.periods, after.periods).size
                        ? "Days with a golden ring change."
                        : ""}</p>
              `
              : this.error
              ? ""
              : html`<span class="bone"></span>`}</div>
      </section>
    `;
  }

  /** The rule that is judged; one that has no name yet is judged, too. */
  get proposal() {
    if (this.definition) return this.changes;
    const { id: _id, created: _created, ...rule } = this.changes;
    return { ...rule, key: rule.key || "new", name: rule.name || "New" };
  }

  async choose() {
    const id = await chooseUser("Whose days?");
    if (!id) return;
    this.userID = id;
    this.load();
  }
}

/** How many people a change of a rule touches, counted before it is saved. */
export class StreakImpact extends Reactive {
  static properties = { definition: "", changes: {}, appliesTo: "future", result: null, error: "" };

  constructor() {
    super();
    /** @type {string | null} */
    this.definition;
    /** @type {Record<string, any>} */
    this.changes;
    /** @type {string} */
    this.appliesTo;
    /** @type {any} */
    this.result;
    /** @type {string} */
    this.error;
    this.waiting = 0;
    this.turn = 0;
    this.isOver = false;
  }

  connected() {
    this.ask();
  }

  disconnected() {
    clearTimeout(this.waiting);
    this.isOver = true;
    if (this.result?.status === "running") {
      remove(`/admin/v1/streaks/previews/${this.result.id}`).catch(() => {});
    }
  }

  changed(name) {
    if (name === "result" || name === "error") return;
    const now = JSON.stringify([this.changes, this.appliesTo]);
    if (now !== this.asked) this.ask();
    this.asked = now;
  }

  ask() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.begin(), 600);
  }

  async begin() {
    if (this.isOver) return;
    const turn = ++this.turn;
    try {
      const body = { ...this.changes, appliesTo: this.appliesTo };
      for (const name of ["name", "description", "primary", "milestones"]) delete body[name];
      let preview = await post(`/admin/v1/streaks/definitions/${this.definition}/previews`, body);
      let pause = 120;
      while (turn === this.turn && !this.isOver) {
        this.result = preview;
        this.error = "";
        if (preview.status !== "running") return;
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(1_000, pause * 1.5);
        preview = await get(`/admin/v1/streaks/previews/${preview.id}`);
      }
    } catch (error) {
      if (turn === this.turn) this.error = error.message;
    }
  }

  render() {
    if (this.error) {
      return html`<div class="impact loss"><strong>This cannot be counted</strong><span>${this.error}</span></div>`;
    }
    if (!this.result) {
      return html`<div class="impact" role="status"><strong>Counting whom it touches…</strong><progress></progress></div>`;
    }
    const { users, lengths, status } = this.result;
    const isRunning = status === "running";
    const kept = [
      counted(lengths.longer, "grows", "grow"),
      counted(lengths.shorter, "shrinks", "shrink"),
      lengths.lost
        ? counted(lengths.lost, "person loses a streak", "people lose a streak")
        : "nobody loses a streak",
    ];
    return html`
      <div class="impact ${lengths.lost ? "loss" : ""}"
        role="status"><strong class="num">${number(users.changed)} of ${counted(
          users.lookedAt,
          "length",
        )} ${users.changed === 1 && users.lookedAt === 1 ? "changes" : "change"}</strong>
            <span>${kept.join(", ")}. ${this.result.largest.length
              ? html`<button type="button" class="button bare tight" @click=${() =>
                this.showLargest()}>See those that change most</button>`
              : ""}</span>
            ${isRunning
              ? html`
                <progress max=${Math.max(1, users.total)} value=${users
                  .lookedAt} aria-label="Users looked at"></progress><span
                  class="small">${number(users.lookedAt)} of ${number(users.total)} looked at</span>
              `
              : ""}</div>
    `;
  }

  showLargest() {
    const { largest } = this.result;
    openDialog(({ close }) => () =>
      html`
        <div>
          <div class="sheet-head">
            <h2>Who changes most</h2>
          </div>
          <div class="body">${table({
            label: "Who changes most",
            rows: largest.slice(0, 10),
            key: (each) => each.userId,
            columns: [
              {
                label: "User",
                isMain: true,
                view: (each) =>
                  html`<a class="name" href=${link(userPath(each.userId))} @click=${() =>
                    close()}>${each.userId}</a>`,
              },
              { label: "Now", isNumber: true, view: (each) => number(each.before) },
              { label: "Then", isNumber: true, view: (each) => number(each.after) },
              {
                label: "",
                isNumber: true,
                view: (each) =>
                  html`<b class=${each.after < each.before ? "down" : "up"}>${
                    signed(each.after - each.before)
                  }</b>`,
              },
            ],
          })}</div>
          <footer><button class="button" autofocus @click=${() => close()}>Close</button></footer>
        </div>
      `
    );
  }
}

/**
 * The first dates of periods that were found to be something else.
 * @param {any[] | undefined} before
 * @param {any[]} after
 */
function differing(before, after) {
  const known = new Map(
    (before ?? []).map((period) => [period.periodStart, `${period.verdict} ${period.coveredBy}`]),
  );
  return new Set(
    after.filter((period) =>
      known.has(period.periodStart) &&
      known.get(period.periodStart) !== `${period.verdict} ${period.coveredBy}`
    )
      .map((period) => period.periodStart),
  );
}

define("l-streak-preview", StreakPreview);
define("l-streak-impact", StreakImpact);
