import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, post, put, remove, session } from "../base/api.js";
import { go, here, link } from "../base/route.js";
import { moment } from "../base/format.js";
import { confirmed, openDialog, toast } from "../parts/feedback.js";
import { Draft, field, problem } from "../parts/fields.js";
import { Screen, top } from "../parts/screen.js";
import { sheet } from "../parts/list.js";
import { icon } from "../parts/icons.js";
import { kindName } from "./message-parts.js";
import { blockEditor, blockOf, templateOf, valueList } from "./template-blocks.js";
import { addLanguage, templatePath } from "./templates.js";

/** What mails of a kind say in a language: written, looked at as a real user gets it, and tried. */
export class TemplateScreen extends Screen {
  locale = here().query.get("locale") ?? "en";
  variation = 0;

  get path() {
    return `/admin/v1/messages/templates/${this.params.kind}`;
  }

  async load(signal) {
    const { templates } = await get("/admin/v1/messages/templates", { signal });
    const own = templates.filter((one) => one.kind === this.params.kind);
    const found = own.find((one) => one.locale === this.locale) ??
      await get(`${this.path}?locale=${encodeURIComponent(this.locale)}`, { signal });
    const locales = [...new Set([...own.map((one) => one.locale), this.locale])];
    this.start(found);
    return { template: found, locales };
  }

  start({ subjects, preview, blocks }) {
    this.variation = 0;
    this.draft = new Draft(structuredClone({ subjects, preview, blocks }), () => this.update());
  }

  /** What is looked at: with the subject that is chosen. */
  get shown() {
    const template = templateOf(/** @type {Draft} */ (this.draft).values);
    const subject = template.subjects[this.variation] ?? template.subjects[0] ?? "";
    return { ...template, subjects: [subject] };
  }

  view({ template, locales }) {
    const draft = /** @type {Draft} */ (this.draft);
    const isFixed = !may("editor");
    const address = (locale) => templatePath(this.params.kind, locale);
    const choose = (event) =>
      event.target.value ? go(address(event.target.value)) : addLanguage(this.params.kind);
    const languages = html`
      <label
        class="row small"><span>Language</span><select aria-label="Language" class="inline" @change=${choose}>${locales
          .map((locale) =>
            html`<option value=${locale} .selected=${locale === this.locale}>${locale}</option>`
          )}${isFixed ? "" : html`<option value="">Another …</option>`}</select></label>
    `;
    const test = isFixed ? "" : html`<button class="button" @click=${() => this.test()}>Send a test</button>`;
    return html`
      ${top({
        title: kindName(this.params.kind),
        about: html`<a class="link" href=${link("/messages/templates")}>Templates</a> · ${
          template.version ? `yours, version ${template.version}` : "the server's own words"
        }`,
        actions: html`${languages}<button class="button" @click=${() =>
          this.versions()}>Versions</button>${test}`,
      })}<div class="halves">
        <form class="stack" @submit=${(event) => this.save(event)}>${this.subjects(draft, isFixed)}${this
          .blocks(draft, isFixed)}${problem(draft, [
            "subjects",
            "preview",
            ...draft.values.blocks.map((_, index) => `blocks[${index}]`),
          ])}${isFixed ? "" : this.foot(template, draft)}</form>
        <l-mail-preview .kind=${this.params.kind} .locale=${this.locale} .template=${this
          .stable()}></l-mail-preview>
      </div>
    `;
  }

  /** The same object as long as it says the same, so that nothing is asked again. */
  stable() {
    const text = JSON.stringify(this.shown);
    if (text !== this.stableText) {
      this.stableText = text;
      this.stableTemplate = this.shown;
    }
    return this.stableTemplate;
  }

  foot(template, draft) {
    return html`
      <div
        class="row">${template.version
          ? html`
            <button type="button" class="button danger" @click=${() =>
              this.end()}>Back to the server's words</button>
          `
          : ""}<button type="button" class="button" ?disabled=${!draft.isChanged} @click=${() =>
          this.again()}>Discard</button><button
        class="button main" ?disabled=${(!draft.isChanged && template.version > 0) ||
          draft.isBusy}>Save</button></div>
    `;
  }

  subjects(draft, isFixed) {
    const { subjects } = draft.values;
    const set = (all) => draft.set("subjects", all);
    const row = (text, index) =>
      html`
        <div
          class="with-button"><input aria-label=${`Subject ${
            index + 1
          }`} .value=${text} ?disabled=${isFixed} maxlength="200" @focus=${() => {
            this.variation = index;
            this.update();
          }} @input=${(event) =>
            set(subjects.map((one, at) => at === index ? event.target.value : one))}>${isFixed ||
              subjects.length < 2
            ? ""
            : html`
              <button type="button" class="button bare square" aria-label=${`Remove subject ${index + 1}`}
                @click=${() => set(subjects.filter((_, at) => at !== index))}>${icon("close")}</button>
            `}</div>
      `;
    const wrong = draft.wrong("subjects");
    return sheet({
      title: "Subject",
      note: subjects.length > 1 ? "each mail has one of them" : "",
      body: html`<div class="stack-s">${
        each(subjects.map((text, index) => [text, index]), ([, index]) =>
          index, ([text, index]) =>
          row(text, index))
      }</div>${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : ""}${
        isFixed || subjects.length >= 10
          ? ""
          : html`<div><button type="button" class="button tight" @click=${() => set([...subjects, ""])}>${
            icon("plus")
          }Another subject</button></div>`
      }${
        field(draft, {
          label: "What lists of mails show after it, and devices below it",
          name: "preview",
          isDisabled: isFixed,
          max: 200,
        })
      }`,
    });
  }

