import { each, html } from "../base/html.js";
import { icon } from "../parts/icons.js";

// The parts of a mail, as somebody edits them.

/** What a part is, and which fields it has. */
const BLOCK_TYPES = /** @type {[string, string, string[]][]} */ ([
  ["heading", "Heading", ["text"]],
  ["text", "Text", ["text"]],
  ["button", "Button", ["text", "url"]],
  ["streak", "Streak", ["text"]],
  ["achievement", "Achievement", []],
  ["totals", "Totals", []],
  ["divider", "Line", []],
]);
const FIELD_NAMES = { text: "Text", url: "Leads to" };

/** Values that a text may ask for: what stands in it, and what that is. */
const MAIL_VALUES = [
  ["{{user.name | there}}", "the name, or a word for who has none"],
  ["{{streak.length # day # days}}", "one word for one, and one for many"],
  ["{{streak.length}}", "the length of the streak"],
  ["{{streak.longest}}", "the longest one"],
  ["{{streak.hoursLeft}}", "hours that are left, in mails about streaks"],
  ["{{streak.freezes}}", "freezes that are left"],
  ["{{achievement.name}}", "the achievement"],
  ["{{achievement.description}}", "what it says"],
  ["{{recap.unit}}", "week or month"],
  ["{{days.silent}}", "days since anything happened"],
  ["{{app.name}}", "the name of the app"],
  ["{{app.url}}", "its address"],
];

/** The fields that a part of a type has. */
export function blockFields(type) {
  return BLOCK_TYPES.find(([key]) => key === type)?.[2] ?? [];
}

/** A part of a type, with what another one says as far as it fits. */
export function blockOf(type, other = {}) {
  /** @type {Record<string, string>} */
  const block = { type };
  for (const name of blockFields(type)) block[name] = other[name] ?? (name === "url" ? "{{app.url}}" : "");
  if (other.if) block.if = other.if;
  return block;
}

/**
 * A part, with what can be done with it.
 * @param {any} block
 * @param {number} index
 * @param {{isFixed: boolean, count: number, wrong: (name: string) => string, change: (block: any) => void,
 *   move: (by: number) => void, remove: () => void}} how
 */
export function blockEditor(block, index, how) {
  const { isFixed } = how;
  const name = `Part ${index + 1}`;
  const act = (label, drawing, run, isOff = false) =>
    html`
      <button type="button" class="button bare square tight" aria-label=${`${label}: ${name}`} title=${label}
        ?disabled=${isOff} @click=${run}>${icon(drawing)}</button>
    `;
  const tools = isFixed
    ? ""
    : html`<span class="row">${act("Up", "up", () => how.move(-1), index === 0)}${
      act("Down", "down", () => how.move(1), index === how.count - 1)
    }${act("Remove", "trash", how.remove)}</span>`;
  const wrong = how.wrong("");
  return html`
    <li
      class="block"><div class="block-head"><select aria-label=${`${name}: what it is`} ?disabled=${isFixed} @change=${(
        event,
      ) => how.change(blockOf(event.target.value, block))}>${BLOCK_TYPES.map(([key, label]) =>
        html`<option value=${key} .selected=${key === block.type}>${label}</option>`
      )}</select>${tools}</div>${each(blockFields(block.type), (field) => field, (field) => {
        const input = (event) => how.change({ ...block, [field]: event.target.value });
        const label = `${name}: ${FIELD_NAMES[field]}`;
        return field === "text" && block.type === "text"
          ? html`<textarea aria-label=${label} .value=${
            block[field]
          } ?disabled=${isFixed} @input=${input}></textarea>`
          : html`<input aria-label=${label} .value=${block[field]} ?disabled=${isFixed} @input=${input}>`;
      })}${block.if === undefined && isFixed ? "" : html`
        <label
          class="only-if"><span class="small quiet">Only if</span><input class="mono" placeholder="always" .value=${block
            .if ?? ""} ?disabled=${isFixed} aria-label=${`${name}: only if`} @input=${(event) =>
            how.change({ ...block, if: event.target.value })}></label>
      `}${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : ""}</li>
  `;
}

/**
 * Values to put into the text that somebody is writing.
 * @param {(text: string) => void} insert
 */
export function valueList(insert) {
  return html`
    <details>
      <summary class="small">Values that a text may ask for</summary>
      <ul class="plain-list">${MAIL_VALUES.map(([text, about]) =>
        html`
          <li><button type="button" class="button tight mono" @pointerdown=${(event) =>
            event.preventDefault()} @click=${() => insert(text)}>${text}</button> <span
            class="small quiet">${about}</span></li>
        `
      )}</ul>
      <p
        class="small quiet">Also <code>{{user.attributes.plan}}</code>, for an attribute of users with this key. A
        condition is an expression, such as <code>streak.length >= 7 && streak.isLongest</code>.</p>
    </details>
  `;
}

/**
 * The template without what is empty.
 * @param {any} values
 */
export function templateOf({ subjects, preview, blocks }) {
  return {
    subjects: subjects.map((text) => text.trim()).filter(Boolean),
    preview,
    blocks: blocks.map(({ if: condition, ...block }) =>
      condition?.trim() ? { ...block, if: condition } : block
    ),
  };
}
