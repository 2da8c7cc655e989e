import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, call, get, may, post, removeOne, sendOne } from "../base/api.js";
import { go, link } from "../base/route.js";
import { counted, number } from "../base/format.js";
import { confirmed, toast } from "../parts/feedback.js";
import { area, choice, Draft, field, problem, wholeNumber } from "../parts/fields.js";
import { Screen, top } from "../parts/screen.js";
import { sheet } from "../parts/list.js";
import { icon } from "../parts/icons.js";

const TRIGGERS = /** @type {[string, string][]} */ ([
  ["metric", "a total of a metric"],
  ["streak", "the length of the primary streak"],
  ["api", "a call of your application"],
  ["achievement", "other achievements"],
  ["anniversary", "years since signing up"],
]);
const FIELDS_OF_TRIGGER = {
  metric: ["metricId", "metricValue", "eventAttributes"],
  streak: ["streakLength"],
  api: ["key"],
  achievement: ["achievementIds"],
  anniversary: ["anniversaryYears"],
};
const ACHIEVEMENT_FIELDS = [
  "name",
  "description",
  "category",
  "badge",
  "status",
  "trigger",
  "userAttributes",
  ...Object.values(FIELDS_OF_TRIGGER).flat(),
];

/** One achievement: what it takes, what it looks like, and how many would have it. */
export class AchievementScreen extends Screen {
  /** @type {any} */
  reach = null;
  badgeProblem = "";

  get isNew() {
    return this.params.id === "new";
  }

  async load(signal) {
    const [item, metrics, others] = await Promise.all([
      this.isNew
        ? {
          name: "",
          description: null,
          badge: null,
          status: "inactive",
          trigger: "metric",
          userAttributes: [],
        }
        : get(`/admin/v1/achievements/${this.params.id}`, { signal }),
      all("/admin/v1/metrics"),
      all("/admin/v1/achievements"),
    ]);
    if (this.isNew && metrics[0]) item.metricId = metrics[0].id;
    this.draft = new Draft(structuredClone(item), () => this.update());
    this.reach = null;
    return { item, metrics, others: others.filter((other) => other.id !== item.id) };
  }

  view({ item, metrics, others }) {
    const draft = /** @type {Draft} */ (this.draft);
    const isFixed = !may("editor");
    const actions = this.isNew || isFixed
      ? ""
      : html`<button class="button danger" @click=${() => this.removeItem(item)}>Delete</button>`;
    const foot = isFixed ? "" : html`
      ${draft.isChanged && !this.isNew
        ? html`<span class="small quiet">Unsaved changes</span>`
        : ""}<button type="button" class="button" ?disabled=${!draft.isChanged && !this.isNew}
        @click=${() =>
          this.isNew
            ? go(link("/achievements"))
            : this.again()}>Discard</button><button class="button main" ?disabled=${draft.isBusy ||
          (!draft.isChanged && !this.isNew)}>${this.isNew ? "Make the achievement" : "Save"}</button>
    `;
    return html`
      ${top({
        title: this.isNew ? "New achievement" : item.name,
        about: this.isNew ? "" : "Whoever has it keeps it, whatever is changed here.",
        actions,
      })}
            <div class="two">
        <form @submit=${(event) => this.save(event)}>${sheet({
          title: "What it takes",
          foot,
          body: html`<div class="fields">${
            field(draft, {
              label: "Name",
              name: "name",
              isRequired: true,
              max: 255,
              isDisabled: isFixed,
              placeholder: "Ten lessons",
            })
          }${
            choice(draft, {
              label: "Status",
              name: "status",
              isDisabled: isFixed,
              options: [["inactive", "inactive: nobody sees it"], ["active", "active"], [
                "locked",
                "locked: nobody new",
              ]],
            })
          }</div>
        <div class="fields">${
            choice(draft, { label: "Reached by", name: "trigger", options: TRIGGERS, isDisabled: isFixed })
          }${this.own(draft, { metrics, others, isFixed })}</div>
        ${
            area(draft, {
              label: "Description",
              name: "description",
              max: 2_000,
              isDisabled: isFixed,
              placeholder: "What users are told about it",
            })
          }${
            field(draft, {
              label: "Category",
              name: "category",
              max: 255,
              isDisabled: isFixed,
              placeholder: "Beginnings",
              write: (value) => value ?? "",
              read: (text) => text || null,
            })
          }${problem(draft, ACHIEVEMENT_FIELDS)}`,
        })}</form>
        <div class="stack">${this.badge(draft, isFixed)}${this.reachSheet(item, isFixed)}</div>
      </div>
    `;
  }

  own(draft, { metrics, others, isFixed }) {
    switch (draft.values.trigger) {
      case "metric":
        return html`${
          choice(draft, {
            label: "Metric",
            name: "metricId",
            isDisabled: isFixed,
            options: metrics.map((metric) => [metric.id, metric.name]),
          })
        }${
          field(draft, {
            label: "Total",
            name: "metricValue",
            type: "number",
            isRequired: true,
            isDisabled: isFixed,
            read: wholeNumber,
          })
        }`;
      case "streak":
        return field(draft, {
          label: "Length",
          name: "streakLength",
          type: "number",
          isRequired: true,
          isDisabled: isFixed,
          read: wholeNumber,
        });
      case "api":
        return field(draft, {
          label: "Key",
          name: "key",
          isRequired: true,
          isDisabled: isFixed,
          placeholder: "tour",
          hint: "POST /v1/achievements/…/complete",
        });
      case "anniversary":
        return field(draft, {
          label: "Years",
          name: "anniversaryYears",
          type: "number",
          isRequired: true,
          isDisabled: isFixed,
          read: wholeNumber,
        });
      default:
        return this.parts(draft, others, isFixed);
    }
  }

