import { html } from "../base/html.js";
import { define, Reactive } from "../base/element.js";
import { call, may, session } from "../base/api.js";
import { go, here, link, matched } from "../base/route.js";
import { icon } from "../parts/icons.js";
import { openDialog, toast } from "../parts/feedback.js";
import { empty, top } from "../parts/screen.js";
import { openPalette } from "../parts/palette.js";

/** What stands in the menu: groups of screens. */
const MENU = [
  { name: "", items: [["Home", "/", "home"], ["Users", "/users", "users"], ["Log", "/log", "log"]] },
  {
    name: "Rules",
    items: [
      ["Metrics", "/metrics", "metric"],
      ["Streaks", "/streaks", "streak"],
      ["Achievements", "/achievements", "trophy"],
      ["Points", "/points", "points"],
      ["Boards", "/boards", "board"],
    ],
  },
  {
    name: "Learn",
    items: [["Analytics", "/analytics", "chart"], ["Experiments", "/experiments", "split"]],
  },
  { name: "Reach", items: [["Messages", "/messages", "message"], ["Webhooks", "/webhooks", "webhook"]] },
  { name: "", items: [["Settings", "/settings", "settings"]] },
];

/** Screens by their addresses. */
const SCREENS = /** @type {[string, string, string][]} */ ([
  ["/", "l-home", "Home"],
  ["/start", "l-start", "First steps"],
  ["/users", "l-users", "Users"],
  ["/users/:id", "l-user", "User"],
  ["/users/:id/:tab", "l-user", "User"],
  ["/log", "l-log", "Log"],
  ["/metrics", "l-metrics", "Metrics"],
  ["/attributes", "l-metrics", "Attributes"],
  ["/streaks", "l-streaks", "Streaks"],
  ["/streaks/:id", "l-streak", "Streak"],
  ["/achievements", "l-achievements", "Achievements"],
  ["/achievements/:id", "l-achievement", "Achievement"],
  ["/points", "l-points", "Points"],
  ["/points/:id", "l-points-system", "Points"],
  ["/points/:id/:tab", "l-points-system", "Points"],
  ["/boards", "l-boards", "Boards"],
  ["/boards/:id", "l-board", "Board"],
  ["/boards/:id/:tab", "l-board", "Board"],
  ["/analytics", "l-analytics", "Analytics"],
  ["/analytics/retention", "l-retention", "Retention"],
  ["/analytics/funnel", "l-funnel", "Funnel"],
  ["/analytics/streaks", "l-streak-analytics", "Streaks over time"],
  ["/analytics/achievements", "l-achievement-analytics", "Achievements over time"],
  ["/analytics/points", "l-points-analytics", "Points over time"],
  ["/messages", "l-messages", "Messages"],
  ["/messages/templates", "l-templates", "Templates"],
  ["/messages/templates/:kind", "l-template", "Template"],
  ["/messages/log", "l-message-log", "Log of messages"],
  ["/messages/suppressions", "l-suppressions", "Suppressed addresses"],
  ["/analytics/users/:kind", "l-counted-users", "Users behind a number"],
  ["/analytics/boards", "l-board-analytics", "Scores over time"],
  ["/experiments", "l-experiments", "Experiments"],
  ["/experiments/:key", "l-experiment", "Experiment"],
  ["/experiments/:key/:tab", "l-experiment", "Experiment"],
  ["/webhooks", "l-webhooks", "Webhooks"],
  ["/webhooks/:id", "l-webhook", "Webhook"],
  ["/webhooks/:id/:tab", "l-webhook", "Webhook"],
  ["/settings", "l-settings", "Settings"],
  ["/settings/keys", "l-keys", "Keys"],
  ["/settings/tokens", "l-tokens", "Tokens"],
  ["/settings/team", "l-team", "Team"],
  ["/settings/sessions", "l-sessions", "Sessions"],
  ["/settings/tenants", "l-tenants", "Tenants"],
  ["/settings/environments", "l-environments", "Environments"],
  ["/settings/audit", "l-audit", "Audit"],
  ["/settings/clock", "l-clock", "Clock"],
]);

const SHORTCUTS = [
  ["Ctrl K", "Find a user, a rule or a page"],
  ["/", "Search users"],
  ["g h", "Home"],
  ["g u", "Users"],
  ["g s", "Streaks"],
  ["g l", "Log"],
  ["t", "Light or dark"],
  ["?", "These shortcuts"],
];

