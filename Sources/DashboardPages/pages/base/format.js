// How numbers, days and times are said.

const numbers = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const plurals = new Intl.PluralRules("en");

/**
 * A number with its thousands apart.
 * @param {number | null | undefined} value
 */
export function number(value) {
  return value === null || value === undefined ? "–" : numbers.format(value).replace("-", "−");
}

/**
 * A number with a sign.
 * @param {number} value
 */
export function signed(value) {
  return value > 0 ? `+${number(value)}` : number(value);
}

/**
 * A number that has little room.
 * @param {number} value
 */
export function short(value) {
  return Math.abs(value) < 10_000 ? number(value) : compact.format(value);
}

/**
 * A number with its noun.
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${number(count)} ${plurals.select(count) === "one" ? one : many}`;
}

/**
 * A time of day and a date, in a zone.
 * @param {string | null | undefined} instant
 * @param {string | undefined} [zone]
 */
export function moment(instant, zone) {
  if (!instant) return "–";
  return dateFormat(zone, { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));
}

/**
 * A date, of an instant in a zone or of a civil day.
 * @param {string | null | undefined} text
 * @param {string | undefined} [zone]
 */
export function day(text, zone) {
  if (!text) return "–";
  if (text.length === 10) return dateFormat("UTC", { dateStyle: "medium" }).format(new Date(text));
  return dateFormat(zone, { dateStyle: "medium" }).format(new Date(text));
}

/**
 * A time of day.
 * @param {string} instant
 * @param {string | undefined} [zone]
 */
export function clockTime(instant, zone) {
  return dateFormat(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })
    .format(new Date(instant));
}

/**
 * A weekday and a date: how a day is headed.
 * @param {string} date A civil day.
 */
export function heading(date) {
  return dateFormat("UTC", { weekday: "short", day: "numeric", month: "short", year: "numeric" })
    .format(new Date(date));
}

/**
 * The civil day of an instant in a zone: `2026-03-01`.
 * @param {string | Date} instant
 * @param {string | undefined} [zone]
 */
export function civilDay(instant, zone) {
  const parts = dateFormat(zone, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
  return parts.format(new Date(instant));
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string | undefined} zone
 * @param {Intl.DateTimeFormatOptions} options
 * @param {string} [language]
 */
function dateFormat(zone, options, language = "en-GB") {
  const key = `${zone} ${language} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat(language, { ...options, timeZone: zone || undefined });
    } catch {
      // A zone that this browser does not know.
      format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
    }
    formats.set(key, format);
  }
  return format;
}

const UNITS = /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
]);

/**
 * How long ago something was, or how soon it is.
 * @param {string | null | undefined} instant
 * @param {number} [now]
 */
export function ago(instant, now = Date.now()) {
  if (!instant) return "never";
  const seconds = (new Date(instant).getTime() - now) / 1_000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

/**
 * A length of time: `3 h 20 min`.
 * @param {number} seconds
 */
export function duration(seconds) {
  const [h, m] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  if (h >= 48) return `${number(Math.floor(h / 24))} days`;
  return h > 0
    ? `${h} h${m ? ` ${m} min` : ""}`
    : m > 0
    ? `${m} min`
    : `${Math.max(0, Math.round(seconds))} s`;
}

/**
 * A text no longer than there is room.
 * @param {string} text
 * @param {number} length
 */
export function clipped(text, length) {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

export const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/**
 * A list in words: `a, b or c`.
 * @param {string[]} words
 * @param {"and" | "or"} word
 */
export function listed(words, word) {
  return new Intl.ListFormat("en-GB", { type: word === "and" ? "conjunction" : "disjunction" })
    .format(words);
}
