import { html } from "../base/html.js";
import { may, put, remove } from "../base/api.js";
import { ago } from "../base/format.js";
import { confirmed, toast } from "../parts/feedback.js";
import { field, problem } from "../parts/fields.js";
import { sheet } from "../parts/list.js";

/** Where the mail server of a workspace is set. */
export const MAIL_SERVER = "/admin/v1/reminders/mail";

/** What can be typed; a password that is set is never shown. */
export function mailDraftOf({ source, url, from }) {
  const isOwn = source === "workspace";
  return { url: isOwn ? url : "", from: isOwn ? from : "", password: "" };
}

/**
 * What is sent; without a password, the one that is set stays.
 * @param {Record<string, string>} typed
 */
export function mailBodyOf({ url, from, password }) {
  return password ? { url, from, password } : { url, from };
}

/**
 * The mail server of the workspace, to be looked at and set.
 * @param {import("../parts/fields.js").Draft} draft
 * @param {{source: string, passwordSetAt: string | null}} shown
 * @param {() => void} reload
 */
export function mailServer(draft, shown, reload) {
  const isFixed = !may("editor");
  const isOwn = shown.source === "workspace";
  const line = (name, label, more = {}) => field(draft, { name, label, isDisabled: isFixed, ...more });
  const save = async () => {
    if (!await draft.send(() => put(MAIL_SERVER, mailBodyOf(draft.values)))) return;
    toast("Saved. Mails go to this server from now on.");
    reload();
  };
  const end = () =>
    confirmed({
      title: "Remove the mail server",
      text: "Mails go where the server's options say, or nowhere if they name no mail server.",
      action: "Remove it",
      run: async () => {
        await remove(MAIL_SERVER);
        reload();
      },
    });
  const buttons = html`
    <div
      class="row"><button type="button" class="button" ?hidden=${!isOwn} @click=${end}>Remove</button><button
      type="button" class="button" ?disabled=${!draft.isChanged ||
        draft.isBusy} @click=${save}>Use this server</button></div>
  `;
  return sheet({
    title: "Your own mail server",
    body: html`${
      line("url", "Mail server", {
        placeholder: "smtp://user@mail.example.com:587",
        hint: isOwn
          ? "Used instead of the one in the server's options."
          : "If you set none, the one in the server's options is used.",
      })
    }${line("from", "Sender", { placeholder: "Pages <mail@example.com>" })}${
      line("password", "Password", {
        type: "password",
        autocomplete: "new-password",
        hint: shown.passwordSetAt
          ? `Set ${ago(shown.passwordSetAt)}. It is never shown; leave this empty to keep it.`
          : "It is stored sealed, and never shown again.",
      })
    }${problem(draft, ["url", "from", "password"])}${isFixed ? "" : buttons}`,
  });
}
