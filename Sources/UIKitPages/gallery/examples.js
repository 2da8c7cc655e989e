// What the gallery shows: made up, the same for everybody, and around the day on which one looks.

const DAY = 86_400_000;

/** @param {number} ago @param {number} [now] */
export function dayAgo(ago, now = Date.now()) {
  return new Date(now - ago * DAY).toISOString().slice(0, 10);
}

/** @param {number} ago */
const momentAgo = (ago) => new Date(Date.now() - ago * DAY).toISOString();

/**
 * The last days of somebody, oldest first, as letters: done, freeze, missed, off, paused, grace,
 * idle; the last one is today.
 * @param {string} letters
 */
export function history(letters) {
  /** @type {Record<string, [string, string | null]>} */
  const verdicts = {
    d: ["satisfied", null],
    f: ["covered", "freeze"],
    m: ["broken", null],
    o: ["neutral", "day_off"],
    p: ["covered", "pause"],
    g: ["covered", "grace"],
    i: ["idle", null],
    t: ["open", null],
  };
  let length = 0;
  return [...letters].map((letter, index) => {
    const [verdict, coveredBy] = verdicts[letter];
    if (letter === "d") length += 1;
    if (letter === "m" || letter === "i") length = 0;
    const date = dayAgo(letters.length - 1 - index);
    return { periodStart: date, periodEnd: date, length, verdict, coveredBy, usedFreeze: letter === "f" };
  });
}

export const month = history("iiddddfddddoddmdddddoddddfdgddddpppddd");
export const year = history("dddddddfdddddodddddm".repeat(18) + "ddddd");

/** @param {number} count */
export function longHistory(count) {
  let letters = "";
  for (let index = 0; index < count; index += 1) {
    letters += index % 41 === 17 ? "f" : index % 173 === 90 ? "m" : "d";
  }
  return history(letters);
}

