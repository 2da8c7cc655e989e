import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, may, post, removeOne, sendOne } from "../base/api.js";
import { here, link } from "../base/route.js";
import { number } from "../base/format.js";
import { confirmed, openDialog, toast } from "../parts/feedback.js";
import { choice, Draft, field, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { table, tabs } from "../parts/list.js";

/** What is counted, and what is known about users and events. */
export class MetricsScreen extends Screen {
  get isOfAttributes() {
    return this.params.path === "/attributes";
  }

  async load() {
    return { items: await all(this.isOfAttributes ? "/admin/v1/attributes" : "/admin/v1/metrics") };
  }

  view({ items }) {
    const noun = this.isOfAttributes ? "attribute" : "metric";
    const add = may("editor")
      ? html`<button class="button main" @click=${() => this.edit(null)}>New ${noun}</button>`
      : "";
    const test = !this.isOfAttributes && here().environment === "sandbox" && items.length && may("support")
      ? html`<button class="button" @click=${() => this.test(items)}>Send a test event</button>`
      : "";
    return html`
      ${top({
        title: "Metrics and attributes",
        about: "What users do, and what is known about them and their events.",
        actions: html`${test}${add}`,
      })}
            ${tabs("What is counted", [{
              name: "Metrics",
              address: link("/metrics"),
              isCurrent: !this.isOfAttributes,
            }, { name: "Attributes", address: link("/attributes"), isCurrent: this.isOfAttributes }])}
            <section class="sheet">
        <div class="body">${items.length
          ? this.isOfAttributes ? this.attributeTable(items) : this.metricTable(items)
          : this.nothing(add)}</div>
      </section>
    `;
  }

  nothing(add) {
    return this.isOfAttributes
      ? empty({
        icon: "person",
        title: "No attributes yet",
        text: "A user’s plan, or the device that an event came from: what rules can ask for.",
        action: add,
      })
      : empty({
        icon: "metric",
        title: "No metrics yet",
        text:
          "A metric is something that users do and you count: lessons, pages, kilometres. Streaks, achievements and points are made of metrics.",
        action: add,
      });
  }

  metricTable(items) {
    return table({
      label: "Metrics",
      rows: items,
      key: (metric) => metric.id,
      columns: [
        { label: "Name", isMain: true, view: (metric) => html`<b>${metric.name}</b>` },
        { label: "Key", view: (metric) => html`<code>${metric.key}</code>` },
        {
          label: "Unit",
          view: (metric) =>
            metric.unitType === "currency"
              ? metric.units
              : metric.units || html`<span class="quiet">number</span>`,
        },
        {
          label: "",
          isNumber: true,
          view: (metric) =>
            html`
              <a class="button bare tight"
                href=${link("/analytics", {
                  metric: metric.key,
                })}>Over time<span class="for-readers">: ${metric.name}</span></a>${this.actions(metric)}
            `,
        },
      ],
    });
  }

  attributeTable(items) {
    return table({
      label: "Attributes",
      rows: items,
      key: (attribute) => attribute.id,
      columns: [
        { label: "Name", isMain: true, view: (attribute) => html`<b>${attribute.name}</b>` },
        { label: "Key", view: (attribute) => html`<code>${attribute.key}</code>` },
        { label: "Of", view: (attribute) => attribute.type === "user" ? "users" : "events" },
        { label: "", isNumber: true, view: (attribute) => this.actions(attribute) },
      ],
    });
  }

  actions(item) {
    if (!may("editor")) return "";
    return html`
      <button class="button bare tight"
        @click=${() => this.edit(item)}>Edit<span class="for-readers"> ${item.name}</span></button><button
        class="button bare tight danger"
        @click=${() => this.removeItem(item)}>Delete<span class="for-readers"> ${item.name}</span></button>
    `;
  }

  async edit(item) {
    const isOfAttributes = this.isOfAttributes;
    const path = isOfAttributes ? "/admin/v1/attributes" : "/admin/v1/metrics";
    const noun = isOfAttributes ? "attribute" : "metric";
    const isDone = await openDialog(({ close, update }) => {
      const first = item ??
        (isOfAttributes
          ? { key: "", name: "", type: "user" }
          : { key: "", name: "", unitType: "number", units: "" });
      const draft = new Draft({ ...first }, update);
      const send = async (event) => {
        event.preventDefault();
        const isSent = await draft.send(() => {
          if (item) return sendOne("PATCH", path, { id: item.id, ...draft.changes });
          return sendOne("POST", path, draft.values);
        });
        if (isSent) close(true);
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>${item ? `Edit “${item.name}”` : `New ${noun}`}</h2>
            </div>
            <div class="body">
                  ${field(draft, {
                    label: "Name",
                    name: "name",
                    isRequired: true,
                    isFocused: true,
                    max: 255,
                    placeholder: isOfAttributes ? "Plan" : "Lessons",
                  })}
                  ${item ? "" : field(draft, {
                    label: "Key",
                    name: "key",
                    isRequired: true,
                    max: 255,
                    placeholder: isOfAttributes ? "plan" : "lessons",
                    hint: "Letters, digits, hyphens and underscores. It stays.",
                  })}
                  ${isOfAttributes
                    ? item ? "" : choice(draft, {
                      label: "Of what",
                      name: "type",
                      options: [["user", "users"], ["event", "events"]],
                    })
                    : html`<div class="fields">${
                      choice(draft, {
                        label: "Unit",
                        name: "unitType",
                        options: [["number", "a number"], ["currency", "money"]],
                      })
                    }${
                      field(draft, {
                        label: draft.values.unitType === "currency" ? "Currency" : "What it is called",
                        name: "units",
                        placeholder: draft.values.unitType === "currency" ? "EUR" : "lessons",
                      })
                    }</div>`}
                  ${problem(draft, ["name", "key", "type", "unitType", "units"])}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft.isBusy}>${item
              ? "Save"
              : `Make the ${noun}`}</button></footer>
          </form>
        `;
    });
    if (isDone) {
      toast(item ? "Saved" : `The ${noun} is there`);
      this.reload();
    }
  }

  async removeItem(item) {
    const path = this.isOfAttributes ? "/admin/v1/attributes" : "/admin/v1/metrics";
    const isDone = await confirmed({
      title: `Delete “${item.name}”`,
      text: this.isOfAttributes
        ? "Its values are not shown any more, and no rule can ask for it."
        : "Events of it are not taken any more, and totals are not shown. What was reached stays.",
      action: "Delete",
      run: () => removeOne(path, item.id),
    });
    if (isDone) {
      toast("Deleted");
      this.reload();
    }
  }

  async test(metrics) {
    const answer = await openDialog(({ close, update }) => {
      const draft = new Draft({ key: metrics[0].key, user: "ada", value: "1" }, update);
      /** @type {any} */
      let result = null;
      const send = async (event) => {
        event.preventDefault();
        await draft.send(async () => {
          result = await post(`/v1/metrics/${encodeURIComponent(draft.values.key)}/event`, {
            user: { id: draft.values.user },
            value: Number(draft.values.value),
          });
        });
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>Send a test event</h2>
            </div>
            <div class="body"><div class="fields">${choice(draft, {
              label: "Metric",
              name: "key",
              options: metrics.map((metric) => [metric.key, metric.name]),
            })}${field(draft, { label: "User", name: "user", isRequired: true })}${field(draft, {
              label: "Value",
              name: "value",
              type: "number",
              isRequired: true,
            })}</div>
                  ${problem(draft, ["key", "user", "value"])}${result
                    ? html`
                      <p>The total is ${number(result.total)}, the streak ${number(
                        result.currentStreak.length,
                      )}. <a class="link" href=${link(
                        `/users/${encodeURIComponent(draft.values.user)}`,
                      )} @click=${() => close()}>See the user</a></p>
                      <pre class="code reply" tabindex="0" aria-label="The answer">${JSON.stringify(
                        result,
                        null,
                        2,
                      )}</pre>
                    `
                    : ""}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Close</button><button class="button main" ?disabled=${draft
              .isBusy}>Send</button></footer>
          </form>
        `;
    }, { isWide: true });
    return answer;
  }
}

define("l-metrics", MetricsScreen);
