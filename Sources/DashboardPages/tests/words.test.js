import { ago, civilDay, counted, duration, listed, number, signed } from "../pages/base/format.js";
import { matched } from "../pages/base/route.js";
import { ruleText } from "../pages/parts/rule.js";
import { verdict, withGaps } from "../pages/parts/calendar.js";
import { draftOf, reasonText, settingsOf } from "../pages/rules/message-parts.js";
import { blockOf, templateOf } from "../pages/rules/template-blocks.js";

/**
 * @param {unknown} found
 * @param {unknown} expected
 */
function equal(found, expected) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${left} is not ${right}`);
}

Deno.test("numbers read well", () => {
  equal(number(1234567), "1,234,567");
  equal(number(null), "–");
  equal(signed(5), "+5");
  equal(signed(-5), "−5");
  equal(counted(1, "day"), "1 day");
  equal(counted(2, "day"), "2 days");
  equal(counted(2, "person", "people"), "2 people");
});

Deno.test("time is told as people do", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");
  equal(ago("2026-03-01T11:00:00Z", now), "1 hour ago");
  equal(ago("2026-03-02T12:00:00Z", now), "tomorrow");
  equal(ago(null), "never");
  equal(duration(12_000), "3 h 20 min");
  equal(duration(59), "59 s");
  equal(civilDay("2026-03-01T23:30:00Z", "Asia/Tokyo"), "2026-03-02");
  equal(civilDay("2026-03-01T23:30:00Z", "No/Where"), "2026-03-01");
  equal(listed(["a", "b", "c"], "or"), "a, b or c");
});

Deno.test("addresses are taken apart", () => {
  equal(matched("/users/:id", "/users/a%2Fb"), { id: "a/b" });
  equal(matched("/users/:id", "/users"), null);
  equal(matched("/users/:id/:tab", "/users/ada/points"), { id: "ada", tab: "points" });
  equal(matched("/users/:id", "/users/%E0%A4%A"), null);
});

const daily = {
  sources: [{ metric: "lessons" }],
  condition: { type: "count", min: 1 },
  evaluationMode: "OR",
  window: { type: "calendar", period: "daily", timezone: "user", resetTime: "00:00" },
  gracePeriods: 0,
  resetOnMiss: true,
  freezes: null,
  daysOff: [],
};
const names = { lessons: "Lessons", pages: "Pages" };

Deno.test("a rule reads as a sentence", () => {
  equal(
    ruleText(daily, names),
    "Every day where the user is: 1 event of Lessons. A run may miss no day; no freezes. There are no days off.",
  );
  equal(
    ruleText({
      ...daily,
      sources: [{ metric: "lessons", threshold: 2 }, { metric: "pages", threshold: 10 }],
      condition: { type: "sum", min: 1 },
      window: { ...daily.window, resetTime: "04:00", timezone: "Europe/Berlin" },
      gracePeriods: 2,
      freezes: { startCount: 0, maxCount: 3, autoEarnInterval: 7, autoEarnAmount: 1 },
      daysOff: [0, 6],
    }, names),
    "Every day in Europe/Berlin, beginning at 04:00: 2 Lessons or 10 Pages. Each run may miss 2 days; " +
      "at most 3 freezes, one more every 7 days. Off: Sat and Sun.",
  );
  equal(
    ruleText({ ...daily, window: { type: "rolling", length: 172_800 } }, names),
    "Within 2 days of the event before: 1 event of Lessons. ",
  );
});

Deno.test("a period looks like what it was found to be", () => {
  equal(verdict({ verdict: "satisfied", coveredBy: null })[0], "did");
  equal(verdict({ verdict: "broken", coveredBy: null })[0], "miss");
  equal(verdict({ verdict: "covered", coveredBy: "freeze" })[0], "ice");
  equal(verdict({ verdict: "covered", coveredBy: "grace" })[0], "grace");
  equal(verdict({ verdict: "neutral", coveredBy: "day_off" })[0], "off");
});

Deno.test("every day of a calendar stands under its weekday", () => {
  const day = (date) => ({ periodStart: date, periodEnd: date, verdict: "satisfied", coveredBy: null });
  const days = withGaps([day("2026-10-23"), day("2026-10-27")]);
  equal(days.map((each) => [each.periodStart.slice(8), each.verdict]), [
    ["23", "satisfied"],
    ["24", "idle"],
    ["25", "idle"],
    ["26", "idle"],
    ["27", "satisfied"],
  ]);
});

Deno.test("settings of reminders come out of a form as they went in", () => {
  const settings = {
    kinds: {
      streak_reminder: { channels: ["email"], enabled: true, hoursBefore: 4, minLength: 1 },
      reactivation: { channels: ["email", "push"], enabled: false, afterDays: [3, 7] },
    },
    quietHours: { from: "22:00", to: "08:00" },
    caps: { perDay: 2, perWeek: 5 },
    locale: "en",
  };
  equal(settingsOf(draftOf(settings)), settings);
  equal(settingsOf({ ...draftOf(settings), isQuiet: false }).quietHours, null);
  const typed = { ...draftOf(settings), "reactivation.afterDays": "3; 7,x" };
  equal(settingsOf(typed).kinds.reactivation.afterDays, [3, 7, "x"]);
  equal(reasonText("quiet_hours"), "quiet hours");
  equal(reasonText("something_new"), "something new");
});

Deno.test("a template is sent without what is empty", () => {
  const blocks = [{ type: "text", text: "Hi", if: " " }, { type: "divider", if: "streak.length > 1" }];
  equal(templateOf({ subjects: [" A ", ""], preview: "", blocks }), {
    subjects: ["A"],
    preview: "",
    blocks: [{ type: "text", text: "Hi" }, { type: "divider", if: "streak.length > 1" }],
  });
  equal(blockOf("button", { text: "Open" }), { type: "button", text: "Open", url: "{{app.url}}" });
  equal(blockOf("divider", { text: "Open", if: "true" }), { type: "divider", if: "true" });
});
