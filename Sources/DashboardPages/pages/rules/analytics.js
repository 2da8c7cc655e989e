import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { link } from "../base/route.js";
import { day, number } from "../base/format.js";
import { empty, figures } from "../parts/screen.js";
import { sheet } from "../parts/list.js";
import { bars } from "../parts/chart.js";
import { funnelBars, manyLines, percent, retentionGrid } from "./analytics-charts.js";
import { FUNNEL_STEPS, usersBehind } from "./analytics-users.js";
import {
  AnalyticsScreen,
  DAY,
  daysOf,
  GROUP,
  groupName,
  KINDS,
  largest,
  linesOf,
  numbersOf,
  shortDay,
  usersOf,
} from "./analytics-screen.js";

/** Who is active. */
export class ActivityScreen extends AnalyticsScreen {
  static about = "Who does something, day by day.";
  static defaults = { metric: "" };

  get more() {
    return { metric: this.choice.metric };
  }

  reports(signal) {
    return [this.ask("active", this.more, signal)];
  }

  controls() {
    const metrics = this.subjects?.metrics ?? [];
    if (metrics.length < 2) return "";
    return this.select("Metric", "metric", [
      ["", "Any"],
      ...metrics.map((each) => [each.key, each.name]),
    ]);
  }

  charts([active]) {
    const { rows } = active;
    const { by, metric } = this.choice;
    const { all, labels, says } = daysOf(rows);
    const last = by || metric ? null : rows.at(-1);
    const group = by ? [GROUP] : [];
    const hrefs = all.map((each) => usersBehind("active", { active: each, metric }));
    const wide = metric ? [] : [numbersOf("In 7 days", "week"), numbersOf("In 30 days", "month")];
    return html`${
      last
        ? figures([
          { label: "Active today", value: number(last.active) },
          { label: "In 7 days", value: number(last.week) },
          { label: "In 30 days", value: number(last.month) },
          {
            label: "Stickiness",
            value: percent(last.month ? last.active / last.month : null),
            note: "today of 30 days",
          },
        ])
        : ""
    }${
      this.chart({
        title: "Active users",
        definition: metric
          ? "Users with an event of the metric on that day, which was not deleted. Each user's own days count."
          : "Users with an event on that day, or on that day and the 6 or 29 days before it. Deleted events do not count; each user's own days do.",
        chart: manyLines({
          title: "Active users",
          labels,
          says,
          hrefs,
          series: by ? linesOf(rows, "active") : [
            { name: "Day", kind: "leaf", values: rows.map((row) => row.active) },
            ...(metric ? [] : [
              { name: "7 days", kind: "ice", values: rows.map((row) => row.week) },
              { name: "30 days", kind: "gold", values: rows.map((row) => row.month) },
            ]),
          ],
        }),
        columns: [DAY, ...group, numbersOf("Active", "active"), ...wide, numbersOf("Events", "events")],
        rows,
        file: ["active", this.more],
      })
    }${
      this.chart({
        title: "Events",
        definition: "Events of that day that were not deleted.",
        chart: by
          ? manyLines({ title: "Events", labels, says, hrefs, series: linesOf(rows, "events") })
          : bars({
            title: "Events",
            hasTable: false,
            unit: "events",
            points: rows.map((row, index) => ({
              label: labels[index],
              say: says[index],
              value: row.events,
              href: hrefs[index],
            })),
          }),
        columns: [
          DAY,
          ...group,
          numbersOf("Events", "events"),
          ...(metric ? [numbersOf("Total", "total")] : []),
        ],
        rows,
        file: ["active", this.more],
      })
    }${
      metric && !by
        ? this.chart({
          title: "Total",
          definition: "What the values of the events of that day add up to.",
          chart: bars({
            title: "Total",
            hasTable: false,
            points: rows.map((row, index) => ({
              label: labels[index],
              say: says[index],
              value: Math.max(0, row.total),
              href: hrefs[index],
            })),
          }),
          columns: [DAY, numbersOf("Total", "total")],
          rows,
          file: ["active", this.more],
        })
        : ""
    }${all.length ? "" : this.nothing()}`;
  }

  nothing() {
    return sheet({ title: "Activity", body: tooEarly() });
  }
}

function tooEarly() {
  return empty({
    icon: "chart",
    title: "Too early to tell",
    text:
      "A week of sign-ups is shown once everybody in it has had the time. Choose more days, or come back in a week.",
    action: html`<a class="button" href=${link("/users")}>Who has signed up</a>`,
  });
}

/** What those who signed up can be told apart by. */
const COMPARISONS = [
  ["", "Nothing"],
  ["streak", "An early streak"],
  ["freeze", "Saved by a freeze"],
  ["achievement", "An achievement on the first day"],
];

/** Who comes back. */
export class RetentionScreen extends AnalyticsScreen {
  static about = "Of those who signed up, who was active how long after.";
  static defaults = { unit: "day", compare: "", streak: "", achievement: "", length: "3", within: "7" };
  static range = "90";

