import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, patch, post, remove } from "../base/api.js";
import { go, here, link, remember } from "../base/route.js";
import { ago, counted, moment } from "../base/format.js";
import { confirmed, copy, toast } from "../parts/feedback.js";
import { Draft, field, problem } from "../parts/fields.js";
import { Screen, top } from "../parts/screen.js";
import { facts, sheet, tabs } from "../parts/list.js";
import { icon } from "../parts/icons.js";
import { DIALECTS, showWebhookSecret, webhookFields } from "./webhook-form.js";

const STATES = /** @type {[string, string][]} */ ([
  ["", "all"],
  ["failed", "failed"],
  ["pending", "waiting"],
  ["delivered", "delivered"],
]);
const COLORS = { delivered: "good", failed: "bad", pending: "" };

/** How a delivery is marked: one that waits because an attempt failed is no good either. */
function deliveryColor({ status, attempts }) {
  return status === "pending" && attempts.length ? "bad" : COLORS[status];
}

/** One webhook: what it was sent and what came of it, and how it is set up. */
export class WebhookScreen extends Screen {
  filter = { status: here().query.get("status") ?? "", kind: here().query.get("kind") ?? "" };
  shown = here().query.get("show") ?? "";

  connected() {
    super.connected();
    this.timer = setInterval(() => this.isLive && !document.hidden && this.reload(), 3_000);
  }

  disconnected() {
    super.disconnected();
    clearInterval(this.timer);
  }

  /** Whether the newest deliveries are shown, of which more may come. */
  get isLive() {
    return this.data?.deliveries && !this.data.isPaged;
  }

  get path() {
    return `/admin/v1/webhooks/${this.params.id}`;
  }

  async load(signal) {
    const tab = this.params.tab ?? "";
    const webhook = await get(this.path, { signal });
    if (tab === "settings") {
      const { url, description, kinds, ordered } = webhook;
      if (!this.draft?.isChanged) {
        this.draft = new Draft({ url, description, kinds, ordered }, () => this.update());
      }
      return { webhook, tab };
    }
    const page = await get(this.deliveriesPath(), { signal });
    return { webhook, tab, deliveries: page.deliveries, next: page.nextCursor };
  }

  deliveriesPath(cursor = "") {
    const query = new URLSearchParams({ limit: "25" });
    for (const [name, value] of Object.entries({ ...this.filter, cursor })) if (value) query.set(name, value);
    return `${this.path}/deliveries?${query}`;
  }

  async more() {
    const page = await get(this.deliveriesPath(this.data.next));
    const deliveries = [...this.data.deliveries, ...page.deliveries];
    this.data = { ...this.data, deliveries, next: page.nextCursor, isPaged: true };
  }

  /** @param {Partial<typeof this.filter>} change */
  show(change) {
    Object.assign(this.filter, change);
    remember({ ...this.filter });
    this.reloadSoon(250);
  }

  view(data) {
    const { webhook, tab } = data;
    const path = `/webhooks/${webhook.id}`;
    const actions = may("editor") ? this.actions(webhook) : "";
    return html`${
      top({
        title: webhook.description || "Webhook",
        about: html`<span class="breaks">${webhook.url}</span>`,
        actions,
      })
    }${this.trouble(webhook)}${
      tabs("About the webhook", [
        { name: "Deliveries", address: link(path), isCurrent: tab === "" },
        { name: "Settings", address: link(`${path}/settings`), isCurrent: tab === "settings" },
      ])
    }${tab === "settings" ? this.settings(webhook) : this.deliveries(data)}`;
  }

  actions(webhook) {
    const isActive = webhook.status === "active";
    return html`
      <button class="button" @click=${() => this.test()}>Send a test</button>
      <button class="button" @click=${() => this.set(isActive ? "paused" : "active")}>${isActive
        ? "Pause"
        : "Go on"}</button>
    `;
  }

  /** What is wrong with it, and what to do. */
  trouble({ status, disabledReason, failingSince }) {
    if (status === "disabled") {
      const why = disabledReason === "gone"
        ? "Your server answered 410: nobody is there any more."
        : "It has failed for five days without one success.";
      return warning(`${why} Deliveries wait. Mend the address, then let it go on.`);
    }
    if (status === "paused") return warning("Deliveries wait until you let it go on.");
    if (failingSince) {
      return warning(
        `It began to fail ${ago(failingSince)}. Deliveries are sent again; see below what came back.`,
      );
    }
    return "";
  }

  async test() {
    await post(`${this.path}/test`);
    toast("A webhook.test is on its way");
    this.filter = { status: "", kind: "" };
    this.reload();
  }

  /** @param {"active" | "paused"} status */
  async set(status) {
    await patch(this.path, { status });
    toast(status === "active" ? "It goes on" : "It is paused");
    this.reload();
  }

  // MARK: Deliveries

  deliveries({ deliveries, next }) {
    const failed = deliveries.filter((one) => one.status === "failed").length;
    const again = failed && may("editor")
      ? html`<button class="button tight" @click=${() => this.replayFailed()}>Send all failed again</button>`
      : "";
    return sheet({
      title: "Deliveries",
      note: again,
      body: html`
        <div
          class="filters"><label class="field"><span class="label">State</span><select @change=${(
            event,
          ) => this.show({ status: event.target.value })}>${STATES.map(([value, text]) =>
            html`<option value=${value} .selected=${value === this.filter.status}>${text}</option>`
          )}</select></label><label class="field"><span class="label">Kind</span><input type="search" autocomplete="off" placeholder="streak.lost" .value=${this
            .filter.kind} @input=${(event) =>
            this.show({ kind: event.target.value.trim() })}></label></div>${deliveries.length
            ? html`<ul class="timeline">${
              each(deliveries, (one) => one.id, (one) => this.delivery(one))
            }</ul>`
            : html`<p class="quiet">${
              Object.values(this.filter).some(Boolean)
                ? "No delivery is like this."
                : "Nothing was sent yet. What happens from now on is; or send a test."
            }</p>`}
      `,
      foot: next ? html`<button class="button" @click=${() => this.more()}>Older ones</button>` : "",
    });
  }

