import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, get, may } from "../base/api.js";
import { link } from "../base/route.js";
import { number } from "../base/format.js";
import { empty, Screen, top } from "../parts/screen.js";
import { icon } from "../parts/icons.js";

/** Every achievement, with how many have it. */
export class AchievementsScreen extends Screen {
  async load(signal) {
    const [items, shown] = await Promise.all([
      all("/admin/v1/achievements"),
      get("/v1/achievements", { signal }),
    ]);
    const known = Object.fromEntries(shown.map((each) => [each.id, each]));
    return {
      items: items.map((item) => ({
        ...item,
        metricName: known[item.id]?.metricName,
        completions: known[item.id]?.completions,
        rarity: known[item.id]?.rarity,
      })),
    };
  }

  view({ items }) {
    const add = may("editor")
      ? html`<a class="button main" href=${link("/achievements/new")}>New achievement</a>`
      : "";
    return html`${
      top({
        title: "Achievements",
        about: "What a user can reach once, and then keeps.",
        actions: items.length ? add : "",
      })
    }
      ${
      items.length
        ? html`<div class="cards">${each(items, (item) => item.id, (item) => this.card(item))}</div>`
        : html`<div class="sheet">${
          empty({
            icon: "trophy",
            title: "No achievements yet",
            text: "Ten lessons, a streak of thirty days, a year with you: say what is worth a badge.",
            action: add,
          })
        }</div>`
    }`;
  }

  card(item) {
    const look = { active: "good", locked: "note", inactive: "" }[item.status];
    return html`
      <a class="card"
        href=${link(`/achievements/${item.id}`)}><span class="badge ${item.status === "inactive"
          ? "missing"
          : ""}">${item.badge?.url
          ? html`<img src=${item.badge.url} alt="">`
          : icon("trophy")}</span><span><strong title=${item.name}>${item
          .name}</strong><span class="small quiet">${needs(
            item,
          )}</span><span class="row small"><span class="tag ${look}">${item
          .status}</span>${item.completions === undefined
          ? ""
          : html`<span class="quiet num">${number(item.completions)} · ${
            number(item.rarity)
          } %</span>`}</span></span></a>
    `;
  }
}

/**
 * What an achievement takes, in words.
 * @param {any} item
 */
export function needs(item) {
  switch (item.trigger) {
    case "metric":
      return `${number(Number(item.metricValue))} of ${item.metricName ?? "a metric"}`;
    case "streak":
      return `A streak of ${number(item.streakLength)}`;
    case "api":
      return `By the call ${item.key}`;
    case "achievement":
      return `${number(item.achievementIds?.length ?? 0)} others`;
    case "anniversary":
      return `${number(item.anniversaryYears)} years since signing up`;
    default:
      return item.trigger;
  }
}

define("l-achievements", AchievementsScreen);