  get more() {
    const { unit, compare, streak, achievement, length, within } = this.choice;
    const split = {
      streak: streak ? { streak, length, within } : {},
      freeze: { freeze: streak },
      achievement: { achievement },
    }[compare];
    return { unit, ...split };
  }

  choose(change) {
    // What is compared is said by its name, so that the address means the same later.
    if (["streak", "freeze"].includes(change.compare)) change.streak ??= this.subjects?.streaks[0]?.key;
    if (change.compare === "achievement") change.achievement ??= this.subjects?.achievements[0]?.id;
    super.choose(change);
  }

  reports(signal) {
    return [
      this.ask("retention", this.more, signal),
      this.ask("retention", { unit: this.choice.unit, view: "cohorts", by: "" }, signal),
    ];
  }

  controls() {
    const { compare, within } = this.choice;
    const lengths = [2, 3, 5, 7, 10, 14, 21, 30].filter((each) => each <= Number(within));
    return html`${this.select("Ages in", "unit", [["day", "Days"], ["week", "Weeks"]])}${
      this.select("Compare those with", "compare", COMPARISONS)
    }${
      compare === "streak"
        ? html`${this.select("A streak of", "length", lengths.map((each) => [String(each), String(each)]))}${
          this.select("In the first", "within", ["7", "14", "30"].map((each) => [each, `${each} days`]))
        }`
        : ""
    }${["streak", "freeze"].includes(compare) ? this.among("Streak", "streak", "streaks") : ""}${
      compare === "achievement" ? this.among("Achievement", "achievement", "achievements", "id") : ""
    }`;
  }

  /** The users of a row who were active at its age. */
  behind(row) {
    const group = row.group === "all" ? {} : { group: row.group };
    const { from, to } = this.range;
    const until = to || this.subjects?.today;
    const age = String(row.age);
    // The control group is told apart by itself, and not by a split.
    const isControl = row.group !== "all" && !this.choice.compare;
    const own = isControl ? {} : { ...this.more, ...group };
    return usersBehind("age", { ...own, unit: this.choice.unit, age, from, to: until, ...this.groupOf(row) });
  }

  /** How a group of an answer is called. */
  nameOf({ segment, group }) {
    const { by, compare, length, within } = this.choice;
    const those = {
      streak: `Streak of ${length} in ${within} days`,
      freeze: "Saved by a freeze",
      achievement: "Achievement on the first day",
    }[compare];
    const own = { all: "", those: those ?? "Control group", others: those ? "Others" : "The rest" }[group];
    return [by && group === "all" ? groupName(segment) : "", own].filter(Boolean).join(", ") || "Everybody";
  }

  charts([groups, grid]) {
    if (groups.rows.length === 0) return sheet({ title: "Retention", body: tooEarly() });
    const { unit } = this.choice;
    const keys = [...new Set(groups.rows.map((row) => `${row.segment}\n${row.group}`))];
    const ages = [...new Set(groups.rows.map((row) => row.age))];
    const values = new Map(groups.rows.map((row) => [`${row.segment}\n${row.group}\n${row.age}`, row]));
    const series = keys.slice(0, KINDS.length).map((key, index) => {
      const [segment, group] = key.split("\n");
      const of = (field) => ages.map((age) => values.get(`${key}\n${age}`)?.[field] ?? null);
      return {
        name: this.nameOf({ segment, group }),
        kind: KINDS[index],
        values: of("share"),
        ...(keys.length > 1 ? { low: of("low"), high: of("high") } : {}),
      };
    });
    const says = ages.map((age) => `${unit === "day" ? "Day" : "Week"} ${age}`);
    // A point leads to the first of the groups; the table has all of them.
    const hrefs = ages.map((age) => {
      const row = values.get(`${keys[0]}\n${age}`);
      return row?.active ? this.behind(row) : null;
    });
    return html`${this.found(groups.rows)}${
      this.chart({
        title: "Retention",
        definition: `Of the users who signed up, the share that was active on each ${unit} of age. Age 0 ${
          unit === "day" ? "is the day of sign-up" : "begins with the day of sign-up"
        }. Only weeks of sign-ups of which everybody has had that age count. The band is where the share of all users like these lies, 95 times of 100.`,
        chart: manyLines({
          title: "Retention",
          labels: ages.map(String),
          says,
          hrefs,
          series,
          isShare: true,
        }),
        columns: [
          numbersOf(unit === "day" ? "Day" : "Week", "age"),
          { label: "Group", view: (row) => this.nameOf(row) },
          numbersOf("Users", "users"),
          usersOf("Active", "active", (row) => this.behind(row)),
          numbersOf("Share", "share", percent),
          numbersOf("At least", "low", percent),
          numbersOf("At most", "high", percent),
        ],
        rows: groups.rows,
        file: ["retention", this.more],
      })
    }${this.grid(grid.rows, unit)}`;
  }

