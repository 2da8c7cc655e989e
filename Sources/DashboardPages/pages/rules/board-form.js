import { html } from "../base/html.js";
import { all } from "../base/api.js";
import { choice, field, wholeNumber } from "../parts/fields.js";

// What a leaderboard is made of, as a form: for a new one and for one that is there.

/** Fields that the form shows, which say what is wrong with them themselves. */
export const BOARD_FIELDS = [
  "name",
  "key",
  "status",
  "rankBy",
  "metricId",
  "pointsSystemId",
  "start",
  "end",
  "runUnit",
  "runInterval",
  "maxParticipants",
  "ties",
  "breakdownAttributes",
];

/** @type {[string, string][]} */
const STATUSES = [
  ["inactive", "inactive: being set up"],
  ["active", "active"],
  ["scheduled", "scheduled: opens on its first day"],
  ["finished", "finished: ends today"],
];

/** What a board can rank by, and users be ranked apart by. */
export async function boardRules() {
  const [metrics, systems, attributes] = await Promise.all([
    all("/admin/v1/metrics"),
    all("/admin/v1/points"),
    all("/admin/v1/attributes"),
  ]);
  return { metrics, systems, attributes };
}

/**
 * How a board ranks, in words.
 * @param {any} board
 * @param {any} [named] The board as applications see it, which has names.
 */
export function rankedBy(board, named) {
  if (board.rankBy === "metric") return named?.metricName ?? "a metric";
  if (board.rankBy === "points") return named?.pointsSystemName ?? "points";
  return "the length of the primary streak";
}

/**
 * How often a board begins anew, in words.
 * @param {any} board
 */
export function runWords({ runUnit, runInterval }) {
  if (!runUnit) return "never begins anew";
  if (runUnit === "day" && runInterval % 7 === 0) {
    return runInterval === 7 ? "begins anew each week" : `begins anew every ${runInterval / 7} weeks`;
  }
  return runInterval === 1 ? `begins anew each ${runUnit}` : `begins anew every ${runInterval} ${runUnit}s`;
}

/**
 * The fields of a board.
 * @param {import("../parts/fields.js").Draft} draft
 * @param {{metrics: any[], systems: any[], attributes: any[]} | null} rules None for a board that is open.
 * @param {{isNew: boolean, isFixed: boolean}} how `isFixed` for who may change nothing.
 */
export function boardFields(draft, rules, { isNew, isFixed }) {
  // The server keeps these as they are once a board is open.
  const isOpen = !isNew && draft.first.status !== "inactive";
  const isKept = isFixed || isOpen;
  return html`
    <div class="fields">${field(draft, {
      label: "Name",
      name: "name",
      isRequired: true,
      isFocused: isNew,
      isDisabled: isFixed,
      max: 255,
      placeholder: "This week",
    })}${field(draft, {
      label: "Key",
      name: "key",
      isRequired: true,
      isDisabled: isKept,
      max: 255,
      placeholder: "week",
      hint: "Your code names the board by it.",
    })}</div><div class="fields">${choice(draft, {
      label: "Ranks by",
      name: "rankBy",
      isDisabled: isKept,
      options: [["metric", "a metric"], ["points", "points"], ["streak", "the length of the primary streak"]],
    })}${source(draft, rules, isKept)}</div><div
      class="fields">${field(draft, {
        label: "First day",
        name: "start",
        type: "date",
        isRequired: true,
        isDisabled: isKept,
      })}${field(draft, {
        label: "Last day",
        name: "end",
        type: "date",
        isDisabled: isKept,
        hint: "Empty: no end.",
        read: (text) => text || null,
      })}</div>${draft.values.rankBy === "streak" ? "" : runs(draft, isKept)}<div class="fields">${field(
        draft,
        {
          label: "Places",
          name: "maxParticipants",
          type: "number",
          isDisabled: isFixed,
          read: wholeNumber,
          hint: "Empty: everybody has one.",
        },
      )}${choice(draft, {
        label: "Equal scores",
        name: "ties",
        isDisabled: isFixed,
        options: [
          ["first", "who was first comes first"],
          ["shared", "share a rank: 1, 1, 3"],
          ["dense", "share a rank: 1, 1, 2"],
        ],
      })}</div><div
      class="fields">${choice(draft, {
        label: "Status",
        name: "status",
        isDisabled: isFixed,
        options: isNew ? STATUSES.slice(0, 2) : STATUSES,
      })}${rules ? groups(draft, rules.attributes, isKept) : ""}</div>
  `;
}

function source(draft, rules, isDisabled) {
  if (!rules) return "";
  const { metrics, systems } = rules;
  const names = (items) => items.map((item) => [item.id, item.name]);
  if (draft.values.rankBy === "metric") {
    return choice(draft, { label: "Metric", name: "metricId", isDisabled, options: names(metrics) });
  }
  if (draft.values.rankBy === "points") {
    return choice(draft, { label: "Points", name: "pointsSystemId", isDisabled, options: names(systems) });
  }
  return "";
}

function runs(draft, isDisabled) {
  return html`<div class="fields">${
    choice(draft, {
      label: "Begins anew",
      name: "runUnit",
      isDisabled,
      options: [["", "never"], ["day", "after days"], ["month", "after months"], ["year", "after years"]],
      read: (text) => text || null,
    })
  }${
    draft.values.runUnit
      ? field(draft, {
        label: "How many",
        name: "runInterval",
        type: "number",
        isRequired: true,
        isDisabled,
        read: wholeNumber,
        hint: "7 days: each week.",
      })
      : ""
  }</div>`;
}

function groups(draft, attributes, isDisabled) {
  const ofUsers = attributes.filter((attribute) => attribute.type === "user");
  if (ofUsers.length === 0) return "";
  return choice(draft, {
    label: "Ranked apart by",
    name: "breakdownAttributes",
    isDisabled,
    options: [["", "nothing: one board"], ...ofUsers.map((attribute) => [attribute.id, attribute.name])],
    read: (text) => text ? [text] : [],
  });
}

/**
 * What the server is sent of a draft: only what belongs together.
 * @param {Record<string, any>} values
 */
export function boardBody(values) {
  const body = { ...values };
  if (body.rankBy !== "metric") delete body.metricId;
  if (body.rankBy !== "points") delete body.pointsSystemId;
  if (!body.runUnit || body.rankBy === "streak") {
    delete body.runUnit;
    delete body.runInterval;
  }
  return body;
}
