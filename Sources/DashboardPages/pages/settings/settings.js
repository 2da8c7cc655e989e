import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, get, may, patch } from "../base/api.js";
import { here, link } from "../base/route.js";
import { toast } from "../parts/feedback.js";
import { choice, Draft, field, problem, wholeNumber } from "../parts/fields.js";
import { Screen, top } from "../parts/screen.js";
import { sheet, tabs } from "../parts/list.js";

const SETTINGS_TABS = [
  ["Workspace", "", "viewer"],
  ["Keys", "keys", "viewer"],
  ["Tokens", "tokens", "viewer"],
  ["Team", "team", "viewer"],
  ["Sessions", "sessions", "viewer"],
  ["Tenants", "tenants", "viewer"],
  ["Environments", "environments", "viewer"],
  ["Audit", "audit", "viewer"],
  ["Clock", "clock", "viewer"],
];
const FONTS = [
  "MODERN_SANS",
  "BOOK_SANS",
  "ORGANIC_SANS",
  "GEOMETRIC_SANS",
  "HEAVY_SANS",
  "ROUNDED_SANS",
  "MODERN_SERIF",
  "BOOK_SERIF",
  "MONOSPACE",
];

/**
 * The parts of the settings.
 * @param {string} current
 */
export function settingsTabs(current) {
  const shown = SETTINGS_TABS.filter(([, key]) => key !== "clock" || here().environment === "sandbox");
  return tabs(
    "Settings",
    shown.map(([name, key]) => ({
      name,
      address: link(key ? `/settings/${key}` : "/settings"),
      isCurrent: key === current,
    })),
  );
}

/** What holds for a workspace as a whole. */
export class SettingsScreen extends Screen {
  async load(signal) {
    const [settings, attributes] = await Promise.all([
      get("/admin/v1/settings", { signal }),
      all("/admin/v1/attributes"),
    ]);
    const { branding, experimentation } = settings;
    this.draft = new Draft({
      appName: branding.appName,
      appUrl: branding.appUrl,
      brandColor: branding.brandColor,
      font: branding.font,
      controlRatio: experimentation.controlRatio,
      userActivationWindow: experimentation.userActivationWindow,
      aggregationPeriod: settings.aggregationPeriod,
      defaultTimeZone: settings.defaultTimeZone ?? "UTC",
      toldApart: settings.analytics?.attributes ?? [],
    }, () => this.update());
    return { settings, attributes };
  }

  view({ attributes }) {
    const draft = /** @type {Draft} */ (this.draft);
    const isFixed = !may("editor");
    const zones = /** @type {[string, string][]} */ ((Intl.supportedValuesOf?.("timeZone") ?? []).map((
      zone,
    ) => [zone, zone.replaceAll("_", " ")]));
    const fonts = /** @type {[string, string][]} */ ([...new Set([draft.values.font, ...FONTS])].map((
      font,
    ) => [font, font.replaceAll("_", " ").toLowerCase()]));
    const foot = isFixed ? "" : html`
      <button type="button" class="button" ?disabled=${!draft.isChanged} @click=${() =>
        this.again()}>Discard</button><button
        class="button main" ?disabled=${!draft.isChanged || draft.isBusy}>Save</button>
    `;
    return html`
      ${top({ title: "Settings" })}${settingsTabs("")}<form class="stack"
        @submit=${(event) => this.save(event)}><div class="halves">${sheet({
          title: "Branding",
          body: html`${field(draft, { label: "Name of the app", name: "appName", isDisabled: isFixed })}${
            field(draft, {
              label: "Address of the app",
              name: "appUrl",
              type: "url",
              isDisabled: isFixed,
              placeholder: "https://example.com",
            })
          }<div class="fields">${
            field(draft, { label: "Colour", name: "brandColor", isDisabled: isFixed, placeholder: "#22704a" })
          }${choice(draft, { label: "Font", name: "font", isDisabled: isFixed, options: fonts })}</div>`,
        })}${sheet({
          title: "Time and groups",
          body: html`${
            choice(draft, {
              label: "Users who told no time zone live in",
              name: "defaultTimeZone",
              isDisabled: isFixed,
              options: [["UTC", "UTC"], ...zones.filter(([zone]) => zone !== "UTC")],
            })
          }<div class="fields">${
            field(draft, {
              label: "Control group, of 100",
              name: "controlRatio",
              type: "number",
              isDisabled: isFixed,
              read: wholeNumber,
            })
          }${
            field(draft, {
              label: "Activation, days",
              name: "userActivationWindow",
              type: "number",
              isDisabled: isFixed,
              read: wholeNumber,
            })
          }</div>${
            choice(draft, {
              label: "Summaries are",
              name: "aggregationPeriod",
              isDisabled: isFixed,
              options: [["weekly", "weekly"], ["monthly", "monthly"]],
            })
          }`,
        })}</div>${toldApart(draft, attributes, isFixed)}${problem(draft, ["defaultTimeZone"])}${foot
          ? html`<div class="row">${foot}</div>`
          : ""}</form>
    `;
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const draft = /** @type {Draft} */ (this.draft);
    const isDone = await draft.send(() => {
      const { changes } = draft;
      const body = {};
      const put = (group, names) => {
        const own = Object.fromEntries(Object.entries(changes).filter(([name]) => names.includes(name)));
        if (Object.keys(own).length) body[group] = own;
      };
      put("branding", ["appName", "appUrl", "brandColor", "font"]);
      put("experimentation", ["controlRatio", "userActivationWindow"]);
      if ("toldApart" in changes) body.analytics = { attributes: changes.toldApart };
      for (const name of ["aggregationPeriod", "defaultTimeZone"]) {
        if (name in changes) body[name] = changes[name];
      }
      return patch("/admin/v1/settings", body);
    });
    if (isDone) {
      toast("Saved");
      this.reload();
    }
  }
}

/** By how many attributes users or events are told apart. */
const MOST_TOLD_APART = 5;

/** Which attributes analytics tells users apart by. */
function toldApart(draft, attributes, isFixed) {
  if (attributes.length === 0) return "";
  const chosen = draft.values.toldApart;
  const toggle = (key) => {
    const others = chosen.filter((each) => each !== key);
    draft.set("toldApart", others.length === chosen.length ? [...chosen, key] : others);
  };
  return sheet({
    title: "Analytics",
    body: html`
      <fieldset>
        <legend
          class="small quiet">Tells users apart by these attributes, ${MOST_TOLD_APART} at most. All users are gone through once when they change.</legend>
        <div class="checks">${attributes.map((attribute) => {
          const isOn = chosen.includes(attribute.key);
          const isFull = !isOn && chosen.length >= MOST_TOLD_APART;
          return html`
            <label
              class="check"><input type="checkbox" .checked=${isOn} ?disabled=${isFixed ||
                isFull} @change=${() => toggle(attribute.key)}><span>${attribute
                .name} <span class="small quiet">of ${attribute.type === "user"
                ? "users"
                : "events"}</span></span></label>
          `;
        })}</div>
      </fieldset>
    `,
  });
}

define("l-settings", SettingsScreen);
