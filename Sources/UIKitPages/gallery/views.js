import * as data from "./examples.js";

// Every element in every state: what the gallery shows, and what the tests walk.

/**
 * @typedef {object} State
 * @property {string} name
 * @property {Record<string, any>} [props]
 * @property {Record<string, string>} [slots] Texts put into slots.
 * @property {string} [look] A class of its frame.
 */

/**
 * @typedef {object} View
 * @property {string} tag
 * @property {string} group
 * @property {string} about
 * @property {"small" | "wide" | ""} size How much room its states take.
 * @property {State[]} states
 * @property {Record<string, string>} live What stands in the code: attributes inside of a provider.
 * @property {[string, string]} given A property with its value, and the event: what stands in the code otherwise.
 * @property {string} event
 */

const LOADING = { name: "Loading", props: { loading: true } };
const ERROR = { name: "Error", props: { error: "The server cannot be reached." } };
const EMPTY = { name: "Empty" };
const TEN_YEARS = data.longHistory(3_653);

/** @type {View[]} */
const all = [
  {
    tag: "laurel-streak-badge",
    group: "Streaks",
    about: "How long a streak is, in little room.",
    size: "small",
    live: {},
    given: ["length", "23"],
    event: "",
    states: [
      { name: "A streak", props: { length: 23 } },
      { name: "Small", props: { length: 7, size: "sm" } },
      { name: "Large, weekly", props: { length: 12, size: "lg", frequency: "weekly" } },
      { name: "One month", props: { length: 1, frequency: "monthly" } },
      { name: "Zero", props: { length: 0 } },
      { name: "Huge", props: { length: 1_234_567 } },
      { name: "An icon of its own", props: { length: 23, icon: "🔥" } },
      { name: "In the colours of a product", props: { length: 23 }, look: "themed" },
      LOADING,
      { name: "Error", props: { error: "Away." } },
    ],
  },
  {
    tag: "laurel-streak-calendar",
    group: "Streaks",
    about:
      "The days of a streak. What was missed is shown as missed, and today is the user's day, not the browser's.",
    size: "",
    live: { view: "month" },
    given: ["streak", "streakHistory"],
    event: "laurel-day",
    states: [
      { name: "A month", props: { streak: data.month } },
      { name: "A week", props: { streak: data.month, view: "week" } },
      { name: "A year", props: { streak: data.year, view: "year" } },
      { name: "Ten years, to scroll", props: { streak: TEN_YEARS, view: "all" } },
      {
        name: "Without freezes, weeks from Monday",
        props: { streak: data.month, showFreezes: false, startOfWeek: 1 },
      },
      { name: "In the colours of a product", props: { streak: data.month }, look: "themed" },
      { name: "Empty", props: { streak: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-streak-card",
    group: "Streaks",
    about: "A streak with its calendar, its figures, and how it works.",
    size: "",
    live: { "show-how-it-works": "" },
    given: ["streak", "streakHistory"],
    event: "laurel-cta",
    states: [
      {
        name: "A streak",
        props: {
          streak: data.month,
          currentStreak: 9,
          longestStreak: 41,
          total: 128,
          freezes: 2,
          actionLabel: "Do today's lesson",
          showHowItWorks: true,
        },
      },
      {
        name: "A week, with texts of its own",
        props: {
          streak: data.month,
          currentStreak: 9,
          longestStreak: 41,
          total: 128,
          view: "week",
          title: "Reading",
          showHowItWorks: true,
          defaultHowItWorksOpen: true,
          howItWorksTitle: "The rules",
          howItWorksItems: ["One page a day.", "Weekends are free."],
        },
        slots: { footer: "A text in the slot “footer”." },
      },
      { name: "Zero", props: { streak: [], currentStreak: 0, longestStreak: 0, total: 0 } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-achievement-badge",
    group: "Achievements",
    about: "One achievement. The ring shows how far it is, above all while it is locked.",
    size: "small",
    live: { "achievement-id": "tour" },
    given: ["achievement", "achievement"],
    event: "laurel-achievement",
    states: [
      { name: "Unlocked", props: { achievement: data.achievements[1] } },
      { name: "On the way", props: { achievement: data.achievements[2] } },
      { name: "Without an image", props: { achievement: data.achievements[5] } },
      { name: "Hidden", props: { achievement: data.achievements[3], lockedStyle: "hidden" } },
      {
        name: "Silhouette, small",
        props: { achievement: data.achievements[3], lockedStyle: "silhouette", badgeSize: "sm" },
      },
      { name: "Extra large", props: { achievement: data.achievements[0], badgeSize: "xl" } },
      { name: "A long name", props: { achievement: data.longAchievement } },
      EMPTY,
      LOADING,
      { name: "Error", props: { error: "Away." } },
    ],
  },
  {
    tag: "laurel-achievement-grid",
    group: "Achievements",
    about: "Achievements as badges in columns.",
    size: "",
    live: { columns: "3" },
    given: ["achievements", "achievements"],
    event: "laurel-achievement",
    states: [
      { name: "All", props: { achievements: data.achievements } },
      {
        name: "Two columns, large",
        props: { achievements: data.achievements.slice(0, 4), columns: 2, badgeSize: "lg", gap: 24 },
      },
      {
        name: "A long name among others",
        props: {
          achievements: [data.achievements[0], data.longAchievement, data.achievements[2]],
          columns: 3,
        },
      },
      { name: "Empty", props: { achievements: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-achievement-list",
    group: "Achievements",
    about: "Achievements with descriptions.",
    size: "",
    live: {},
    given: ["achievements", "achievements"],
    event: "laurel-achievement",
    states: [
      { name: "All", props: { achievements: data.achievements } },
      {
        name: "Hidden while locked",
        props: { achievements: data.achievements.slice(1, 5), lockedStyle: "hidden" },
      },
      { name: "A long name", props: { achievements: [data.longAchievement] } },
      { name: "Empty", props: { achievements: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-achievement-card",
    group: "Achievements",
    about: "The achievements that matter now, and how many there are in all.",
    size: "",
    live: {},
    given: ["achievements", "achievements"],
    event: "laurel-achievement",
    states: [
      { name: "The newest and the nearest", props: { achievements: data.achievements } },
      {
        name: "Those that the page chose",
        props: {
          achievements: data.achievements,
          highlightedAchievements: data.achievements.slice(2, 4),
          title: "Nearly there",
        },
      },
      { name: "Empty", props: { achievements: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-achievement-unlocked",
    group: "Achievements",
    about: "A dialog that says that an achievement was reached.",
    size: "small",
    live: {},
    given: ["achievement", "achievement"],
    event: "laurel-open",
    states: [
      {
        name: "Opened by a button",
        props: { achievement: data.achievements[1], secondaryActionLabel: "Share" },
      },
      { name: "A long name", props: { achievement: data.longAchievement } },
    ],
  },
  {
    tag: "laurel-leaderboard-podium",
    group: "Leaderboards",
    about: "The first three.",
    size: "",
    live: { leaderboard: "week" },
    given: ["rankings", "rankings"],
    event: "laurel-user",
    states: [
      { name: "Three", props: { rankings: data.rankings, currentUserId: "grace" } },
      {
        name: "Without values, in one colour",
        props: { rankings: data.rankings, showValue: false, medalStyle: "mono", size: "sm" },
      },
      { name: "Hard names, and one place twice", props: { rankings: data.hardRankings, size: "lg" } },
      { name: "One", props: { rankings: data.rankings.slice(0, 1) } },
      { name: "Empty", props: { rankings: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-leaderboard-rankings",
    group: "Leaderboards",
    about: "The places as a table, beginning at the page of the user who looks.",
    size: "",
    live: { leaderboard: "week" },
    given: ["rankings", "rankings"],
    event: "laurel-user",
    states: [
      { name: "In pages", props: { rankings: data.rankings, currentUserId: "grace", defaultPageSize: 5 } },
      { name: "Hard names, huge numbers", props: { rankings: data.hardRankings } },
      { name: "Empty", props: { rankings: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-leaderboard-card",
    group: "Leaderboards",
    about: "A leaderboard: the first three, the places, and the runs that can be looked at.",
    size: "",
    live: { leaderboard: "week" },
    given: ["rankings", "rankings"],
    event: "laurel-run",
    states: [
      {
        name: "A week, with runs to choose",
        props: {
          title: "This week",
          fromDate: data.dayAgo(5),
          toDate: data.dayAgo(-1),
          rankings: data.rankings,
          currentUserId: "grace",
          defaultPageSize: 5,
          runOptions: [{ id: data.dayAgo(0), label: "This week" }, {
            id: data.dayAgo(7),
            label: "Last week",
          }],
          selectedRunId: data.dayAgo(0),
        },
      },
      {
        name: "Nobody yet",
        props: { title: "Next week", rankings: [], fromDate: data.dayAgo(-2), toDate: data.dayAgo(-8) },
      },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-points-badge",
    group: "Points",
    about: "How many points a user has, in little room.",
    size: "small",
    live: { system: "xp" },
    given: ["total", "480"],
    event: "",
    states: [
      { name: "Points", props: { name: "XP", total: 480 } },
      { name: "Zero", props: { name: "XP", total: 0 } },
      { name: "Huge, large", props: { name: "Coins", total: 12_345_678_901, size: "lg" } },
      {
        name: "Said by the page",
        props: {
          name: "credit",
          total: 1_250,
          formatValue: (total) => `€${(total / 100).toFixed(2)}`,
          icon: "💶",
        },
      },
      { name: "A long name", props: { name: "Points of the loyalty programme of the library", total: 3 } },
      LOADING,
      { name: "Error", props: { error: "Away." } },
    ],
  },
  {
    tag: "laurel-points-awards",
    group: "Points",
    about: "What a user got points for, newest first.",
    size: "",
    live: { system: "xp" },
    given: ["awards", "awards"],
    event: "",
    states: [
      { name: "Gains and losses", props: { awards: data.awards } },
      { name: "Empty", props: { awards: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-points-boost",
    group: "Points",
    about: "Days on which more points are given.",
    size: "",
    live: { system: "xp" },
    given: ["boost", "boost"],
    event: "laurel-cta",
    states: [
      { name: "Active", props: { boost: data.boost, cta: { text: "Use it", link: "#laurel-points-boost" } } },
      {
        name: "Soon",
        props: { boost: { ...data.boost, status: "scheduled", name: "Summer", multiplier: 1.5 } },
      },
      { name: "Over", props: { boost: { ...data.boost, status: "finished" } } },
      EMPTY,
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-points-chart",
    group: "Points",
    about: "How points grew, as a line, and as a table for those who cannot see it.",
    size: "",
    live: { system: "xp" },
    given: ["data", "days"],
    event: "",
    states: [
      {
        name: "A month",
        props: { data: data.chart, title: "XP", headerRight: "30 days", levels: data.levels },
      },
      { name: "One day", props: { data: data.chart.slice(0, 1), title: "XP" } },
      {
        name: "Zero",
        props: { data: data.chart.map((day) => ({ ...day, total: 0, change: 0 })), yAxisLabel: "Points" },
      },
      { name: "Empty", props: { data: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-points-levels-list",
    group: "Points",
    about: "The levels, one below the other.",
    size: "",
    live: { system: "xp" },
    given: ["levels", "levels"],
    event: "",
    states: [
      { name: "In between", props: { levels: data.levels, currentPoints: 480 } },
      { name: "At the top", props: { levels: data.levels, currentPoints: 999_999, showProgressBar: false } },
      { name: "Empty", props: { levels: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-points-levels-timeline",
    group: "Points",
    about: "The levels as a way to go.",
    size: "",
    live: { system: "xp" },
    given: ["levels", "levels"],
    event: "",
    states: [
      { name: "In between", props: { levels: data.levels, currentPoints: 480 } },
      { name: "Below the first", props: { levels: data.levels.slice(1), currentPoints: 0 } },
      { name: "Empty", props: { levels: [] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-toast",
    group: "Laurel's own",
    about: "Says what just happened: inside of a provider, an achievement appears the moment it is reached.",
    size: "small",
    live: {},
    given: ["kinds", '"achievement level"'],
    event: "laurel-toast",
    states: [{ name: "Shown by a button", props: { duration: 4_000 } }],
  },
  {
    tag: "laurel-streak-explain",
    group: "Laurel's own",
    about: "Why a streak stands where it stands, day by day.",
    size: "",
    live: {},
    given: ["explanation", "explanation"],
    event: "",
    states: [{ name: "A week", props: { explanation: data.explanation } }, EMPTY, LOADING, ERROR],
  },
  {
    tag: "laurel-preferences",
    group: "Laurel's own",
    about: "What the user wants to be told, and how the streak is counted. Each choice is saved at once.",
    size: "",
    live: { "show-days-off": "" },
    given: ["preferences", "preferences"],
    event: "laurel-preferences",
    states: [
      { name: "Some choices", props: { preferences: data.preferences, showDaysOff: true } },
      { name: "Nothing chosen yet", props: { preferences: { notifications: {} }, channels: ["email"] } },
      LOADING,
      ERROR,
    ],
  },
  {
    tag: "laurel-wrapped",
    group: "Laurel's own",
    about: "The user's year.",
    size: "",
    live: {},
    given: ["wrapped", "wrapped"],
    event: "",
    states: [{ name: "A year", props: { wrapped: data.wrapped } }, EMPTY, LOADING, ERROR],
  },
];

/** Some states are those of several elements; each has one of its own. */
export const views = all.map((view) => ({ ...view, states: view.states.map((state) => ({ ...state })) }));
