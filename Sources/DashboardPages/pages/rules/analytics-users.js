import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get } from "../base/api.js";
import { here, link } from "../base/route.js";
import { day, number } from "../base/format.js";
import { empty, Screen, top } from "../parts/screen.js";
import { tabs } from "../parts/list.js";
import { userTable } from "../screens/users.js";

/** How the steps of the funnel are called. */
export const FUNNEL_STEPS = {
  signedUp: "Signed up",
  active: "Did something",
  returned: "Came back another day",
  streak3: "Streak of 3",
  streak7: "Streak of 7",
  streak14: "Streak of 14",
  streak30: "Streak of 30",
};

/** What befalls a streak, and points: each leads to those of the same day whom another befell. */
const CHOICES = {
  befell: ["what", {
    begun: "Began",
    lost: "Lost",
    saved: "Saved by a freeze",
    kept: "Kept in time",
    atRisk: "At risk",
  }],
  points: ["points", { given: "Given", taken: "Taken", expired: "Expired" }],
};

/** How often a page may have nobody on it before somebody has to ask for more. */
const EMPTY_PAGES = 20;

/**
 * The address of the users behind a bar.
 * @param {"active" | "streak" | "achievement" | "experiment" | "age" | "step" | "befell" | "points" | "level"} kind
 * @param {Record<string, string | null | undefined>} query
 */
export function usersBehind(kind, query) {
  return link(`/analytics/users/${kind}`, query);
}

/** The users behind a number of analytics. */
export class CountedUsersScreen extends Screen {
  async load(signal) {
    return await this.page([], "", signal);
  }

  /**
   * Adds those who are next; a page looks at so many users, and may find none of those asked for.
   * @param {any[]} users
   * @param {string} cursor
   * @param {AbortSignal} signal
   */
  async page(users, cursor, signal) {
    for (let count = 0; count < EMPTY_PAGES; count += 1) {
      const page = await get(this.path(cursor), { signal });
      users = [...users, ...page.users];
      cursor = page.nextCursor;
      if (page.users.length || !cursor) break;
    }
    return { users, next: cursor };
  }

  path(cursor) {
    const { query } = here();
    const own = new URLSearchParams({ limit: "50" });
    for (const [name, value] of query) if (!["in", "tenant", "name"].includes(name)) own.set(name, value);
    if (cursor) own.set("cursor", cursor);
    return `/admin/v1/analytics/users?${own}`;
  }

  async more() {
    this.isLoading = true;
    this.update();
    const { signal } = /** @type {AbortController} */ (this.stopping);
    const data = await this.page(this.data.users, this.data.next, signal);
    this.isLoading = false;
    this.data = data;
    this.update();
  }

  /** Who is listed, in words. */
  words() {
    const { query } = here();
    const of = (name) => query.get(name) ?? "";
    const on = of("on") ? ` on ${day(of("on"))}` : "";
    switch (this.params.kind) {
      case "active":
        return `Active on ${day(of("active"))}${of("metric") ? `, by ${of("metric")}` : ""}`;
      case "streak": {
        const [first, last] = [of("first") || "1", of("last")];
        const length = first === last ? first : last ? `${first} to ${last}` : `${first} or more`;
        return `A streak of ${length} in ${of("streak")}${on}`;
      }
      case "achievement":
        return `Completed ${of("name") || "the achievement"}${on}`;
      case "age": {
        const unit = of("unit") === "week" ? "week" : "day";
        return `Active ${unit} ${of("age")} after they signed up`;
      }
      case "step":
        return `${FUNNEL_STEPS[of("step")] ?? "Signed up"} in their first 30 days`;
      case "befell":
        return `${CHOICES.befell[1][of("what")] ?? "Streak"}: ${of("streak")}${on}`;
      case "points":
        return `Points ${of("points")}${on}`;
      case "level":
        return `On the level ${of("name")}${on}`;
      default:
        return `In the arm ${of("arm")} of ${of("experiment")}`;
    }
  }

  /** Of whom it tells, besides the number itself. */
  about() {
    const { query } = here();
    const [from, to, by] = ["from", "to", "by"].map((name) => query.get(name));
    const weeks = !from || !to || !query.has("age") && !query.has("step")
      ? ""
      : from === to
      ? `Signed up in the week of ${day(from)}. `
      : `Signed up in the weeks from ${day(from)} to ${day(to)}. `;
    const group = query.get("group");
    const part = !group ? "" : group === "those" ? "Those of the comparison. " : "The others. ";
    const own = by ? `${by}: ${query.get("segment") || "without a value"}. ` : "";
    return `${weeks}${part}${own}Those who are behind the number, as things stand now.`;
  }

  /** The same day's other numbers. */
  others() {
    const { path, query } = here();
    const [name, words] = CHOICES[this.params.kind] ?? [];
    if (!name) return "";
    return tabs(
      "Users",
      Object.entries(words).map(([value, text]) => ({
        name: text,
        address: link(path, { ...Object.fromEntries(query), [name]: value }),
        isCurrent: query.get(name) === value,
      })),
    );
  }

  render() {
    return html`
      ${top({
        title: this.words(),
        about: this.about(),
        actions: html`
          <button class="button" @click=${() => history.back()}>Back</button>
        `,
      })}${this.others()}<section class="sheet">
        <div class="body">${super.render()}</div>
      </section>
    `;
  }

  view({ users, next }) {
    if (users.length === 0 && !next) {
      return empty({
        icon: "users",
        title: "Nobody",
        text: "Nobody is counted here, or whoever was has changed since or was erased.",
        action: html`<a class="button" href=${link("/users")}>All users</a>`,
      });
    }
    return html`<p class="small quiet">${number(users.length)} ${
      next ? "so far" : users.length === 1 ? "user" : "users"
    }</p>${users.length ? userTable(users) : ""}${
      next
        ? html`<div class="more"><button class="button" ?disabled=${this.isLoading} @click=${() =>
          this.more()}>More</button></div>`
        : ""
    }`;
  }
}

define("l-counted-users", CountedUsersScreen);
