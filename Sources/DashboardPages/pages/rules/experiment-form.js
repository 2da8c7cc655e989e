import { html } from "../base/html.js";
import { all } from "../base/api.js";
import { counted, listed, number } from "../base/format.js";
import { area, choice, field, wholeNumber } from "../parts/fields.js";
import { sheet } from "../parts/list.js";
import { icon } from "../parts/icons.js";
import { triggerWords } from "./points-items.js";

// What an experiment is made of, as a form. Values are called as the server calls them, so that what it
// says is wrong stands beside its field.

/** @type {[string, string][]} */
const SUBJECT_TYPES = [
  ["streak", "a streak"],
  ["achievement", "an achievement"],
  ["pointsTrigger", "what gives points"],
];
const MOST_ARMS = 4;

/**
 * What may be different in an arm, of each kind of subject: the name on the server, what people call it,
 * and what it is now.
 * @type {Record<string, [string, string, (item: any) => unknown][]>}
 */
const RULES = {
  streak: [
    ["condition.min", "Goal of a period", (item) => item.condition?.min],
    ["minimumPerEvent", "Least of one event", (item) => item.minimumPerEvent],
    ["gracePeriods", "Periods that a run may miss", (item) => item.gracePeriods],
    ["freezes.startCount", "Freezes at first", (item) => item.freezes?.startCount],
    ["freezes.maxCount", "Freezes at most", (item) => item.freezes?.maxCount],
    ["freezes.autoEarnInterval", "A freeze after periods", (item) => item.freezes?.autoEarnInterval],
    ["atRiskSeconds", "At risk: seconds before the end", (item) => item.atRiskSeconds],
  ],
  achievement: [
    ["metricValue", "Total that it takes", (item) => item.metricValue],
    ["streakLength", "Length that it takes", (item) => item.streakLength],
  ],
  pointsTrigger: [
    ["points", "Points", (item) => item.points],
    ["metricThreshold", "For every", (item) => item.metricThreshold],
    ["streakLengthThreshold", "For every periods", (item) => item.streakLengthThreshold ?? item.streakLength],
    ["maxPerDay", "At most a day", (item) => item.maxPerDay],
    ["maxPerWeek", "At most a week", (item) => item.maxPerWeek],
  ],
};
/** Those that are there whether the subject has a value of them or not. */
const ALWAYS = ["gracePeriods", "minimumPerEvent", "atRiskSeconds", "maxPerDay", "maxPerWeek"];

/**
 * What experiments can be about, of one kind.
 * @param {string} type
 * @returns {Promise<{id: string, name: string, item: any}[]>}
 */
export async function experimentSubjects(type) {
  if (type === "streak") {
    const streaks = await all("/admin/v1/streaks/definitions");
    return streaks.map((item) => ({ id: item.key, name: item.name, item }));
  }
  if (type === "achievement") {
    const achievements = await all("/admin/v1/achievements");
    return achievements.filter(({ metricValue, streakLength }) => metricValue || streakLength)
      .map((item) => ({ id: item.id, name: item.name, item }));
  }
  const [systems, metrics] = await Promise.all([all("/admin/v1/points"), all("/admin/v1/metrics")]);
  return systems.flatMap((system) =>
    (system.triggers ?? []).map((item) => ({
      id: item.id,
      name: `${system.name}: ${triggerWords(item, metrics).toLowerCase()}`,
      item,
    }))
  );
}

/**
 * The values of the form for an experiment that is there, or for a new one.
 * @param {any} [experiment]
 */
export function experimentValues(experiment) {
  const arms = experiment?.arms ?? [
    { key: "as-it-is", name: "As it is", weight: 1, rule: null },
    { key: "other", name: "The other rule", weight: 1, rule: null },
  ];
  const { subject } = experiment ?? {};
  /** @type {Record<string, any>} */
  const values = {
    name: experiment?.name ?? "",
    key: experiment?.key ?? "",
    description: experiment?.description ?? "",
    type: subject?.type ?? "streak",
    subject: subject?.key ?? subject?.id ?? "",
    share: experiment?.share ?? 100,
    arms: arms.length,
  };
  for (const [index, { key, name, weight, rule }] of arms.entries()) {
    Object.assign(values, {
      [`arms[${index}].key`]: key,
      [`arms[${index}].name`]: name,
      [`arms[${index}].weight`]: weight,
    });
    for (const [path] of RULES[values.type]) {
      const value = path.split(".").reduce((part, step) => part?.[step], rule);
      if (value !== undefined && value !== null) values[`arms[${index}].rule.${path}`] = value;
    }
    values[`rest[${index}]`] = rule ?? {};
  }
  return values;
}

