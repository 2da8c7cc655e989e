import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, may, removeOne, sendOne } from "../base/api.js";
import { link } from "../base/route.js";
import { day } from "../base/format.js";
import { confirmed, openDialog, toast } from "../parts/feedback.js";
import { Draft, field, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { table } from "../parts/list.js";
import { settingsTabs } from "./settings.js";

/** The tenants of an environment. */
export class TenantsScreen extends Screen {
  async load() {
    return { tenants: await all("/admin/v1/tenants") };
  }

  view({ tenants }) {
    const add = may("owner")
      ? html`<button class="button main" @click=${() => this.make()}>New tenant</button>`
      : "";
    return html`
      ${top({ title: "Settings" })}${settingsTabs("tenants")}<section class="sheet">
        <header><h2>Tenants</h2>${tenants.length ? add : ""}</header>
        <div class="body">${tenants.length
          ? table({
            label: "Tenants",
            rows: tenants,
            key: (tenant) => tenant.id,
            columns: [
              {
                label: "Name",
                isMain: true,
                view: (tenant) =>
                  html`<a class="name" href=${link("/", { tenant: tenant.customerId })}>${tenant.name}</a>`,
              },
              { label: "Id", view: (tenant) => html`<code>${tenant.customerId}</code>` },
              {
                label: "Status",
                view: (tenant) =>
                  html`<span class="tag ${tenant.status === "active" ? "good" : ""}">${tenant.status}</span>`,
              },
              { label: "Since", view: (tenant) => day(tenant.created) },
              { label: "", isNumber: true, view: (tenant) => may("owner") ? this.actions(tenant) : "" },
            ],
          })
          : empty({
            icon: "users",
            title: "No tenants",
            text:
              "If you serve several customers who must see nothing of each other, each can be a tenant with rules and users of its own.",
            action: add,
          })}</div>
      </section>
    `;
  }

  actions(tenant) {
    if (tenant.status === "archived") {
      return html`
        <button class="button bare tight"
          @click=${() => this.bringBack(tenant)}>Bring back<span class="for-readers"> ${tenant
            .name}</span></button>
      `;
    }
    return html`
      <button class="button bare tight danger"
        @click=${() => this.archive(tenant)}>Archive<span class="for-readers"> ${tenant.name}</span></button>
    `;
  }

  async make() {
    const isDone = await openDialog(({ close, update }) => {
      const draft = new Draft({ customerId: "", name: "" }, update);
      const send = async (event) => {
        event.preventDefault();
        if (await draft.send(() => sendOne("POST", "/admin/v1/tenants", draft.values))) close(true);
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>New tenant</h2>
            </div>
            <div class="body">${field(draft, {
              label: "Name",
              name: "name",
              isRequired: true,
              isFocused: true,
              placeholder: "Acme",
            })}${field(draft, {
              label: "Your id of it",
              name: "customerId",
              isRequired: true,
              placeholder: "acme",
              hint: "What requests send as Tenant-ID.",
            })}${problem(draft, ["name", "customerId"])}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft
              .isBusy}>Make it</button></footer>
          </form>
        `;
    });
    if (isDone) this.reload();
  }

  async archive(tenant) {
    const isDone = await confirmed({
      title: `Archive “${tenant.name}”`,
      text: "Requests for this tenant are refused. Everything stays, and it can be brought back.",
      action: "Archive the tenant",
      run: () => removeOne("/admin/v1/tenants", tenant.id),
    });
    if (!isDone) return;
    toast("The tenant is archived", { label: "Undo", run: () => this.bringBack(tenant) });
    this.reload();
  }

  async bringBack(tenant) {
    await sendOne("PATCH", "/admin/v1/tenants", { id: tenant.id, status: "active" });
    this.reload();
  }
}

define("l-tenants", TenantsScreen);
