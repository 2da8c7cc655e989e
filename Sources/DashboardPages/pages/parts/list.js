import { each, html } from "../base/html.js";

/**
 * @typedef {object} Column
 * @property {string} label
 * @property {(row: any) => unknown} view
 * @property {boolean} [isNumber]
 * @property {boolean} [isMain] Whether it leads the row where there is little room.
 */

/**
 * A table, which on a phone is a list of cards.
 * @param {{label: string, columns: Column[], rows: any[], key: (row: any) => unknown}} parts
 */
export function table(parts) {
  const { columns } = parts;
  const kind = (column) => column.isNumber ? "number" : column.isMain ? "main" : "";
  return html`
    <div class="scroll">
      <table class="as-cards">
        <caption class="for-readers">${parts.label}</caption>
        <thead>
          <tr>${columns.map((column) =>
            html`<th scope="col" class=${kind(column)}>${
              column.label || html`<span class="for-readers">What can be done</span>`
            }</th>`
          )}</tr>
        </thead>
        <tbody>${each(
          parts.rows,
          parts.key,
          (row) =>
            html`<tr>${
              columns.map((column) =>
                html`<td class=${kind(column)} data-label=${column.label || null}>${column.view(row)}</td>`
              )
            }</tr>`,
        )}</tbody>
      </table>
    </div>
  `;
}

/**
 * Buttons of which one is chosen, where there are several of something.
 * @param {string} label
 * @param {{key: string, name: string, note?: unknown}[]} items
 * @param {string} chosen The key of one.
 * @param {(key: string) => void} choose
 */
export function chooser(label, items, chosen, choose) {
  if (items.length < 2) return "";
  return html`<div class="row" role="group" aria-label=${label}>${
    each(items, (item) => item.key, (item) => {
      const isChosen = item.key === chosen;
      return html`
        <button class="button ${isChosen ? "main" : ""}" aria-pressed=${isChosen ? "true" : "false"}
          @click=${() => choose(item.key)}>${item.name}${item.note ?? ""}</button>
      `;
    })
  }</div>`;
}

/**
 * A sheet with a head.
 * @param {{title: string, note?: unknown, body: unknown, foot?: unknown}} parts
 */
export function sheet(parts) {
  return html`
    <section
      class="sheet"><header><h2>${parts.title}</h2>${parts.note
        ? html`<div class="small quiet row">${parts.note}</div>`
        : ""}</header><div class="body">${parts.body}</div>${parts.foot
        ? html`<footer>${parts.foot}</footer>`
        : ""}</section>
  `;
}

/**
 * Names with values.
 * @param {[string, unknown][]} pairs
 */
export function facts(pairs) {
  return html`<dl class="facts">${
    pairs.map(([name, value]) =>
      html`
        <dt>${name}</dt>
        <dd>${value}</dd>
      `
    )
  }</dl>`;
}

/**
 * The parts of a screen, each with an address.
 * @param {string} label
 * @param {{name: string, address: string, isCurrent: boolean}[]} tabs
 */
export function tabs(label, tabs) {
  // On a phone, the current one may lie beyond the edge.
  const show = (element) => setTimeout(() => element.scrollIntoView({ block: "nearest", inline: "nearest" }));
  const tab = ({ name, address, isCurrent }) =>
    isCurrent
      ? html`<a href=${address} aria-current="page" ref=${show}>${name}</a>`
      : html`<a href=${address}>${name}</a>`;
  return html`<nav class="tabs" aria-label=${label}>${tabs.map(tab)}</nav>`;
}
