import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, may } from "../base/api.js";
import { link } from "../base/route.js";
import { day, number } from "../base/format.js";
import { empty, Screen, top } from "../parts/screen.js";
import { table } from "../parts/list.js";
import { experimentWords } from "./experiment-form.js";

/** The experiments there are. */
export class ExperimentsScreen extends Screen {
  async load() {
    const experiments = await all("/admin/v1/experiments");
    return { experiments: experiments.toReversed() };
  }

  view({ experiments }) {
    const add = may("editor")
      ? html`<a class="button main" href=${link("/experiments/new")}>New experiment</a>`
      : "";
    return html`${
      top({
        title: "Experiments",
        about: "Some users have another rule than the others: does that keep them?",
        actions: experiments.length ? add : "",
      })
    }${
      experiments.length
        ? html`
          <section class="sheet">
            <div class="body">${this.list(experiments)}</div>
          </section>
        `
        : html`<div class="sheet">${
          empty({
            icon: "chart",
            title: "No experiments yet",
            text:
              "Try a lower goal, or one more freeze, on half of your users, and see whether they come back more often before everybody has it.",
            action: add,
          })
        }</div>`
    }`;
  }

  list(experiments) {
    return table({
      label: "Experiments",
      rows: experiments,
      key: (experiment) => experiment.id,
      columns: [
        {
          label: "Name",
          isMain: true,
          view: (experiment) =>
            html`
              <a class="name" href=${link(`/experiments/${encodeURIComponent(experiment.key)}`)}>${experiment
                .name}</a>
              <div class="small quiet">${experimentWords(experiment)}</div>
            `,
        },
        { label: "Status", view: statusTag },
        { label: "Share", isNumber: true, view: (experiment) => `${number(experiment.share)} %` },
        { label: "Began", isNumber: true, view: (experiment) => day(experiment.started) },
        { label: "Ended", isNumber: true, view: (experiment) => day(experiment.ended) },
      ],
    });
  }
}

/** @param {any} experiment */
export function statusTag({ status }) {
  const kind = { running: "good", draft: "note" }[status] ?? "";
  return html`<span class=${`tag ${kind}`}>${status}</span>`;
}

define("l-experiments", ExperimentsScreen);
