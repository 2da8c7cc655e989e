import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, removeOne, sendOne } from "../base/api.js";
import { here } from "../base/route.js";
import { counted } from "../base/format.js";
import { toast } from "../parts/feedback.js";
import { empty, Screen, top } from "../parts/screen.js";
import { sheet } from "../parts/list.js";
import { flat } from "./audit.js";
import { settingsTabs } from "./settings.js";

// What is set up in one environment and not, or otherwise, in the other; chosen, and carried over.

/** What is compared, in the order in which it is carried over: each after what it needs. */
const COMPARED = [
  { noun: "attribute", path: "/admin/v1/attributes", fields: ["name", "type"] },
  { noun: "metric", path: "/admin/v1/metrics", fields: ["name", "unitType", "units"] },
  {
    noun: "streak",
    path: "/admin/v1/streaks/definitions",
    fields: [
      "name",
      "description",
      "sources",
      "evaluationMode",
      "window",
      "condition",
      "minimumPerEvent",
      "daysOff",
      "restDays",
      "gracePeriods",
      "resetOnMiss",
      "freezes",
      "milestones",
      "atRiskSeconds",
      "customizationEnabled",
    ],
  },
];

/**
 * Something that differs.
 * @typedef {object} Difference
 * @property {string} id
 * @property {string} noun
 * @property {string} path
 * @property {any} source What it is there.
 * @property {any} target What it is here; nothing if it is not there yet.
 * @property {Record<string, any>} changes
 * @property {string[]} needs What it is made of, by `noun key`.
 */

/**
 * What differs between two lists of items.
 * @param {{noun: string, path: string, fields: string[]}} kind
 * @param {any[]} sources
 * @param {any[]} targets
 * @returns {Difference[]}
 */
export function differences(kind, sources, targets) {
  return sources.flatMap((source) => {
    const target = targets.find((target) => target.key === source.key);
    const isOther = (name) => JSON.stringify(source[name] ?? null) !== JSON.stringify(target?.[name] ?? null);
    const changed = kind.fields.filter((name) => isOther(name));
    if (target && changed.length === 0) return [];
    const changes = Object.fromEntries(changed.map((name) => [name, source[name] ?? null]));
    const id = `${kind.noun} ${source.key}`;
    return [{ id, noun: kind.noun, path: kind.path, source, target, changes, needs: needed(source) }];
  });
}

/** @param {any} item */
function needed(item) {
  const sources = item.sources ?? [];
  const filters = sources.flatMap((source) => source.eventAttributes ?? []);
  const field = item.condition?.field;
  return [
    ...sources.map((source) => `metric ${source.metric}`),
    ...filters.map((filter) => `attribute ${filter.key}`),
    ...(field ? [`attribute ${field}`] : []),
  ];
}

/** What the other environment has that this one has not. */
export class EnvironmentsScreen extends Screen {
  /** @type {Set<string>} */
  chosen = new Set();
  isBusy = false;
  problem = "";

  async load(signal) {
    const other = here().environment === "sandbox" ? "live" : "sandbox";
    const lists = await Promise.all(COMPARED.map(async (kind) => {
      const [sources, targets] = await Promise.all([
        get(`${kind.path}?limit=100`, { signal, environment: other }),
        get(`${kind.path}?limit=100`, { signal }),
      ]);
      return differences(kind, sources, targets);
    }));
    return { differences: lists.flat() };
  }

  /** What is carried over: what was chosen, and what that needs. */
  get carried() {
    const { differences } = this.data;
    const needs = new Set(
      differences.filter((one) => this.chosen.has(one.id)).flatMap((one) => one.needs),
    );
    return differences.filter((one) => this.chosen.has(one.id) || (needs.has(one.id) && !one.target));
  }

