import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, get, may, removeOne, sendOne } from "../base/api.js";
import { go, link } from "../base/route.js";
import { ago } from "../base/format.js";
import { confirmed, toast } from "../parts/feedback.js";
import { area, check, choice, Draft, field, problem, wholeNumber } from "../parts/fields.js";
import { Screen, top } from "../parts/screen.js";
import { facts, sheet } from "../parts/list.js";
import { ruleWords } from "../parts/rule.js";
import { partEditor, weekdays } from "./streak-words.js";
import { changeList } from "../settings/audit.js";

/** A rule to begin with. */
const FIRST = {
  key: "",
  name: "",
  description: null,
  primary: false,
  status: "active",
  sources: [],
  evaluationMode: "OR",
  window: { type: "calendar", period: "daily", timezone: "user", resetTime: "00:00" },
  condition: { type: "count", min: 1 },
  daysOff: [],
  gracePeriods: 0,
  resetOnMiss: true,
  freezes: null,
  milestones: [],
  atRiskSeconds: null,
  customizationEnabled: false,
};
/** What belongs to the rule, which holds from a moment on or for all time. */
const RULE = [
  "sources",
  "evaluationMode",
  "window",
  "condition",
  "minimumPerEvent",
  "daysOff",
  "gracePeriods",
  "resetOnMiss",
  "freezes",
];
const STREAK_FIELDS = ["key", "name", "description", "milestones", "atRiskSeconds", ...RULE];

/** One streak: its rule as a sentence whose words are the controls, and what a change does to people. */
export class StreakScreen extends Screen {
  /** @type {string} */
  open = "";
  appliesTo = "future";

  get isNew() {
    return this.params.id === "new";
  }

  async load(signal) {
    const [streak, metrics, attributes] = await Promise.all([
      this.isNew
        ? { ...structuredClone(FIRST) }
        : get(`/admin/v1/streaks/definitions/${this.params.id}`, { signal }),
      all("/admin/v1/metrics"),
      all("/admin/v1/attributes"),
    ]);
    if (this.isNew && streak.sources.length === 0 && metrics[0]) {
      streak.sources = [{ metric: metrics[0].key, eventAttributes: [] }];
    }
    const names = Object.fromEntries(metrics.map((metric) => [metric.key, metric.name]));
    this.draft = new Draft(structuredClone(streak), () => this.showDraft());
    return {
      streak,
      metrics,
      attributes: attributes.filter((attribute) => attribute.type === "event"),
      names,
    };
  }

  /** The form is another: so are the previews. */
  showDraft() {
    this.update();
  }

  /** What is sent of the rule; an attribute of the key alone is not changed. */
  get changes() {
    const { key: _key, ...changes } = /** @type {Draft} */ (this.draft).changes;
    return changes;
  }

  get touchesRule() {
    return RULE.some((name) => name in this.changes);
  }

  view({ streak, metrics, attributes, names }) {
    const draft = /** @type {Draft} */ (this.draft);
    const isFixed = !may("editor") || streak.status === "archived";
    return html`
      ${top({
        title: this.isNew ? "New streak" : streak.name,
        about: this.about(streak),
        actions: this.isNew || isFixed ? "" : this.actions(streak),
      })}
            <div class="two">
        <form class="stack" @submit=${(event) => this.save(event)}>${this.rule(draft, {
          metrics,
          attributes,
          names,
          isFixed,
        })}${this.rest(draft, isFixed)}</form>
        <div class="stack">${this.preview(streak, draft)}${this.isNew ? "" : this.history(streak)}</div>
      </div>
    `;
  }

  about(streak) {
    if (this.isNew) return "Click on a word to change it.";
    return html`${streak.primary ? "Primary streak" : "Streak"} <code>${streak.key}</code>${
      streak.status === "active" ? "" : html`
        <span class="tag cold">${streak.status}</span>
      `
    } · made ${ago(streak.created)}`;
  }

  actions(streak) {
    const isPaused = streak.status === "paused";
    return html`
      <button class="button" @click=${() => this.pause(streak)}>${isPaused
        ? "Go on"
        : "Pause for everybody"}</button><button class="button danger"
        @click=${() => this.archive(streak)}>Archive</button>
    `;
  }

