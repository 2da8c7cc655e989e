import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get } from "../base/api.js";
import { here, link, remember, userPath } from "../base/route.js";
import { ago, moment } from "../base/format.js";
import { copy } from "../parts/feedback.js";
import { empty, Screen, top } from "../parts/screen.js";
import { icon } from "../parts/icons.js";

/** What was asked of the server, and why some of it was refused. */
export class LogScreen extends Screen {
  filter = {
    outcome: here().query.get("outcome") ?? "",
    user: here().query.get("user") ?? "",
    path: here().query.get("path") ?? "",
    key: here().query.get("key") ?? "",
  };
  shown = here().query.get("show") ?? "";
  isLive = true;

  connected() {
    super.connected();
    this.timer = setInterval(() => this.isLive && !this.data?.isPaged && this.reload(), 3_000);
  }

  disconnected() {
    super.disconnected();
    clearInterval(this.timer);
  }

  async load(signal) {
    const page = await get(this.path(), { signal });
    return { requests: page.requests, next: page.nextCursor };
  }

  path(cursor = "") {
    const query = new URLSearchParams({ limit: "50" });
    for (const [name, value] of Object.entries({ ...this.filter, cursor })) if (value) query.set(name, value);
    return `/admin/v1/log?${query}`;
  }

  async more() {
    const page = await get(this.path(this.data.next));
    this.data = {
      ...this.data,
      requests: [...this.data.requests, ...page.requests],
      next: page.nextCursor,
      isPaged: true,
    };
  }

  set(name, value) {
    this.filter[name] = value;
    remember({ ...this.filter });
    this.reloadSoon(200);
  }

  render() {
    const input = (name, label, placeholder) =>
      html`
        <label
          class="field"><span class="label">${label}</span><input type="search" autocomplete="off" placeholder=${placeholder} .value=${this
            .filter[name]} @input=${(event) => this.set(name, event.target.value.trim())}></label>
      `;
    const live = html`
      <button class="button" aria-pressed=${this.isLive ? "true" : "false"}
        @click=${() => {
          this.isLive = !this.isLive;
          this.update();
        }}><span class="dot ${this.isLive ? "" : "sandbox"}"></span>${this.isLive ? "Live" : "Held"}</button>
    `;
    return html`
      ${top({
        title: "Log",
        about: "Every request that was refused, and some of those that were not, of the last 7 days.",
        actions: live,
      })}
            <section class="sheet">
        <div
          class="body"><div class="filters"><label class="field"><span class="label">Outcome</span><select @change=${(
            event,
          ) => this.set("outcome", event.target.value)}>${[["", "all"], ["refused", "refused"], [
            "accepted",
            "accepted",
          ]].map(([value, text]) =>
            html`<option value=${value} .selected=${value === this.filter.outcome}>${text}</option>`
          )}</select></label>
            ${input("user", "User", "ada")}${input("key", "Key", "sandbox_…")}${input(
              "path",
              "Path holds",
              "/v1/metrics/",
            )}</div>${super.render()}</div>
      </section>
    `;
  }

  view({ requests, next }) {
    if (requests.length === 0) {
      const isFiltered = Object.values(this.filter).some(Boolean);
      return empty({
        icon: "log",
        title: isFiltered ? "No such request" : "No requests yet",
        text: isFiltered
          ? "Nothing in the last 7 days passes the filter."
          : "What your servers send appears here within a second.",
        action: isFiltered ? "" : html`<a class="button" href=${link("/start")}>Send a first event</a>`,
      });
    }
    return html`<ul class="timeline">${each(requests, (one) => one.id, (one) => this.row(one))}</ul>${
      next
        ? html`<div class="more"><button class="button" @click=${() => this.more()}>Earlier</button></div>`
        : ""
    }`;
  }

  row(one) {
    const isShown = this.shown === one.id;
    const toggle = () => {
      this.shown = isShown ? "" : one.id;
      this.update();
    };
    return html`
      <li
        class="log-row"><button class="log-line" aria-expanded=${isShown
          ? "true"
          : "false"} @click=${toggle}><span class="tag num ${one.status >= 400 ? "bad" : "good"}">${one
          .status}</span><span class="log-what"><b class="mono">${one.method}</b> <span class="mono">${one
          .path}</span>${one.error
          ? html`<span class="log-error">${one.error}</span>`
          : ""}</span><time class="nowrap" title=${moment(one.at)}>${ago(one.at)}</time></button>
            ${isShown ? this.details(one) : ""}</li>
    `;
  }

  details(one) {
    const pairs = [
      ["When", moment(one.at)],
      ["Sender", one.sender || "unknown"],
      ["User", one.userId ? html`<a class="link" href=${link(userPath(one.userId))}>${one.userId}</a>` : "–"],
      ["Took", `${one.milliseconds} ms`],
      ["From", one.address || "–"],
      ["Id", html`<code>${one.id}</code>`],
    ];
    return html`<div class="stack log-details"><dl class="facts">${
      pairs.map(([name, value]) =>
        html`
          <dt>${name}</dt>
          <dd>${value}</dd>
        `
      )
    }</dl>
      ${
      one.body
        ? html`<pre class="code reply" tabindex="0" aria-label="The body">${pretty(one.body)}</pre>`
        : ""
    }<div class="row"><button class="button tight" @click=${() =>
      copy(asCurl(one), "The command is copied")}>${icon("copy")}Copy as curl</button></div></div>`;
  }
}

/** @param {string} text */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/**
 * The request as a command; the key is the reader's own.
 * @param {any} one
 */
export function asCurl(one) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const body = one.body ? ` \\\n  -H 'Content-Type: application/json' \\\n  -d ${quoted(one.body)}` : "";
  return `curl -X ${one.method} ${
    quoted(location.origin + one.path)
  } \\\n  -H "X-API-KEY: $LAUREL_KEY"${body}`;
}

define("l-log", LogScreen);
