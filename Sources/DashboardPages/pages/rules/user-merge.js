import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, post } from "../base/api.js";
import { go, here, link, remember, userPath } from "../base/route.js";
import { counted, number } from "../base/format.js";
import { Screen } from "../parts/screen.js";
import { sheet, table } from "../parts/list.js";
import { confirmed, toast } from "../parts/feedback.js";
import { area, Draft } from "../parts/fields.js";

/** Two records of one person become one: first what that would come to, then a question. */
export class UserMerge extends Screen {
  text = "";
  from = here().query.get("from") ?? "";
  draft = new Draft({ reason: "" }, () => this.update());

  async load(signal) {
    const { user } = this.params;
    const id = encodeURIComponent(user.id);
    if (this.from) {
      const query = new URLSearchParams({ from: this.from });
      return { preview: await get(`/admin/v1/users/${id}/merge?${query}`, { signal }) };
    }
    const prefix = this.text.trim();
    if (!prefix) return { found: [] };
    const page = await get(`/admin/v1/users?${new URLSearchParams({ prefix, limit: "10" })}`, { signal });
    return { found: page.users.filter((one) => one.id !== user.id), prefix };
  }

  choose(id) {
    this.from = id;
    remember({ from: id });
    this.again();
  }

  search(text) {
    this.text = text;
    this.reloadSoon();
  }

  render() {
    if (this.error && this.from) {
      return html`${super.render()}<div><button class="button" @click=${() =>
        this.choose("")}>Choose another user</button></div>`;
    }
    return super.render();
  }

  view({ preview, found, prefix }) {
    return preview ? this.preview(preview) : this.finder(found, prefix);
  }

  finder(found, prefix) {
    const { user } = this.params;
    return sheet({
      title: "Merge another user into this one",
      body: html`
        <p
          class="quiet">${user.name ??
            user.id} stays and has everything of both; the other is gone. First you see what it comes to.</p>
                <label
          class="field"><span class="label">The other user</span><input type="search" name="other" autocomplete="off" spellcheck="false"
                  placeholder="The beginning of an id, a name or an address" .value=${this.text} @input=${(
                    event,
                  ) => this.search(event.target.value)}></label>${found.length
                    ? html`<ul class="choices">${
                      each(found, (one) =>
                        one.id, (one) =>
                        html`<li><button class="button wide" @click=${() =>
                          this.choose(one.id)}><b>${one.id}</b><span class="quiet">${
                          [one.name, one.email].filter(Boolean).join(" · ")
                        }</span></button></li>`)
                    }</ul>`
                    : prefix
                    ? html`<p class="quiet" role="status">Nobody else begins with “${prefix}”.</p>`
                    : ""}
      `,
    });
  }

  preview(merge) {
    const rows = [
      ...merge.metrics.map((each) => ({ ...each, kind: "Total" })),
      ...merge.streaks.map((each) => ({ ...each, kind: "Streak" })),
      ...merge.points.map((each) => ({ ...each, kind: "Points" })),
    ].filter((row) => row.before || row.other || row.after);
    const column = (label, name, isMain = false) => ({
      label,
      isNumber: true,
      view: (row) => isMain ? html`<b>${number(row[name])}</b>` : number(row[name]),
    });
    return html`${
      sheet({
        title: `${merge.from} becomes a part of ${merge.id}`,
        body: html`<p>${movedWords(merge)}</p>${
          rows.length
            ? table({
              label: "What both come to",
              rows,
              key: (row) => `${row.kind} ${row.key}`,
              columns: [
                {
                  label: "What",
                  isMain: true,
                  view: (row) => html`${row.name} <span class="quiet small">${row.kind}</span>`,
                },
                column(merge.id, "before"),
                column(merge.from, "other"),
                column("Together", "after", true),
              ],
            })
            : html`<p class="quiet">Neither has done anything that counts.</p>`
        }${
          merge.achievements.length
            ? html`
              <div>
                <h3>Achievements that are new for ${merge.id}</h3>
                <ul class="plain-list">${merge.achievements.map((each) =>
                  html`
                    <li>${each.name} <span class="tag ${each.had ? "" : "good"}">${each.had
                      ? `${merge.from} has it`
                      : "reached together"}</span></li>
                  `
                )}</ul>
              </div>
            `
            : ""
        }`,
      })
    }${this.question(merge)}`;
  }

  question(merge) {
    const another = html`<button class="button" @click=${() => this.choose("")}>Choose another user</button>`;
    if (!may("support")) return html`<div class="row">${another}</div>`;
    return sheet({
      title: "Merge them",
      body:
        html`<p><b>${merge.from}</b> is gone afterwards, and this cannot be taken back: its profile where ${merge.id} has one, its keys, and the facts about it. Events that still come for ${merge.from} make a new user, so let your application use ${merge.id} first.</p>${
          area(this.draft, {
            label: "Reason",
            name: "reason",
            max: 500,
            placeholder: "Ticket 4711: signed up twice",
            hint: "Kept in the audit with your name.",
          })
        }`,
      foot: html`${another}<button class="button danger" @click=${() => this.merge(merge)}>Merge</button>`,
    });
  }

  async merge({ id, from }) {
    const reason = this.draft.values.reason.trim();
    const isDone = await confirmed({
      title: `Merge ${from} into ${id}`,
      text: `${from} is gone, and ${id} has everything of both. This cannot be taken back.`,
      action: "Merge them",
      word: from,
      run: () =>
        post(`/admin/v1/users/${encodeURIComponent(id)}/merge`, { from, ...(reason ? { reason } : {}) }),
    });
    if (!isDone) return;
    toast(`${from} is a part of ${id}`);
    go(link(userPath(id)));
  }
}

/** @param {any} merge */
function movedWords(merge) {
  const parts = [`${counted(merge.events, "event")} of ${merge.from} move`];
  if (merge.events === 1) parts[0] += "s";
  if (merge.repeatedEvents) parts.push(`${counted(merge.repeatedEvents, "event")} both have by the same key`);
  if (merge.marks) {
    parts.push(
      `${counted(merge.marks, "freeze, pause or correction", "freezes, pauses and corrections")} come along`,
    );
  }
  return `${parts.join("; ")}. Everything else is derived anew.`;
}

define("l-user-merge", UserMerge);
