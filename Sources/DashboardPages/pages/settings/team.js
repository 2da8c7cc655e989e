import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, patch, post, put, remove, session } from "../base/api.js";
import { ago, day, moment } from "../base/format.js";
import { confirmed, openDialog, toast } from "../parts/feedback.js";
import { choice, Draft, field, problem } from "../parts/fields.js";
import { Screen, top } from "../parts/screen.js";
import { sheet, table } from "../parts/list.js";
import { settingsTabs } from "./settings.js";

const ROLE_CHOICES = /** @type {[string, string][]} */ ([
  ["viewer", "viewer: sees everything, changes nothing"],
  ["support", "support: looks after users"],
  ["editor", "editor: sets up what counts"],
  ["owner", "owner: decides who may come in"],
]);

/** Who may sign in. */
export class TeamScreen extends Screen {
  async load(signal) {
    return { admins: await get("/admin/v1/admins", { signal }) };
  }

  view({ admins }) {
    const add = may("owner")
      ? html`<button class="button main" @click=${() => this.add()}>Add somebody</button>`
      : "";
    return html`
      ${top({ title: "Settings" })}${settingsTabs("team")}<section class="sheet">
        <header><h2>Team</h2>${add}</header>
        <div class="body">${table({
          label: "Team",
          rows: admins,
          key: (admin) => admin.id,
          columns: [
            {
              label: "E-mail",
              isMain: true,
              view: (admin) =>
                html`<b>${admin.email}</b>${
                  admin.id === session.admin?.id
                    ? html`
                      <span class="tag good">you</span>
                    `
                    : ""
                }`,
            },
            { label: "Role", view: (admin) => admin.role },
            { label: "Since", view: (admin) => day(admin.created) },
            {
              label: "",
              isNumber: true,
              view: (admin) =>
                may("owner")
                  ? html`
                    <button class="button bare tight"
                      @click=${() => this.edit(admin)}>Edit<span class="for-readers"> ${admin
                        .email}</span></button><button
                      class="button bare tight danger"
                      @click=${() => this.removeAdmin(admin)}>Remove<span class="for-readers"> ${admin
                        .email}</span></button>
                  `
                  : "",
            },
          ],
        })}<dl class="facts small">${ROLE_CHOICES.map(([name, text]) =>
          html`
            <dt>${name}</dt>
            <dd class="quiet">${text.slice(name.length + 2)}</dd>
          `
        )}</dl></div>
      </section>
    `;
  }

  async add() {
    const isDone = await openDialog(({ close, update }) => {
      const draft = new Draft({ email: "", password: "", role: "editor" }, update);
      const send = async (event) => {
        event.preventDefault();
        if (await draft.send(() => post("/admin/v1/admins", draft.values))) close(true);
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>Add somebody</h2>
            </div>
            <div class="body">${field(draft, {
              label: "E-mail",
              name: "email",
              type: "email",
              isRequired: true,
              isFocused: true,
            })}${field(draft, {
              label: "First password",
              name: "password",
              type: "password",
              autocomplete: "new-password",
              isRequired: true,
              hint: "At least 10 characters. Hand it over yourself, to be changed at once.",
            })}${choice(draft, { label: "Role", name: "role", options: ROLE_CHOICES })}${problem(draft, [
              "email",
              "password",
              "role",
            ])}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft
              .isBusy}>Add</button></footer>
          </form>
        `;
    });
    if (isDone) this.reload();
  }

  async edit(admin) {
    const isDone = await openDialog(({ close, update }) => {
      const draft = new Draft({ role: admin.role, password: "" }, update);
      const send = async (event) => {
        event.preventDefault();
        const { role, password } = draft.values;
        const body = { ...(role === admin.role ? {} : { role }), ...(password ? { password } : {}) };
        if (Object.keys(body).length === 0) return close();
        if (await draft.send(() => patch(`/admin/v1/admins/${admin.id}`, body))) close(true);
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>${admin.email}</h2>
            </div>
            <div class="body">${choice(draft, { label: "Role", name: "role", options: ROLE_CHOICES })}${field(
              draft,
              {
                label: "New password",
                name: "password",
                type: "password",
                autocomplete: "new-password",
                hint: "Empty: stays. A new one signs out everywhere.",
              },
            )}${problem(draft, ["role", "password"])}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft
              .isBusy}>Save</button></footer>
          </form>
        `;
    });
    if (!isDone) return;
    toast("Saved");
    this.reload();
  }