  /** The difference between those and the others, in words. */
  found(rows) {
    const { unit } = this.choice;
    const told = rows.filter((row) => row.difference !== null);
    const row = told.find((row) => row.age === (unit === "day" ? 7 : 1)) ?? told.at(-1);
    if (!row) return "";
    const isCertain = row.differenceLow > 0 || row.differenceHigh < 0;
    const kind = !isCertain ? "" : row.difference > 0 ? "good" : "bad";
    return html`
      <div
        class=${`notice ${kind}`}><b>${unit === "day" ? "Day" : "Week"} ${number(row.age)}: ${points(
          Math.abs(row.difference),
        )} ${row.difference >= 0 ? "more" : "fewer"} come back${isCertain
          ? ""
          : ", which may be chance"}.</b><span>${this.nameOf({ ...row, group: "those" })} against ${this
          .nameOf({ ...row, group: "others" }).toLowerCase()}; the difference lies between ${points(
            row.differenceLow,
          )} and ${points(row.differenceHigh)}, 95 times of 100. ${this.choice.by === "control"
          ? ""
          : "It comes together with what was compared, not always because of it: who is keen gets long streaks too."}</span></div>
    `;
  }

  grid(rows, unit) {
    const cohorts = [...new Set(rows.map((row) => row.cohort))];
    const shown = cohorts.map((cohort) => {
      const own = rows.filter((row) => row.cohort === cohort);
      const shares = [];
      for (const row of own) shares[row.age] = row.share;
      return {
        cohort: shortDay(cohort),
        say: day(cohort),
        users: own[0].users,
        shares: Array.from(shares, (share) => share ?? null),
      };
    });
    const behind = (week, age) => usersBehind("age", { unit, age: String(age), from: week, to: week });
    return this.chart({
      title: "By the week of sign-up",
      definition:
        "Each row has the users who signed up in the week that begins on that Monday, with how many they are; each column an age; each cell the share that was active then.",
      chart: retentionGrid({
        title: "Retention by the week of sign-up",
        rows: shown,
        unit,
        hrefFor: (row, age) => behind(cohorts[row], age),
      }),
      columns: [
        { label: "Week of", view: (row) => day(row.cohort) },
        numbersOf("Age", "age"),
        numbersOf("Users", "users"),
        usersOf("Active", "active", (row) => behind(row.cohort, row.age)),
        numbersOf("Share", "share", percent),
      ],
      rows,
      file: ["retention", { unit, view: "cohorts", by: "" }],
    });
  }
}

/** @param {number} value */
function points(value) {
  return `${Math.abs(value * 100).toFixed(1).replace(/^/, value < 0 ? "−" : "")} points`;
}

/** How far new users come. */
export class FunnelScreen extends AnalyticsScreen {
  static about = "How far those who signed up came in their first 30 days.";
  static defaults = { streak: "" };
  static range = "90";

  reports(signal) {
    return [this.askIfAny("funnel", { streak: this.choice.streak }, signal)];
  }

  controls() {
    return this.among("Streak", "streak", "streaks");
  }

  missing({ streaks }) {
    return streaks.length ? null : noStreaks();
  }

  charts([{ rows }]) {
    if (rows.length === 0) return sheet({ title: "The first 30 days", body: tooEarly() });
    const { from, to } = this.range;
    const streak = this.choice.streak || this.subjects?.streaks[0]?.key;
    const behind = (row) =>
      usersBehind("step", {
        step: row.step,
        streak,
        from,
        to: to || this.subjects?.today,
        ...this.groupOf(row),
      });
    return largest(rows, "users").slice(0, KINDS.length).map((segment) => {
      const own = rows.filter((row) => row.segment === segment);
      const title = this.choice.by ? `The first 30 days: ${groupName(segment)}` : "The first 30 days";
      return this.chart({
        title,
        definition:
          "Of the users who signed up at least 30 days ago, how many came how far within their first 30 days. A streak counts that had the length at the end of one of these days.",
        chart: funnelBars({
          title,
          steps: own.map((row) => ({
            label: FUNNEL_STEPS[row.step] ?? row.step,
            value: row.users,
            href: behind(row),
          })),
        }),
        columns: [
          { label: "Step", view: (row) => FUNNEL_STEPS[row.step] ?? row.step },
          usersOf("Users", "users", behind),
          numbersOf("Share", "share", percent),
        ],
        rows: own,
        file: ["funnel", { streak: this.choice.streak }],
      });
    });
  }
}

/** What is said where there are no streaks. */
export function noStreaks() {
  return empty({
    icon: "streak",
    title: "No streaks yet",
    text: "Set one up first; what befalls it is counted from then on, and back to the first event.",
    action: html`<a class="button main" href=${link("/streaks/new")}>New streak</a>`,
  });
}

define("l-analytics", ActivityScreen);
define("l-retention", RetentionScreen);
define("l-funnel", FunnelScreen);
