import { pluralForm, sayNumber } from "./say.js";

// What the elements say, by language. English is here; other languages are fetched when they are wanted,
// and a page adds more of them, and changes words, with `addWords`.

/**
 * A text; or, where it stands beside a number, its forms by the plural rules of the language.
 * `{name}` is replaced by a value.
 * @typedef {string | Record<string, string>} Word
 */

/** The languages that lie beside this file, in `words/`. */
const SHIPPED = ["ar", "de"];

/** @type {Record<string, Record<string, Word>>} */
const languages = {
  en: {
    loading: "Loading",
    error: "This cannot be shown right now.",
    retry: "Try again",
    offline: "You are offline. You see what was known {when}.",
    refused: "You are not signed in any more.",
    close: "Close",
    you: "You",
    daily: { one: "{n} day", other: "{n} days" },
    weekly: { one: "{n} week", other: "{n} weeks" },
    monthly: { one: "{n} month", other: "{n} months" },
    streak: "Streak",
    streakOf: "Streak: {length}",
    noDays: "Nothing has been done yet. The first day is today.",
    earlier: "Earlier",
    later: "Later",
    done: "done",
    freeze: "covered by a freeze",
    grace: "missed and forgiven",
    pause: "paused",
    off: "day off",
    missed: "missed",
    open: "still open",
    none: "nothing done",
    future: "to come",
    today: "today",
    calendarOf: "Days of the streak, {when}",
    doneCount: { one: "{n} day done", other: "{n} days done" },
    yourStreak: "Your streak",
    current: "Current",
    longest: "Longest",
    total: "In total",
    freezes: { one: "{n} freeze left", other: "{n} freezes left" },
    howItWorks: "How streaks work",
    how1: "Do something every day, and your streak grows.",
    how2: "A freeze covers a day that you miss.",
    how3: "Days are counted where you are.",
    achievements: "Achievements",
    noAchievements: "There are no achievements yet.",
    unlocked: "Achievement unlocked",
    unlockedOn: "Unlocked {date}",
    locked: "Not unlocked yet",
    hidden: "Hidden achievement",
    progressOf: "{current} of {target}",
    rarity: "{percent} of users have it",
    unlockedCount: "{n} of {total}",
    leaderboard: "Leaderboard",
    nobody: "Nobody is on the leaderboard yet.",
    rank: "Rank",
    user: "User",
    value: "Score",
    up: { one: "up {n} place", other: "up {n} places" },
    down: { one: "down {n} place", other: "down {n} places" },
    same: "same place",
    previous: "Previous",
    next: "Next",
    page: "Page {n} of {total}",
    run: "Period",
    points: "Points",
    noAwards: "No points yet.",
    award: "Points",
    metric: "{name}",
    streakTrigger: "Streak of {n}",
    achievement: "{name}",
    time: "Time passed",
    user_creation: "Welcome",
    grant: "A gift",
    spend: "Spent",
    expiry: "Expired",
    correction: "Corrected",
    deduction: "Taken",
    boostActive: "Active",
    boostScheduled: "Soon",
    boostFinished: "Over",
    ends: "Ends {when}",
    noPoints: "There is nothing to show yet.",
    chartOf: "Points over time: from {first} to {last}",
    date: "Date",
    change: "Change",
    levels: "Levels",
    noLevels: "There are no levels.",
    currentLevel: "You are here",
    toGo: { one: "{n} point to go", other: "{n} points to go" },
  },
};

/** @type {Map<string, "coming" | "failed">} What was asked for. */
const fetched = new Map();
/** @type {Set<() => void>} */
const listeners = new Set();

/** Calls a function when there are other words. @param {() => void} listener */
export function onWords(listener) {
  listeners.add(listener);
}

/**
 * Adds a language, or changes words of one.
 * @param {string} language Such as `fr` or `pt-BR`.
 * @param {Record<string, Word>} words Words that are not given are those of English.
 */
export function addWords(language, words) {
  const key = language.toLowerCase();
  languages[key] = { ...languages[key], ...words };
  for (const listener of listeners) listener();
}

/**
 * Whether a language can be spoken now. One that lies beside this file is fetched, so that nothing is
 * shown in English first.
 * @param {string} language
 */
export function isSpoken(language) {
  const base = language.toLowerCase().split("-")[0];
  if (!SHIPPED.includes(base)) return true;
  if (!fetched.has(base)) fetchWords(base);
  return fetched.get(base) === "failed" || base in languages;
}

/** @param {string} base */
async function fetchWords(base) {
  fetched.set(base, "coming");
  try {
    const response = await fetch(new URL(`words/${base}.json`, import.meta.url));
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    addWords(base, { ...await response.json(), ...languages[base] });
  } catch (error) {
    console.warn(`laurel: there are no words in ${base}`, error);
    fetched.set(base, "failed");
    for (const listener of listeners) listener();
  }
}

/**
 * A word of a language: of its region, of the language, or of English.
 * @param {string} language
 * @param {string} name
 * @param {Record<string, Word> | null} own Words that go before.
 * @param {Record<string, unknown>} [values] Put in for `{name}`; `n` also chooses the form.
 */
export function say(language, name, own, values = {}) {
  const [region, base] = [language.toLowerCase(), language.toLowerCase().split("-")[0]];
  let spoken = language;
  let word = own?.[name] ?? languages[region]?.[name] ?? languages[base]?.[name];
  if (word === undefined) [spoken, word] = ["en", languages.en[name] ?? name];
  if (typeof word === "object") {
    word = word[pluralForm(Number(values.n), spoken)] ?? word.other ?? "";
  }
  return word.replace(/\{(\w+)\}/g, (_, key) => {
    const value = values[key];
    return typeof value === "number" ? sayNumber(value, language) : String(value ?? "");
  });
}
