import { html } from "../base/html.js";
import { link } from "../base/route.js";
import { wholeNumber } from "../parts/fields.js";
import { tabs } from "../parts/list.js";

// What the screens of messages share: kinds and reasons in words, and their tabs.

/** Kinds of reminders, the most urgent first: name, and when it comes. */
export const MESSAGE_KINDS = /** @type {[string, string, string][]} */ ([
  ["streak_at_risk", "Streak at risk", "Shortly before a streak ends that is worth saving."],
  ["streak_reminder", "Streak reminder", "Hours before a streak ends that can still be kept."],
  ["achievement", "Achievement", "Between 17:00 and 21:00 on the day on which it was reached."],
  ["reactivation", "Reactivation", "At 10:00, after days without anything."],
  ["recap", "Recap", "When the week or the month is over, for those who did something."],
]);

/** @param {string} kind */
export function kindName(kind) {
  return MESSAGE_KINDS.find(([key]) => key === kind)?.[1] ?? kind;
}

export const CHANNEL_NAMES = { email: "Mail", push: "Push" };

/** Why a reminder does not come, or not now. */
const REASONS = {
  extended: "the streak was extended",
  broken: "the streak was broken already",
  frozen: "a freeze keeps the streak",
  paused: "a pause keeps the streak",
  covered: "a day off or grace keeps the streak",
  streak_off: "the user does not want a streak",
  too_short: "the streak is too short for the campaign",
  quiet_hours: "quiet hours",
  not_yet: "its moment is a later one by now",
  too_late: "its time was over",
  daily_cap: "enough has come on this day",
  weekly_cap: "enough has come in this week",
  preference: "the user has switched it off",
  no_consent: "the user takes no mail",
  no_address: "the user has no address",
  suppressed: "mails to the address came back, or were complained about",
  control: "the user is in the control group",
  active: "the user has been back",
  nothing_to_tell: "the user did nothing in that time",
  erased: "the user was erased",
  gone: "the streak or the achievement is gone",
  switched_off: "the kind was switched off",
};

/** @param {string | null | undefined} reason */
export function reasonText(reason) {
  return reason ? REASONS[reason] ?? reason.replaceAll("_", " ") : "";
}

/** @param {"" | "templates" | "log" | "suppressions"} current */
export function messageTabs(current) {
  const parts = [["Reminders", ""], ["Templates", "templates"], ["Log", "log"], [
    "Suppressed",
    "suppressions",
  ]];
  return tabs(
    "Messages",
    parts.map(([name, key]) => ({
      name,
      address: link(key ? `/messages/${key}` : "/messages"),
      isCurrent: key === current,
    })),
  );
}

/** How a message stands: the word, and the colour of its mark. */
export const MESSAGE_STATES = /** @type {Record<string, [string, string]>} */ ({
  pending: ["waiting", ""],
  sending: ["on its way", ""],
  sent: ["sent", "good"],
  told: ["told", "cold"],
  failed: ["failed", "bad"],
  unknown: ["unknown", "note"],
  dropped: ["dropped", ""],
});

/** What was decided: the word, and the colour of its mark. */
export const DECISIONS = /** @type {Record<string, [string, string]>} */ ({
  "reminder.due": ["due", "cold"],
  "reminder.sent": ["sent", "good"],
  "reminder.moved": ["moved", "note"],
  "reminder.dropped": ["dropped", ""],
  "reminder.failed": ["failed", "bad"],
});

/** @param {[string, string] | undefined} state */
export function stateTag([word, color] = ["", ""]) {
  return html`<span class="tag ${color}">${word}</span>`;
}

/** The settings as a form has them. */
export function draftOf(settings) {
  const values = {
    isQuiet: settings.quietHours !== null,
    quietFrom: settings.quietHours?.from ?? "22:00",
    quietTo: settings.quietHours?.to ?? "08:00",
    perDay: settings.caps.perDay,
    perWeek: settings.caps.perWeek,
    locale: settings.locale,
  };
  for (const [kind, parts] of Object.entries(settings.kinds)) {
    for (const [name, value] of Object.entries(parts)) {
      if (name === "channels") {
        for (const channel of Object.keys(CHANNEL_NAMES)) {
          values[`${kind}.${channel}`] = value.includes(channel);
        }
      } else {
        values[`${kind}.${name}`] = name === "afterDays" ? value.join(", ") : value;
      }
    }
  }
  return values;
}

/** The settings that a form says. */
export function settingsOf(values) {
  const kinds = {};
  for (const [key, value] of Object.entries(values)) {
    const [kind, name] = key.split(".");
    if (!name) continue;
    const parts = kinds[kind] ??= { channels: [] };
    if (name in CHANNEL_NAMES) {
      if (value) parts.channels.push(name);
    } else {
      parts[name] = name === "afterDays" ? daysIn(value) : value;
    }
  }
  const { isQuiet, quietFrom, quietTo, perDay, perWeek, locale } = values;
  return {
    kinds,
    quietHours: isQuiet ? { from: quietFrom, to: quietTo } : null,
    caps: { perDay, perWeek },
    locale,
  };
}

/** What is no number stays a text, for the server to refuse. */
function daysIn(text) {
  return text.split(/[\s,;]+/).filter(Boolean).map((word) => wholeNumber(word));
}
