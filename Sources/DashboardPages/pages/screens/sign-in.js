import { html } from "../base/html.js";
import { define, Reactive } from "../base/element.js";
import { call, session } from "../base/api.js";
import { go, here, link } from "../base/route.js";
import { Draft, field, problem } from "../parts/fields.js";
import { icon } from "../parts/icons.js";

/** Where one signs in. */
export class SignInScreen extends Reactive {
  static properties = { params: {} };
  caption = "Sign in";
  draft = new Draft({ email: "", password: "" }, () => this.update());

  render() {
    return gate(html`
      <form class="sheet" @submit=${(event) => this.send(event)}>
        <header>
          <h1 class="for-readers">Sign in to Laurel</h1>
          <h2>Sign in</h2>
        </header>
        <div class="body">${field(this.draft, {
          label: "E-mail",
          name: "email",
          type: "email",
          autocomplete: "username",
          isRequired: true,
          isFocused: true,
        })}
            ${field(this.draft, {
              label: "Password",
              name: "password",
              type: "password",
              autocomplete: "current-password",
              isRequired: true,
            })}
            ${problem(this.draft, [])}<button class="button main" ?disabled=${this.draft
              .isBusy}>Sign in</button></div>
      </form>
      <p class="quiet small">No account? An owner can add you, or run <code>laurel admins create</code>.</p>
    `);
  }

  /** @param {Event} event */
  async send(event) {
    event.preventDefault();
    const isDone = await this.draft.send(async () => {
      const answer = await call("POST", "/admin/v1/sessions", this.draft.values);
      session.admin = answer.admin;
    });
    if (isDone) return go(goalAfterSignIn(), { replace: true });
    /** @type {HTMLElement | null} */
    const password = this.querySelector("input[type=password]");
    password?.focus();
  }
}

/** Where one wanted to go, if that is a page of the dashboard. */
function goalAfterSignIn() {
  const next = here().query.get("next") ?? "";
  return next.startsWith("/dashboard/") ? next : link("/");
}

/** Where the link leads that a new server prints: the first owner is made. */
export class FirstRunScreen extends Reactive {
  static properties = { params: {} };
  caption = "First run";
  draft = new Draft({ email: "", password: "" }, () => this.update());

  render() {
    return gate(html`
      <form class="sheet" @submit=${(event) => this.send(event)}>
        <header>
          <h1 class="for-readers">Set Laurel up</h1>
          <h2>Make the first owner</h2>
        </header>
        <div
          class="body"><p class="quiet">You will sign in with this. An owner may do everything, and add others.</p>
            ${field(this.draft, {
              label: "E-mail",
              name: "email",
              type: "email",
              autocomplete: "username",
              isRequired: true,
              isFocused: true,
            })}
            ${field(this.draft, {
              label: "Password",
              name: "password",
              type: "password",
              autocomplete: "new-password",
              isRequired: true,
              hint: "At least 10 characters.",
            })}
            ${problem(this.draft, ["email", "password"])}<button class="button main" ?disabled=${this.draft
              .isBusy}>Make the owner</button></div>
      </form>
    `);
  }

  /** @param {Event} event */
  async send(event) {
    event.preventDefault();
    const isDone = await this.draft.send(async () => {
      const body = { ...this.draft.values, secret: location.hash.slice(1) };
      session.admin = (await call("POST", "/admin/v1/first-admin", body)).admin;
    });
    if (isDone) go(link("/start", { in: "sandbox" }), { replace: true });
  }
}

/** @param {unknown} form */
function gate(form) {
  return html`<main class="gate" id="main"><div class="brand">${icon("leaf")}Laurel</div>${form}</main>`;
}

define("l-sign-in", SignInScreen);
define("l-first-run", FirstRunScreen);