/** The frame of all screens: menu, environment, and what can be done by keyboard everywhere. */
export class DashboardShell extends Reactive {
  static properties = { isOpen: false };
  /** @type {Element | null} */
  screen = null;
  address = "";
  lastKey = "";

  connected() {
    this.onKey = (event) => this.press(event);
    document.addEventListener("keydown", this.onKey);
    this.navigate();
    // What may be wanted next, once what is wanted now is there.
    setTimeout(loadRest, 1_500);
  }

  disconnected() {
    if (this.onKey) document.removeEventListener("keydown", this.onKey);
  }

  /** Shows the screen of the address. */
  navigate() {
    const place = here();
    const address = location.pathname + location.search;
    this.isOpen = false;
    const isFirst = this.address === "";
    if (address !== this.address) {
      this.address = address;
      const found = SCREENS.map(([pattern, tag, title]) => ({
        params: matched(pattern, place.path),
        tag,
        title,
      }))
        .find((screen) => screen.params);
      const params = { ...found?.params, path: place.path };
      this.screen = document.createElement(found?.tag ?? "l-nowhere");
      Object.assign(this.screen, { params });
      if (!customElements.get(this.screen.localName)) loadRest();
      document.title = `${found?.title ?? "Not found"} · Laurel`;
      // Whoever cannot see the page is told that it is another one.
      if (!isFirst) {
        queueMicrotask(() =>
          queueMicrotask(() => document.getElementById("main")?.focus({ preventScroll: true }))
        );
      }
    }
    this.update();
  }

  render() {
    const { environment, tenant } = here();
    const query = environment === "sandbox" ? "sandbox" : null;
    return html`<div class="shell"><a class="skip" href="#main" @click=${(event) =>
      this.skip(event)}>Skip to the page</a>
      <header class="bar"><a class="brand" href=${link("/")}>${icon("leaf")}Laurel</a><span class="row">
      <span class="tag ${environment === "sandbox" ? "note" : "good"}">${
      environment === "sandbox" ? "Sandbox" : "Live"
    }${tenant ? ` · ${tenant}` : ""}</span>
      <button class="button square bare" aria-label="Find" @click=${() => this.find()}>${
      icon("search")
    }</button>
      <button class="button square bare" aria-label=${
      this.isOpen ? "Close the menu" : "Menu"
    } aria-expanded=${this.isOpen ? "true" : "false"} aria-controls="side" @click=${() =>
      this.isOpen = !this.isOpen}>${icon(this.isOpen ? "close" : "menu")}</button></span></header>
      <aside aria-label="Menu" class="side ${this.isOpen ? "open" : ""}" id="side"><a class="brand" href=${
      link("/")
    }>${icon("leaf")}Laurel</a>
      <button class="button square bare only-narrow" aria-label="Close the menu" @click=${() =>
      this.isOpen = false}>${icon("close")}</button>
      <div class="where">
        <nav class="switch" aria-label="Environment"><a href=${
      link(this.sharedPath(), { in: null })
    } aria-current=${query ? null : "true"}><span class="dot"></span>Live</a><a href=${
      link(this.sharedPath(), { in: "sandbox" })
    } aria-current=${query ? "true" : null}><span class="dot sandbox"></span>Sandbox</a></nav>
        ${
      tenant
        ? html`
          <div
            class="tag note">Tenant ${tenant} <a class="link" href=${link(this.sharedPath(), {
              tenant: null,
            })} aria-label="Leave the tenant">${icon("close")}</a></div>
        `
        : ""
    }
        <button class="find" @click=${() => this.find()}><span>Find</span><kbd>Ctrl K</kbd></button></div>
      <nav class="menu" aria-label="Main">${MENU.map((group) => this.group(group))}</nav>${this.who()}</aside>
      <main id="main" tabindex="-1">${this.screen}</main></div>`;
  }

  group({ name, items }) {
    const { path } = here();
    const isHere = (address) =>
      address === "/"
        ? path === "/" || path === "/start"
        : path === address || path.startsWith(`${address}/`);
    return html`<div>${name ? html`<h2 class="group">${name}</h2>` : ""}<ul>${
      items.map(([label, address, drawing]) =>
        html`<li><a href=${link(address)} aria-current=${
          isHere(address) || (address === "/metrics" && path === "/attributes") ? "page" : null
        }>${icon(drawing)}${label}</a></li>`
      )
    }</ul></div>`;
  }

