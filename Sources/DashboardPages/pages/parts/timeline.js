import { each, html } from "../base/html.js";
import { civilDay, clockTime, counted, heading, number, signed } from "../base/format.js";
import { icon } from "./icons.js";

// What a user did, and what came of it, as one list: the newest first, in the user's own zone.

/**
 * @typedef {{at: string, key: string, icon: string, look: string, text: unknown, event?: any}} Entry
 */

/**
 * Entries of events and facts, newest first.
 * @param {any[]} events
 * @param {any[]} facts
 * @returns {Entry[]}
 */
export function entries(events, facts) {
  const all = [...events.map(eventEntry), ...facts.map(factEntry)];
  return all.sort((left, right) => right.at.localeCompare(left.at) || right.key.localeCompare(left.key));
}

/** @param {any} event @returns {Entry} */
function eventEntry(event) {
  const attributes = Object.entries(event.attributes ?? {}).map(([key, value]) => `${key} ${value}`);
  return {
    at: event.occurredAt,
    key: event.eventId,
    icon: "event",
    look: event.deletedAt ? "gone" : "",
    text: html`<b>${signed(event.value)}</b> ${event.metricKey ?? "a deleted metric"}${
      attributes.length
        ? html`
          <span class="quiet small">${attributes.join(", ")}</span>
        `
        : ""
    }${
      event.deletedAt
        ? html`
          <span class="tag bad">deleted</span>
        `
        : ""
    }`,
    event,
  };
}

/** @param {any} fact @returns {Entry} */
function factEntry(fact) {
  const [name, look, text] = FACTS[fact.type]?.(fact) ?? ["event", "quiet", fact.type];
  return { at: fact.at, key: fact.cursor, icon: name, look, text };
}

/** @type {Record<string, (fact: any) => [string, string, unknown]>} */
const FACTS = {
  "streak.started": (fact) => ["streak", "up", `${fact.streak}: a streak began`],
  "streak.extended": (fact) => ["streak", "up", `${fact.streak}: grew to ${number(fact.length)}`],
  "streak.lost": (fact) => ["streak", "down", `${fact.streak}: ended at ${number(fact.previousLength)}`],
  "streak.freeze_consumed": (
    fact,
  ) => ["ice", "cold", `${fact.streak}: ${counted(fact.count, "freeze")} used, ${number(fact.freezes)} left`],
  "streak.freeze_earned": (
    fact,
  ) => ["ice", "cold", `${fact.streak}: ${counted(fact.count, "freeze")} earned`],
  "streak.milestone_reached": (fact) => ["trophy", "up", `${fact.streak}: milestone ${number(fact.count)}`],
  "streak.at_risk": (fact) => ["alert", "down", `${fact.streak}: at risk`],
  "streak.corrected": (
    fact,
  ) => [
    "back",
    "quiet",
    `${fact.streak}: corrected from ${number(fact.previousLength)} to ${number(fact.length)}`,
  ],
  "achievement.completed": (
    fact,
  ) => ["trophy", "up", `Reached “${fact.name}”${fact.backdated ? ", given afterwards" : ""}`],
  "user.created": () => ["person", "quiet", "First seen"],
  "user.imported": (fact) => ["person", "quiet", `Imported: ${fact.events} events`],
  "user.merged": (
    fact,
  ) => ["users", "quiet", `${fact.mergedUserId} became a part: ${counted(fact.events, "event")}`],
  "user.changed": (fact) => ["person", "quiet", `Changed: ${fact.fields.join(", ")}`],
  "points.changed": (
    fact,
  ) => [
    "points",
    fact.added < 0 ? "down" : "up",
    `${signed(fact.added)} ${fact.name}, now ${number(fact.total)}`,
  ],
  "points.level_changed": (fact) => ["level", "up", `${fact.name}: another level`],
  "reminder.sent": (fact) => ["message", "quiet", `${reminderName(fact)} sent`],
  "reminder.moved": (fact) => ["message", "quiet", `${reminderName(fact)} moved: ${words(fact.reason)}`],
  "reminder.dropped": (fact) => ["message", "quiet", `${reminderName(fact)} not sent: ${words(fact.reason)}`],
  "reminder.failed": (fact) => ["message", "down", `${reminderName(fact)} failed`],
  "points.expired": (fact) => ["points", "down", `${fact.name}: points expired, now ${number(fact.total)}`],
};

/** @param {any} fact */
function reminderName(fact) {
  return `Message “${words(fact.reminder)}”`;
}

/** @param {string} name */
function words(name) {
  return name.replaceAll("_", " ");
}

/** The kinds of facts that a timeline shows. */
export const TIMELINE_TYPES = Object.keys(FACTS);

/**
 * The list.
 * @param {Entry[]} entries
 * @param {string} zone
 * @param {(entry: Entry) => unknown} [action] What can be done with an entry.
 */
export function timeline(entries, zone, action) {
  /** @type {Map<string, Entry[]>} */
  const days = new Map();
  for (const entry of entries) {
    const day = civilDay(entry.at, zone);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return html`<div class="timeline">${
    each(days, ([day]) => day, ([day, entries]) =>
      html`
        <section>
          <h3 class="day-head">${heading(day)}</h3>
          <ul>${each(entries, (entry) => entry.key, (entry) =>
            html`<li><time datetime=${entry.at}>${
              clockTime(entry.at, zone)
            }</time><span class=${entry.look}>${icon(entry.icon)}</span><span class=${
              entry.look === "gone" ? "gone" : ""
            }>${entry.text}</span><span>${action?.(entry)}</span></li>`)}</ul>
        </section>
      `)
  }</div>`;
}
