import { each, html, render } from "/ui/laurel.js";
import "/ui/more.js";
import { achievements } from "./examples.js";
import { views } from "./views.js";

// The gallery: every element in every state, with code to copy.

/** What one looks with; kept in the address, so that a link shows the same. */
const query = new URLSearchParams(location.search);
const settings = {
  theme: query.get("theme") ?? "auto",
  dir: query.get("dir") ?? "ltr",
  lang: query.get("lang") ?? "en",
  zone: query.get("zone") ?? "Europe/London",
};
/** @type {{elements: any[], version: string, files: Record<string, {address: string, integrity: string}>}} */
const known = { elements: [], version: "", files: {} };
/** @type {Record<string, string>} The kind of code that is shown for an element. */
const tabs = {};
let told = "";

const CHOICES = {
  theme: [["auto", "as the system"], ["light", "light"], ["dark", "dark"]],
  dir: [["ltr", "left to right"], ["rtl", "right to left"]],
  lang: [["en", "English"], ["de", "Deutsch"], ["ar", "العربية"], ["ja", "日本語 (numbers and dates)"]],
  zone: [["Europe/London", "London"], ["Asia/Tokyo", "Tokyo"], ["Pacific/Honolulu", "Honolulu"]],
};
const NAMES = { theme: "Colours", dir: "Direction", lang: "Language", zone: "The user's zone" };

/** @param {string} name @param {string} value */
function choose(name, value) {
  settings[name] = value;
  if (name === "lang") settings.dir = value === "ar" ? "rtl" : "ltr";
  const text = new URLSearchParams(settings).toString();
  history.replaceState(null, "", `?${text}${location.hash}`);
  apply();
}

function apply() {
  const root = document.documentElement;
  root.lang = settings.lang;
  root.dir = settings.dir;
  root.toggleAttribute("data-theme", settings.theme !== "auto");
  if (settings.theme !== "auto") root.dataset.theme = settings.theme;
  document.querySelectorAll(".stage > *").forEach((element) =>
    /** @type {any} */ (element).timeZone = settings.zone
  );
  show();
}

/** @type {WeakMap<object, HTMLElement>} */
const made = new WeakMap();

/**
 * The element of a state, made once.
 * @param {import("./views.js").View} view @param {import("./views.js").State} state
 */
function stage(view, state) {
  let element = made.get(state);
  if (!element) {
    element = /** @type {any} */ (document.createElement(view.tag));
    Object.assign(element, state.props, { timeZone: settings.zone });
    for (const [slot, text] of Object.entries(state.slots ?? {})) {
      const span = document.createElement("span");
      Object.assign(span, { slot, textContent: text });
      element.append(span);
    }
    made.set(state, element);
  }
  return element;
}

/** @param {import("./views.js").View} view @param {import("./views.js").State} state */
function opener(view, state) {
  if (view.tag === "laurel-achievement-unlocked") {
    return html`<button type="button" class="button" @click=${() =>
      Object.assign(stage(view, state), { open: true })}>Open the dialog</button>`;
  }
  if (view.tag === "laurel-toast") {
    const toast = { title: "Achievement unlocked", text: achievements[1].name, achievement: achievements[1] };
    return html`<button type="button" class="button" @click=${() =>
      /** @type {any} */ (stage(view, state)).toast(toast)}>Show one</button>`;
  }
  return "";
}

// Code.

const KINDS = { html: "HTML", react: "React", vue: "Vue", svelte: "Svelte" };

/** @param {import("./views.js").View} view @param {string} kind */
function code(view, kind) {
  const origin = location.origin;
  const file = view.group === "Laurel's own" ? "more.js" : "laurel.js";
  const attributes = Object.entries(view.live).map(([name, value]) =>
    value ? ` ${name}="${value}"` : ` ${name}`
  ).join("");
  const [property, value] = view.given;
  if (kind === "html") {
    return `<script type="module" src="${origin}/ui/${file}"></script>\n\n` +
      `<laurel-provider user="ada" api-key="app_live_…">\n  <${view.tag}${attributes}></${view.tag}>\n</laurel-provider>`;
  }
  if (kind === "react") {
    const event = view.event ? ` on${view.event}={(event) => console.log(event.detail)}` : "";
    return `// In index.html: <script type="module" src="${origin}/ui/${file}"></script>\n\n` +
      `export const Example = ({ ${property} }) => (\n  <${view.tag} ${property}={${property}}${event} />\n);`;
  }
  if (kind === "vue") {
    const event = view.event ? ` @${view.event}="(event) => console.log(event.detail)"` : "";
    return `<script setup>\nimport "${origin}/ui/${file}";\nconst { ${property} } = defineProps(["${property}"]);\n</script>\n\n` +
      `<template>\n  <${view.tag} :${kebab(property)}.prop="${property}"${event} />\n</template>`;
  }
  const event = view.event ? ` on${view.event}={(event) => console.log(event.detail)}` : "";
  return `<script>\n  import "${origin}/ui/${file}";\n  let { ${property} = ${value} } = $props();\n</script>\n\n` +
    `<${view.tag} {${property}}${event}></${view.tag}>`;
}

/** @param {string} name */
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** @param {string} text @param {any} button */
async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  button.textContent = "Copied";
  setTimeout(() => button.textContent = "Copy", 1_500);
}