  view({ differences }) {
    const isSandbox = here().environment === "sandbox";
    const [from, to] = isSandbox ? ["production", "the sandbox"] : ["the sandbox", "production"];
    const carried = this.carried;
    const foot = may("editor") && differences.length
      ? html`
        ${this.problem
          ? html`<span class="wrong" role="alert">${this.problem}</span>`
          : ""}<button class="button main" ?disabled=${!carried.length || this.isBusy}
          @click=${() => this.carry()}>${carried.length
            ? `Carry ${counted(carried.length, "change")} over to ${to}`
            : "Choose what to carry over"}</button>
      `
      : "";
    return html`${top({ title: "Settings" })}${settingsTabs("environments")}${
      sheet({
        title: `What ${from} has, and ${to} has not`,
        foot,
        body: differences.length
          ? html`<ul class="stack">${
            each(differences, (one) => one.id, (one) => this.row(one, carried))
          }</ul>`
          : empty({
            icon: "check",
            title: "Nothing differs",
            text: html`Attributes, metrics and streaks of ${from} are in ${to}, as they are there.`,
          }),
      })
    }`;
  }

  row(one, carried) {
    const isChosen = this.chosen.has(one.id);
    const isNeeded = !isChosen && carried.includes(one);
    const toggle = () => {
      if (isChosen) this.chosen.delete(one.id);
      else this.chosen.add(one.id);
      this.update();
    };
    return html`
      <li
        class="stack-s"><label class="check"><input type="checkbox" .checked=${isChosen ||
          isNeeded} ?disabled=${isNeeded || !may("editor")} @change=${toggle}><span><b>${one.source
          .name}</b> <span class="quiet">${one.noun} ${one.source.key}</span> <span class="tag ${one.target
          ? "note"
          : "good"}">${one.target ? "differs" : "new"}</span>${isNeeded
          ? html`
            <span class="small quiet">needed by what you chose</span>
          `
          : ""}</span></label>${one.target
          ? this.compared(one)
          : ""}${one.noun === "streak" && one.target && isChosen
          ? html`<l-streak-impact .definition=${one.target.id} .changes=${one.changes} .appliesTo=${"future"}></l-streak-impact>`
          : ""}</li>
    `;
  }

  compared(one) {
    const [before, after] = [flat(one.target), flat(one.source)];
    const names = Object.keys(one.changes);
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((path) => names.includes(path.split(".")[0]) && before[path] !== after[path]);
    return html`<div class="diff">${
      paths.map((path) =>
        html`<div>${path}: ${
          before[path]
            ? html`
              <del>${before[path]}</del>
            `
            : ""
        }${after[path] ? html`<ins>${after[path]}</ins>` : ""}</div>`
      )
    }</div>`;
  }

  async carry() {
    this.isBusy = true;
    this.problem = "";
    this.update();
    /** @type {(() => Promise<unknown>)[]} */
    const undo = [];
    try {
      for (const one of this.carried) {
        if (one.target) {
          const before = Object.fromEntries(
            Object.keys(one.changes).map((name) => [name, one.target[name] ?? null]),
          );
          await sendOne("PATCH", one.path, { id: one.target.id, ...one.changes });
          undo.unshift(() => sendOne("PATCH", one.path, { id: one.target.id, ...before }));
        } else {
          const made = await sendOne("POST", one.path, { key: one.source.key, ...one.changes });
          undo.unshift(() => removeOne(one.path, made.id));
        }
      }
      toast(`${counted(undo.length, "change")} carried over`, {
        label: "Undo",
        run: () => this.takeBack(undo),
      });
      this.chosen.clear();
    } catch (error) {
      this.problem = error.message;
    }
    this.isBusy = false;
    this.reload();
  }

  /** @param {(() => Promise<unknown>)[]} undo */
  async takeBack(undo) {
    try {
      for (const step of undo) await step();
      toast("Taken back");
    } catch (error) {
      this.problem = error.message;
    }
    this.reload();
  }
}

define("l-environments", EnvironmentsScreen);
