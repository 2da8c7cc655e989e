import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may } from "../base/api.js";
import { link } from "../base/route.js";
import { day, moment, number, signed } from "../base/format.js";
import { empty, Screen } from "../parts/screen.js";
import { table } from "../parts/list.js";
import { icon } from "../parts/icons.js";
import { givePoints } from "./user-actions.js";

/** What a user has reached, and how far the rest is. */
export class UserAchievements extends Screen {
  load(signal) {
    const id = encodeURIComponent(this.params.id);
    return get(`/v1/users/${id}/achievements?includeIncomplete=true`, { signal });
  }

  view(achievements) {
    if (achievements.length === 0) {
      return html`<div class="sheet">${
        empty({
          icon: "trophy",
          title: "No achievements",
          text: "None that is active is open to this user.",
          action: html`<a class="button" href=${link("/achievements")}>Achievements</a>`,
        })
      }</div>`;
    }
    const reached = achievements.filter((achievement) => achievement.achievedAt);
    const open = achievements.filter((achievement) => !achievement.achievedAt);
    return html`${
      reached.length
        ? html`
          <h2>Reached <span class="quiet num">${number(reached.length)}</span></h2>
          <div class="cards">${each(reached, (each) => each.id, (each) => this.card(each))}</div>
        `
        : ""
    }
      ${
      open.length
        ? html`
          <h2>Not yet <span class="quiet num">${number(open.length)}</span></h2>
          <div class="cards">${each(open, (each) => each.id, (each) => this.card(each))}</div>
        `
        : ""
    }`;
  }

  card(achievement) {
    const { progress } = achievement;
    return html`
      <div
        class="card"><span class="badge ${achievement.achievedAt ? "" : "missing"}">${achievement.badgeUrl
          ? html`<img src=${achievement.badgeUrl} alt="">`
          : icon("trophy")}</span><div><strong title=${achievement.name}>${achievement.name}</strong>
            ${achievement.achievedAt
              ? html`<span class="small quiet">${day(achievement.achievedAt, this.params.user.tz)} · ${
                number(achievement.rarity)
              } % have it</span>`
              : progress
              ? html`
                <span class="small quiet num">${number(progress.current)} of ${number(
                  progress.target,
                )}</span><progress max="100" value=${progress.percent}
                  aria-label=${`${achievement.name}: ${progress.percent} percent`}></progress>
              `
              : html`<span class="small quiet">By a call of the application</span>`}</div></div>
    `;
  }
}

/** A user's points, with what gave and took them. */
export class UserPoints extends Screen {
  async load(signal) {
    const id = encodeURIComponent(this.params.id);
    const systems = await get("/admin/v1/points?limit=100", { signal });
    const key = this.key ?? systems[0]?.key;
    const account = key
      ? await get(`/v1/users/${id}/points/${encodeURIComponent(key)}?awards=100`, { signal })
      : null;
    return { systems, account, key };
  }

  view({ systems, account, key }) {
    if (!account) {
      return html`<div class="sheet">${
        empty({
          icon: "points",
          title: "There are no points",
          text: "Once there is a points system, this shows what the user has, and why.",
          action: html`<a class="button" href=${link("/points")}>Points</a>`,
        })
      }</div>`;
    }
    const choose = (name) => {
      this.key = name;
      this.reload();
    };
    return html`
      ${systems.length > 1
        ? html`<div class="row">${
          systems.map((system) =>
            html`<button class="button ${system.key === key ? "main" : ""}" aria-pressed=${
              system.key === key ? "true" : "false"
            } @click=${() => choose(system.key)}>${system.name}</button>`
          )
        }</div>`
        : ""}
            <section class="sheet">
        <header><h2>${account.name}</h2><span class="row">${account.level
          ? html`<span class="tag good">${account.level.name}</span>`
          : ""}${may("support")
          ? html`<button class="button tight" @click=${() =>
            givePoints(
              this.params.user,
              systems.find((system) => system.key === key),
              () => this.reload(),
            )}>Give or take</button>`
          : ""}</span></header>
        <div
          class="body"><div class="streak-head"><span class="big">${number(
            account.total,
          )}</span><span class="quiet">points</span></div>
            ${account.awards.length
              ? table({
                label: "Ledger",
                rows: account.awards,
                key: (row) => row.id ?? `${row.date} ${row.total}`,
                columns: [
                  {
                    label: "When",
                    view: (row) => html`<span class="nowrap">${moment(row.date, this.params.user.tz)}</span>`,
                  },
                  { label: "Why", isMain: true, view: (row) => reasonOf(row) },
                  {
                    label: "Points",
                    isNumber: true,
                    view: (row) =>
                      html`<b class=${row.awarded < 0 ? "down" : "up"}>${signed(row.awarded)}</b>`,
                  },
                  { label: "Total", isNumber: true, view: (row) => number(row.total) },
                ],
              })
              : html`<p class="quiet">Nothing has given the user points yet.</p>`}</div>
      </section>
    `;
  }
}

/** @param {any} row */
function reasonOf(row) {
  const { trigger } = row;
  if (!trigger) {
    return row.reason ??
      { grant: "Granted", spend: "Spent", expiry: "Expired", correction: "Corrected" }[row.kind] ?? row.kind;
  }
  switch (trigger.type) {
    case "metric":
      return `${number(trigger.metricThreshold)} ${trigger.metricName}`;
    case "achievement":
      return `“${trigger.achievementName}”`;
    case "streak":
      return `Every ${number(trigger.streakLengthThreshold)} of a streak`;
    case "time":
      return `Every ${number(trigger.timeInterval)} ${trigger.timeUnit}s`;
    case "user_creation":
      return "First seen";
    default:
      return trigger.type;
  }
}

define("l-user-achievements", UserAchievements);
define("l-user-points", UserPoints);