/**
 * What the server is sent.
 * @param {Record<string, any>} values
 * @param {any} item What the experiment is about, as it is now.
 */
export function experimentBody(values, item) {
  const arms = Array.from({ length: values.arms }, (_, index) => ({
    key: values[`arms[${index}].key`],
    name: values[`arms[${index}].name`],
    weight: values[`arms[${index}].weight`] ?? 1,
    rule: armRule(values, index, item),
  }));
  const { type, subject } = values;
  return {
    name: values.name,
    description: values.description || null,
    subject: type === "streak" ? { type, key: subject } : { type, id: subject },
    share: values.share,
    arms,
  };
}

/** What is different in an arm: parts that are replaced as a whole are sent as a whole. */
function armRule(values, index, item) {
  /** @type {Record<string, any>} */
  const rule = { ...values[`rest[${index}]`] };
  for (const [path] of RULES[values.type]) {
    const value = values[`arms[${index}].rule.${path}`];
    const [name, inner] = path.split(".");
    const isThere = value !== undefined && value !== null && value !== "";
    if (!inner) {
      if (isThere) rule[name] = value;
      else delete rule[name];
    } else if (isThere) rule[name] = { ...item?.[name], ...rule[name], [inner]: value };
    else if (rule[name] && item?.[name]) rule[name] = { ...rule[name], [inner]: item[name][inner] };
  }
  for (const name of ["condition", "freezes"]) {
    if (rule[name] && JSON.stringify(rule[name]) === JSON.stringify(item?.[name])) delete rule[name];
  }
  return Object.keys(rule).length ? rule : null;
}

/**
 * What is different in an arm, in words.
 * @param {any} arm
 * @param {string} type
 * @param {any} item What the experiment is about, as it is without an arm.
 */
export function armWords(arm, type, item) {
  if (!arm.rule) return "The rule as it is";
  const parts = [];
  for (const [path, label, now] of RULES[type] ?? []) {
    const value = path.split(".").reduce((part, step) => part?.[step], arm.rule);
    if (typeof value === "number" && value !== now(item ?? {})) parts.push(`${label}: ${number(value)}`);
  }
  const { daysOff, resetOnMiss } = arm.rule;
  if (daysOff && JSON.stringify(daysOff) !== JSON.stringify(item?.daysOff)) {
    parts.push(counted(daysOff.length, "day off", "days off"));
  }
  if (resetOnMiss !== undefined && resetOnMiss !== item?.resetOnMiss) {
    parts.push(resetOnMiss ? "A miss resets" : "A miss keeps the length");
  }
  return parts.length ? parts.join("; ") : "The rule as it is";
}

/**
 * The form.
 * @param {import("../parts/fields.js").Draft} draft
 * @param {{subjects: {id: string, name: string, item: any}[], isNew: boolean, isFixed: boolean, isStarted: boolean, onType: (type: string) => void}} parts
 */
export function experimentForm(draft, { subjects, isNew, isFixed, isStarted, onType }) {
  const kept = isFixed || isStarted;
  const { values } = draft;
  const item = subjects.find((each) => each.id === values.subject)?.item;
  return html`${
    sheet({
      title: "What is tried",
      body: html`
        <div class="fields">${field(draft, {
          label: "Name",
          name: "name",
          isRequired: true,
          isFocused: isNew,
          isDisabled: isFixed,
          max: 255,
          placeholder: "A lower goal",
        })}${field(draft, {
          label: "Key",
          name: "key",
          isRequired: true,
          isDisabled: !isNew,
          max: 255,
          placeholder: "lower-goal",
          hint: "Your code sees it in answers: experiments: {key: arm}.",
        })}</div>${area(draft, {
          label: "What you expect, and when you will look",
          name: "description",
          isDisabled: isFixed,
          max: 2_000,
          placeholder: "More come back on day 7. We look once, after four weeks.",
        })}<div
          class="fields"><label class="field"><span class="label">It is about</span><select name="type" ?disabled=${kept} @change=${(
            event,
          ) => onType(event.target.value)}>${SUBJECT_TYPES.map(([key, label]) =>
            html`<option value=${key} .selected=${key === values.type}>${label}</option>`
          )}</select></label>${choice(draft, {
            label: "Which",
            name: "subject",
            isDisabled: kept,
            options: subjects.length
              ? subjects.map(({ id, name }) => [id, name])
              : [["", "There is none yet"]],
          })}${field(draft, {
            label: "Share of users, %",
            name: "share",
            type: "number",
            isRequired: true,
            isDisabled: kept,
            read: decimal,
            hint: "The others have the rule as it is, and are in no arm.",
          })}</div>
      `,
    })
  }${Array.from({ length: values.arms }, (_, index) => arm(draft, index, { item, kept }))}${
    !kept && values.arms < MOST_ARMS
      ? html`<div><button type="button" class="button" @click=${() => addArm(draft)}>${
        icon("plus")
      }Another arm</button></div>`
      : ""
  }`;
}