  rule(draft, { metrics, attributes, names, isFixed }) {
    const rule = draft.values;
    const words = ruleWords(rule, names).map((word) =>
      word.part && !isFixed
        ? html`
          <button type="button" aria-expanded=${this.open === word.part
            ? "true"
            : "false"} aria-controls="word-editor"
            @click=${() => this.toggle(word.part)}>${word.text}</button>
        `
        : word.part
        ? html`<b>${word.text}</b>`
        : word.text
    );
    const isDaily = rule.window.type !== "rolling" && rule.window.period === "daily";
    const foot = isFixed ? "" : html`
      ${draft.isChanged && !this.isNew
        ? html`<span class="small quiet">Unsaved changes</span>`
        : ""}<button type="button" class="button" ?disabled=${!draft.isChanged || draft.isBusy}
        @click=${() => this.discard()}>Discard</button><button class="button main" ?disabled=${draft.isBusy ||
          (!draft.isChanged && !this.isNew)}>${this.isNew ? "Make the streak" : "Save the rule"}</button>
    `;
    return sheet({
      title: "The rule",
      foot,
      body: html`<p class="sentence">${words}</p>
      ${
        this.open
          ? html`
            <div class="word-editor"
              id="word-editor">${partEditor(this.open, draft, {
                metrics,
                attributes,
              })}<div><button type="button" class="button tight" @click=${() =>
                this.toggle(this.open)}>Done</button></div></div>
          `
          : ""
      }
      ${
        isDaily
          ? html`<div class="stack-s"><span class="small quiet" id="days-off">Days off</span>${
            weekdays(draft, isFixed)
          }</div>`
          : ""
      }
      ${
        this.isNew
          ? html`<div class="fields">${
            field(draft, {
              label: "Name",
              name: "name",
              isRequired: true,
              max: 255,
              placeholder: "A lesson a day",
            })
          }${
            field(draft, {
              label: "Key",
              name: "key",
              isRequired: true,
              max: 255,
              placeholder: "lessons",
              hint: "Your code names the streak by it. It stays.",
            })
          }</div>`
          : ""
      }
      ${!this.isNew && this.touchesRule ? this.impact() : ""}
      ${problem(draft, STREAK_FIELDS.filter((name) => !RULE.includes(name)))}`,
    });
  }

  /** Since when the change is to hold, and what it would do to people. */
  impact() {
    const choose = (event) => {
      this.appliesTo = event.target.value;
      this.update();
    };
    return html`
      <label
        class="field"><span class="label">Takes effect</span><select @change=${choose}><option value="future" .selected=${this
          .appliesTo ===
          "future"}>from now on: what was judged stays</option><option value="all" .selected=${this
          .appliesTo === "all"}>for all time: everybody is counted anew</option></select></label>
      <l-streak-impact .definition=${this.params.id} .changes=${this.changes} .appliesTo=${this
        .appliesTo}></l-streak-impact>
    `;
  }

  rest(draft, isFixed) {
    const milestones = {
      label: "Milestones",
      name: "milestones",
      placeholder: "7, 30, 100, 365",
      hint: "Lengths, with commas between them.",
      isDisabled: isFixed,
      write: (value) =>
        Array.isArray(value) ? value.map((milestone) => milestone.threshold).join(", ") : value,
      read: (text) => readMilestones(text, draft.first.milestones),
    };
    const risk = [
      ["", "the whole last period"],
      ["3600", "the last hour"],
      ["7200", "the last 2 hours"],
      ["14400", "the last 4 hours"],
      ["21600", "the last 6 hours"],
      ["43200", "the last 12 hours"],
    ];
    const own = draft.values.atRiskSeconds;
    if (own && !risk.some(([value]) => value === String(own))) {
      risk.push([String(own), `the last ${own} seconds`]);
    }
    return sheet({
      title: "Besides",
      body: html`${
        this.isNew
          ? ""
          : field(draft, { label: "Name", name: "name", isRequired: true, max: 255, isDisabled: isFixed })
      }
      <div class="fields">${field(draft, milestones)}${
        choice(draft, {
          label: "At risk in",
          name: "atRiskSeconds",
          options: /** @type {[string, string][]} */ (risk),
          isDisabled: isFixed,
          read: wholeNumber,
        })
      }</div>
      ${
        area(draft, {
          label: "Description",
          name: "description",
          max: 2_000,
          isDisabled: isFixed,
          placeholder: "For whoever reads this next year",
        })
      }
      ${
        check(draft, {
          label: "Primary",
          name: "primary",
          isDisabled: isFixed || draft.first.primary,
          hint: "Trophy’s endpoints show this streak.",
        })
      }
      ${
        check(draft, {
          label: "Users may choose",
          name: "customizationEnabled",
          isDisabled: isFixed,
          hint: "what counts for them, and their days off.",
        })
      }`,
    });
  }