  delivery(one) {
    const isShown = this.shown === one.id;
    const toggle = () => {
      this.shown = isShown ? "" : one.id;
      this.update();
    };
    const last = one.attempts[one.attempts.length - 1];
    const text = last ? last.status ?? "none" : "–";
    const due = one.nextAttemptAt && one.attempts.length ? `, next ${ago(one.nextAttemptAt)}` : "";
    return html`
      <li class="log-row"><button class="log-line" aria-expanded=${isShown ? "true" : "false"}
          @click=${toggle}><span class="tag num ${deliveryColor(
            one,
          )}">${text}</span><span class="log-what"><b class="mono">${one
            .kind}</b> <span class="quiet small">${STATES.find(([name]) => name === one.status)
            ?.[1]}${due}</span></span><time
          class="nowrap" title=${moment(one.createdAt)}>${ago(one.createdAt)}</time></button>${isShown
            ? this.details(one)
            : ""}</li>
    `;
  }

  details(one) {
    const body = JSON.stringify(one.payload, null, 2);
    const again = may("editor")
      ? html`<button class="button tight" @click=${() =>
        this.replay({ deliveryIds: [one.id] })}>Send again</button>`
      : "";
    return html`
      <div
        class="stack log-details">${facts([
          ["Made", moment(one.createdAt)],
          ["Next attempt", one.nextAttemptAt ? moment(one.nextAttemptAt) : "none"],
          ["Id", html`<code>${one.id}</code>`],
        ])}${one.attempts.map(
          attemptRow,
        )}<pre class="code reply" tabindex="0" aria-label="The body">${body}</pre><div
            class="row"><button class="button tight" @click=${() => copy(body, "The body is copied")}>${icon(
              "copy",
            )}Copy the body</button>${again}</div></div>
    `;
  }

  async replay(which) {
    const { replayed } = await post(`${this.path}/replay`, which);
    toast(`${counted(replayed, "delivery", "deliveries")} sent again`);
    this.reload();
  }

  async replayFailed() {
    const kinds = this.filter.kind ? { kinds: [this.filter.kind] } : {};
    await confirmed({
      title: "Send all failed again",
      text: html`Every delivery of the last 30 days that failed${
        this.filter.kind
          ? html`
            and is of kind <code>${this.filter.kind}</code>
          `
          : ""
      } is sent once more, under the same id. A receiver that looks at the id takes none of them twice.`,
      action: "Send again",
      isDanger: false,
      run: () => this.replay({ status: "failed", from: "1970-01-01T00:00:00Z", ...kinds }),
    });
  }

  // MARK: Settings

  settings(webhook) {
    const draft = /** @type {Draft} */ (this.draft);
    const isFixed = !may("editor");
    const foot = isFixed
      ? ""
      : html`<button class="button main" ?disabled=${!draft.isChanged || draft.isBusy}>Save</button>`;
    const words = DIALECTS.find(([name]) => name === webhook.dialect)?.[1] ?? webhook.dialect;
    return html`<div class="two"><form @submit=${(event) => this.save(event)}>${
      sheet({
        title: "Settings",
        foot,
        body: html`${
          field(draft, {
            label: "Address",
            name: "url",
            type: "url",
            isRequired: true,
            isDisabled: isFixed,
            max: 2_048,
          })
        }${webhookFields(draft, isFixed)}${problem(draft, ["url", "description", "kinds", "ordered"])}`,
      })
    }</form>${
      sheet({
        title: "Secret",
        body: html`
          ${facts([
            ["Words", words],
            ["Secret of", moment(webhook.secretChangedAt)],
            ["Made", moment(webhook.createdAt)],
          ])}<p
            class="small quiet">Your server verifies with the secret that a request is from Laurel. A new one is shown once; the old one signs too for 24 hours.</p>
        `,
        foot: isFixed ? "" : html`
          <button class="button" @click=${() => this.rotate()}>New secret</button><button
            class="button danger" @click=${() => this.end(webhook)}>End the webhook</button>
        `,
      })
    }</div>`;
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const draft = /** @type {Draft} */ (this.draft);
    if (!await draft.send(() => patch(this.path, draft.changes))) return;
    toast("Saved");
    this.draft = undefined;
    this.reload();
  }

  async rotate() {
    const { secret } = await post(`${this.path}/rotate`);
    await showWebhookSecret(secret);
    this.reload();
  }

  async end(webhook) {
    const isDone = await confirmed({
      title: "End the webhook",
      text:
        html`<span class="breaks">${webhook.url}</span> is sent nothing any more, and what waits is dropped.`,
      action: "End the webhook",
      run: () => remove(this.path),
    });
    if (!isDone) return;
    toast("The webhook is ended");
    go(link("/webhooks"));
  }
}

function warning(text) {
  return html`<p class="notice" role="status">${text}</p>`;
}

function attemptRow({ at, status, milliseconds, answer }) {
  return html`
    <div
      class="small"><span class="tag ${status >= 200 && status < 300 ? "good" : "bad"}">${status ??
        "no answer"}</span> <span class="quiet">${moment(at)}, ${milliseconds} ms</span>${answer
        ? html`<pre class="code reply" tabindex="0" aria-label="What came back">${answer}</pre>`
        : ""}</div>
  `;
}

define("l-webhook", WebhookScreen);
