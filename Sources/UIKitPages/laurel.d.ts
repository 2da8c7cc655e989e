// Types of the UI kit. Made of the sources by describe.py: do not change it by hand.

/** What the server said instead of an answer; `status` is 0 where there was none. */
export class LaurelError extends Error {
  status: number;
}

export interface ClientOptions {
  /** Where Laurel is. Default: where the module came from. */
  address?: string;
  user: string;
  apiKey?: string;
  token?: string | (() => string | Promise<string>);
  tenant?: string;
  cache?: boolean;
}

/** One answer of the server, which stays up to date while somebody looks at it. */
export interface Resource {
  readonly value: any;
  readonly at: number;
  readonly isStale: boolean;
  readonly error: LaurelError | null;
  subscribe(listener: () => void): () => void;
  refresh(): Promise<void>;
}

export class LaurelClient {
  readonly state: "connecting" | "live" | "offline" | "refused";
  readonly userPath: string;
  readonly changes: EventTarget;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<any>;
  event(
    metric: string,
    value: number,
    more?: { attributes?: Record<string, string>; idempotencyKey?: string },
  ): Promise<any>;
  resource(path: string): Resource;
  on(listener: (type: string, data: any) => void): () => void;
  forget(): void;
}

export function connect(options: ClientOptions): LaurelClient;
export function addWords(language: string, words: Record<string, string | Record<string, string>>): void;

/** An achievement of a user, as the API has it. */
export interface Achievement {
  id?: string;
  key?: string;
  name: string;
  description?: string | null;
  badgeUrl?: string | null;
  /** When it was reached; `null` while it is not. */
  achievedAt?: string | null;
  /** How far it is, from 0 to 100, or with the figures. */
  progress?: number | {current: number, target: number, percent: number} | null;
  completions?: number;
  /** How many of a hundred users have it. */
  rarity?: number;
}

/** A place on a leaderboard, as the API has it. */
export interface Ranking {
  userId: string;
  userName?: string | null;
  rank: number;
  value: number;
  /** A second line below the name. */
  byline?: string;
  avatarUrl?: string;
  /** By how many places it went up; below 0 for down. */
  rankChange?: number;
}

/** A run that can be chosen. */
export interface RunOption {
  /** Inside of a provider: a day of the run, `2026-03-01`. */
  id: string;
  label: string;
}

/** A point of the chart. */
export interface PointsDay {
  date: string;
  total: number;
  change: number;
}

/** A change of a user's points, as the API has it. */
export interface PointsAward {
  id?: string;
  awarded: number;
  /** The points after it. */
  total: number;
  /** An instant. */
  date: string;
  kind?: string;
  reason?: string;
  trigger?: {type: string, metricName?: string, achievementName?: string, streakLengthThreshold?: number} | null;
}

/** Days on which more points are given. */
export interface PointsBoost {
  name: string;
  status: "active" | "scheduled" | "finished";
  description?: string;
  multiplier: number;
  /** The last day; `end`, as the API has it, is taken too. */
  endDate?: string | null;
  end?: string | null;
}

/** A level, as the API has it. */
export interface PointsLevel {
  id?: string;
  key?: string;
  name: string;
  /** From how many points on one has it. */
  points: number;
  description?: string;
  badgeUrl?: string | null;
}

/** A period of a streak as the API has it (`streakHistory`). What says most goes first: the verdict, then a freeze, then the length; a list with none of these has only what was done. */
export interface StreakPeriod {
  /** The first day: `2026-03-01`. */
  periodStart: string;
  /** The last day. */
  periodEnd: string;
  usedFreeze?: boolean;
  usedPause?: boolean;
  /** The length at the end of the period. */
  length?: number;
  /** `satisfied`, `covered`, `neutral`, `broken`, `open`, `idle`. */
  verdict?: string;
  coveredBy?: string | null;
}

