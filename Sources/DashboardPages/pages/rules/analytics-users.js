import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get } from "../base/api.js";
import { here, link } from "../base/route.js";
import { day, number } from "../base/format.js";
import { empty, Screen, top } from "../parts/screen.js";
import { userTable } from "../screens/users.js";

/** How often a page may have nobody on it before somebody has to ask for more. */
const EMPTY_PAGES = 20;

/**
 * The address of the users behind a bar.
 * @param {"active" | "streak" | "achievement" | "experiment"} kind
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
      default:
        return `In the arm ${of("arm")} of ${of("experiment")}`;
    }
  }

  render() {
    return html`
      ${top({
        title: this.words(),
        about: "Those who are behind the number, as things stand now.",
        actions: html`
          <button class="button" @click=${() => history.back()}>Back</button>
        `,
      })}<section class="sheet">
        <div class="body">${super.render()}</div>
      </section>
    `;
  }

  view({ users, next }) {
    if (users.length === 0 && !next) {
      return empty({
        icon: "users",
        title: "Nobody",
        text: "Whoever was counted has changed since, or was erased.",
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
