import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { get, may, patch, post, remove } from "../base/api.js";
import { ago, moment } from "../base/format.js";
import { empty, Screen } from "../parts/screen.js";
import { confirmed, toast } from "../parts/feedback.js";
import { area, Draft, problem } from "../parts/fields.js";
import { icon } from "../parts/icons.js";

/** What those who look after a user have written down. */
export class UserNotes extends Screen {
  /** The note that is being changed. */
  changing = "";
  draft = this.empty();
  edited = this.empty();

  empty() {
    return new Draft({ text: "" }, () => this.update());
  }

  path(id = "") {
    const path = `/admin/v1/users/${encodeURIComponent(this.params.user.id)}/notes`;
    return id ? `${path}/${id}` : path;
  }

  async load(signal) {
    const { notes } = await get(this.path(), { signal });
    return { notes };
  }

  async add(event) {
    event.preventDefault();
    const isSent = await this.draft.send(() => post(this.path(), { text: this.draft.values.text }));
    if (!isSent) return;
    this.draft = this.empty();
    toast("The note is kept");
    this.reload();
  }

  change(note) {
    this.changing = note.id;
    this.edited = new Draft({ text: note.text }, () => this.update());
    this.update();
  }

  async keep(event, note) {
    event.preventDefault();
    if (!await this.edited.send(() => patch(this.path(note.id), this.edited.values))) return;
    this.changing = "";
    this.reload();
  }

  async drop(note) {
    const isDone = await confirmed({
      title: "Remove the note",
      text: `“${note.text.slice(0, 140)}” is gone for everybody.`,
      action: "Remove the note",
      run: () => remove(this.path(note.id)),
    });
    if (isDone) this.reload();
  }

  view({ notes }) {
    return html`
      <section class="sheet">
        <header><h2>Notes</h2><span class="small quiet">for your team alone; users never see them</span></header>
        <div class="body">${may("support") ? this.form() : ""}${notes.length
          ? html`
            <ul class="notes">${each(notes, (note) => note.id, (note) =>
              html`
                <li>${note.id === this.changing ? this.editor(note) : this.note(note)}</li>
              `)}</ul>
          `
          : empty({
            icon: "message",
            title: "No notes yet",
            text: "Write down what the next one has to know: a promise, a cause, a ticket.",
          })}</div>
      </section>
    `;
  }

  form() {
    return html`
      <form class="stack"
        @submit=${(event) => this.add(event)}>${area(this.draft, {
          label: "A new note",
          name: "text",
          max: 4_000,
          placeholder: "Ticket 4711: the app was down on Sunday, the streak was restored",
        })}${problem(this.draft, ["text"])}<div><button class="button main" ?disabled=${this.draft.isBusy ||
          !this.draft.values.text.trim()}>Keep it</button></div></form>
    `;
  }

  note(note) {
    const isChanged = note.updated !== note.created;
    return html`
      <p class="note-text">${note.text}</p>
      <div
        class="row small quiet"><span>${authorOf(note)} · <time datetime=${note.created} title=${moment(
          note.created,
        )}>${ago(note.created)}</time>${isChanged
          ? html`, changed <time datetime=${note.updated} title=${moment(note.updated)}>${
            ago(note.updated)
          }</time>`
          : ""}</span>${may("support")
          ? html`
            <span
              class="row"><button class="button bare tight" @click=${() =>
                this.change(
                  note,
                )}>Change</button><button class="button bare square tight" aria-label="Remove the note" title="Remove the note" @click=${() =>
                this.drop(note)}>${icon("trash")}</button></span>
          `
          : ""}</div>
    `;
  }

  editor(note) {
    const { edited: changed } = this;
    const giveUp = () => {
      this.changing = "";
      this.update();
    };
    return html`
      <form class="stack"
        @submit=${(event) => this.keep(event, note)}>${area(changed, {
          label: "The note",
          name: "text",
          max: 4_000,
        })}${problem(changed, [
          "text",
        ])}<div class="row"><button type="button" class="button" @click=${giveUp}>Cancel</button><button
        class="button main" ?disabled=${changed.isBusy ||
          !changed.values.text.trim()}>Keep it</button></div></form>
    `;
  }
}

/** @param {any} note */
function authorOf(note) {
  const { kind, name } = note.author;
  return kind === "admin" ? name : `${kind} ${name}`;
}

define("l-user-notes", UserNotes);