function arm(draft, index, { item, kept }) {
  const { values } = draft;
  const own = RULES[values.type].filter(([path, , now]) => {
    const isSaid = values[`arms[${index}].rule.${path}`] !== undefined;
    const known = item ? now(item) : undefined;
    return isSaid || ALWAYS.includes(path) || (known !== undefined && known !== null);
  });
  const isFirst = index === 0;
  return sheet({
    title: isFirst ? "First arm: what the others are compared with" : `Arm ${index + 1}`,
    note: !kept && index > 1 && index === values.arms - 1
      ? html`<button type="button" class="button bare tight danger" @click=${() =>
        draft.set("arms", values.arms - 1)}>${icon("trash")}Remove</button>`
      : "",
    body: html`
      <div class="fields">${field(draft, {
        label: "Name",
        name: `arms[${index}].name`,
        isRequired: true,
        isDisabled: kept,
        max: 255,
      })}${field(draft, {
        label: "Key",
        name: `arms[${index}].key`,
        isRequired: true,
        isDisabled: kept,
        max: 255,
      })}${field(draft, {
        label: "Weight",
        name: `arms[${index}].weight`,
        type: "number",
        isDisabled: kept,
        read: wholeNumber,
        hint: weightWords(values, index),
      })}</div>
      <div class="fields">${own.map(([path, label, now]) =>
        field(draft, {
          label,
          name: `arms[${index}].rule.${path}`,
          inputmode: "decimal",
          isDisabled: kept,
          read: decimal,
          placeholder: item && typeof now(item) === "number"
            ? `${number(Number(now(item)))} as it is`
            : "as it is",
        })
      )}</div>
    `,
  });
}

function weightWords(values, index) {
  const weights = Array.from(
    { length: values.arms },
    (_, each) => Number(values[`arms[${each}].weight`]) || 0,
  );
  const sum = weights.reduce((sum, each) => sum + each, 0);
  if (!sum) return "How large it is beside the others.";
  return `${number(Math.round(Number(values.share) * weights[index] / sum * 10) / 10)} % of all users`;
}

function addArm(draft) {
  const index = draft.values.arms;
  Object.assign(draft.values, {
    [`arms[${index}].key`]: `arm-${index + 1}`,
    [`arms[${index}].name`]: `Arm ${index + 1}`,
    [`arms[${index}].weight`]: 1,
    [`rest[${index}]`]: {},
  });
  draft.set("arms", index + 1);
}

/** @param {string} text */
function decimal(text) {
  return wholeNumber(text.replace(",", "."));
}

/**
 * Fields that the form shows, which say what is wrong with them themselves.
 * @param {Record<string, any>} values
 */
export function experimentFields(values) {
  const arms = Array.from({ length: values.arms }, (_, index) => [
    `arms[${index}].name`,
    `arms[${index}].key`,
    `arms[${index}].weight`,
    ...RULES[values.type].map(([path]) => `arms[${index}].rule.${path}`),
  ]);
  return ["name", "key", "description", "subject", "share", ...arms.flat()];
}

/**
 * What an experiment is about, in words.
 * @param {any} experiment
 */
export function experimentWords(experiment) {
  const kind = { streak: "the streak", achievement: "the achievement", pointsTrigger: "points" }[
    experiment.subject.type
  ];
  return `${listed(experiment.arms.map((arm) => arm.name), "and")}, on ${kind} ${
    experiment.subject.name ?? ""
  }`
    .trim();
}