  who() {
    const isDark = theme() === "dark";
    return html`
      <div class="who">
        <div
          class="email"><span title=${session.admin?.email}>${session.admin
            ?.email}</span><br><span class="quiet">${session.admin?.role}</span></div>
        <div
          class="tools"><button class="button square bare" aria-label=${isDark
            ? "Light colours"
            : "Dark colours"} title=${isDark ? "Light colours" : "Dark colours"} @click=${() =>
            this.turn()}>${icon(isDark ? "sun" : "moon")}</button>
            <button class="button square bare" aria-label="Shortcuts" title="Shortcuts" @click=${() =>
              showShortcuts()}>${icon("help")}</button>
            <a class="button square bare" href=${link(
              "/settings/sessions",
            )} aria-label="Your sessions and password" title="Your sessions and password">${icon(
              "person",
            )}</a>
            <button class="button square bare" aria-label="Sign out" title="Sign out" @click=${() =>
              signOut()}>${icon("out")}</button></div>
      </div>
    `;
  }

  /** What of an address makes sense in another environment: ids of rules do not. */
  sharedPath() {
    const { path } = here();
    return /^\/(streaks|achievements|points)\//.test(path) ? path.replace(/^(\/[a-z]+)\/.*$/, "$1") : path;
  }

  turn() {
    setTheme(theme() === "dark" ? "light" : "dark");
    this.update();
  }

  /** @param {Event} event */
  skip(event) {
    event.preventDefault();
    document.getElementById("main")?.focus();
  }

  find() {
    const pages = SCREENS.filter(([pattern]) => !pattern.includes(":"))
      .map(([pattern, , title]) => ({ title, kind: "Page", address: link(pattern) }));
    openPalette(pages);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) this.find();
      return;
    }
    if (event.key === "Escape" && this.isOpen) this.isOpen = false;
    const target = /** @type {HTMLElement} */ (event.target);
    const isTyping = target.closest("input, textarea, select, dialog");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const goals = { "gh": "/", "gu": "/users", "gs": "/streaks", "gl": "/log" };
    const goal = goals[this.lastKey + event.key];
    this.lastKey = event.key;
    if (goal) go(link(goal));
    else if (event.key === "?") showShortcuts();
    else if (event.key === "t") this.turn();
    else if (event.key === "/") {
      event.preventDefault();
      go(link("/users"));
    }
  }
}

let isLoaded = false;

/** Loads the screens that are not there from the beginning: those of rules and settings. */
export async function loadRest() {
  if (isLoaded) return;
  isLoaded = true;
  try {
    await import(/** @type {string} */ (document.getElementById("app")?.dataset.rest));
  } catch {
    isLoaded = false;
    toast("A part of the dashboard could not be loaded.", {
      label: "Load the page again",
      run: () => location.reload(),
    });
  }
}

/** What stands at an address that no screen has. */
export class NowhereScreen extends Reactive {
  static properties = { params: {} };

  render() {
    return html`${top({ title: "Not found" })}<div class="sheet">${
      empty({
        icon: "search",
        title: "There is no such page",
        text: "The address may be mistyped, or from another version.",
        action: html`<a class="button" href=${link("/")}>Home</a>`,
      })
    }</div>`;
  }
}

function theme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

/** @param {string} name */
function setTheme(name) {
  document.documentElement.dataset.theme = name;
  localStorage.setItem("laurel.theme", name);
}

/** Takes the colours that were chosen in this browser. */
export function recallTheme() {
  const name = localStorage.getItem("laurel.theme");
  if (name) document.documentElement.dataset.theme = name;
}

function showShortcuts() {
  openDialog(({ close }) => () =>
    html`
      <div>
        <div class="sheet-head">
          <h2>Shortcuts</h2>
        </div>
        <div class="body">
          <table>
            <tbody>${SHORTCUTS.map(([keys, text]) =>
              html`
                <tr>
                  <td>${text}</td>
                  <td class="right">${keys.split(" ").map((key) =>
                    html`
                      <kbd>${key}</kbd>
                    `
                  )}</td>
                </tr>
              `
            )}</tbody>
          </table>
        </div>
        <footer><button class="button" autofocus @click=${() => close()}>Close</button></footer>
      </div>
    `
  );
}

async function signOut() {
  try {
    await call("DELETE", "/admin/v1/session");
  } catch (error) {
    if (error.status !== 401) return toast(error.message);
  }
  session.admin = null;
  go(link("/sign-in"));
}

/**
 * What only some may see.
 * @param {"viewer" | "support" | "editor" | "owner"} role
 * @param {() => unknown} view
 */
export function forRole(role, view) {
  return may(role) ? view() : "";
}

define("l-shell", DashboardShell);
define("l-nowhere", NowhereScreen);
