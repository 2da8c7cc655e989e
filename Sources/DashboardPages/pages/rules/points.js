import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, may, sendOne } from "../base/api.js";
import { go, link } from "../base/route.js";
import { number } from "../base/format.js";
import { openDialog } from "../parts/feedback.js";
import { Draft, field, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { icon } from "../parts/icons.js";

/** The points systems there are. */
export class PointsScreen extends Screen {
  async load() {
    return { systems: await all("/admin/v1/points") };
  }

  view({ systems }) {
    const add = may("editor")
      ? html`<button class="button main" @click=${() => this.make()}>New points system</button>`
      : "";
    return html`${
      top({
        title: "Points",
        about: "Currencies that users earn and spend.",
        actions: systems.length ? add : "",
      })
    }
      ${
      systems.length
        ? html`<div class="cards">${
          each(systems, (system) => system.id, (system) =>
            html`
              <a class="card"
                href=${link(`/points/${system.id}`)}><span class="badge">${system.badge?.url
                  ? html`<img src=${system.badge.url} alt="">`
                  : icon("points")}</span><span><strong>${system
                  .name}</strong><span class="small quiet">${system.key}${system.maxPoints
                  ? ` · at most ${number(system.maxPoints)}`
                  : ""}</span></span></a>
            `)
        }</div>`
        : html`<div class="sheet">${
          empty({
            icon: "points",
            title: "No points yet",
            text:
              "Points come from what users do: so many for each lesson, for a streak, for an achievement. Levels follow from points.",
            action: add,
          })
        }</div>`
    }`;
  }

  async make() {
    const made = await openDialog(({ close, update }) => {
      const draft = new Draft({ name: "", key: "" }, update);
      const send = async (event) => {
        event.preventDefault();
        /** @type {any} */
        let system;
        if (await draft.send(async () => system = await sendOne("POST", "/admin/v1/points", draft.values))) {
          close(system);
        }
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>New points system</h2>
            </div>
            <div class="body">${field(draft, {
              label: "Name",
              name: "name",
              isRequired: true,
              isFocused: true,
              max: 255,
              placeholder: "XP",
            })}${field(draft, {
              label: "Key",
              name: "key",
              isRequired: true,
              max: 255,
              placeholder: "xp",
              hint: "Your code names the points by it. It stays.",
            })}${problem(draft, ["name", "key"])}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft
              .isBusy}>Make it</button></footer>
          </form>
        `;
    });
    if (made) go(link(`/points/${made.id}`));
  }
}

define("l-points", PointsScreen);
