import { addDays, civilDay, daysBetween, sayDate, sayShort } from "../kit/base/say.js";
import { backOff, parseBlocks } from "../kit/data/stream.js";
import { rowsOfYear, stateOn, statesOf, weeksOfMonth } from "../kit/elements/streak-days.js";

/**
 * @param {unknown} found
 * @param {unknown} expected
 */
function equal(found, expected) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${left} is not ${right}`);
}

const day = (/** @type {string} */ date, more = {}) => ({ periodStart: date, periodEnd: date, ...more });

Deno.test("a day that was missed is not shown as done", () => {
  const states = statesOf([
    day("2026-03-01", { verdict: "satisfied", length: 1 }),
    day("2026-03-02", { verdict: "broken", length: 0 }),
    day("2026-03-03", { verdict: "covered", coveredBy: "freeze", length: 1 }),
    day("2026-03-04", { verdict: "neutral", coveredBy: "day_off", length: 1 }),
  ]);
  equal([...states.values()], ["done", "missed", "freeze", "off"]);
});

Deno.test("a history without verdicts is judged by its lengths", () => {
  const states = statesOf([
    day("2026-03-01", { length: 0 }),
    day("2026-03-02", { length: 1 }),
    day("2026-03-03", { length: 1, usedFreeze: true }),
    day("2026-03-04", { length: 0 }),
    day("2026-03-05", { length: 1 }),
    day("2026-03-06", { length: 1 }),
  ]);
  equal([...states.values()], ["none", "done", "freeze", "missed", "done", "off"]);
});

Deno.test("a list that says nothing more has what was done", () => {
  const states = statesOf([day("2026-03-01"), day("2026-03-02", { usedFreeze: true })]);
  equal([...states.values()], ["done", "freeze"]);
});

Deno.test("a week of a weekly streak is each of its days", () => {
  const states = statesOf([{ periodStart: "2026-03-01", periodEnd: "2026-03-07", verdict: "satisfied" }]);
  equal(states.size, 7);
});

Deno.test("today is open until it is over, and tomorrow is to come", () => {
  const states = statesOf([day("2026-03-02", { verdict: "broken" })]);
  equal(stateOn(states, "2026-03-02", "2026-03-02"), "open");
  equal(stateOn(states, "2026-03-02", "2026-03-03"), "missed");
  equal(stateOn(states, "2026-03-04", "2026-03-03"), "future");
  equal(stateOn(states, "2026-03-01", "2026-03-03"), "none");
});

Deno.test("weeks begin where one says", () => {
  equal(weeksOfMonth("2026-03", 0)[0], [
    "2026-03-01",
    "2026-03-02",
    "2026-03-03",
    "2026-03-04",
    "2026-03-05",
    "2026-03-06",
    "2026-03-07",
  ]);
  equal(weeksOfMonth("2026-03", 1)[0], [null, null, null, null, null, null, "2026-03-01"]);
  equal(weeksOfMonth("2026-02", 0).length, 4);
});

Deno.test("a year has every day once, whatever its first weekday", () => {
  for (const year of [2023, 2024, 2025, 2026, 2028]) {
    for (let start = 0; start < 7; start += 1) {
      const days = rowsOfYear(year, start).flat().filter(Boolean);
      equal(days.length, year % 4 === 0 ? 366 : 365);
      equal(new Set(days).size, days.length);
    }
  }
});

Deno.test("days are those of a zone, and civil days are the same everywhere", () => {
  equal(civilDay("2026-03-01T23:30:00Z", "Asia/Tokyo"), "2026-03-02");
  equal(civilDay("2026-03-01T05:30:00Z", "Pacific/Honolulu"), "2026-02-28");
  equal(sayDate("2026-03-01", "en", "Pacific/Honolulu", { day: "numeric" }), "1");
  equal(sayDate("nonsense", "en", "UTC"), "");
  equal(addDays("2026-02-28", 1), "2026-03-01");
  equal(daysBetween("2024-02-28", "2024-03-01"), 2);
  equal(sayShort(1_234_567, "en"), "1.2M");
});

Deno.test("blocks of the stream are taken once they are whole", () => {
  const first = parseBlocks("retry: 2000\n\nid: 7\n\nid: 8\nevent: points.changed\ndata: {}\n\nid: 9\neve");
  equal(first.blocks, [
    { id: "", type: "", data: "" },
    { id: "7", type: "", data: "" },
    { id: "8", type: "points.changed", data: "{}" },
  ]);
  equal(parseBlocks(`${first.rest}nt: a.b\ndata: 1\ndata: 2\n\n`).blocks, [{
    id: "9",
    type: "a.b",
    data: "1\n2",
  }]);
});

Deno.test("tries are further apart each time, and never further than half a minute", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => backOff(failures, 1));
  equal(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  equal(backOff(1, 0), 500);
});