/** @param {string} color @param {string} path */
function image(color, path) {
  const text =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="32" fill="${color}"/>` +
    `<path d="${path}" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(text)}`;
}

const IMAGES = {
  leaf: image(
    "#22704a",
    "M32 50V22M32 36c-11 0-15-6-15-16 11 0 15 6 15 16ZM32 42c9 0 14-5 15-15-10 0-15 5-15 15Z",
  ),
  flame: image("#b4471c", "M32 13c2 9 14 13 14 25a14 14 0 0 1-28 0c0-7 4-10 7-14 1 5 3 7 5 8 2-6 0-11 2-19Z"),
  book: image("#2a64a8", "M14 18h15c2 0 3 1 3 3v27c0-2-1-3-3-3H14ZM50 18H35c-2 0-3 1-3 3v27c0-2 1-3 3-3h15Z"),
  star: image(
    "#82600f",
    "m32 14 5.500 12 13 1.500-9.500 9 2.500 13L32 43l-11.500 6.500 2.500-13-9.500-9 13-1.500Z",
  ),
};

export const achievements = [
  {
    id: "a1",
    name: "First lesson",
    description: "You have begun.",
    badgeUrl: IMAGES.leaf,
    achievedAt: momentAgo(40),
    rarity: 92.5,
    completions: 1850,
  },
  {
    id: "a2",
    name: "A week in a row",
    description: "Seven days without a gap.",
    badgeUrl: IMAGES.flame,
    achievedAt: momentAgo(12),
    rarity: 41,
    completions: 820,
  },
  {
    id: "a3",
    name: "Bookworm",
    description: "Read five hundred pages.",
    badgeUrl: IMAGES.book,
    achievedAt: null,
    progress: { current: 342, target: 500, percent: 68.4 },
    rarity: 11.2,
  },
  {
    id: "a4",
    name: "Centurion",
    description: "A hundred days in a row.",
    badgeUrl: IMAGES.star,
    achievedAt: null,
    progress: { current: 24, target: 100, percent: 24 },
    rarity: 0.42,
  },
  {
    id: "a5",
    name: "Night owl",
    description: "A lesson after midnight.",
    badgeUrl: null,
    achievedAt: null,
    progress: 0,
    rarity: 6,
  },
  {
    id: "a6",
    name: "Took the tour",
    description: null,
    badgeUrl: null,
    achievedAt: momentAgo(3),
    rarity: 73,
  },
];

export const longAchievement = {
  id: "long",
  name:
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, first class, with oak leaves 🏆🍃",
  description:
    "A description that goes on for so long that it takes several lines, whatever the width of the place that it stands in.",
  badgeUrl: IMAGES.star,
  achievedAt: null,
  progress: { current: 1234567, target: 9876543, percent: 12.5 },
  rarity: 0.004,
};

const PEOPLE = [
  "Ada Lovelace",
  "Grace Hopper",
  "Alan Turing",
  "Katherine Johnson",
  "Edsger Dijkstra",
  "Barbara Liskov",
  "Donald Knuth",
  "Radia Perlman",
  "Margaret Hamilton",
  "Niklaus Wirth",
  "Frances Allen",
  "Hedy Lamarr",
];

export const rankings = PEOPLE.map((userName, index) => ({
  userId: userName.split(" ")[0].toLowerCase(),
  userName,
  rank: index + 1,
  value: 1480 - index * 97,
  byline: index % 3 === 0 ? "Level: Gold" : undefined,
  rankChange: [0, 2, -1, 1, 0, -3][index % 6],
}));

export const hardRankings = [
  { userId: "emoji", userName: "🦊 Füchslein 🦊", rank: 1, value: 9_007_199_254_740_991 },
  {
    userId: "long",
    userName: "Wolfeschlegelsteinhausenbergerdorff the Third of His Name",
    rank: 2,
    value: 12_345_678,
  },
  { userId: "arabic", userName: "عبد الرحمن", rank: 2, value: 12_345_678 },
  { userId: "a-user-without-a-name-whose-id-is-long-0123456789", userName: null, rank: 4, value: 0 },
];

export const levels = [
  { id: "l1", key: "bronze", name: "Bronze", points: 0, description: "Everybody begins here." },
  { id: "l2", key: "silver", name: "Silver", points: 250, description: "You know your way around." },
  { id: "l3", key: "gold", name: "Gold", points: 750, description: "Others ask you." },
  { id: "l4", key: "laurel", name: "Laurel", points: 2_000, description: "" },
];

export const awards = [
  {
    id: "w1",
    awarded: 20,
    total: 480,
    date: momentAgo(0.05),
    trigger: { type: "metric", metricName: "Lessons" },
    kind: "award",
  },
  {
    id: "w2",
    awarded: 50,
    total: 460,
    date: momentAgo(1),
    trigger: { type: "achievement", achievementName: "A week in a row" },
    kind: "award",
  },
  {
    id: "w3",
    awarded: -30,
    total: 410,
    date: momentAgo(2),
    trigger: null,
    kind: "spend",
    reason: "A new avatar",
  },
  {
    id: "w4",
    awarded: 70,
    total: 440,
    date: momentAgo(3),
    trigger: { type: "streak", streakLengthThreshold: 7 },
    kind: "award",
  },
];

export const chart = Array.from({ length: 31 }, (_, index) => {
  const change = [10, 20, 0, 30, 10, 0, 5][index % 7];
  return { date: dayAgo(30 - index), change, total: 0 };
});
chart.reduce((total, day) => day.total = total + day.change, 120);

export const boost = {
  name: "Double weekend",
  status: "active",
  multiplier: 2,
  description: "Every lesson counts twice.",
  endDate: dayAgo(-2),
};

export const explanation = {
  streak: { key: "daily", length: 3, status: "active" },
  rule: "Every day where the user is: at least 1 event of “Lessons”; at most 2 freezes.",
  periods: history("ddfmddd").map((period) => ({ ...period, sentence: undefined })),
  olderPeriodsLeftOut: false,
};

export const preferences = {
  notifications: {
    achievement_completed: ["email", "push"],
    recap: ["email"],
    reactivation: [],
    streak_reminder: ["push"],
  },
  streak: { enabled: true, daysOff: [0] },
};

const thisYear = Number(dayAgo(0).slice(0, 4));
const period = {
  metrics: {
    lessons: {
      name: "Lessons",
      currentTotal: 412,
      changeThisPeriod: 388,
      percentChange: 1616,
      percentileThisPeriod: 94,
    },
  },
  points: {
    xp: {
      name: "XP",
      currentTotal: 6_240,
      changeThisPeriod: 5_930,
      percentChange: 1912,
      percentileThisPeriod: 88,
    },
  },
  achievements: achievements.filter((one) => one.achievedAt),
  leaderboards: {},
};
export const wrapped = {
  user: { id: "ada", name: "Ada Lovelace" },
  activity: {
    daysActive: 211,
    weeksActive: 44,
    monthsActive: 11,
    mostActiveDay: { ...period, date: `${thisYear}-03-14` },
    mostActiveWeek: { ...period, start: `${thisYear}-05-10`, end: `${thisYear}-05-16` },
    mostActiveMonth: { ...period, month: 4 },
    entireYear: {
      ...period,
      longestStreak: { length: 63, frequency: "daily", periodStart: null, periodEnd: null, started: null },
    },
  },
};