  blocks(draft, isFixed) {
    const { blocks } = draft.values;
    const set = (all) => draft.set("blocks", all);
    const editor = (block, index) =>
      blockEditor(block, index, {
        isFixed,
        count: blocks.length,
        wrong: () => draft.wrong(`blocks[${index}]`),
        change: (changed) => set(blocks.map((one, at) => at === index ? changed : one)),
        move: (by) => set(movedTo(blocks, index, index + by)),
        remove: () => set(blocks.filter((_, at) => at !== index)),
      });
    return sheet({
      title: "What it says",
      body: html`<ol class="blocks" @focusin=${(event) => this.noteField(event)}>${
        each(blocks.map((block, index) => [block, index]), ([, index]) =>
          index, ([block, index]) =>
          editor(block, index))
      }</ol>${
        isFixed
          ? ""
          : html`<div class="row">${
            [["text", "Text"], ["heading", "Heading"], ["button", "Button"]].map(([type, name]) =>
              html`<button type="button" class="button tight" @click=${() =>
                set([...blocks, blockOf(type)])}>${icon("plus")}${name}</button>`
            )
          }</div>${
            valueList((text) => this.insert(text))
          }`
      }`,
    });
  }

  noteField(event) {
    if (event.target.matches("input, textarea")) this.lastField = event.target;
  }

  /** Puts a value into the text that somebody was writing last. */
  insert(text) {
    const field = this.lastField ?? this.querySelector(".blocks textarea, .blocks input");
    if (!field?.isConnected) return;
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const draft = /** @type {Draft} */ (this.draft);
    const send = () =>
      put(`${this.path}?locale=${encodeURIComponent(this.locale)}`, templateOf(draft.values));
    if (!await draft.send(send)) return;
    toast("Saved. Mails say it from now on.");
    this.reload();
  }

  async end() {
    const isDone = await confirmed({
      title: "Back to the server's words",
      text:
        "Mails of this kind say in this language what the server says. Your words stay among the versions.",
      action: "Go back",
      run: () => remove(`${this.path}?locale=${encodeURIComponent(this.locale)}`),
    });
    if (isDone) this.reload();
  }

  async test() {
    const userId = /** @type {any} */ (this.querySelector("l-mail-preview"))?.userID;
    const answer = await openDialog(({ close, update }) => {
      const draft = new Draft({ to: session.admin?.email ?? "" }, update);
      const send = async (event) => {
        event.preventDefault();
        const body = { kind: this.params.kind, locale: this.locale, userId, template: this.shown };
        /** @type {any} */
        let sent;
        if (
          await draft.send(async () =>
            sent = await post("/admin/v1/messages/test", { ...body, ...draft.values })
          )
        ) {
          close(sent.answer);
        }
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>Send a test</h2>
            </div>
            <div class="body"><p>The mail as it stands here, as <b>${userId}</b> would get it now. Nothing has to be
                saved first.</p>${field(draft, {
                  label: "To",
                  name: "to",
                  type: "email",
                  isRequired: true,
                  isFocused: true,
                })}${problem(draft, ["to"])}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft
              .isBusy}>Send</button></footer>
          </form>
        `;
    });
    if (answer !== undefined) toast(`Sent. The mail server said: ${answer}`);
  }

  async versions() {
    const path = `${this.path}/versions?locale=${encodeURIComponent(this.locale)}&limit=50`;
    const { versions } = await get(path);
    const chosen = await openDialog(({ close }) => () =>
      html`
        <div>
          <div class="sheet-head">
            <h2>Versions</h2>
          </div>
          <div class="body">${versions.length ? "" : html`<p class="quiet">Nobody has changed it yet.</p>`}<ul
              class="choices">${versions.map(({ at, author, content }) =>
                html`
                  <li><button class="button" ?disabled=${!content} @click=${() =>
                    close(content)}><span><b>${content
                    ? `Version ${content.version}`
                    : "Back to the server's words"}</b><br><span class="small quiet">${moment(
                      at,
                    )}, ${author}${content
                    ? `: ${content.template.subjects[0]}`
                    : ""}</span></span></button></li>
                `
              )}</ul></div>
          <footer><button class="button" autofocus @click=${() => close()}>Close</button></footer>
        </div>
      `
    );
    if (!chosen || !may("editor")) return;
    const draft = /** @type {Draft} */ (this.draft);
    Object.assign(draft.values, structuredClone(chosen.template));
    this.update();
    toast("It is in the form. Save it to let it hold again.");
  }
}

/** A list in which one has moved to another place. */
export function movedTo(items, from, to) {
  const all = [...items];
  all.splice(to, 0, ...all.splice(from, 1));
  return all;
}

define("l-template", TemplateScreen);
