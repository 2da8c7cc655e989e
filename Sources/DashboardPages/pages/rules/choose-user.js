import { html } from "../base/html.js";
import { get } from "../base/api.js";
import { openDialog } from "../parts/feedback.js";

/**
 * Asks for a user; gives the id, or nothing when it was given up.
 * @param {string} title
 * @returns {Promise<string | undefined>}
 */
export function chooseUser(title) {
  return openDialog(({ close, update }) => {
    let users = [];
    let text = "";
    const find = async (value) => {
      text = value;
      users =
        (await get(`/admin/v1/users?limit=8${value ? `&prefix=${encodeURIComponent(value)}` : ""}`)).users;
      update();
    };
    find("");
    return () =>
      html`
        <div>
          <div class="sheet-head">
            <h2>${title}</h2>
          </div>
          <div
            class="body"><label class="field"><span class="label">Find</span><input autofocus type="search" .value=${text} @input=${(
              event,
            ) => find(event.target.value)}></label>
                <div class="stack-s">${users.map((user) =>
                  html`<button type="button" class="button" @click=${() => close(user.id)}>${
                    user.name ? `${user.name} · ${user.id}` : user.id
                  }</button>`
                )}</div></div>
        </div>
      `;
  });
}