/** @param {import("./views.js").View} view */
function codeBlock(view) {
  const kind = tabs[view.tag] ?? "html";
  const text = code(view, kind);
  return html`
    <div class="code">
      <div class="tabs" role="group" aria-label="Code for ${view.tag}">
        ${Object.entries(KINDS).map(([name, label]) =>
          html`<button type="button" aria-pressed=${String(name === kind)} @click=${() => {
            tabs[view.tag] = name;
            show();
          }}>${label}</button>`
        )}
        <button type="button" class="copy" @click=${(event) => copy(text, event.currentTarget)}>Copy</button>
      </div>
      <pre tabindex="0" aria-label="Code">${text}</pre>
    </div>
  `;
}

// Reference.

/** @param {string} tag */
function reference(tag) {
  const element = known.elements.find((one) => one.tagName === tag);
  if (!element) return "";
  const rows = [
    ...element.members.filter((one) => one.kind === "field").map((
      one,
    ) => [one.name, one.type.text, one.description]),
    ...(element.events ?? []).map((one) => [one.name, "event", one.description]),
    ...(element.slots ?? []).map((one) => [one.name || "(default)", "slot", one.description]),
    ...(element.cssParts ?? []).map((one) => [one.name, "part", one.description]),
    ...(element.cssProperties ?? []).map((one) => [one.name, "property of CSS", one.description]),
  ];
  return html`
    <details class="reference">
      <summary>Properties, events, slots and parts</summary>
      <div class="tablewrap">
        <table>
          <thead>
            <tr>
              <th>Name</th>
              <th>What</th>
              <th></th>
            </tr>
          </thead>
          <tbody>${rows.map(([name, what, text]) =>
            html`
              <tr>
                <td><code>${name}</code></td>
                <td><code>${what}</code></td>
                <td>${text}</td>
              </tr>
            `
          )}</tbody>
        </table>
      </div>
    </details>
  `;
}

// The page.

function show() {
  const groups = [...new Set(views.map((view) => view.group))];
  render(
    html`
      <header class="bar" dir="ltr" lang="en">
        <a class="brand"
          href="/ui/"><svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
          stroke-linecap="round" aria-hidden="true"><path d="M12 21V9M12 13C7 13 5 10 5 5c5 0 7 3 7 8ZM12 16c4 0 6.500-2.200 7-7-4.600 0-7 2.500-7 7Z"></path></svg>
          Laurel <small>UI kit</small></a>
        <div class="tools">${Object.entries(CHOICES).map(([name, values]) =>
          html`<label>${NAMES[name]}<select @change=${(event) => choose(name, event.target.value)}>${
            values.map(([value, label]) =>
              html`<option value=${value} .selected=${settings[name] === value}>${label}</option>`
            )
          }</select></label>`
        )}</div>
      </header>
      <div class="page">
        <nav class="menu" aria-label="Elements" dir="ltr" lang="en">${groups.map((group) =>
          html`<div class="group">${group}</div>${
            views.filter((view) => view.group === group).map((view) =>
              html`<a href="#${view.tag}">${view.tag.replace("laurel-", "")}</a>`
            )
          }`
        )}</nav>
        <main>
          <div class="lead" dir="ltr" lang="en">
            <h1>Streaks, achievements, points and leaderboards, as elements for any page</h1>
            <p>One module, no build and no dependency. Give an element its data, or put it into a
              <code>laurel-provider</code> and it shows what happens to the user the moment it happens. Every text can be
              changed, every colour is a property, and it speaks the language of your page.</p>
            ${start()}
          </div>
          ${each(views, (view) => view.tag, section)}
        </main>
      </div>
      <div class="log" role="status">${told}</div>
    `,
    /** @type {Element} */ (document.getElementById("gallery")),
  );
}

function start() {
  const file = known.files["laurel.js"];
  const text = file
    ? `<script type="module" crossorigin="anonymous"\n  src="${location.origin}${file.address}"\n  integrity="${file.integrity}"></script>`
    : `<script type="module" src="${location.origin}/ui/laurel.js"></script>`;
  return html`
    <div class="code">
      <div class="tabs"><span>Version ${known.version}</span><button type="button" class="copy"
        @click=${(event) => copy(text, event.currentTarget)}>Copy</button></div>
      <pre tabindex="0" aria-label="Code">${text}</pre>
    </div>
  `;
}

/** @param {import("./views.js").View} view */
function section(view) {
  return html`
    <section class="element" id=${view.tag} aria-label=${view.tag}>
      <header dir="ltr" lang="en">
        <h2>${view.tag}</h2>
        <p>${view.about}</p>
      </header>
      <div class="states ${view.size}">${view.states.map((state) =>
        html`
          <div class="state">
            <h3 dir="ltr" lang="en">${state.name}</h3>
            <div class="stage ${state.look ?? ""}">${opener(view, state)}${stage(view, state)}</div>
          </div>
        `
      )}</div>
      <div dir="ltr" lang="en">${codeBlock(view)}${reference(view.tag)}</div>
    </section>
  `;
}

for (
  const name of [
    "laurel-day",
    "laurel-achievement",
    "laurel-user",
    "laurel-run",
    "laurel-cta",
    "laurel-open",
    "laurel-preferences",
  ]
) {
  addEventListener(name, (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    told = `${name}: ${JSON.stringify(detail)?.slice(0, 160) ?? ""}`;
    show();
  });
}

apply();
const [manifest, integrity] = await Promise.all(
  ["/ui/custom-elements.json", "/ui/integrity.json"].map((path) =>
    fetch(path).then((answer) => answer.json()).catch(() => null)
  ),
);
known.elements = manifest?.modules?.flatMap((module) => module.declarations) ?? [];
Object.assign(known, integrity ?? {});
show();
document.documentElement.dataset.ready = "yes";
