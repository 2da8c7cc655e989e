import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, put, remove } from "../base/api.js";
import { here } from "../base/route.js";
import { moment } from "../base/format.js";
import { toast } from "../parts/feedback.js";
import { Draft, field, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { sheet } from "../parts/list.js";
import { settingsTabs } from "./settings.js";

const STEPS = /** @type {[string, number][]} */ ([["1 hour", 3_600], ["1 day", 86_400], ["1 week", 604_800]]);

/** The clock of the sandbox, which can be held and moved on. */
export class ClockScreen extends Screen {
  async load(signal) {
    if (here().environment !== "sandbox") return { clock: null };
    const clock = await get("/admin/v1/clock", { signal });
    this.draft = new Draft({ now: clock.now.slice(0, 19) }, () => this.update());
    return { clock };
  }

  view({ clock }) {
    return html`${top({ title: "Settings" })}${settingsTabs("clock")}${
      clock ? this.sheet(clock) : html`<div class="sheet">${
        empty({
          icon: "clock",
          title: "Production goes by the real time",
          text: "Only the clock of the sandbox can be held. Switch to the sandbox first.",
        })
      }</div>`
    }`;
  }

  sheet(clock) {
    const draft = /** @type {Draft} */ (this.draft);
    const isHeld = clock.mode === "manual";
    const step = ([name, seconds]) =>
      html`<button type="button" class="button" @click=${() =>
        this.hold(
          new Date(new Date(clock.now).getTime() + seconds * 1_000).toISOString(),
        )}>${name} on</button>`;
    return sheet({
      title: "The clock of the sandbox",
      note: html`<span class="tag ${isHeld ? "note" : "good"}">${
        isHeld ? "held" : "goes with the system’s"
      }</span>`,
      body: html`
        <p><span class="big">${moment(clock.now, "UTC")}</span> <span class="quiet">UTC</span></p><p
          class="quiet">Hold the clock and move it on, to see tomorrow’s streaks today. Events happen at the held time.</p>
              ${may("editor")
                ? html`
                  <div class="row">${STEPS.map(step)}${isHeld
                    ? html`<button type="button" class="button" @click=${() =>
                      this.release()}>Let it go</button>`
                    : ""}</div>
                        <form class="with-button"
                    @submit=${(event) => {
                      event.preventDefault();
                      this.hold(`${draft.values.now}Z`);
                    }}>${field(draft, {
                      label: "Hold it at, in UTC",
                      name: "now",
                      type: "datetime-local",
                      isRequired: true,
                    })}<button class="button main" ?disabled=${draft.isBusy}>Hold</button></form>${problem(
                      draft,
                      ["now"],
                    )}
                `
                : ""}
      `,
    });
  }

  /** @param {string} now */
  async hold(now) {
    const draft = /** @type {Draft} */ (this.draft);
    if (
      !await draft.send(() =>
        put("/admin/v1/clock", { now: now.length === 17 ? now.replace("Z", ":00Z") : now })
      )
    ) return;
    toast("The clock is held");
    this.reload();
  }

  async release() {
    await remove("/admin/v1/clock");
    toast("The clock goes on");
    this.reload();
  }
}

define("l-clock", ClockScreen);