  async removeAdmin(admin) {
    const isDone = await confirmed({
      title: `Remove ${admin.email}`,
      text:
        "Whoever it is, is signed out everywhere and cannot sign in any more. What was done under this name stays in the audit.",
      action: "Remove",
      run: () => remove(`/admin/v1/admins/${admin.id}`),
    });
    if (isDone) this.reload();
  }
}

/** Where one is signed in, and one's password. */
export class SessionsScreen extends Screen {
  draft = new Draft({ password: "", newPassword: "" }, () => this.update());

  async load(signal) {
    return { sessions: await get("/admin/v1/sessions", { signal }) };
  }

  view({ sessions }) {
    return html`${top({ title: "Settings" })}${settingsTabs("sessions")}${
      sheet({
        title: "Signed in",
        note: may("owner") ? "everybody, as you are an owner" : "your own",
        body: table({
          label: "Sessions",
          rows: sessions,
          key: (one) => one.id,
          columns: [
            {
              label: "Who",
              isMain: true,
              view: (one) =>
                html`<b>${one.email}</b>${
                  one.current
                    ? html`
                      <span class="tag good">this browser</span>
                    `
                    : ""
                }`,
            },
            {
              label: "Browser",
              view: (one) => html`<span title=${one.browser}>${browserName(one.browser)}</span>`,
            },
            { label: "From", view: (one) => one.address || "–" },
            {
              label: "Last seen",
              view: (one) => html`<span title=${moment(one.seen)}>${ago(one.seen)}</span>`,
            },
            {
              label: "",
              isNumber: true,
              view: (one) =>
                one.current ? "" : html`
                  <button class="button bare tight danger"
                    @click=${() => this.end(one)}>End<span class="for-readers"> the session of ${one
                      .email}</span></button>
                `,
            },
          ],
        }),
      })
    }<form @submit=${(event) => this.changePassword(event)}>${
      sheet({
        title: "Your password",
        body: html`<div class="fields">${
          field(this.draft, {
            label: "Password",
            name: "password",
            type: "password",
            autocomplete: "current-password",
            isRequired: true,
          })
        }${
          field(this.draft, {
            label: "New password",
            name: "newPassword",
            type: "password",
            autocomplete: "new-password",
            isRequired: true,
            hint: "At least 10 characters. Signs out everywhere else.",
          })
        }</div>${problem(this.draft, ["password", "newPassword"])}`,
        foot: html`<button class="button main" ?disabled=${this.draft.isBusy}>Change it</button>`,
      })
    }</form>`;
  }

  async end(one) {
    await remove(`/admin/v1/sessions/${one.id}`);
    toast("The session is ended");
    this.reload();
  }

  /** @param {Event} event */
  async changePassword(event) {
    event.preventDefault();
    if (!await this.draft.send(() => put("/admin/v1/session/password", this.draft.values))) return;
    this.draft.values = { password: "", newPassword: "" };
    toast("Your password is changed");
    this.reload();
  }
}

/** @param {string} text */
function browserName(text) {
  const name = /Edg\//.test(text)
    ? "Edge"
    : /Firefox\//.test(text)
    ? "Firefox"
    : /Chrome\//.test(text)
    ? "Chrome"
    : /Safari\//.test(text)
    ? "Safari"
    : text.split("/")[0] || "unknown";
  const system = text.match(/Windows|Android|iPhone|iPad|Mac OS X|Linux/)?.[0]?.replace("Mac OS X", "macOS");
  return system ? `${name} on ${system}` : name;
}

define("l-team", TeamScreen);
define("l-sessions", SessionsScreen);
