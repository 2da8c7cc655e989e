import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { link } from "../base/route.js";
import { day, number, short } from "../base/format.js";
import { empty, figures } from "../parts/screen.js";
import { sheet } from "../parts/list.js";
import { bars } from "../parts/chart.js";
import { funnelBars, manyLines, stackedAreas } from "./analytics-charts.js";
import {
  AnalyticsScreen,
  DAY,
  daysOf,
  GROUP,
  linesOf,
  numbersOf,
  shortDay,
  usersOf,
} from "./analytics-screen.js";
import { usersBehind } from "./analytics-users.js";
import { noStreaks } from "./analytics.js";

/** Lengths that are drawn as one, by the least of them. */
const BANDS = /** @type {[number, string][]} */ ([
  [1, "Under a week"],
  [7, "7 to 29"],
  [30, "30 to 89"],
  [90, "90 and more"],
]);

/** What befalls streaks. */
export class StreakAnalyticsScreen extends AnalyticsScreen {
  static about = "How many go on, begin, and are lost.";
  static defaults = { streak: "" };

  get more() {
    return { streak: this.choice.streak };
  }

  /** The streak that is shown. */
  get key() {
    return this.choice.streak || this.subjects?.streaks[0]?.key;
  }

  reports(signal) {
    return [
      this.askIfAny("streaks", this.more, signal),
      this.askIfAny("lengths", { ...this.more, by: "" }, signal),
    ];
  }

  controls() {
    return this.among("Streak", "streak", "streaks");
  }

  missing({ streaks }) {
    return streaks.length ? null : noStreaks();
  }

  charts([{ rows }, lengths]) {
    const { by } = this.choice;
    const { all, labels, says } = daysOf(rows);
    const last = by ? null : rows.at(-1);
    const sum = (name) => rows.reduce((sum, row) => sum + row[name], 0);
    const alive = all.map((on) => usersBehind("streak", { streak: this.key, on }));
    const behind = (what) => (row) =>
      usersBehind("befell", { what, streak: this.key, on: row.day, ...this.groupOf(row) });
    // A day of several lines leads to the first of which there are any; the others are beside it.
    const first = (...names) =>
      all.map((on) => {
        const what = names.find((name) => rows.some((row) => row.day === on && row[name]));
        return what ? usersBehind("befell", { what, streak: this.key, on }) : null;
      });
    const columns = [
      DAY,
      ...(by ? [GROUP] : []),
      usersOf(
        "Alive",
        "alive",
        (row) => usersBehind("streak", { streak: this.key, on: row.day, ...this.groupOf(row) }),
      ),
      usersOf("Begun", "begun", behind("begun")),
      usersOf("Lost", "lost", behind("lost")),
      usersOf("Saved", "saved", behind("saved")),
      usersOf("Kept in time", "kept", behind("kept")),
      usersOf("At risk", "atRisk", behind("atRisk")),
    ];
    const parts = { columns, rows, file: /** @type {[string, any]} */ (["streaks", this.more]) };
    /** @param {string} title @param {any[]} series @param {(string | null)[]} [hrefs] */
    const lines = (title, series, hrefs) => manyLines({ title, labels, says, series, hrefs });
    return html`${
      last
        ? figures([
          { label: "Alive", value: number(last.alive) },
          { label: "Begun", value: number(sum("begun")) },
          { label: "Lost", value: number(sum("lost")) },
          { label: "Saved by freezes", value: number(sum("saved")) },
        ])
        : ""
    }${
      this.chart({
        ...parts,
        title: "Streaks alive",
        definition:
          "Users whose streak had a length at the end of that day. A day that was missed ends a streak when it is over: on that day it still counts.",
        chart: lines(
          "Streaks alive",
          by
            ? linesOf(rows, "alive")
            : [{ name: "Alive", kind: "leaf", values: rows.map((row) => row.alive) }],
          alive,
        ),
      })
    }${
      this.chart({
        ...parts,
        title: by ? "Lost" : "Begun, lost and saved",
        definition:
          "Begun: the length became 1 or more from 0 on that day. Lost: broken because of a period that ended with that day. Saved: a period that ended with that day was covered by a freeze. Resets by a call are not losses.",
        chart: lines(
          "Begun, lost and saved",
          by ? linesOf(rows, "lost") : [
            { name: "Begun", kind: "leaf", values: rows.map((row) => row.begun) },
            { name: "Lost", kind: "ember", values: rows.map((row) => row.lost) },
            { name: "Saved", kind: "ice", values: rows.map((row) => row.saved) },
          ],
          by ? first("lost") : first("lost", "saved", "begun"),
        ),
      })
    }${this.lengths(lengths.rows)}${
      rows.some((row) => row.kept)
        ? this.chart({
          ...parts,
          title: "At risk, and kept",
          definition:
            "At risk: kept, saved and lost together. Kept in time: satisfied on that day within the last hours before its end, as many as the rule says, while the streak was going.",
          chart: lines("At risk, and kept", [
            { name: "At risk", kind: "gold", values: rows.map((row) => row.atRisk) },
            { name: "Kept in time", kind: "leaf", values: rows.map((row) => row.kept) },
          ], first("atRisk")),
        })
        : ""
    }`;
  }