  preview(streak, draft) {
    const changes = this.isNew ? draft.values : this.changes;
    return html`<l-streak-preview .definition=${
      this.isNew ? null : streak.id
    } .changes=${changes} .appliesTo=${this.appliesTo}></l-streak-preview>`;
  }

  history(streak) {
    return html`<l-streak-history .params=${{ id: streak.id }}></l-streak-history>`;
  }

  /** @param {string | undefined} part */
  toggle(part = "") {
    this.open = this.open === part ? "" : part;
    this.update();
    if (!this.open) return;
    const control =
      () => /** @type {HTMLElement | null} */ (this.querySelector("#word-editor :is(input, select)"));
    setTimeout(() => control()?.focus());
  }

  discard() {
    if (this.isNew) return go(link("/streaks"));
    this.open = "";
    this.again();
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const draft = /** @type {Draft} */ (this.draft);
    /** @type {any} */
    let made;
    const isDone = await draft.send(async () => {
      if (this.isNew) {
        made = await sendOne("POST", "/admin/v1/streaks/definitions", draft.values);
      } else {
        const scope = this.touchesRule ? { appliesTo: this.appliesTo } : {};
        await sendOne("PATCH", "/admin/v1/streaks/definitions", {
          id: this.params.id,
          ...this.changes,
          ...scope,
        });
      }
    });
    if (!isDone) return;
    toast(this.isNew ? "The streak is there" : "The rule is saved");
    this.open = "";
    if (made) go(link(`/streaks/${made.id}`), { replace: true });
    else this.again();
  }

  async pause(streak) {
    const isPaused = streak.status === "paused";
    const isDone = await confirmed({
      title: isPaused ? "Let the streak go on" : "Pause the streak for everybody",
      text: isPaused
        ? "Periods count again from the current one on."
        : "Nothing advances and nothing breaks until it goes on. Nobody loses anything.",
      action: isPaused ? "Go on" : "Pause",
      isDanger: false,
      run: () =>
        sendOne("PATCH", "/admin/v1/streaks/definitions", {
          id: streak.id,
          status: isPaused ? "active" : "paused",
        }),
    });
    if (isDone) this.again();
  }

  async archive(streak) {
    const isDone = await confirmed({
      title: `Archive “${streak.name}”`,
      text:
        "Nobody sees this streak any more, and nothing is counted for it. What was recorded stays. Its key is free again.",
      action: "Archive the streak",
      run: () => removeOne("/admin/v1/streaks/definitions", streak.id),
    });
    if (!isDone) return;
    toast("The streak is archived");
    go(link("/streaks"));
  }
}

/** Who changed a streak, and what. */
export class StreakHistory extends Screen {
  load(signal) {
    return get(`/admin/v1/audit?kind=streak&itemId=${this.params.id}&limit=20`, { signal });
  }

  view({ entries }) {
    return sheet({
      title: "Versions",
      body: entries.length ? changeList(entries) : facts([["", "Nothing is recorded of it."]]),
    });
  }
}

/**
 * Milestones as somebody types them; those that were there keep their rewards.
 * @param {string} text
 * @param {any[]} before
 */
function readMilestones(text, before) {
  const words = text.split(/[\s,;]+/);
  // While somebody types a comma, the text stays as it is.
  if (words.at(-1) === "" && text !== "" || words.some((word) => word !== "" && !/^\d+$/.test(word))) {
    return text;
  }
  return words.filter(Boolean).map((word) => {
    const threshold = Number(word);
    return before.find((milestone) => milestone.threshold === threshold) ?? { threshold };
  });
}

define("l-streak", StreakScreen);
define("l-streak-history", StreakHistory);
