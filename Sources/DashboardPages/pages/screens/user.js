import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may } from "../base/api.js";
import { link, userPath } from "../base/route.js";
import { clockTime, counted, day } from "../base/format.js";
import { Screen } from "../parts/screen.js";
import { tabs } from "../parts/list.js";
import { entries, timeline, TIMELINE_TYPES } from "../parts/timeline.js";
import { icon } from "../parts/icons.js";
import { correctEvent, showZones } from "./user-care.js";
import { loadRest } from "./shell.js";
import { deleteEvent, eraseUser, exportUser, userMenu } from "./user-actions.js";

const USER_TABS = [
  ["Streaks", ""],
  ["Timeline", "timeline"],
  ["Achievements", "achievements"],
  [
    "Points",
    "points",
  ],
  ["Leaderboards", "boards"],
  ["Messages", "messages"],
  ["Notes", "notes"],
  ["Profile", "profile"],
];

/** One user: who it is, and a tab for each kind of question. */
export class UserScreen extends Screen {
  load(signal) {
    return get(`/v1/users/${encodeURIComponent(this.params.id)}`, { signal });
  }

  view(user) {
    const path = userPath(user.id);
    const tab = this.params.tab ?? "";
    return html`
      <header class="top">
        <div class="person"><span class="face" aria-hidden="true">${initials(
          user,
        )}</span><div><h1>${user.name ?? user.id}</h1>
            <p class="quiet">${[user.name ? user.id : null, user.email].filter(Boolean).join(
              " · ",
            )}${user.name || user.email ? " · " : ""}<span class="nowrap">${livesIn(
              user,
            )}</span></p></div></div>
        <div class="row">${user.control
          ? html`<span class="tag note">Control group</span>`
          : ""}${may("support") ? userMenu(user, () => this.changedUser()) : ""}</div>
      </header>
            ${tabs(
              "About the user",
              USER_TABS.map(([name, key]) => ({
                name,
                address: link(key ? `${path}/${key}` : path),
                isCurrent: tab === key,
              })),
            )}
            ${this.tabPart(tab, user)}
    `;
  }

  tabPart(tab, user) {
    const tag = {
      "": "l-user-streaks",
      timeline: "l-user-timeline",
      achievements: "l-user-achievements",
      points: "l-user-points",
      boards: "l-user-boards",
      messages: "l-user-messages",
      notes: "l-user-notes",
      merge: "l-user-merge",
      profile: "l-user-profile",
    }[tab];
    if (!tag) return html`<p class="plain">There is no such tab.</p>`;
    if (!customElements.get(tag)) {
      // It comes with the screens that are loaded later.
      customElements.whenDefined(tag).then(() => this.update());
      loadRest();
      return this.skeleton();
    }
    if (this.shownPart?.localName !== tag) {
      this.shownPart = document.createElement(tag);
      this.shownPart.params = { ...this.params, user };
    }
    return this.shownPart;
  }

  changedUser() {
    this.reload();
    this.shownPart?.reload?.();
  }
}

/** What a user did, and what came of it. */
export class UserTimeline extends Screen {
  async load(signal) {
    const id = encodeURIComponent(this.params.id);
    const [page, facts] = await Promise.all([
      get(`/admin/v1/users/${id}/events?limit=100`, { signal }),
      get(`/admin/v1/facts?userId=${id}&limit=1000&type=${TIMELINE_TYPES.join(",")}`, { signal }),
    ]);
    return { events: page.events, next: page.nextCursor, facts: facts.facts };
  }

  async more() {
    const id = encodeURIComponent(this.params.id);
    const page = await get(
      `/admin/v1/users/${id}/events?limit=100&cursor=${encodeURIComponent(this.data.next)}`,
    );
    this.data = { ...this.data, events: [...this.data.events, ...page.events], next: page.nextCursor };
  }

