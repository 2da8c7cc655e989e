import { addWords } from "../base/words.js";

// What the elements of this second file say.

addWords("en", {
  why: "Why?",
  explainEmpty: "There is no streak to explain.",
  olderLeftOut: "Earlier days are left out.",
  preferences: "Preferences",
  notifications: "Tell me about",
  email: "E-mail",
  push: "Push",
  achievement_completed: "Achievements",
  recap: "How it went",
  reactivation: "When I was away",
  streak_reminder: "A streak that is about to end",
  keepStreak: "Count my streak",
  daysOff: "Days off",
  saved: "Saved",
  yourYear: "Your {year}",
  noYear: "There is nothing to tell of this year yet.",
  daysActive: { one: "active day", other: "active days" },
  weeksActive: { one: "active week", other: "active weeks" },
  monthsActive: { one: "active month", other: "active months" },
  bestDay: "Your best day",
  bestWeek: "Your best week",
  bestMonth: "Your best month",
  longestStreak: "Longest streak",
  percentile: "more than {percent} of users",
  levelUp: "New level",
  milestone: "Milestone reached",
});