/** One achievement as a badge, with a ring that shows how far it is. */
export class LaurelAchievementBadge extends HTMLElement {
  /** The achievement. */
  achievement: Achievement | null;
  /** Inside of a provider: its id, or its key. */
  achievementId: string;
  /** How large it is. */
  badgeSize: "sm" | "default" | "lg" | "xl";
  /** How it looks while it is locked. */
  lockedStyle: "grayscale" | "silhouette" | "hidden";
  /** Is called when it is chosen. */
  onAchievementClick: ((achievement: Achievement) => void) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** Achievements as badges in columns. */
export class LaurelAchievementGrid extends HTMLElement {
  /** The achievements. */
  achievements: Achievement[] | null;
  /** How many stand beside each other. */
  columns: 2 | 3 | 4 | "auto";
  /** The room between them, in pixels or as a length of CSS. */
  gap: number | string | null;
  /** How large the badges are. */
  badgeSize: "sm" | "default" | "lg" | "xl";
  /** How locked ones look. */
  lockedStyle: "grayscale" | "silhouette" | "hidden";
  /** Is called when one is chosen. */
  onAchievementClick: ((achievement: Achievement) => void) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** Achievements as a list with descriptions. */
export class LaurelAchievementList extends HTMLElement {
  /** The achievements. */
  achievements: Achievement[] | null;
  /** How large the badges are. */
  badgeSize: "sm" | "default" | "lg" | "xl";
  /** How locked ones look. */
  lockedStyle: "grayscale" | "silhouette" | "hidden";
  /** How many stand beside each other. */
  columns: 1 | 2 | 3 | 4;
  /** The room between them, in pixels or as a length of CSS. */
  gap: number | string | null;
  /** Is called when one is chosen. */
  onAchievementClick: ((achievement: Achievement) => void) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** The achievements that matter now, and how many there are in all. */
export class LaurelAchievementCard extends HTMLElement {
  /** All of them. */
  achievements: Achievement[] | null;
  /** Those to show; default: the newest, then those that are nearest. */
  highlightedAchievements: Achievement[] | null;
  /** The heading. */
  // @ts-ignore: another type than that of HTMLElement
  title: string;
  /** How large the badges are. */
  badgeSize: "sm" | "default" | "lg" | "xl";
  /** How locked ones look. */
  lockedStyle: "grayscale" | "silhouette" | "hidden";
  /** Is called when one is chosen. */
  onAchievementClick: ((achievement: Achievement) => void) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** A dialog that says that an achievement was reached. */
export class LaurelAchievementUnlocked extends HTMLElement {
  /** The achievement. */
  achievement: Achievement | null;
  /** Whether it is shown. */
  open: boolean;
  /** Is called when it is closed. */
  onOpenChange: ((open: boolean) => void) | null;
  /** What the second button says; without it there is none. */
  secondaryActionLabel: string;
  /** Is called when that is pressed. */
  onSecondaryActionClick: (() => void) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** The first three of a leaderboard. */
export class LaurelLeaderboardPodium extends HTMLElement {
  /** The places; the first three are shown. */
  rankings: Ranking[] | null;
  /** Inside of a provider: the leaderboard's key. */
  leaderboard: string;
  /** How large it is. */
  size: "sm" | "default" | "lg";
  /** Whether scores are shown. */
  showValue: boolean;
  /** Whether images, or initials, are shown. */
  showAvatar: boolean;
  /** How the ranks look. */
  medalStyle: "color" | "mono" | "none";
  /** The user who is called “You”; default: the provider's. */
  currentUserId: string;
  /** Is called when somebody is chosen. */
  onUserClick: ((place: Ranking) => void) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** The places of a leaderboard as a table. */
export class LaurelLeaderboardRankings extends HTMLElement {
  /** The places. */
  rankings: Ranking[] | null;
  /** Inside of a provider: the leaderboard's key. */
  leaderboard: string;
  /** The user whose place stands out; default: the provider's. */
  currentUserId: string;
  /** Is called when somebody is chosen. */
  onUserClick: ((place: Ranking) => void) | null;
  /** Whether it is cut into pages. */
  showPagination: boolean;
  /** How many places a page has. */
  defaultPageSize: number;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** A leaderboard: the first three, the places, and the runs that can be looked at. */
export class LaurelLeaderboardCard extends HTMLElement {
  /** The heading; default: the leaderboard's name. */
  // @ts-ignore: another type than that of HTMLElement
  title: string;
  /** The first day of the run. */
  fromDate: string | Date;
  /** Its last day. */
  toDate: string | Date;
  /** The first three; default: those of `rankings`. */
  podiumRankings: Ranking[] | null;
  /** The places. */
  rankings: Ranking[] | null;
  /** Inside of a provider: the leaderboard's key. */
  leaderboard: string;
  /** The user whose place stands out; default: the provider's. */
  currentUserId: string;
  /** The runs that can be chosen. */
  runOptions: RunOption[] | null;
  /** The one that is shown. */
  selectedRunId: string;
  /** Is called when another is chosen. */
  onRunChange: ((id: string) => void) | null;
  /** Is called when somebody is chosen. */
  onUserClick: ((place: Ranking) => void) | null;
  /** How many places a page has. */
  defaultPageSize: number;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** How points grew over time, as a line; and, for those who cannot see it, as a table. */
export class LaurelPointsChart extends HTMLElement {
  /** The points, oldest first. */
  data: PointsDay[] | null;
  /** Inside of a provider: the points system's key. */
  system: string;
  /** Inside of a provider: how many days it shows. */
  days: number;
  /** How high the plot is, in pixels. */
  height: number;
  /** The heading. */
  // @ts-ignore: another type than that of HTMLElement
  title: string;
  /** What stands beside the heading. */
  headerRight: string | Node | null;
  /** What the figures are. */
  yAxisLabel: string;
  /** Levels, shown as lines across. */
  levels: PointsLevel[] | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** How many points a user has, in little room. */
export class LaurelPointsBadge extends HTMLElement {
  /** What the points are called. */
  name: string;
  /** How many there are. */
  total: number | null;
  /** Inside of a provider: the points system's key. */
  system: string;
  /** An image of the points. */
  badgeUrl: string;
  /** How large it is. */
  size: "sm" | "default" | "lg";
  /** A text or an element in place of the star. */
  icon: string | Node | null;
  /** Says the number. */
  formatValue: ((total: number) => string) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** What a user got points for, newest first. */
export class LaurelPointsAwards extends HTMLElement {
  /** The changes. */
  awards: PointsAward[] | null;
  /** Inside of a provider: the points system's key. */
  system: string;
  /** Says the total after a change. */
  formatTotalPoints: ((total: number) => string) | null;
  /** Says a change. */
  formatAwardedPoints: ((awarded: number) => string) | null;
  /** Says a date. */
  formatDate: ((date: string) => string) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** Days on which more points are given. */
export class LaurelPointsBoost extends HTMLElement {
  /** The boost. */
  boost: PointsBoost | null;
  /** Inside of a provider: the points system's key; its first boost is shown. */
  system: string;
  /** A link, or a button where there is no address. */
  cta: {link?: string, text: string} | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** The levels of a points system, one below the other. */
export class LaurelPointsLevelsList extends HTMLElement {
  /** The levels. */
  levels: PointsLevel[] | null;
  /** Inside of a provider: the points system's key. */
  system: string;
  /** How many points the user has. */
  currentPoints: number | null;
  /** Whether it shows how far the next level is. */
  showProgressBar: boolean;
  /** What stands beside the user's level. */
  currentLevelLabel: string;
  /** Says a number of points. */
  formatPoints: ((points: number) => string) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** The levels of a points system as a way to go. */
export class LaurelPointsLevelsTimeline extends HTMLElement {
  /** The levels. */
  levels: PointsLevel[] | null;
  /** Inside of a provider: the points system's key. */
  system: string;
  /** How many points the user has. */
  currentPoints: number | null;
  /** What stands below the user's level. */
  currentLevelLabel: string;
  /** Says a number of points. */
  formatPoints: ((points: number) => string) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** Gives the elements inside of it their data, live: one connection, however many elements. Give it the user's own application key or a token of the user. A key of your servers never belongs on a page, and is not taken. */
export class LaurelProvider extends HTMLElement {
  /** The user's id. */
  user: string;
  /** Where Laurel is, such as `https://laurel.example.com`. Default: where `laurel.js` came from. */
  address: string;
  /** The user's own application key. */
  apiKey: string;
  /** A token of the user, or a function that gives one, and is asked again when it has expired. */
  token: string | (() => string | Promise<string>) | null;
  /** The tenant's id, where there are tenants. */
  tenant: string;
  /** Whether the last state is kept on the device, to be shown without a connection. */
  cache: boolean;
  /** Does not say that there is no connection; the page does. */
  quiet: boolean;
  /** Read it: `connecting`, `live`, `offline` or `refused`. Also an attribute, to be styled by. */
  readonly state: string;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
  /** `event(metric, value, {attributes, idempotencyKey})` records that the user did something, exactly once, and gives what the API answers. */
  event(...parameters: any[]): any;
  /** Asks for everything anew. */
  refresh(...parameters: any[]): any;
  /** Forgets what is kept on the device. */
  signOut(...parameters: any[]): any;
}

/** How long a streak is, in little room. */
export class LaurelStreakBadge extends HTMLElement {
  /** How long the streak is. */
  length: number | null;
  /** What it counts. */
  frequency: "daily" | "weekly" | "monthly";
  /** How large it is. */
  size: "sm" | "default" | "lg";
  /** A text, such as an emoji, or an element in place of the flame. */
  icon: string | Node | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** The days of a streak. What was missed is shown as missed, and today is the user's day. */
export class LaurelStreakCalendar extends HTMLElement {
  /** The periods, as in `streakHistory` of the API. */
  streak: StreakPeriod[] | null;
  /** What it shows at once; `all` is every year that there is, to scroll through. */
  view: "week" | "month" | "year" | "all";
  /** The month of the view `month`: `2026-03`. Default: that of `referenceDate`. */
  month: string | number | Date | null;
  /** The day around which it shows; default: today. */
  referenceDate: string | Date | null;
  /** Whether days that a freeze covered look different from days that were done. */
  showFreezes: boolean;
  /** The first day of a week, 0 for Sunday; default: as where the language is spoken. */
  startOfWeek: 0 | 1 | 2 | 3 | 4 | 5 | 6 | null;
  /** A day that stands out, with the others of its period. */
  selectedDay: string;
  /** Is called with the `detail` of `laurel-day`. */
  onDayClick: ((day: object) => void) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** A streak with its calendar, its figures, and how it works. */
export class LaurelStreakCard extends HTMLElement {
  /** The periods, as in `streakHistory` of the API. */
  streak: StreakPeriod[] | null;
  /** How long the streak is now. */
  currentStreak: number | null;
  /** The longest that it ever was. */
  longestStreak: number | null;
  /** How many periods were done in all. */
  total: number | null;
  /** What it counts. */
  frequency: "daily" | "weekly" | "monthly";
  /** How many freezes are left. */
  freezes: number | null;
  /** What the calendar shows. */
  view: "week" | "month" | "year" | "all";
  /** The heading. */
  // @ts-ignore: another type than that of HTMLElement
  title: string;
  /** What the button says; without it there is none. */
  actionLabel: string;
  /** Is called when the button is pressed. */
  onActionClick: (() => void) | null;
  /** Whether it tells how streaks work. */
  showHowItWorks: boolean;
  /** The heading of that. */
  howItWorksTitle: string;
  /** The sentences of that. */
  howItWorksItems: string[] | null;
  /** Whether these are open at first. */
  defaultHowItWorksOpen: boolean;
  /** Is called with the `detail` of `laurel-day`. */
  onDayClick: ((day: object) => void) | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** What the user wants to be told, and how the streak is counted. Each choice is saved at once. */
export class LaurelPreferences extends HTMLElement {
  /** As `GET /v1/users/{id}/preferences` answers. */
  preferences: object | null;
  /** Which ways there are; default: `email` and `push`. */
  channels: string[] | null;
  /** Whether days off can be chosen; the workspace has to allow it. */
  showDaysOff: boolean;
  /** The heading. */
  // @ts-ignore: another type than that of HTMLElement
  title: string;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** Why a streak stands where it stands, day by day. */
export class LaurelStreakExplain extends HTMLElement {
  /** The answer of `GET /v1/users/{id}/streaks/{key}/explain`. */
  explanation: object | null;
  /** Inside of a provider: the streak's key; default: the primary one. */
  streakKey: string;
  /** The heading. */
  // @ts-ignore: another type than that of HTMLElement
  title: string;
  /** How many of the newest days it shows. */
  limit: number;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

/** Says what just happened to the user: an achievement appears the moment it is reached. */
export class LaurelToast extends HTMLElement {
  /** What it tells of: any of `achievement`, `level`, `milestone`. */
  kinds: string;
  /** For how long one is seen, in milliseconds; 0 until it is closed. */
  duration: number;
  /** Where they are seen. */
  placement: "bottom-end" | "bottom-start" | "bottom" | "top-end" | "top-start" | "top";
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
  /** `toast({title, text})` shows one of the page's own. */
  toast(...parameters: any[]): any;
}

/** The user's year: days, streak, best day, week and month, points and achievements. */
export class LaurelWrapped extends HTMLElement {
  /** As `GET /v1/users/{id}/wrapped` answers. */
  wrapped: object | null;
  /** The year; default: this one. */
  year: number | null;
  /** Shows the place that the element will take, while data is on its way. */
  loading: boolean;
  /** Shows this sentence instead of the data that is missing. */
  error: string;
  /** An address that answers with the element's data, in place of its property. */
  src: string;
  /** The user's time zone; default: that of the provider, then of the nearest element with this attribute, then the browser's. */
  timeZone: string;
  /** Texts of this element in place of those of the language. */
  words: Record<string, string | Record<string, string>> | null;
}

declare global {
  interface HTMLElementTagNameMap {
    "laurel-achievement-badge": LaurelAchievementBadge;
    "laurel-achievement-grid": LaurelAchievementGrid;
    "laurel-achievement-list": LaurelAchievementList;
    "laurel-achievement-card": LaurelAchievementCard;
    "laurel-achievement-unlocked": LaurelAchievementUnlocked;
    "laurel-leaderboard-podium": LaurelLeaderboardPodium;
    "laurel-leaderboard-rankings": LaurelLeaderboardRankings;
    "laurel-leaderboard-card": LaurelLeaderboardCard;
    "laurel-points-chart": LaurelPointsChart;
    "laurel-points-badge": LaurelPointsBadge;
    "laurel-points-awards": LaurelPointsAwards;
    "laurel-points-boost": LaurelPointsBoost;
    "laurel-points-levels-list": LaurelPointsLevelsList;
    "laurel-points-levels-timeline": LaurelPointsLevelsTimeline;
    "laurel-provider": LaurelProvider;
    "laurel-streak-badge": LaurelStreakBadge;
    "laurel-streak-calendar": LaurelStreakCalendar;
    "laurel-streak-card": LaurelStreakCard;
    "laurel-preferences": LaurelPreferences;
    "laurel-streak-explain": LaurelStreakExplain;
    "laurel-toast": LaurelToast;
    "laurel-wrapped": LaurelWrapped;
  }
}