  lengths(rows) {
    const days = daysOf(rows);
    const last = rows.filter((row) => row.day === days.all.at(-1));
    const columns = [
      DAY,
      { label: "Length", view: rangeText },
      numbersOf("Users", "users"),
    ];
    const at = new Map(days.all.map((each, index) => [each, index]));
    const series = BANDS.map(([, name]) => ({ name, values: days.all.map(() => 0) }));
    for (const row of rows) {
      const band = BANDS.findLastIndex(([least]) => row.first >= least);
      series[band].values[at.get(row.day) ?? 0] += row.users;
    }
    const parts = {
      columns,
      rows,
      file: /** @type {[string, any]} */ (["lengths", { ...this.more, by: "" }]),
    };
    return html`${
      this.chart({
        ...parts,
        title: "Lengths now",
        definition: "Users by the length of their streak at the end of the last day.",
        rows: last,
        chart: bars({
          title: "Lengths now",
          hasTable: false,
          points: last.map((row) => ({
            label: rangeText(row),
            say: `length ${rangeText(row)}`,
            value: row.users,
            href: usersBehind("streak", {
              streak: this.key,
              first: String(row.first),
              last: row.last === null ? "" : String(row.last),
              on: row.day,
            }),
          })),
          unit: "users",
        }),
      })
    }${
      this.chart({
        ...parts,
        title: "Lengths over time",
        definition: "Users by the length of their streak at the end of each day, the short ones lowest.",
        chart: stackedAreas({
          title: "Lengths over time",
          labels: days.labels,
          says: days.says,
          hrefs: days.all.map((on) => usersBehind("streak", { streak: this.key, on })),
          series,
        }),
      })
    }`;
  }
}

/** @param {any} row */
function rangeText(row) {
  if (row.last === null) return `${short(row.first)}+`;
  return row.first === row.last ? short(row.first) : `${short(row.first)}–${short(row.last)}`;
}

/** What is completed. */
export class AchievementAnalyticsScreen extends AnalyticsScreen {
  static about = "What users reach, and how often.";
  static defaults = { achievement: "" };

  reports(signal) {
    const { achievement } = this.choice;
    return [
      this.ask("achievements", { by: achievement ? this.choice.by : "" }, signal),
      ...(achievement ? [this.ask("achievements", { achievement }, signal)] : []),
    ];
  }

  controls() {
    const all = this.subjects?.achievements ?? [];
    if (all.length === 0) return "";
    return this.select("Day by day", "achievement", [
      ["", "None"],
      ...all.map((each) => [each.id, each.name]),
    ]);
  }

  missing({ achievements }) {
    return achievements.length ? null : empty({
      icon: "trophy",
      title: "No achievements yet",
      text: "Set one up first; how often it is completed is counted from then on.",
      action: html`<a class="button main" href=${link("/achievements/new")}>New achievement</a>`,
    });
  }

  charts([counts, daily]) {
    const totals = new Map();
    for (const row of counts.rows) {
      const known = totals.get(row.achievementId);
      totals.set(row.achievementId, { ...row, completed: row.completed + (known?.completed ?? 0) });
    }
    const rows = [...totals.values()].sort((left, right) => right.completed - left.completed);
    return html`${daily ? this.daily(daily.rows) : ""}${
      this.chart({
        title: "Completed",
        definition:
          "How often each achievement was completed on these days. Users who were erased are not counted any more.",
        chart: funnelBars({
          title: "Completed",
          hasShares: false,
          steps: rows.slice(0, 25).map((row) => ({
            label: row.name,
            value: row.completed,
            href: usersBehind("achievement", { achievement: row.achievementId, name: row.name }),
          })),
        }),
        columns: [{ label: "Achievement", view: (row) => row.name }, numbersOf("Completed", "completed")],
        rows,
        file: ["achievements", {}],
        note: rows.length > 25 ? `the first 25 of ${number(rows.length)}` : "",
      })
    }`;
  }

