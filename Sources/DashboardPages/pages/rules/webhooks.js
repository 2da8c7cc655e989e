import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, post } from "../base/api.js";
import { go, link } from "../base/route.js";
import { ago, clipped } from "../base/format.js";
import { openDialog } from "../parts/feedback.js";
import { choice, Draft, field, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { icon } from "../parts/icons.js";
import { DIALECTS, showWebhookSecret, webhookFields } from "./webhook-form.js";

const WEBHOOK_FIELDS = ["url", "description", "kinds", "dialect", "ordered"];

/** The webhooks there are. */
export class WebhooksScreen extends Screen {
  async load(signal) {
    const webhooks = [];
    for (let cursor = "";;) {
      const page = await get(`/admin/v1/webhooks?limit=100${cursor && `&cursor=${cursor}`}`, { signal });
      webhooks.push(...page.webhooks);
      cursor = page.nextCursor ?? "";
      if (!cursor) return { webhooks };
    }
  }

  view({ webhooks }) {
    const add = may("editor")
      ? html`<button class="button main" @click=${() => this.make()}>New webhook</button>`
      : "";
    return html`${
      top({
        title: "Webhooks",
        about: "What your servers are told as it happens.",
        actions: webhooks.length ? add : "",
      })
    }${
      webhooks.length
        ? html`<div class="cards">${each(webhooks, (one) => one.id, (one) => webhookCard(one))}</div>`
        : html`<div class="sheet">${
          empty({
            icon: "webhook",
            title: "No webhooks yet",
            text:
              "A webhook is an address of your server. Laurel sends it a request for each thing that happens: a streak that was lost, an achievement that was reached. What cannot be delivered is sent again for days.",
            action: add,
          })
        }</div>`
    }`;
  }

  async make() {
    const made = await openDialog(({ close, update }) => {
      const first = { url: "", description: "", kinds: ["*"], dialect: "laurel", ordered: false };
      const draft = new Draft(first, update);
      const send = async (event) => {
        event.preventDefault();
        /** @type {any} */
        let webhook;
        if (await draft.send(async () => webhook = await post("/admin/v1/webhooks", draft.values))) {
          close(webhook);
        }
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>New webhook</h2>
            </div>
            <div class="body">${field(draft, {
              label: "Address",
              name: "url",
              type: "url",
              isRequired: true,
              isFocused: true,
              max: 2_048,
              placeholder: "https://example.com/laurel",
            })}${webhookFields(draft)}${choice(draft, {
              label: "Words",
              name: "dialect",
              options: DIALECTS,
              hint: "Cannot be changed later.",
            })}${problem(draft, WEBHOOK_FIELDS)}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft
              .isBusy}>Make it</button></footer>
          </form>
        `;
    });
    if (!made) return;
    await showWebhookSecret(made.secret);
    go(link(`/webhooks/${made.id}`));
  }
}

function webhookCard(webhook) {
  const { status, failingSince, kinds } = webhook;
  const what = kinds.includes("*") ? "everything" : clipped(kinds.join(", "), 60);
  const state = status === "active" && failingSince ? `failing since ${ago(failingSince)}` : status;
  const color = status === "disabled" || failingSince ? "bad" : status === "active" ? "good" : "";
  return html`
    <a class="card" href=${link(`/webhooks/${webhook.id}`)}><span class="badge">${icon("webhook")}</span>
      <span><strong class="breaks">${webhook.description ||
        webhook.url}</strong><span class="small quiet breaks">${webhook.description
        ? `${webhook.url} · `
        : ""}${what}</span></span><span class="tag ${color}">${state}</span></a>
  `;
}

define("l-webhooks", WebhooksScreen);
