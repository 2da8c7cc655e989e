import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, get, may, removeOne, sendOne } from "../base/api.js";
import { go, link } from "../base/route.js";
import { day, number, signed } from "../base/format.js";
import { confirmed, toast } from "../parts/feedback.js";
import { Draft, field, problem, wholeNumber } from "../parts/fields.js";
import { Screen, top } from "../parts/screen.js";
import { sheet, table, tabs } from "../parts/list.js";
import { editItem, triggerWords } from "./points-items.js";

/** One points system: what gives points; levels, and who has how many; boosts. */
export class PointsSystemScreen extends Screen {
  async load(signal) {
    const path = `/admin/v1/points/${this.params.id}`;
    const tab = this.params.tab ?? "";
    const system = get(path, { signal });
    const parts = {
      "": async () => ({ triggers: await all(`${path}/triggers`), metrics: await all("/admin/v1/metrics") }),
      levels: async () => {
        const { key } = await system;
        const ranges = get(`/v1/points/${encodeURIComponent(key)}/summary`, { signal });
        return { levels: await all(`${path}/levels`), ranges: await ranges };
      },
      boosts: async () => ({ boosts: await all(`${path}/boosts`) }),
    };
    const rest = await (parts[tab] ?? parts[""])();
    const { name, maxPoints, expiresAfterDays } = await system;
    this.draft = new Draft(
      { name, maxPoints, expiresAfterDays: expiresAfterDays ?? null },
      () => this.update(),
    );
    return { system: await system, tab, ...rest };
  }

  view(data) {
    const { system, tab } = data;
    const isFixed = !may("editor");
    const actions = isFixed
      ? ""
      : html`<button class="button danger" @click=${() => this.archive(system)}>Archive</button>`;
    const path = `/points/${system.id}`;
    return html`${top({ title: system.name, about: html`Points <code>${system.key}</code>`, actions })}
      ${
      tabs("About the points", [
        { name: "What gives points", address: link(path), isCurrent: tab === "" },
        { name: "Levels", address: link(`${path}/levels`), isCurrent: tab === "levels" },
        { name: "Boosts", address: link(`${path}/boosts`), isCurrent: tab === "boosts" },
      ])
    }${this.tabPart(data, isFixed)}`;
  }

  tabPart(data, isFixed) {
    if (data.boosts) return this.boosts(data, isFixed);
    if (data.levels) {
      return html`<div class="two">${this.levels(data, isFixed)}${this.spread(data.ranges)}</div>`;
    }
    return html`<div class="two">${this.triggers(data, isFixed)}${this.settings(isFixed)}</div>`;
  }

  list({ title, kind, rows, columns, nothing, isFixed, data }) {
    const again = () => this.reload();
    const edit = (item) => editItem(kind, item, data, again);
    const add = isFixed ? "" : html`<button class="button tight" @click=${() => edit(null)}>Add</button>`;
    const actions = {
      label: "",
      isNumber: true,
      view: (row) =>
        isFixed ? "" : html`
          <button class="button bare tight"
            @click=${() => edit(row)}>Edit<span class="for-readers"> ${row.name ?? ""}</span></button>
        `,
    };
    return sheet({
      title,
      note: add,
      body: rows.length
        ? table({ label: title, rows, key: (row) => row.id, columns: [...columns, actions] })
        : html`<p class="quiet">${nothing}</p>`,
    });
  }

  triggers(data, isFixed) {
    return this.list({
      title: "What gives points",
      kind: "trigger",
      rows: data.triggers,
      data,
      isFixed,
      nothing: "Nothing gives points yet. Add what users do, and how much it is worth.",
      columns: [
        { label: "For", isMain: true, view: (row) => triggerWords(row, data.metrics) },
        {
          label: "Status",
          view: (row) =>
            html`<span class="tag ${row.status === "active" ? "good" : ""}">${row.status}</span>`,
        },
        {
          label: "Points",
          isNumber: true,
          view: (row) => html`<b class=${row.points < 0 ? "down" : "up"}>${signed(row.points)}</b>`,
        },
      ],
    });
  }

  boosts(data, isFixed) {
    return this.list({
      title: "Boosts",
      kind: "boost",
      rows: data.boosts,
      data,
      isFixed,
      nothing: "A boost multiplies what is earned on some days.",
      columns: [
        {
          label: "Name",
          isMain: true,
          view: (row) =>
            html`<b>${row.name}</b>${
              row.userId
                ? html`
                  <span class="quiet small">for ${row.userId}</span>
                `
                : ""
            }`,
        },
        { label: "Days", view: (row) => `${day(row.start)} – ${row.end ? day(row.end) : "on"}` },
        {
          label: "Status",
          view: (row) =>
            html`<span class="tag ${row.status === "active" ? "good" : ""}">${row.status}</span>`,
        },
        { label: "Times", isNumber: true, view: (row) => html`× ${row.multiplier}` },
      ],
    });
  }

  levels(data, isFixed) {
    return this.list({
      title: "Levels",
      kind: "level",
      rows: data.levels,
      data,
      isFixed,
      nothing: "Levels tell users how far they have come.",
      columns: [
        { label: "Name", isMain: true, view: (row) => html`<b>${row.name}</b>` },
        { label: "From", isNumber: true, view: (row) => number(row.points) },
      ],
    });
  }

  settings(isFixed) {
    const draft = /** @type {Draft} */ (this.draft);
    const foot = isFixed
      ? ""
      : html`<button class="button main" ?disabled=${!draft.isChanged || draft.isBusy}>Save</button>`;
    return html`<form @submit=${(event) => this.save(event)}>${
      sheet({
        title: "Settings",
        foot,
        body: html`${
          field(draft, { label: "Name", name: "name", isRequired: true, max: 255, isDisabled: isFixed })
        }<div class="fields">${
          field(draft, {
            label: "At most",
            name: "maxPoints",
            type: "number",
            isDisabled: isFixed,
            read: wholeNumber,
            hint: "Empty: no end.",
          })
        }${
          field(draft, {
            label: "Expire after days",
            name: "expiresAfterDays",
            type: "number",
            isDisabled: isFixed,
            read: wholeNumber,
            hint: "Empty: never.",
          })
        }</div>${problem(draft, ["name", "maxPoints", "expiresAfterDays"])}`,
      })
    }</form>`;
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const draft = /** @type {Draft} */ (this.draft);
    const isDone = await draft.send(() =>
      sendOne("PATCH", "/admin/v1/points", { id: this.params.id, ...draft.changes })
    );
    if (isDone) {
      toast("Saved");
      this.reload();
    }
  }

  spread(ranges) {
    const most = Math.max(1, ...ranges.map((range) => range.users));
    const row = (range) =>
      html`
        <div
          class="meter small"><progress max=${most} value=${range
            .users} aria-label=${`${range.from} to ${range.to}`}></progress><span class="num nowrap">${number(
              range.from,
            )}–${number(range.to)}: <b>${number(range.users)}</b></span></div>
      `;
    return sheet({ title: "Who has how many", body: html`<div class="stack-s">${ranges.map(row)}</div>` });
  }

  async archive(system) {
    const isDone = await confirmed({
      title: `Archive “${system.name}”`,
      text: "It gives nothing any more, and users do not see it. What was given stays in the ledger.",
      action: "Archive the points",
      run: () => removeOne("/admin/v1/points", system.id),
    });
    if (!isDone) return;
    toast("The points are archived");
    go(link("/points"));
  }
}

define("l-points-system", PointsSystemScreen);
