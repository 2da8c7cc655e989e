import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may } from "../base/api.js";
import { go, link } from "../base/route.js";
import { number } from "../base/format.js";
import { empty, Screen } from "../parts/screen.js";
import { chooser } from "../parts/list.js";
import { kitElements } from "../parts/kit.js";
import { givePoints } from "./user-actions.js";

/** What a user has reached, and how far the rest is. */
export class UserAchievements extends Screen {
  async load(signal) {
    const id = encodeURIComponent(this.params.id);
    const [achievements] = await Promise.all([
      get(`/v1/users/${id}/achievements?includeIncomplete=true`, { signal }),
      kitElements(),
    ]);
    return achievements;
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
    return html`${this.group("Reached", reached)}${this.group("Not yet", open)}`;
  }

  /** Some of them, as the user sees them; a click leads to how one is set up. */
  group(title, achievements) {
    if (achievements.length === 0) return "";
    return html`
      <h2>${title} <span class="quiet num">${number(achievements.length)}</span></h2>
      <laurel-achievement-list .achievements=${achievements} .columns=${3} .timeZone=${this.params.user.tz ??
        "UTC"}
        @laurel-achievement=${({ detail }) =>
          go(link(`/achievements/${detail.id}`))}></laurel-achievement-list>
    `;
  }
}

/** A user's points, with what gave and took them. */
export class UserPoints extends Screen {
  async load(signal) {
    const id = encodeURIComponent(this.params.id);
    const systems = await get("/admin/v1/points?limit=100", { signal });
    const key = this.key ?? systems[0]?.key;
    const [account] = await Promise.all([
      key ? get(`/v1/users/${id}/points/${encodeURIComponent(key)}?awards=100`, { signal }) : null,
      kitElements(),
    ]);
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
    const system = systems.find((system) => system.key === key);
    return html`
      ${chooser("Points", systems, key, choose)}
            <section class="sheet">
        <header><h2>${account.name}</h2><span class="row">${account.level
          ? html`<span class="tag good">${account.level.name}</span>`
          : ""}<laurel-points-badge .name=${account
          .name} .total=${account.total}></laurel-points-badge>${may("support")
          ? html`<button class="button tight" @click=${() =>
            givePoints(this.params.user, system, () => this.reload())}>Give or take</button>`
          : ""}</span></header>
        <div class="body">
          <h3>What gave points, and took them</h3>
          <laurel-points-awards .awards=${account.awards} .timeZone=${this.params.user.tz ??
            "UTC"} .words=${{
            noAwards: "Nothing has given the user points yet.",
          }}></laurel-points-awards>
        </div>
      </section>
    `;
  }
}

define("l-user-achievements", UserAchievements);
define("l-user-points", UserPoints);
