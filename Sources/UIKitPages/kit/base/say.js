// How numbers, days and times are said, in any language and in the zone of a user.

/** @type {Map<string, any>} */
const formats = new Map();

/**
 * A format of `Intl`, made once: making one takes longer than using it a hundred times.
 * @param {string} kind
 * @param {string} language
 * @param {Record<string, unknown>} [options]
 * @returns {any}
 */
function format(kind, language, options = {}) {
  const key = `${kind} ${language} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    try {
      found = new Intl[kind](language, options);
    } catch {
      // A language or a zone that this browser does not know.
      found = new Intl[kind]("en", { ...options, ...(options.timeZone ? { timeZone: "UTC" } : {}) });
    }
    formats.set(key, found);
  }
  return found;
}

/**
 * Makes the formats that nearly all elements need. The first one of a page takes longer than a hundred
 * elements do, so it is made while data is on its way.
 * @param {string} language
 */
export function prepareFormats(language) {
  sayNumber(1, language);
  pluralForm(1, language);
  sayDate(0, language, "UTC");
}

/**
 * A number with its thousands apart.
 * @param {number} value
 * @param {string} language
 * @param {Intl.NumberFormatOptions} [options]
 */
export function sayNumber(value, language, options) {
  return format("NumberFormat", language, /** @type {any} */ (options)).format(value);
}

/**
 * A number that has little room: 12,345 but 1.2M.
 * @param {number} value
 * @param {string} language
 */
export function sayShort(value, language) {
  return Math.abs(value) < 100_000
    ? sayNumber(value, language)
    : sayNumber(value, language, { notation: "compact", maximumFractionDigits: 1 });
}

/**
 * A date. A civil day (`2026-03-01`) is the same day everywhere; an instant has one in a zone.
 * @param {string | number | Date} value
 * @param {string} language
 * @param {string | undefined} zone
 * @param {Intl.DateTimeFormatOptions} [options]
 */
export function sayDate(value, language, zone, options = { dateStyle: "medium" }) {
  const isCivil = typeof value === "string" && value.length === 10;
  const when = new Date(value);
  if (Number.isNaN(when.getTime())) return "";
  return format("DateTimeFormat", language, {
    calendar: "gregory",
    ...options,
    timeZone: isCivil ? "UTC" : zone || undefined,
  }).format(when);
}

/**
 * Which form of a word stands beside a number.
 * @param {number} count
 * @param {string} language
 * @returns {string}
 */
export function pluralForm(count, language) {
  return format("PluralRules", language).select(count);
}

/** @type {[string, number][]} */
const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

/**
 * How long ago something was, or how soon it is.
 * @param {number} milliseconds From now.
 * @param {string} language
 */
export function sayRelative(milliseconds, language) {
  const seconds = milliseconds / 1_000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return format("RelativeTimeFormat", language, { numeric: "auto" })
    .format(Math.trunc(seconds / size), unit);
}

/**
 * The civil day that an instant has in a zone: `2026-03-01`.
 * @param {number | string | Date} instant
 * @param {string | undefined} zone
 */
export function civilDay(instant, zone) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone || undefined };
  return format("DateTimeFormat", "en-CA", options).format(new Date(instant));
}

/**
 * The day with which weeks begin where a language is spoken: 0 is Sunday.
 * @param {string} language
 */
export function firstWeekday(language) {
  try {
    const locale = /** @type {any} */ (new Intl.Locale(language));
    const info = locale.getWeekInfo?.() ?? locale.weekInfo;
    return (info?.firstDay ?? 7) % 7;
  } catch {
    return 0;
  }
}

/**
 * A civil day some days later.
 * @param {string} day
 * @param {number} count
 */
export function addDays(day, count) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/**
 * How many days lie between two civil days.
 * @param {string} from
 * @param {string} to
 */
export function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/**
 * The weekday of a civil day: 0 is Sunday.
 * @param {string} day
 */
export function weekdayOf(day) {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
