import { html } from "../base/html.js";
import { Refused } from "../base/api.js";

// Forms: what somebody has typed, what is wrong with it and where, and sending it.

/** What a form holds until it is sent. */
export class Draft {
  /**
   * @param {Record<string, any>} values What is there at first.
   * @param {() => void} update Shows the form anew.
   */
  constructor(values, update) {
    this.first = structuredClone(values);
    this.values = values;
    this.update = update;
    /** @type {Refused | null} */
    this.refusal = null;
    this.isBusy = false;
  }

  get isChanged() {
    return JSON.stringify(this.values) !== JSON.stringify(this.first);
  }

  /** What is other than at first. */
  get changes() {
    const entries = Object.entries(this.values);
    return Object.fromEntries(
      entries.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(this.first[name])),
    );
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    this.values[name] = value;
    if (this.refusal?.about(name)) this.refusal = null;
    this.update();
  }

  /**
   * What is wrong with a field.
   * @param {string} name
   */
  wrong(name) {
    return this.refusal?.about(name) ?? "";
  }

  /**
   * What is wrong, where it is about none of the fields that are shown.
   * @param {string[]} names
   */
  wrongElsewhere(names) {
    if (!this.refusal || names.some((name) => this.wrong(name))) return "";
    return this.refusal.message;
  }

  /**
   * Does something with what was typed; what the server refuses is shown beside its field.
   * @param {() => Promise<unknown>} action
   * @returns {Promise<boolean>} Whether it was done.
   */
  async send(action) {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.refusal = null;
    this.update();
    try {
      await action();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refusal = error;
      return false;
    } finally {
      this.isBusy = false;
      this.update();
    }
  }
}

/**
 * @typedef {object} FieldParts
 * @property {string} label
 * @property {string} name
 * @property {string} [hint]
 * @property {string} [type]
 * @property {string} [placeholder]
 * @property {string} [autocomplete]
 * @property {string} [inputmode]
 * @property {boolean} [isRequired]
 * @property {boolean} [isFocused]
 * @property {boolean} [isDisabled]
 * @property {number} [max] How many characters.
 * @property {(text: string) => unknown} [read] What a text means.
 * @property {(value: any) => string} [write] How a value is written.
 */

/**
 * A line of text, a number, or a date.
 * @param {Draft} draft
 * @param {FieldParts} parts
 */
export function field(draft, parts) {
  const wrong = draft.wrong(parts.name);
  const value = draft.values[parts.name];
  const write = parts.write ?? ((value) => value ?? "");
  const read = parts.read ?? ((text) => text);
  const id = `field-${parts.name}`;
  return html`<label class="field"><span class="label">${parts.label}</span><input id=${id} name=${parts.name}
    type=${parts.type ?? "text"} .value=${String(write(value))} placeholder=${
    parts.placeholder ?? null
  } autocomplete=${parts.autocomplete ?? "off"}
    inputmode=${parts.inputmode ?? null} maxlength=${
    parts.max ?? null
  } ?required=${parts.isRequired} ?autofocus=${parts.isFocused} ?disabled=${parts.isDisabled}
    aria-invalid=${wrong ? "true" : null} aria-describedby=${wrong || parts.hint ? `${id}-note` : null}
    @input=${(event) => draft.set(parts.name, read(event.target.value))}>${
    note(id, wrong, parts.hint)
  }</label>`;
}

/**
 * A text of several lines.
 * @param {Draft} draft
 * @param {FieldParts} parts
 */
export function area(draft, parts) {
  const wrong = draft.wrong(parts.name);
  const id = `field-${parts.name}`;
  return html`
    <label
      class="field"><span class="label">${parts.label}</span><textarea id=${id} name=${parts
        .name} .value=${draft.values[parts.name] ?? ""}
        placeholder=${parts.placeholder ?? null} maxlength=${parts.max ?? null} ?disabled=${parts
          .isDisabled} aria-invalid=${wrong ? "true" : null} aria-describedby=${wrong || parts.hint
          ? `${id}-note`
          : null}
        @input=${(event) => draft.set(parts.name, event.target.value)}></textarea>${note(
          id,
          wrong,
          parts.hint,
        )}</label>
  `;
}

/**
 * One of several.
 * @param {Draft} draft
 * @param {FieldParts & {options: [string, string][]}} parts
 */
export function choice(draft, parts) {
  const wrong = draft.wrong(parts.name);
  const value = String(draft.values[parts.name] ?? "");
  const read = parts.read ?? ((text) => text);
  const id = `field-${parts.name}`;
  return html`
    <label
      class="field"><span class="label">${parts.label}</span><select id=${id} name=${parts
        .name} ?disabled=${parts.isDisabled} ?autofocus=${parts.isFocused}
        aria-invalid=${wrong ? "true" : null} aria-describedby=${wrong || parts.hint ? `${id}-note` : null}
        @change=${(event) => draft.set(parts.name, read(event.target.value))}>${parts.options.map((
          [key, label],
        ) => html`<option value=${key} .selected=${key === value}>${label}</option>`)}</select>${note(
          id,
          wrong,
          parts.hint,
        )}</label>
  `;
}

/**
 * Yes or no.
 * @param {Draft} draft
 * @param {{label: string, name: string, hint?: string, isDisabled?: boolean}} parts
 */
export function check(draft, parts) {
  return html`<label class="check"><input type="checkbox" name=${parts.name} .checked=${
    Boolean(draft.values[parts.name])
  } ?disabled=${parts.isDisabled}
    @change=${(event) => draft.set(parts.name, event.target.checked)}><span>${parts.label}${
    parts.hint ? html`<span class="small quiet"> ${parts.hint}</span>` : ""
  }</span></label>`;
}

/**
 * @param {string} id
 * @param {string} wrong
 * @param {string} [hint]
 */
function note(id, wrong, hint) {
  if (wrong) return html`<span class="wrong" id=${`${id}-note`} role="alert">${wrong}</span>`;
  return hint ? html`<span class="hint" id=${`${id}-note`}>${hint}</span>` : "";
}

/**
 * What is wrong with a form as a whole.
 * @param {Draft} draft
 * @param {string[]} names The fields that are shown, which say what is wrong with them themselves.
 */
export function problem(draft, names) {
  const text = draft.wrongElsewhere(names);
  return text ? html`<p class="wrong" role="alert">${text}</p>` : "";
}

/**
 * A whole number, or nothing of a text that is empty; what is none stays a text, for the server to refuse.
 * @param {string} text
 */
export function wholeNumber(text) {
  if (text.trim() === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}
