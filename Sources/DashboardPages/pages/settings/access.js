import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, post, put, remove } from "../base/api.js";
import { here } from "../base/route.js";
import { ago, counted, day } from "../base/format.js";
import { confirmed, openDialog, showSecret, toast } from "../parts/feedback.js";
import { area, choice, Draft, field, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { table } from "../parts/list.js";
import { settingsTabs } from "./settings.js";

/** The keys of an environment. */
export class KeysScreen extends Screen {
  async load(signal) {
    return { keys: await get("/admin/v1/keys", { signal }) };
  }

  view({ keys }) {
    const add = may("owner")
      ? html`<button class="button main" @click=${() => this.make()}>New key</button>`
      : "";
    const environment = here().environment === "sandbox" ? "the sandbox" : "production";
    const working = keys.filter((key) => !key.revoked);
    const ended = keys.filter((key) => key.revoked);
    return html`
      ${top({ title: "Settings" })}${settingsTabs("keys")}<section class="sheet">
        <header><h2>Keys of ${environment}</h2>${working.length ? add : ""}</header>
        <div class="body">${working.length ? this.table(working) : empty({
          icon: "key",
          title: "No keys yet",
          text:
            "Your servers show a key with every request. An admin key opens everything of this environment, an application key what an app needs.",
          action: add,
        })}${ended.length
          ? html`<details><summary class="quiet">${counted(ended.length, "ended key")}</summary>${
            this.table(ended)
          }</details>`
          : ""}</div>
      </section>
    `;
  }

  table(keys) {
    return table({
      label: "Keys",
      rows: keys,
      key: (key) => key.prefix,
      columns: [
        { label: "Key", isMain: true, view: (key) => html`<code>${key.prefix}</code>` },
        {
          label: "Opens",
          view: (key) =>
            key.userId
              ? `one user: ${key.userId}`
              : key.scope === "admin"
              ? "everything"
              : "the application API",
        },
        { label: "Made", view: (key) => day(key.created) },
        {
          label: "Last used",
          view: (key) =>
            key.revoked ? html`<span class="tag bad">ended ${ago(key.revoked)}</span>` : ago(key.lastUsed),
        },
        {
          label: "",
          isNumber: true,
          view: (key) =>
            key.revoked || !may("owner") ? "" : html`
              <button class="button bare tight"
                @click=${() => this.rotate(key)}>Rotate<span class="for-readers"> ${key
                  .prefix}</span></button><button
                class="button bare tight danger"
                @click=${() => this.end(key)}>End<span class="for-readers"> ${key.prefix}</span></button>
            `,
        },
      ],
    });
  }

  async make() {
    const made = await openDialog(({ close, update }) => {
      const draft = new Draft({ scope: "admin", userId: "" }, update);
      const send = async (event) => {
        event.preventDefault();
        /** @type {any} */
        let key;
        const { scope, userId } = draft.values;
        if (
          await draft.send(async () =>
            key = await post("/admin/v1/keys", { scope, ...(userId ? { userId } : {}) })
          )
        ) close(key);
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>New key</h2>
            </div>
            <div class="body">${choice(draft, {
              label: "Opens",
              name: "scope",
              options: [["admin", "everything of this environment, for servers"], [
                "application",
                "the application API",
              ]],
            })}${draft.values.scope === "application"
              ? field(draft, {
                label: "For one user alone",
                name: "userId",
                placeholder: "empty: for all users",
              })
              : ""}${problem(draft, ["scope", "userId"])}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft
              .isBusy}>Make the key</button></footer>
          </form>
        `;
    });
    if (!made) return;
    await showKey(made.key);
    this.reload();
  }

  /** A new key beside the old one, which works until it is ended. */
  async rotate(key) {
    const made = await post("/admin/v1/keys", {
      scope: key.scope,
      ...(key.userId ? { userId: key.userId } : {}),
    });
    await showKey(
      made.key,
      "Both keys work. Put the new one where the old one is, see that the old one is used no more, then end it.",
    );
    this.reload();
  }

  async end(key) {
    const isDone = await confirmed({
      title: "End the key",
      text: html`What sends <code>${key.prefix}</code> is refused from now on. It was last used ${
        ago(key.lastUsed)
      }.`,
      action: "End the key",
      run: () => remove(`/admin/v1/keys/${encodeURIComponent(key.prefix)}`),
    });
    if (!isDone) return;
    toast("The key is ended");
    this.reload();
  }
}

/**
 * Shows a key, this once.
 * @param {string} key
 * @param {string} [text]
 */
function showKey(key, text = "Copy it now: it is not shown again.") {
  return showSecret({ name: "key", secret: key, text });
}

/** How users' tokens are verified. */
export class TokensScreen extends Screen {
  async load(signal) {
    return { verification: await get("/admin/v1/token-verification", { signal }) };
  }

  view({ verification }) {
    const keys = verification.keys ?? [];
    const add = may("owner")
      ? html`<button class="button main" @click=${() => this.add()}>Add a key</button>`
      : "";
    return html`
      ${top({ title: "Settings" })}${settingsTabs("tokens")}<section class="sheet">
        <header><h2>What verifies tokens</h2>${keys.length ? add : ""}</header>
        <div
          class="body">${keys.length
            ? table({
              label: "Token keys",
              rows: keys,
              key: (key) => key.keyId,
              columns: [
                { label: "Key id", isMain: true, view: (key) => html`<code>${key.keyId}</code>` },
                { label: "Algorithm", view: (key) => key.algorithm },
                { label: "Added", view: (key) => day(key.createdAt ?? key.created) },
                {
                  label: "",
                  isNumber: true,
                  view: (key) =>
                    may("owner")
                      ? html`
                        <button class="button bare tight danger"
                          @click=${() => this.end(key)}>End<span class="for-readers"> ${key
                            .keyId}</span></button>
                      `
                      : "",
                },
              ],
            })
            : empty({
              icon: "key",
              title: "No tokens are taken",
              text:
                "With a token that your server signs, an app can speak to Laurel for its user, without a key. Add the key that verifies your tokens.",
              action: add,
            })}<p class="small quiet">The user’s id is in the claim <code>${verification
            .userClaim}</code>, the tenant in <code>${verification.tenantClaim}</code>.</p></div>
      </section>
    `;
  }

  async add() {
    const isDone = await openDialog(({ close, update }) => {
      const draft = new Draft({ algorithm: "HS256", keyId: "", secret: "", publicKey: "" }, update);
      const send = async (event) => {
        event.preventDefault();
        const { algorithm, keyId, secret, publicKey } = draft.values;
        const material = algorithm === "HS256" ? { secret } : { publicKey };
        if (
          await draft.send(() =>
            put("/admin/v1/token-verification", { algorithm, ...(keyId ? { keyId } : {}), ...material })
          )
        ) close(true);
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>Add a key</h2>
            </div>
            <div class="body"><div class="fields">${choice(draft, {
              label: "Algorithm",
              name: "algorithm",
              options: [["HS256", "HS256, a shared secret"], ["RS256", "RS256"], ["ES256", "ES256"]],
            })}${field(draft, {
              label: "Key id",
              name: "keyId",
              hint: "The kid of your tokens.",
            })}</div>${draft.values.algorithm === "HS256"
              ? field(draft, { label: "Secret", name: "secret", type: "password", isRequired: true })
              : area(draft, { label: "Public key, PEM", name: "publicKey" })}${problem(draft, [
                "algorithm",
                "keyId",
                "secret",
                "publicKey",
              ])}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft
              .isBusy}>Add it</button></footer>
          </form>
        `;
    });
    if (isDone) this.reload();
  }

  async end(key) {
    const isDone = await confirmed({
      title: "End the key",
      text: "Tokens that it signed open nothing any more.",
      action: "End the key",
      run: () => remove(`/admin/v1/token-verification/${encodeURIComponent(key.keyId)}`),
    });
    if (isDone) this.reload();
  }
}

define("l-keys", KeysScreen);
define("l-tokens", TokensScreen);
