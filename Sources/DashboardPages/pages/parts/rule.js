import { counted, listed, number, WEEKDAYS } from "../base/format.js";

// A streak's rule as a sentence, of words that can be clicked on where it is edited.

/**
 * A piece of the sentence: text, or words with what of the rule they say.
 * @typedef {{text: string, part?: "window" | "sources" | "forgiving" | "freezes" | "daysOff"}} RuleWord
 */

const PERIODS = { daily: "day", weekly: "week", monthly: "month" };

/**
 * What a period is called.
 * @param {any} rule
 */
export function periodNoun(rule) {
  if (rule.window.type === "rolling") return "window";
  return PERIODS[rule.window.period] ?? "period";
}

/**
 * The sentence.
 * @param {any} rule A definition as the API has it.
 * @param {Record<string, string>} names What metrics are called, by their keys.
 * @returns {RuleWord[]}
 */
export function ruleWords(rule, names) {
  const noun = periodNoun(rule);
  return [
    ...windowWords(rule),
    { text: ": " },
    { text: sourceWords(rule, names), part: "sources" },
    { text: ". " },
    ...forgivingWords(rule, noun),
    ...freezeWords(rule),
    ...(rule.window.type !== "rolling" && rule.window.period === "daily" ? dayWords(rule) : []),
  ];
}

/** @param {any} rule @returns {RuleWord[]} */
function windowWords(rule) {
  const { window } = rule;
  if (window.type === "rolling") {
    const length = window.length ?? { daily: 86_400, weekly: 604_800, monthly: 2_592_000 }[window.period];
    return [{ text: "Within " }, { text: lengthWords(length), part: "window" }, {
      text: " of the event before",
    }];
  }
  /** @type {RuleWord[]} */
  const words = [{ text: "Every " }, { text: periodNoun(rule), part: "window" }];
  if (window.timezone && window.timezone !== "user") {
    words.push({ text: " in " }, { text: window.timezone.replaceAll("_", " "), part: "window" });
  } else {
    words.push({ text: " where " }, { text: "the user is", part: "window" });
  }
  if (window.resetTime && window.resetTime !== "00:00") {
    words.push({ text: ", beginning at " }, { text: window.resetTime, part: "window" });
  }
  if (window.period === "weekly" && window.weekStart) {
    words.push({ text: " from " }, { text: `${WEEKDAYS[window.weekStart]} on`, part: "window" });
  }
  return words;
}

/** @param {number} seconds */
function lengthWords(seconds) {
  if (seconds % 86_400 === 0) return counted(seconds / 86_400, "day");
  if (seconds % 3_600 === 0) return counted(seconds / 3_600, "hour");
  return counted(Math.round(seconds / 60), "minute");
}

/** @param {any} rule @param {Record<string, string>} names */
function sourceWords(rule, names) {
  const { condition } = rule;
  const texts = rule.sources.map((source) => {
    const name = names[source.metric] ?? source.metric;
    const least = Number(source.threshold ?? condition.min ?? 1);
    const filter = (source.eventAttributes ?? []).map(({ key, value }) => `${key} ${value}`).join(", ");
    const suffix = filter ? ` (${filter})` : "";
    if (condition.type === "sum") return `${number(least)} ${name}${suffix}`;
    if (condition.type === "distinct") {
      return `${number(least)} different ${condition.field} of ${name}${suffix}`;
    }
    return `${counted(least, "event")} of ${name}${suffix}`;
  });
  if (texts.length === 0) return "nothing yet";
  const all = listed(texts, rule.evaluationMode === "AND" ? "and" : "or");
  return rule.minimumPerEvent ? `${all}, each of at least ${number(Number(rule.minimumPerEvent))}` : all;
}

/** @param {any} rule @param {string} noun @returns {RuleWord[]} */
function forgivingWords(rule, noun) {
  if (rule.window.type === "rolling") return [];
  const grace = rule.gracePeriods ?? 0;
  /** @type {RuleWord[]} */
  const words = grace
    ? [{ text: "Each run may miss " }, { text: counted(grace, noun), part: "forgiving" }]
    : [{ text: "A run may miss " }, { text: `no ${noun}`, part: "forgiving" }];
  if (rule.resetOnMiss === false) {
    words.push({ text: ", and " }, { text: "keeps its length when it is missed", part: "forgiving" });
  }
  return words;
}

/** @param {any} rule @returns {RuleWord[]} */
function freezeWords(rule) {
  if (rule.window.type === "rolling") return [];
  const { freezes } = rule;
  if (!freezes) return [{ text: "; " }, { text: "no freezes", part: "freezes" }, { text: "." }];
  /** @type {RuleWord[]} */
  const words = [{ text: "; at most " }, { text: counted(freezes.maxCount, "freeze"), part: "freezes" }];
  if (freezes.autoEarnInterval) {
    const more = freezes.autoEarnAmount === 1 ? "one" : number(freezes.autoEarnAmount);
    words.push({ text: `, ${more} more every ` }, {
      text: counted(freezes.autoEarnInterval, "day"),
      part: "freezes",
    });
  }
  return [...words, { text: "." }];
}

/** @param {any} rule @returns {RuleWord[]} */
function dayWords(rule) {
  const days = rule.daysOff ?? [];
  if (days.length === 0) {
    return [{ text: " There are " }, { text: "no days off", part: "daysOff" }, { text: "." }];
  }
  const names = [1, 2, 3, 4, 5, 6, 0].filter((day) => days.includes(day)).map((day) => WEEKDAYS[day]);
  return [
    { text: " Off: " },
    { text: listed(names, "and"), part: "daysOff" },
    { text: "." },
  ];
}

/**
 * The sentence as a text.
 * @param {any} rule
 * @param {Record<string, string>} names
 */
export function ruleText(rule, names) {
  return ruleWords(rule, names).map((word) => word.text).join("");
}