  daily(rows) {
    const { achievement, by } = this.choice;
    const name = this.subjects.achievements.find((each) => each.id === achievement)?.name ?? "Achievement";
    // Days on which nobody completed it have no row.
    const all = eachDay(this.range.from, this.range.to || this.subjects.today);
    const labels = all.map(shortDay);
    const says = all.map((each) => day(each));
    const counts = new Map(rows.map((row) => [`${row.segment}\n${row.day}`, row.completed]));
    const groups = [...new Set(rows.map((row) => row.segment))];
    const filled = groups.flatMap((segment) =>
      all.map((each) => ({ day: each, segment, completed: counts.get(`${segment}\n${each}`) ?? 0 }))
    );
    return this.chart({
      title: name,
      definition: "How often it was completed, day by day, on each user's own days.",
      chart: by ? manyLines({ title: name, labels, says, series: linesOf(filled, "completed") }) : bars({
        title: name,
        hasTable: false,
        unit: "completed",
        points: all.map((each, index) => ({
          label: labels[index],
          say: says[index],
          value: counts.get(`\n${each}`) ?? 0,
          href: usersBehind("achievement", { achievement, name, on: each }),
        })),
      }),
      columns: [DAY, ...(by ? [GROUP] : []), numbersOf("Completed", "completed")],
      rows,
      file: ["achievements", { achievement }],
    });
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function eachDay(from, to) {
  const days = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < 800; at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** What is given and taken, and who is on which level. */
export class PointsAnalyticsScreen extends AnalyticsScreen {
  static about = "What is given, spent, and expires, and who is on which level.";
  static defaults = { system: "" };

  get more() {
    return { system: this.choice.system };
  }

  reports(signal) {
    return ["points", "levels"].map((report) => this.askIfAny(report, this.more, signal));
  }

  controls() {
    return this.among("System", "system", "systems");
  }

  missing({ systems }) {
    return systems.length ? null : empty({
      icon: "points",
      title: "No points yet",
      text: "Set up a system first; what it gives is counted from then on.",
      action: html`<a class="button main" href=${link("/points")}>Points</a>`,
    });
  }

  charts([{ rows }, levels]) {
    const { by } = this.choice;
    const { all, labels, says } = daysOf(rows);
    const sum = (name) => rows.reduce((sum, row) => sum + row[name], 0);
    const system = this.choice.system || this.subjects?.systems[0]?.key;
    const behind = (points) => (row) =>
      usersBehind("points", { points, system, on: row.day, ...this.groupOf(row) });
    const hrefs = all.map((on) => {
      const flow = ["given", "taken", "expired"].find((name) =>
        rows.some((row) => row.day === on && row[name])
      );
      return flow ? usersBehind("points", { points: flow, system, on }) : null;
    });
    return html`${
      figures([
        { label: "Given", value: number(sum("given")) },
        { label: "Taken", value: number(sum("taken")) },
        { label: "Expired", value: number(sum("expired")) },
        { label: "Changes", value: number(sum("changes")) },
      ])
    }${
      this.chart({
        title: by ? "Points given" : "Points given and taken",
        definition:
          "Points that were added on that day, taken on it, and not spent in time. What a correction takes back is taken.",
        chart: manyLines({
          title: "Points",
          labels,
          says,
          hrefs,
          series: by ? linesOf(rows, "given") : [
            { name: "Given", kind: "leaf", values: rows.map((row) => row.given) },
            { name: "Taken", kind: "ember", values: rows.map((row) => row.taken) },
            { name: "Expired", kind: "gold", values: rows.map((row) => row.expired) },
          ],
        }),
        columns: [
          DAY,
          ...(by ? [GROUP] : []),
          usersOf("Given", "given", behind("given")),
          usersOf("Taken", "taken", behind("taken")),
          usersOf("Expired", "expired", behind("expired")),
          numbersOf("Changes", "changes"),
        ],
        rows,
        file: ["points", this.more],
      })
    }${this.levels(levels.rows)}`;
  }

  levels(rows) {
    if (rows.length === 0) return "";
    const names = [...new Set(rows.map((row) => row.name))];
    const count = (name) => rows.filter((row) => row.name === name).reduce((sum, row) => sum + row.users, 0);
    const behind = (row) =>
      usersBehind("level", {
        level: row.levelId,
        name: row.name,
        on: this.range.to || this.subjects?.today,
        ...this.groupOf(row),
      });
    const whole = (name) => {
      const row = rows.find((each) => each.name === name);
      return usersBehind("level", {
        level: row.levelId,
        name,
        on: this.range.to || this.subjects?.today,
      });
    };
    return this.chart({
      title: "Levels",
      definition:
        "Users whose total was enough for the level, and not for a higher one, at the end of the last day; by the levels as they are now.",
      chart: funnelBars({
        title: "Levels",
        hasShares: false,
        steps: names.map((name) => ({ label: name, value: count(name), href: whole(name) })),
      }),
      columns: [
        { label: "Level", view: (row) => row.name },
        ...(this.choice.by ? [GROUP] : []),
        usersOf("Users", "users", behind),
      ],
      rows,
      file: ["levels", this.more],
    });
  }
}

/** Who has which score. */
export class BoardAnalyticsScreen extends AnalyticsScreen {
  static about = "How many users have which score, run by run.";
  static defaults = { board: "", run: "" };
  static range = "90";

  get more() {
    return { board: this.choice.board };
  }

  reports(signal) {
    return [this.askIfAny("boards", this.more, signal)];
  }

  controls() {
    const runs = [...new Set((this.data?.reports[0].rows ?? []).map((row) => row.run))].toReversed();
    return html`${this.among("Board", "board", "boards")}${
      runs.length > 1
        ? this.select("Run", "run", [
          ["", "The last one"],
          ...runs.map((run) => [run, `Of ${day(/** @type {string} */ (run))}`]),
        ])
        : ""
    }`;
  }

  choose(change) {
    if ("board" in change) change.run = "";
    super.choose(change);
  }

  missing({ boards }) {
    return boards.length ? null : empty({
      icon: "board",
      title: "No boards yet",
      text: "Set one up first; scores are counted run by run.",
      action: html`<a class="button main" href=${link("/boards")}>Boards</a>`,
    });
  }

  charts([{ rows }]) {
    const { by } = this.choice;
    const runs = [...new Set(rows.map((row) => row.run))];
    if (runs.length === 0) {
      return sheet({
        title: "Scores",
        body: empty({
          icon: "board",
          title: "No run began on these days",
          text: "Choose more days: a run is found by its first one. Or nobody has a score yet.",
        }),
      });
    }
    const run = this.choice.run || runs.at(-1);
    const own = rows.filter((row) => row.run === run);
    const buckets = [...new Set(own.map((row) => `${row.first}\n${row.last}`))];
    const board = this.subjects.boards.find((each) => each.key === this.choice.board) ??
      this.subjects.boards[0];
    const places = link(`/boards/${board.id}`, { run: /** @type {string} */ (run) });
    const points = buckets.map((bucket) => {
      const inside = own.filter((row) => `${row.first}\n${row.last}` === bucket);
      return {
        label: scoreText(inside[0]),
        say: `score ${scoreText(inside[0])}`,
        value: inside.reduce((sum, row) => sum + row.users, 0),
        href: places,
      };
    });
    const users = (which) => rows.filter((row) => row.run === which).reduce((sum, row) => sum + row.users, 0);
    const columns = [
      { label: "Run", view: (row) => day(row.run) },
      ...(by ? [GROUP] : []),
      { label: "Score", view: scoreText },
      numbersOf("Users", "users"),
    ];
    const file = /** @type {[string, any]} */ (["boards", this.more]);
    return html`${
      this.chart({
        title: "Scores",
        definition:
          "Users who are listed in the run, by their score in it. A run is called by its first day.",
        chart: bars({ title: "Scores", hasTable: false, points, unit: "users" }),
        columns,
        rows: own,
        file,
        note: `run of ${day(/** @type {string} */ (run))}`,
      })
    }${
      runs.length > 1
        ? this.chart({
          title: "Users by run",
          definition: "Users who have a score in each run that began on one of these days.",
          chart: bars({
            title: "Users by run",
            hasTable: false,
            points: runs.map((each) => ({
              label: shortDay(/** @type {string} */ (each)),
              say: `Run of ${day(/** @type {string} */ (each))}`,
              value: users(each),
              isStrong: each === run,
              href: link(`/boards/${board.id}`, { run: /** @type {string} */ (each) }),
            })),
            unit: "users",
          }),
          columns,
          rows,
          file,
        })
        : ""
    }`;
  }
}

/** @param {any} row */
function scoreText(row) {
  if (row.first === null) return `up to ${short(row.last)}`;
  return row.first === row.last ? short(row.first) : `${short(row.first)}–${short(row.last)}`;
}

define("l-streak-analytics", StreakAnalyticsScreen);
define("l-achievement-analytics", AchievementAnalyticsScreen);
define("l-points-analytics", PointsAnalyticsScreen);
define("l-board-analytics", BoardAnalyticsScreen);
