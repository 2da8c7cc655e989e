import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, put } from "../base/api.js";
import { link } from "../base/route.js";
import { toast } from "../parts/feedback.js";
import { check, Draft, field, problem, wholeNumber } from "../parts/fields.js";
import { Screen, top } from "../parts/screen.js";
import { facts, sheet } from "../parts/list.js";
import { MAIL_SERVER, mailDraftOf, mailServer } from "./mail-server.js";
import { CHANNEL_NAMES, draftOf, MESSAGE_KINDS, messageTabs, settingsOf } from "./message-parts.js";

/** Which reminders users get, when, and how many. */
export class MessagesScreen extends Screen {
  async load(signal) {
    const [reminders, settings, mail] = await Promise.all([
      get("/admin/v1/reminders/settings", { signal }),
      get("/admin/v1/settings", { signal }),
      get(MAIL_SERVER, { signal }),
    ]);
    this.draft = new Draft(draftOf(reminders), () => this.update());
    this.mailDraft = new Draft(mailDraftOf(mail), () => this.update());
    return { open: reminders.openChannels, branding: settings.branding, mail };
  }

  view({ open, branding, mail }) {
    const draft = /** @type {Draft} */ (this.draft);
    const isFixed = !may("editor");
    const foot = isFixed ? "" : html`
      <div
        class="row"><button type="button" class="button" ?disabled=${!draft.isChanged} @click=${() =>
          this.again()}>Discard</button><button
        class="button main" ?disabled=${!draft.isChanged || draft.isBusy}>Save</button></div>
    `;
    return html`
      ${top({
        title: "Messages",
        about: "Mails and messages to devices, at the right hour of each user's own clock, once.",
      })}${messageTabs("")}${unsent(draft.values, open)}<form class="two" @submit=${(event) =>
        this.save(event)}>
        <div class="stack">${sheet({
          title: "What users are reminded of",
          body: MESSAGE_KINDS.map((kind) => this.kind(draft, kind, isFixed)),
        })}${problem(draft, ["quietFrom", "quietTo", "perDay", "perWeek", "locale"])}${foot}</div>
        <div class="stack">${this.whenNot(draft, isFixed)}${this.sending(open)}${mailServer(
          /** @type {Draft} */ (this.mailDraft),
          mail,
          () => this.reload(),
        )}${this.branding(branding)}</div>
      </form>
    `;
  }

  kind(draft, [key, name, about], isFixed) {
    const named = (part) => `${key}.${part}`;
    const isOn = draft.values[named("enabled")];
    const count = (part, label, max) =>
      part in draft.values
        ? field(draft, {
          label,
          name: part,
          type: "number",
          inputmode: "numeric",
          isDisabled: isFixed,
          read: wholeNumber,
          max,
        })
        : "";
    return html`<fieldset class="kind"><legend class="for-readers">${name}</legend>${
      check(draft, { label: name, name: named("enabled"), hint: about, isDisabled: isFixed })
    }${
      isOn
        ? html`
          <div class="kind-more">
            <div class="row">${Object.entries(CHANNEL_NAMES).map(([channel, word]) =>
              check(draft, { label: word, name: named(channel), isDisabled: isFixed })
            )}</div>
            <div class="fields">${count(named("hoursBefore"), "Hours before the end")}${count(
              named("minLength"),
              "Shortest streak",
            )}${named("afterDays") in draft.values
              ? field(draft, {
                label: "After days without anything",
                name: named("afterDays"),
                isDisabled: isFixed,
                hint: "One message after each, such as 3, 7, 14.",
              })
              : ""}</div>
          </div>
        `
        : ""
    }</fieldset>`;
  }

  whenNot(draft, isFixed) {
    return sheet({
      title: "When not",
      body: html`${
        check(draft, {
          label: "Quiet hours",
          name: "isQuiet",
          hint: "A streak's reminder comes before them, all else after.",
          isDisabled: isFixed,
        })
      }${
        draft.values.isQuiet
          ? html`<div class="fields">${
            field(draft, { label: "From", name: "quietFrom", type: "time", isDisabled: isFixed })
          }${field(draft, { label: "To", name: "quietTo", type: "time", isDisabled: isFixed })}</div>`
          : ""
      }<div class="fields">${
        field(draft, {
          label: "At most, a day",
          name: "perDay",
          type: "number",
          isDisabled: isFixed,
          read: wholeNumber,
        })
      }${
        field(draft, {
          label: "At most, a week",
          name: "perWeek",
          type: "number",
          isDisabled: isFixed,
          read: wholeNumber,
        })
      }</div>${
        field(draft, {
          label: "Language of those who told none",
          name: "locale",
          isDisabled: isFixed,
          hint: "Such as en or de-AT.",
        })
      }`,
    });
  }

  sending(open) {
    const state = (channel, option) =>
      open.includes(channel)
        ? html`<span class="tag good">sent by this server</span>`
        : html`<span class="tag">not set up</span> <span class="small quiet">start it with <code>${option}</code></span>`;
    return sheet({
      title: "How they leave",
      body: html`
        ${facts([["Mail", state("email", "--smtp")], ["Push", state("push", "--push")]])}<p
          class="small quiet">Or your own servers send: a <a class="link" href=${link(
            "/webhooks",
          )}>webhook</a> is told of each that is due.</p>
      `,
    });
  }

  branding({ appName, brandColor, logo }) {
    return sheet({
      title: "How they look",
      body: html`
        ${facts([
          ["Name", appName || "–"],
          [
            "Colour",
            html`
              <svg class="swatch" viewBox="0 0 18 18" role="img" aria-label="The colour">
                <rect width="18" height="18" fill=${brandColor}></rect>
              </svg> <code>${brandColor}</code>
            `,
          ],
          ["Logo", logo?.url ? html`<img class="logo" src=${logo.url} alt="The logo">` : "none"],
        ])}<p
          class="small quiet">Mails, and the page on which users choose which of them they get, look like this. It is set in <a class="link" href=${link(
            "/settings",
          )}>Settings</a>.</p>
      `,
    });
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const draft = /** @type {Draft} */ (this.draft);
    if (!await draft.send(() => put("/admin/v1/reminders/settings", settingsOf(draft.values)))) return;
    toast("Saved. What is planned is planned anew.");
    this.reload();
  }
}

/** What is switched on and leaves on no way of this server. */
function unsent(values, open) {
  const isOn = MESSAGE_KINDS.some(([kind]) => values[`${kind}.enabled`]);
  if (!isOn || open.length > 0) return "";
  return html`
    <p class="notice"
      role="status">This server sends nothing: what is due is told to <a class="link" href=${link(
        "/webhooks",
      )}>webhooks</a> alone.</p>
  `;
}

define("l-messages", MessagesScreen);