  parts(draft, others, isFixed) {
    const chosen = draft.values.achievementIds ?? [];
    const toggle = (id) =>
      draft.set(
        "achievementIds",
        chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id],
      );
    return html`<fieldset class="stack-s"><legend class="small quiet">All of these</legend>${
      others.map((other) =>
        html`
          <label
            class="check"><input type="checkbox" .checked=${chosen.includes(
              other.id,
            )} ?disabled=${isFixed} @change=${() => toggle(other.id)}><span>${other.name}</span></label>
        `
      )
    }${others.length ? "" : html`<span class="quiet">There are no others yet.</span>`}</fieldset>`;
  }

  badge(draft, isFixed) {
    const { badge } = draft.values;
    return sheet({
      title: "Badge",
      body: html`<div class="row"><span class="badge large">${
        badge?.url ? html`<img src=${badge.url} alt="The badge">` : icon("trophy")
      }</span><span class="badge">${
        badge?.url ? html`<img src=${badge.url} alt="The badge, small">` : icon("trophy")
      }</span></div>
      ${
        isFixed ? "" : html`
          <label
            class="field"><span class="label">Upload an image</span><input type="file" accept="image/png,image/jpeg,image/webp,image/svg+xml" aria-invalid=${this
                .badgeProblem
              ? "true"
              : null} @change=${(event) => this.upload(event)}>${this.badgeProblem
              ? html`<span class="wrong" role="alert">${this.badgeProblem}</span>`
              : html`<span class="hint">PNG, JPEG, WebP or SVG, up to 1 MiB.</span>`}</label>
                ${badge
                  ? html`<div><button type="button" class="button tight" @click=${() =>
                    draft.set("badge", null)}>No badge</button></div>`
                  : ""}
        `
      }`,
    });
  }

  reachSheet(item, isFixed) {
    const { backdating } = item;
    const progress = backdating?.status === "running"
      ? html`
        <div class="stack-s"
          role="status"><span>Looking for users who have what it takes…</span><progress max=${Math.max(
            1,
            backdating.total,
          )} value=${backdating
            .scanned} aria-label="Users looked at"></progress><span class="small quiet">${number(
              backdating.scanned,
            )} of ${number(backdating.total)}, ${number(backdating.completed)} found</span></div>
      `
      : backdating
      ? html`<p class="small quiet">When it became active, ${counted(backdating.completed, "user")} of ${
        number(backdating.total)
      } had what it takes.</p>`
      : "";
    if (isFixed) return progress ? sheet({ title: "Reach", body: progress }) : "";
    return sheet({
      title: "Reach",
      body: html`${
        this.reach
          ? html`
            <div class="impact"
              role="status"><strong class="num">${number(this.reach.completions)} of ${counted(
                this.reach.users,
                "user",
              )}</strong><span>would have it at once.</span></div>
          `
          : html`<p class="quiet">How many users would have it now, if it were active.</p>`
      }<div><button type="button" class="button" @click=${() =>
        this.count()}>Count them</button></div>${progress}`,
    });
  }

  /** What is sent: the fields of another trigger stay behind. */
  get body() {
    const draft = /** @type {Draft} */ (this.draft);
    const own = FIELDS_OF_TRIGGER[draft.values.trigger];
    const others = new Set(Object.values(FIELDS_OF_TRIGGER).flat().filter((name) => !own.includes(name)));
    const source = this.isNew || draft.values.trigger !== draft.first.trigger
      ? {
        ...draft.changes,
        trigger: draft.values.trigger,
        ...Object.fromEntries(own.map((name) => [name, draft.values[name]])),
      }
      : draft.changes;
    const all = this.isNew ? { ...draft.values, ...source } : source;
    return Object.fromEntries(
      Object.entries(all).filter(([name, value]) =>
        !others.has(name) && value !== undefined && !["backdating", "metricName"].includes(name)
      ),
    );
  }

  async count() {
    const draft = /** @type {Draft} */ (this.draft);
    await draft.send(async () => {
      const { name: _name, ...body } = this.body;
      this.reach = await post(
        "/admin/v1/achievements/preview",
        this.isNew ? body : { id: this.params.id, ...this.body },
      );
    });
  }

  /** @param {any} event */
  async upload(event) {
    const file = event.target.files[0];
    if (!file) return;
    this.badgeProblem = "";
    try {
      const image = await call("POST", "/admin/v1/badges", file);
      /** @type {Draft} */ (this.draft).set("badge", { url: image.url });
    } catch (error) {
      this.badgeProblem = error.message;
    }
    event.target.value = "";
    this.update();
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const draft = /** @type {Draft} */ (this.draft);
    /** @type {any} */
    let made;
    const isDone = await draft.send(async () => {
      made = this.isNew
        ? await sendOne("POST", "/admin/v1/achievements", this.body)
        : await sendOne("PATCH", "/admin/v1/achievements", { id: this.params.id, ...this.body });
    });
    if (!isDone) return;
    toast("Saved");
    if (this.isNew) go(link(`/achievements/${made.id}`), { replace: true });
    else this.again();
  }

  async removeItem(item) {
    const isDone = await confirmed({
      title: `Delete “${item.name}”`,
      text: "Nobody sees it any more, not even those who have it.",
      action: "Delete the achievement",
      run: () => removeOne("/admin/v1/achievements", item.id),
    });
    if (!isDone) return;
    toast("The achievement is deleted");
    go(link("/achievements"));
  }
}

define("l-achievement", AchievementScreen);
