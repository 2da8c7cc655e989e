import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get } from "../base/api.js";
import { here, link, remember, userPath } from "../base/route.js";
import { ago, moment } from "../base/format.js";
import { empty, Screen, top } from "../parts/screen.js";
import { table } from "../parts/list.js";

/** Users: the newest, or those whose id, name or address begins with what one types. */
export class UsersScreen extends Screen {
  text = here().query.get("find") ?? "";
  isLoading = false;

  async load(signal) {
    this.took = performance.now();
    const page = await get(this.path(), { signal });
    this.took = performance.now() - this.took;
    return { users: page.users, next: page.nextCursor, text: this.text };
  }

  path(cursor = "") {
    const query = new URLSearchParams({ limit: "50" });
    if (this.text.trim()) query.set("prefix", this.text.trim());
    if (cursor) query.set("cursor", cursor);
    return `/admin/v1/users?${query}`;
  }

  /** @param {string} text */
  search(text) {
    this.text = text;
    remember({ find: text });
    this.reloadSoon();
  }

  async more() {
    this.isLoading = true;
    this.update();
    const page = await get(this.path(this.data.next));
    this.isLoading = false;
    this.data = { ...this.data, users: [...this.data.users, ...page.users], next: page.nextCursor };
  }

  render() {
    return html`
      ${top({
        title: "Users",
        about: "Find somebody by the beginning of an id, a name or an e-mail address.",
      })}
            <section class="sheet">
        <div
          class="body"><label class="field"><span class="label">Find</span><input type="search" autocomplete="off" spellcheck="false" placeholder="ada, Ada Lovelace, ada@example.com"
            .value=${this.text} @input=${(event) => this.search(event.target.value)} ref=${(element) =>
              queueMicrotask(() => element.focus())}></label>${super.render()}</div>
      </section>
    `;
  }

  view({ users, next, text }) {
    if (users.length === 0 && !next) {
      return text.trim()
        ? empty({
          icon: "search",
          title: `Nobody begins with “${text.trim()}”`,
          text:
            "Letters count from the beginning of an id, a name or an address. Is it the right environment?",
        })
        : empty({
          icon: "users",
          title: "No users yet",
          text: "Users appear by themselves with their first event.",
          action: html`<a class="button main" href=${link("/start")}>Send a first event</a>`,
        });
    }
    return html`${userTable(users)}${
      next
        ? html`<div class="more"><button class="button" ?disabled=${this.isLoading} @click=${() =>
          this.more()}>More</button></div>`
        : ""
    }`;
  }
}

/**
 * Users in a list.
 * @param {any[]} users
 */
export function userTable(users) {
  return table({
    label: "Users",
    rows: users,
    key: (user) => user.id,
    columns: [
      {
        label: "Id",
        isMain: true,
        view: (user) => html`<a class="name" href=${link(userPath(user.id))}>${user.id}</a>`,
      },
      { label: "Name", view: (user) => user.name ?? html`<span class="quiet">–</span>` },
      { label: "E-mail", view: (user) => user.email ?? html`<span class="quiet">–</span>` },
      {
        label: "Zone",
        view: (user) => html`<span class="quiet">${(user.tz ?? "–").replaceAll("_", " ")}</span>`,
      },
      {
        label: "First seen",
        isNumber: true,
        view: (user) => html`<span title=${moment(user.created)}>${ago(user.created)}</span>`,
      },
    ],
  });
}

define("l-users", UsersScreen);
