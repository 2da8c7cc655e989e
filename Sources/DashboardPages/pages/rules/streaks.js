import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, get, may } from "../base/api.js";
import { link, userPath } from "../base/route.js";
import { duration, number } from "../base/format.js";
import { empty, Screen, top } from "../parts/screen.js";
import { sheet, table } from "../parts/list.js";
import { ruleText } from "../parts/rule.js";

/** The streaks there are, and whose ends soon. */
export class StreaksScreen extends Screen {
  async load(signal) {
    const [streaks, metrics, risk] = await Promise.all([
      all("/admin/v1/streaks/definitions"),
      all("/admin/v1/metrics"),
      get("/admin/v1/streaks/at-risk?limit=20", { signal }),
    ]);
    const names = Object.fromEntries(metrics.map((metric) => [metric.key, metric.name]));
    return { streaks, metrics, names, risk: risk.streaks };
  }

  view({ streaks, metrics, names, risk }) {
    const add = may("editor") && metrics.length
      ? html`<a class="button main" href=${link("/streaks/new")}>New streak</a>`
      : "";
    return html`${top({ title: "Streaks", about: "What counts, and how forgiving it is.", actions: add })}
      ${
      streaks.length
        ? each(streaks, (streak) => streak.id, (streak) => this.row(streak, names))
        : html`<div class="sheet">${this.nothing(metrics)}</div>`
    }
      ${streaks.length ? this.atRisk(risk) : ""}`;
  }

  nothing(metrics) {
    if (metrics.length === 0) {
      return empty({
        icon: "streak",
        title: "First a metric, then a streak",
        text: "A streak counts events of a metric, such as lessons or pages. Make one of these first.",
        action: may("editor") ? html`<a class="button main" href=${link("/metrics")}>Metrics</a>` : "",
      });
    }
    return empty({
      icon: "streak",
      title: "No streaks yet",
      text:
        "A streak says what somebody does again and again, and what happens when a day is missed. You write it as a sentence.",
      action: may("editor")
        ? html`<a class="button main" href=${link("/streaks/new")}>Write the first one</a>`
        : "",
    });
  }

  row(streak, names) {
    return html`
      <section class="sheet">
        <header><h2><a href=${link(`/streaks/${streak.id}`)}>${streak
          .name}</a> <code class="small quiet">${streak.key}</code></h2><span class="row">${streak.primary
          ? html`<span class="tag good">primary</span>`
          : ""}${streak.status === "paused"
          ? html`<span class="tag cold">paused for everybody</span>`
          : ""}<a class="link small" href=${link(`/streaks/${streak.id}`)}>${may("editor")
          ? "Edit"
          : "Look"}<span class="for-readers"> ${streak.name}</span></a></span></header>
        <div class="body"><p>${ruleText(streak, names)}</p>${streak.milestones.length
          ? html`<p class="small quiet">Milestones at ${
            streak.milestones.map((milestone) => number(milestone.threshold)).join(", ")
          }</p>`
          : ""}</div>
      </section>
    `;
  }

  atRisk(risk) {
    return sheet({
      title: "At risk now",
      note: "most urgent first",
      body: risk.length
        ? table({
          label: "Streaks at risk",
          rows: risk,
          key: (each) => `${each.userId} ${each.definition}`,
          columns: [
            {
              label: "User",
              isMain: true,
              view: (each) =>
                html`<a class="name" href=${
                  link(userPath(each.userId), { streak: each.definition })
                }>${each.userId}</a>`,
            },
            { label: "Streak", view: (each) => each.definition },
            { label: "Length", isNumber: true, view: (each) => number(each.length) },
            { label: "Ends in", isNumber: true, view: (each) => duration(each.secondsLeft) },
          ],
        })
        : html`<p class="quiet">Nobody’s streak ends with the current period.</p>`,
    });
  }
}

define("l-streaks", StreaksScreen);
