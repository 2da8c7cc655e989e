import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may } from "../base/api.js";
import { link } from "../base/route.js";
import { ago } from "../base/format.js";
import { toast } from "../parts/feedback.js";
import { empty, Screen } from "../parts/screen.js";
import { sheet } from "../parts/list.js";
import { messagePage, messageRows } from "./message-log.js";
import { allowAgain, suppressionOf } from "./suppressions.js";

/** What a user was sent, and what not and why. */
export class UserMessages extends Screen {
  shown = "";

  async load(signal) {
    const { user } = this.params;
    const id = encodeURIComponent(user.id);
    const [sent, decided] = await Promise.all([
      get(`/admin/v1/reminders?userId=${id}&limit=50`, { signal }),
      get(`/admin/v1/reminders/decisions?userId=${id}&type=reminder.moved,reminder.dropped&limit=50`, {
        signal,
      }),
    ]);
    // Asked only where something hints at it.
    const isDoubtful = sent.reminders.some((one) => one.status === "failed" || one.reason === "suppressed") ||
      decided.decisions.some((one) => one.reason === "suppressed");
    const suppression = isDoubtful && user.email ? await suppressionOf(user.email, signal) : null;
    return { sent: messagePage(sent).rows, decided: messagePage(decided).rows, suppression };
  }

  view({ sent, decided, suppression }) {
    const toggle = (key) => {
      this.shown = this.shown === key ? "" : key;
      this.update();
    };
    const all = link("/messages/log", { user: this.params.user.id });
    return html`${suppression ? this.suppressed(suppression) : ""}<div class="halves">${
      sheet({
        title: "Messages",
        note: html`<a class="link" href=${all}>In the log</a>`,
        body: sent.length ? messageRows(sent, this.shown, toggle, false) : empty({
          icon: "message",
          title: "No messages in 90 days",
          text: "The other list says what was not sent, and why.",
        }),
      })
    }${
      sheet({
        title: "Not sent, or moved",
        note: "of the last 7 days",
        body: decided.length
          ? messageRows(decided, this.shown, toggle, false)
          : html`<p class="quiet">Nothing was held back.</p>`,
      })
    }</div>`;
  }

  suppressed({ reason, at, detail }) {
    const allow = async () => {
      if (!await allowAgain(this.params.user.email)) return;
      toast("The address gets mail again");
      this.reload();
    };
    return html`
      <div class="notice bad"
        role="status"><span>The address gets no mail since ${ago(at)}: ${reason === "complaint"
          ? "a mail was called unwanted"
          : reason === "bounce"
          ? "a mail came back"
          : "somebody said so"}.</span>${detail
          ? html`<span class="mono small">${detail}</span>`
          : ""}${may("support")
          ? html`<span><button class="button tight" @click=${allow}>Let it get mail</button></span>`
          : ""}</div>
    `;
  }
}

define("l-user-messages", UserMessages);