  view({ events, facts, next }) {
    const { user } = this.params;
    const all = entries(events, facts);
    const oldest = events.at(-1)?.occurredAt;
    // Facts from before the oldest event that is shown would stand there without what led to them.
    const shown = next ? all.filter((entry) => entry.at >= oldest) : all;
    const action = (entry) =>
      entry.event && !entry.event.deletedAt && may("support")
        ? html`
          ${entry.event.metricKey
            ? html`
              <button class="button bare square tight" aria-label="Correct the event" title="Correct the event"
                @click=${() => correctEvent(user, entry.event, () => this.reload())}>${icon("back")}</button>
            `
            : ""}<button class="button bare square tight" aria-label="Delete the event" title="Delete the event"
            @click=${() => deleteEvent(entry.event, () => this.reload())}>${icon("trash")}</button>
        `
        : "";
    return html`
      <section class="sheet">
        <header><h2>Timeline</h2><span class="small quiet">${(user.tz ?? "UTC").replaceAll(
          "_",
          " ",
        )} · facts are kept for 7 days</span></header>
        <div class="body">
            ${shown.length
              ? timeline(shown, user.tz ?? "UTC", action)
              : html`<p class="quiet">Nothing has happened yet.</p>`}
            ${next
              ? html`<div class="more"><button class="button" @click=${() =>
                this.more()}>Earlier</button></div>`
              : ""}</div>
      </section>
    `;
  }
}

/** What is known of a user besides. */
export class UserProfile extends Screen {
  async load(signal) {
    const id = encodeURIComponent(this.params.id);
    const [metrics, preferences] = await Promise.all([
      get(`/v1/users/${id}/metrics`, { signal }),
      get(`/v1/users/${id}/preferences`, { signal }),
    ]);
    return { metrics, preferences };
  }

  view({ metrics, preferences }) {
    const { user } = this.params;
    const attributes = Object.entries(user.attributes ?? {});
    const pair = (/** @type {any[]} */ [name, value]) =>
      html`
        <dt>${name}</dt>
        <dd>${value ?? "–"}</dd>
      `;
    const chosen = Object.keys(preferences.streak ?? {}).length +
      Object.keys(preferences.notifications ?? {}).length;
    return html`
      <div class="halves">
        <section
          class="sheet"><header><h2>Profile</h2></header><div class="body"><dl class="facts">${[
            ["Id", user.id],
            ["Name", user.name],
            ["E-mail", user.email],
            [
              "Time zone",
              html`${user.tz ?? "the workspace’s"} <button class="button bare tight" @click=${() =>
                showZones(user)}>Earlier ones</button>`,
            ],
            ["Signed up", day(user.signUpDate)],
            ["First seen", day(user.created, user.tz)],
            ["Takes e-mail", user.subscribeToEmails ? "yes" : "no"],
            ["Devices", counted(user.deviceTokens?.length ?? 0, "token")],
            ["Group", user.control ? "control" : "all others"],
            ...attributes,
          ].map(pair)}</dl></div>${may("support")
            ? html`<footer><button class="button" @click=${() => exportUser(user)}>${
              icon("export")
            }Export</button><a class="button" href=${link(`${userPath(user.id)}/merge`)}>${
              icon("users")
            }Merge</a><button class="button danger" @click=${() => eraseUser(user)}>${
              icon("trash")
            }Erase</button></footer>`
            : ""}</section>
        <div class="stack">
          <section class="sheet">
            <header>
              <h2>Totals</h2>
            </header>
            <div class="body">${metrics.length
              ? html`
                <table>
                  <tbody>${metrics.map((metric) =>
                    html`
                      <tr>
                        <td>${metric.name}</td>
                        <td class="number"><b>${metric.current}</b></td>
                      </tr>
                    `
                  )}</tbody>
                </table>
              `
              : html`<p class="quiet">There are no metrics yet.</p>`}</div>
          </section>
          <section class="sheet">
            <header>
              <h2>Preferences</h2>
            </header>
            <div class="body">${chosen
              ? html`<pre class="code">${JSON.stringify(preferences, null, 2)}</pre>`
              : html`<p class="quiet">The user has chosen nothing, so what is set up holds.</p>`}</div>
          </section>
        </div>
      </div>
    `;
  }
}

/** @param {any} user */
function initials(user) {
  const words = (user.name ?? user.id).split(/[\s@._-]+/).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();
}

/** @param {any} user */
function livesIn(user) {
  if (!user.tz) return "no time zone told";
  return `${user.tz.replaceAll("_", " ")}, ${clockTime(new Date().toISOString(), user.tz).slice(0, 5)} there`;
}

define("l-user", UserScreen);
define("l-user-timeline", UserTimeline);
define("l-user-profile", UserProfile);
