import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may } from "../base/api.js";
import { go, link } from "../base/route.js";
import { ago } from "../base/format.js";
import { openDialog } from "../parts/feedback.js";
import { Draft, field } from "../parts/fields.js";
import { Screen, top } from "../parts/screen.js";
import { sheet } from "../parts/list.js";
import { icon } from "../parts/icons.js";
import { MESSAGE_KINDS, messageTabs } from "./message-parts.js";

/** The address of a template's screen. */
export function templatePath(kind, locale) {
  return link(`/messages/templates/${kind}`, { locale });
}

/** What mails say, by kind and language. */
export class TemplatesScreen extends Screen {
  async load(signal) {
    const [{ templates }, settings] = await Promise.all([
      get("/admin/v1/messages/templates", { signal }),
      get("/admin/v1/reminders/settings", { signal }),
    ]);
    return { templates, kinds: settings.kinds };
  }

  view({ templates, kinds }) {
    return html`${
      top({
        title: "Templates",
        about: "What mails and messages to devices say. The server's own texts need no change.",
      })
    }${messageTabs("templates")}${
      MESSAGE_KINDS.map(([kind, name, about]) =>
        sheet({
          title: name,
          note: kinds[kind].enabled
            ? html`<span class="tag good">on</span>`
            : html`<span class="tag">off</span>`,
          body: html`
            <p class="small quiet">${about}</p>
            <div class="cards">${each(
              templates.filter((one) => one.kind === kind),
              (one) => one.locale,
              (one) => templateCard(one),
            )}${may("editor") ? addCard(kind) : ""}</div>
          `,
        })
      )
    }`;
  }
}

function templateCard({ kind, locale, version, updatedAt, subjects }) {
  return html`
    <a class="card"
      href=${templatePath(
        kind,
        locale,
      )}><span class="tag num">${locale}</span><span><strong>${subjects[
        0
      ]}</strong><span class="small quiet">${version
        ? `Yours, version ${version}, ${ago(updatedAt)}`
        : "The server's own"}</span></span></a>
  `;
}

function addCard(kind) {
  return html`
    <button class="card add"
      @click=${() => addLanguage(kind)}>${icon(
        "plus",
      )}<span><strong>Another language</strong><span class="small quiet">or one of a region, such as de-AT</span></span></button>
  `;
}

/** Asks for a language, and opens what is said in it. */
export async function addLanguage(kind) {
  const locale = await openDialog(({ close, update }) => {
    const draft = new Draft({ locale: "" }, update);
    const send = (event) => {
      event.preventDefault();
      close(draft.values.locale.trim().toLowerCase());
    };
    return () =>
      html`
        <form @submit=${send}>
          <div class="sheet-head">
            <h2>Another language</h2>
          </div>
          <div class="body">${field(draft, {
            label: "Language",
            name: "locale",
            isRequired: true,
            isFocused: true,
            max: 35,
            placeholder: "fr",
            hint:
              "Users whose attribute locale or language says so get it. Until it is saved, nothing changes.",
          })}</div>
          <footer><button type="button" class="button" @click=${() =>
            close()}>Cancel</button><button class="button main">Write it</button></footer>
        </form>
      `;
  });
  if (locale) go(templatePath(kind, locale));
}

define("l-templates", TemplatesScreen);
