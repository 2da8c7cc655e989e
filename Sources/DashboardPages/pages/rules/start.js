import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, get, may, post, sendOne } from "../base/api.js";
import { here, link, userPath } from "../base/route.js";
import { copy, toast } from "../parts/feedback.js";
import { Screen, top } from "../parts/screen.js";
import { icon } from "../parts/icons.js";

/** From nothing to the first event, in a few steps. */
export class StartScreen extends Screen {
  key = "";
  language = "curl";
  /** @type {any} */
  seen = null;

  async load(signal) {
    const [metrics, streaks, page] = await Promise.all([
      all("/admin/v1/metrics"),
      all("/admin/v1/streaks/definitions"),
      get("/admin/v1/users?limit=1", { signal }),
    ]);
    if (page.users.length === 0) this.watch();
    return { metrics, streaks, user: page.users[0] ?? null };
  }

  disconnected() {
    super.disconnected();
    clearInterval(this.watching);
  }

  /** Looks whether the first event has come. */
  watch() {
    clearInterval(this.watching);
    this.watching = setInterval(async () => {
      const page = await get("/admin/v1/users?limit=1").catch(() => null);
      if (!page?.users[0]) return;
      clearInterval(this.watching);
      this.data = { ...this.data, user: page.users[0] };
      toast("The first event is there");
    }, 1_000);
  }

  async makeMetric() {
    await sendOne("POST", "/admin/v1/metrics", { key: "lessons", name: "Lessons" });
    this.reload();
  }

  async makeStreak() {
    const metric = this.data.metrics[0].key;
    await sendOne("POST", "/admin/v1/streaks/definitions", {
      key: "daily",
      name: "Every day",
      primary: true,
      sources: [{ metric }],
      window: { period: "daily" },
      freezes: { startCount: 1, maxCount: 2 },
    });
    this.reload();
  }

  async makeKey() {
    this.key = (await post("/admin/v1/keys", { scope: "admin" })).key;
    this.update();
  }

  view({ metrics, streaks, user }) {
    const environment = here().environment === "sandbox" ? "the sandbox" : "production";
    const metric = metrics[0]?.key ?? "lessons";
    const step = (isDone, title, body) =>
      html`
        <li
          class=${isDone ? "done" : ""}><span class="mark" role="img" aria-label=${isDone
            ? "Done"
            : "To do"}></span><div class="stack-s"><h2>${title}</h2>${body}</div></li>
      `;
    return html`
      ${top({ title: "First steps", about: `From nothing to the first event, in ${environment}.` })}
            <section class="sheet">
        <div class="body">
          <ol class="steps">
            ${step(
              metrics.length > 0,
              "Say what you count",
              metrics.length
                ? html`<p class="quiet">${
                  metrics.map((metric) => metric.name).join(", ")
                }. <a class="link" href=${link("/metrics")}>All metrics</a></p>`
                : html`<p class="quiet">A metric is what users do: lessons, pages, kilometres.</p>${
                  may("editor")
                    ? html`<div><button class="button main" @click=${() =>
                      this.makeMetric()}>Make the metric “Lessons”</button></div>`
                    : ""
                }`,
            )}
            ${step(
              streaks.length > 0,
              "Say what a streak is",
              streaks.length
                ? html`<p class="quiet">${
                  streaks.map((streak) => streak.name).join(", ")
                }. <a class="link" href=${link("/streaks")}>All streaks</a></p>`
                : html`
                  <p
                    class="quiet">One event a day, with two freezes, is a good beginning. Every word of it can be changed later.</p>${may(
                        "editor",
                      ) && metrics.length
                      ? html`<div><button class="button main" @click=${() =>
                        this.makeStreak()}>Make a daily streak</button></div>`
                      : ""}
                `,
            )}
            ${step(
              Boolean(this.key),
              "Take a key",
              this.key
                ? html`
                  <div
                    class="with-button"><pre class="code" tabindex="0" aria-label="The key">${this
                      .key}</pre><button class="button" @click=${() =>
                      copy(this.key, "The key is copied")}>${icon("copy")}Copy</button></div>
                  <p class="small quiet">It is shown this once. Your server sends it with every request.</p>
                `
                : may("owner")
                ? html`
                  <p class="quiet">Your server shows it with every request.</p>
                  <div><button class="button ${metrics.length ? "main" : ""}" @click=${() =>
                    this.makeKey()}>Make a key</button></div>
                `
                : html`<p class="quiet">An owner can make one for you.</p>`,
            )}
            ${step(
              Boolean(user),
              "Send the first event",
              user
                ? html`<p><a class="link" href=${link(userPath(user.id))}>${user.id}</a> is there${
                  user.tz ? `, in ${user.tz}` : ""
                }.</p>`
                : html`<p class="quiet">Run this. The event appears here by itself.</p>${
                  this.example(metric)
                }`,
            )}
            </ol>
        </div>
      </section>
    `;
  }

  example(metric) {
    const key = this.key || "$LAUREL_KEY";
    const text = example(this.language, location.origin, key, metric);
    return html`
      <div class="row" role="group" aria-label="Language">${["curl", "Python", "Node", "Swift"].map((name) =>
        html`<button class="button tight ${name === this.language ? "main" : ""}" aria-pressed=${
          name === this.language ? "true" : "false"
        } @click=${() => {
          this.language = name;
          this.update();
        }}>${name}</button>`
      )}</div>
      <pre class="code" tabindex="0" aria-label="Example">${text}</pre>
      <div
        class="row"><button class="button" @click=${() => copy(text, "The example is copied")}>${icon(
          "copy",
        )}Copy</button><span class="small quiet" role="status">Waiting for the first event…</span></div>
    `;
  }
}

/**
 * How a program sends an event.
 * @param {string} language
 * @param {string} server
 * @param {string} key
 * @param {string} metric
 */
export function example(language, server, key, metric) {
  const url = `${server}/v1/metrics/${metric}/event`;
  switch (language) {
    case "Python":
      return `import json, urllib.request

event = {"user": {"id": "ada", "tz": "Europe/London"}, "value": 1}
request = urllib.request.Request("${url}", json.dumps(event).encode(),
    {"X-API-KEY": "${key}", "Content-Type": "application/json"})
print(urllib.request.urlopen(request).read().decode())`;
    case "Node":
      return `const response = await fetch("${url}", {
  method: "POST",
  headers: { "X-API-KEY": "${key}", "Content-Type": "application/json" },
  body: JSON.stringify({ user: { id: "ada", tz: "Europe/London" }, value: 1 }),
});
console.log(await response.json());`;
    case "Swift":
      return `import Foundation

var request = URLRequest(url: URL(string: "${url}")!)
request.httpMethod = "POST"
request.setValue("${key}", forHTTPHeaderField: "X-API-KEY")
request.httpBody = Data(#"{"user": {"id": "ada", "tz": "Europe/London"}, "value": 1}"#.utf8)
let (answer, _) = try await URLSession.shared.data(for: request)
print(String(decoding: answer, as: UTF8.self))`;
    default:
      return `curl -X POST ${url} \\
  -H "X-API-KEY: ${key}" -H "Content-Type: application/json" \\
  -d '{"user": {"id": "ada", "tz": "Europe/London"}, "value": 1}'`;
  }
}

define("l-start", StartScreen);
