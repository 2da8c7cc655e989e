import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, put, remove } from "../base/api.js";
import { here, remember } from "../base/route.js";
import { ago, moment } from "../base/format.js";
import { confirmed, toast } from "../parts/feedback.js";
import { Draft, field, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { sheet } from "../parts/list.js";
import { messageTabs, stateTag } from "./message-parts.js";

const SUPPRESSION_REASONS = /** @type {Record<string, [string, string]>} */ ({
  bounce: ["came back", "bad"],
  complaint: ["complained about", "note"],
  manual: ["by hand", ""],
});

/** The address of one, which is named by itself or its digest. */
export function suppressionPath(name) {
  return `/admin/v1/reminders/suppressions/${encodeURIComponent(name)}`;
}

/** Why an address gets no mail; nothing where it gets some. */
export async function suppressionOf(address, signal) {
  try {
    return await get(suppressionPath(address), { signal });
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

/**
 * Lets an address get mail again, once somebody has said yes.
 * @param {string} name The address or its digest.
 */
export function allowAgain(name) {
  return confirmed({
    title: "Let it get mail again",
    text:
      "If mails come back again, the address is suppressed again, and your mail server's good name suffers.",
    action: "Let it get mail",
    isDanger: false,
    run: () => remove(suppressionPath(name)),
  });
}

/** Addresses that get no mail. */
export class SuppressionsScreen extends Screen {
  reason = here().query.get("reason") ?? "";
  draft = new Draft({ address: "" }, () => this.update());
  /** What is known of the address that was looked for. */
  found = /** @type {any} */ (undefined);

  async load(signal) {
    const page = await get(this.path(), { signal });
    return { rows: page.suppressions, next: page.nextCursor };
  }

  path(cursor = "") {
    const query = new URLSearchParams({ limit: "50" });
    if (this.reason) query.set("reason", this.reason);
    if (cursor) query.set("cursor", cursor);
    return `/admin/v1/reminders/suppressions?${query}`;
  }

  async more() {
    const page = await get(this.path(this.data.next));
    this.data = { rows: [...this.data.rows, ...page.suppressions], next: page.nextCursor };
  }

  view({ rows, next }) {
    const choose = (event) => {
      this.reason = event.target.value;
      remember({ reason: this.reason });
      this.reload();
    };
    return html`${
      top({ title: "Messages", about: "Addresses that get no mail: it came back, or was called unwanted." })
    }${messageTabs("suppressions")}<div class="two">${
      sheet({
        title: "Suppressed addresses",
        body: html`
          <div
            class="filters"><label class="field"><span class="label">Why</span><select @change=${choose}><option value="">all</option>${Object
              .entries(SUPPRESSION_REASONS).map(([key, [word]]) =>
                html`<option value=${key} .selected=${key === this.reason}>${word}</option>`
              )}</select></label></div>${rows.length
              ? html`<ul class="timeline">${each(rows, (one) => one.digest, (one) => this.row(one))}</ul>`
              : empty({
                icon: "message",
                title: "No address is suppressed",
                text:
                  "What comes back is told by your mail provider's webhook, or by the mail server itself.",
              })}
        `,
        foot: next ? html`<button class="button" @click=${() => this.more()}>Older ones</button>` : "",
      })
    }${this.lookUp()}</div>`;
  }

  row(one) {
    return html`
      <li class="log-row">
        <div
          class="log-line message-line">${stateTag(
            SUPPRESSION_REASONS[one.reason],
          )}<span class="log-what">${one.detail ??
            html`<span class="quiet">nothing was said</span>`} <code class="small quiet" title=${one
            .digest}>${one.digest.slice(0, 8)}</code></span><span class="row"><time title=${moment(
              one.at,
            )}>${ago(one.at)}</time>${may("support")
            ? html`<button class="button tight" @click=${() => this.allow(one.digest)}>Allow</button>`
            : ""}</span></div>
      </li>
    `;
  }

  lookUp() {
    const { draft, found } = this;
    const { address } = draft.values;
    return html`<form @submit=${(event) => this.look(event)}>${
      sheet({
        title: "Look up an address",
        body: html`
          <p
            class="small quiet">Addresses themselves are not kept, but a digest by which each is known again.</p>${field(
              draft,
              {
                label: "Address",
                name: "address",
                type: "email",
                isRequired: true,
                placeholder: "ada@example.com",
              },
            )}${problem(draft, ["address"])}${found === undefined
              ? ""
              : found === null
              ? html`<p class="notice good" role="status">It gets mail.</p>`
              : html`<p class="notice bad" role="status"><span>It gets no mail: ${
                SUPPRESSION_REASONS[found.reason]?.[0]
              }, ${ago(found.at)}.</span>${
                found.detail ? html`<span class="mono small">${found.detail}</span>` : ""
              }</p>`}
        `,
        foot: html`${
          may("support") && found
            ? html`<button type="button" class="button" @click=${() =>
              this.allow(address)}>Let it get mail</button>`
            : may("support") && found === null
            ? html`<button type="button" class="button danger" @click=${() =>
              this.suppress(address)}>Suppress it</button>`
            : ""
        }<button class="button main" ?disabled=${draft.isBusy}>Look up</button>`,
      })
    }</form>`;
  }

  async look(event) {
    event?.preventDefault();
    const { draft } = this;
    await draft.send(async () => this.found = await suppressionOf(draft.values.address.trim()));
  }

  async suppress(address) {
    if (!await this.draft.send(() => put(suppressionPath(address), {}))) return;
    toast("It gets no mail any more");
    await this.look();
    this.reload();
  }

  async allow(name) {
    if (!await allowAgain(name)) return;
    toast("It gets mail again");
    if (this.found) await this.look();
    this.reload();
  }
}

define("l-suppressions", SuppressionsScreen);
