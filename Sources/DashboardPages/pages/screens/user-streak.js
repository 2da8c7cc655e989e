import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may } from "../base/api.js";
import { here, link, remember } from "../base/route.js";
import { counted, day, duration, heading, moment, number } from "../base/format.js";
import { empty, Screen } from "../parts/screen.js";
import { verdict } from "../parts/calendar.js";
import { kitElements } from "../parts/kit.js";
import { chooser } from "../parts/list.js";
import { copy } from "../parts/feedback.js";
import { icon } from "../parts/icons.js";
import { markStreak } from "./user-actions.js";

const STATUS = {
  extended: ["good", "done for now"],
  alive: ["good", "alive"],
  broken: ["bad", "broken"],
  lapsed: ["bad", "over"],
  none: ["", "not begun"],
};

/** A user's streaks, and why each stands where it stands. */
export class UserStreaks extends Screen {
  chosen = here().query.get("streak") ?? "";
  /** @type {string | null} */
  date = null;

  async load(signal) {
    const id = encodeURIComponent(this.params.id);
    const streaks = await get(`/v1/users/${id}/streaks`, { signal });
    const streak = streaks.find((streak) => streak.key === this.chosen) ??
      streaks.find((streak) => streak.primary) ?? streaks[0];
    if (!streak) return { streaks, streak: null };
    const [explained] = await Promise.all([
      get(`/v1/users/${id}/streaks/${encodeURIComponent(streak.key)}/explain?periods=93&runs=all`, {
        signal,
      }),
      kitElements(),
    ]);
    return { streaks, streak, explained };
  }

  /** @param {string} key */
  choose(key) {
    this.chosen = key;
    this.date = null;
    remember({ streak: key });
    this.reload();
  }

  view({ streaks, streak, explained }) {
    if (!streak) {
      return html`<div class="sheet">${
        empty({
          icon: "streak",
          title: "There is no streak",
          text: "Once you set one up, this shows how it stands for the user, and why.",
          action: may("editor") ? html`<a class="button main" href=${link("/streaks")}>Set one up</a>` : "",
        })
      }</div>`;
    }
    const items = streaks.map((each) => ({
      ...each,
      note: html`<span class="num">${number(each.length)}</span>`,
    }));
    return html`${chooser("Streaks", items, streak.key, (key) => this.choose(key))}
      <div class="two">${this.why(streak, explained)}<div class="stack">${
      this.stand(streak, explained.periods)
    }${may("support") ? this.marks(streak) : ""}</div></div>`;
  }

  why(streak, explained) {
    const periods = explained.periods;
    const shown = periods.find((period) => period.periodStart === this.date) ?? this.telling(periods);
    const [look, words] = shown ? verdict(shown) : ["", ""];
    const color = { did: "good", miss: "bad", ice: "cold" }[look] ?? "";
    return html`
      <section class="sheet">
        <header><div><h2>${streak.name}</h2></div><button class="button bare tight" @click=${() =>
          copy(explained.sentences.join("\n"), "The explanation is copied")}>${icon(
            "copy",
          )}Copy the answer</button></header>
        <div class="body"><p>${explained.sentences[0]}</p>
            ${periods.length ? this.days(periods, shown) : ""}
            ${shown
              ? html`
                <div class="explained ${color}" aria-live="polite">
                  <h3>${heading(shown.periodStart)}${shown.periodEnd !== shown.periodStart
                    ? ` to ${heading(shown.periodEnd)}`
                    : ""} <span class="quiet small">${words}</span></h3>
                  <p>${shown.sentence}</p>
                  <p class="quiet small">${details(shown)}</p>
                </div>
              `
              : ""}<p class="quiet small">The rule: ${explained.rule}</p></div>
      </section>
    `;
  }

  /** The days as the user sees them; a click tells what was found of one. */
  days(periods, shown) {
    const choose = ({ detail }) => {
      if (!detail.period) return;
      this.date = detail.period.periodStart;
      this.update();
    };
    return html`
      <laurel-streak-calendar .streak=${periods} .timeZone=${this.params.user.tz ?? "UTC"}
        .referenceDate=${shown.periodStart} .selectedDay=${shown.periodStart}
        @laurel-day=${choose}></laurel-streak-calendar>
    `;
  }

  /** The period that one asks about first: the one that broke the streak, or the current one. */
  telling(periods) {
    return periods.findLast((period) => period.verdict === "broken") ?? periods.at(-1);
  }

  stand(streak, periods) {
    const isDaily = periods.length > 0 && periods.every((period) => period.periodStart === period.periodEnd);
    const noun = isDaily ? "day" : "period";
    const special = streak.paused
      ? ["cold", "paused for everybody"]
      : !streak.enabled
      ? ["", "switched off"]
      : streak.isAtRisk
      ? ["note", "at risk"]
      : null;
    const [look, words] = special ?? STATUS[streak.status] ?? ["", streak.status];
    /** @type {[string, unknown][]} */
    const pairs = [["Longest", counted(streak.longest, noun)]];
    if (streak.started) pairs.push(["Began", day(streak.started)]);
    if (streak.broken) pairs.push(["Broke", day(streak.broken)]);
    if (streak.deadline) {
      pairs.push([
        "Ends unless something happens",
        `${moment(streak.deadline, this.params.user.tz)}${
          streak.secondsUntilClose ? `, in ${duration(streak.secondsUntilClose)}` : ""
        }`,
      ]);
    }
    if (streak.maxFreezes) {
      pairs.push(["Freezes", `${number(streak.freezes)} of ${number(streak.maxFreezes)}`]);
    }
    const { progress } = streak;
    if (progress) {
      pairs.push(["This period", `${counted(progress.count, "event")}, sum ${number(progress.sum)}`]);
    }
    return html`
      <section class="sheet">
        <header><h2>Now</h2><span class="tag ${look}">${words}</span></header>
        <div class="body">
          <div class="streak-head"><span class="big">${number(
            streak.length,
          )}</span><span class="quiet">${streak.length === 1 ? noun : `${noun}s`}</span></div>
          <dl class="facts">${pairs.map(([name, value]) =>
            html`
              <dt>${name}</dt>
              <dd>${value}</dd>
            `
          )}</dl>
        </div>
      </section>
    `;
  }

  marks(streak) {
    const { user } = this.params;
    const done = () => this.reload();
    const button = (kind, drawing, label) =>
      html`<button class="button" @click=${() => markStreak(kind, user, streak, done)}>${
        icon(drawing)
      }${label}</button>`;
    return html`
      <section class="sheet">
        <header>
          <h2>Make it right</h2>
        </header>
        <div class="body">
          <div class="row">${button("restore", "back", "Restore")}${button(
            "freeze",
            "ice",
            "Give a freeze",
          )}${button("pause", "pause", "Pause")}${button("reset", "stop", "Reset")}</div>
        </div>
      </section>
    `;
  }
}

/** @param {any} period */
function details(period) {
  const parts = [
    `${counted(period.events.count, "event")} counted`,
    `length ${number(period.length)} after it`,
    period.timezone,
  ];
  if (period.freezesLeft) parts.push(`${counted(period.freezesLeft, "freeze")} left`);
  return parts.filter(Boolean).join(" · ");
}

define("l-user-streaks", UserStreaks);
