import { html, svg } from "../base/html.js";
import { define, Reactive } from "../base/element.js";
import { number, short } from "../base/format.js";

// Charts are SVG, as wide as there is room, so that their words are as large as others.

/** Where the numbers of the scale are, and the words below. */
export const SCALE = 46;
export const FOOT = 24;
const LEAST_WIDTH = 260;

/** A drawing that says what is under the pointer, or has the focus; arrows go from one to the next. */
class Plot extends Reactive {
  static properties = { draw: null, rest: "", wide: 720, said: "" };

  constructor() {
    super();
    // What is declared here is defined by the names above.
    /** @type {any} */
    this.draw;
    /** @type {any} */
    this.rest;
    /** @type {any} */
    this.wide;
    /** @type {any} */
    this.said;
  }

  connected() {
    this.measure();
    this.observer = new ResizeObserver(() => requestAnimationFrame(() => this.measure()));
    this.observer.observe(this);
    for (const name of ["pointerover", "pointerleave", "focusin", "focusout", "keydown"]) {
      this.addEventListener(name, this);
    }
  }

  disconnected() {
    this.observer?.disconnect();
  }

  measure() {
    if (this.clientWidth) this.wide = Math.max(LEAST_WIDTH, this.clientWidth);
  }

  /** @param {any} event */
  handleEvent(event) {
    const mark = event.target.closest?.("[data-say]");
    if (event.type === "keydown") this.move(event);
    else this.said = event.type.endsWith("leave") || event.type === "focusout" ? "" : mark?.dataset.say ?? "";
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!step) return;
    const marks = [...this.querySelectorAll("a.mark")];
    const next = /** @type {any} */ (marks[marks.indexOf(/** @type {any} */ (event.target)) + step]);
    event.preventDefault();
    next?.focus();
  }

  render() {
    return html`<p class="said small" aria-hidden="true">${this.said || this.rest}</p>${
      this.draw?.(this.wide)
    }`;
  }
}

/**
 * A drawing that is made for the width that there is.
 * @param {(wide: number) => unknown} draw
 * @param {string} rest What is said of the whole.
 */
export function plot(draw, rest) {
  return html`<l-plot .draw=${draw} .rest=${rest}></l-plot>`;
}

/**
 * The image itself; it is a group where there are links in it.
 * @param {{title: string, wide: number, high: number, isLinked?: boolean, body: unknown, kind?: string}} parts
 */
export function drawing({ title, wide, high, isLinked = false, body, kind = "" }) {
  return html`
    <svg class=${`chart ${kind}`} viewBox=${`0 0 ${wide} ${high}`} width=${wide} height=${high} role=${isLinked
      ? "group"
      : "img"}
      aria-label=${title}>${body}</svg>
  `;
}

/**
 * A part of a drawing that says something, and may lead somewhere.
 * @param {{say: string, href?: string | null, isFirst: boolean, body: unknown}} parts
 */
export function mark({ say, href, isFirst, body }) {
  return href
    ? svg`
      <a class="mark" href=${href} tabindex=${isFirst ? "0" : "-1"} data-say=${say}
        aria-label=${say}>${body}</a>
    `
    : svg`<g class="mark" data-say=${say}>${body}</g>`;
}

/**
 * A scale that people can read: its top, and its steps.
 * @param {number} most
 * @param {boolean} [isShare] Parts of 1, else whole numbers.
 */
export function scaleFor(most, isShare = false) {
  const least = Math.max(most, isShare ? .01 : 1);
  const power = 10 ** Math.floor(Math.log10(least / 4));
  const size = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each * 4 >= least) ?? least;
  const step = isShare ? size : Math.max(1, Math.ceil(size));
  const count = Math.ceil(least / step - 1e-9);
  return { top: step * count, steps: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/**
 * The lines of a scale with their numbers.
 * @param {{steps: number[], top: number}} scale
 * @param {{wide: number, floor: number, high: number}} place The lowest line, and how far above it the top is.
 * @param {(value: number) => string} [say]
 */
export function scaleLines({ steps, top }, { wide, floor, high }, say = short) {
  return steps.map((value) => {
    const y = floor - value / top * high;
    return svg`
      <line class=${value ? "grid" : "grid base"} x1=${SCALE} x2=${wide} y1=${y} y2=${y}></line>
      <text x=${SCALE - 8} y=${y + 4} text-anchor="end">${say(value)}</text>
    `;
  });
}

/**
 * Words below a chart, as many as there is room for.
 * @param {string[]} labels
 * @param {number} wide
 * @param {number} y
 */
export function footWords(labels, wide, y) {
  const step = (wide - SCALE) / Math.max(1, labels.length);
  const longest = Math.max(1, ...labels.map((label) => label.length));
  const every = Math.ceil((longest * 6.5 + 14) / step);
  return labels.map((label, index) =>
    index % every === 0
      ? svg`<text x=${SCALE + (index + .5) * step} y=${y} text-anchor="middle">${label}</text>`
      : ""
  );
}

/**
 * A value with what it belongs to.
 * @typedef {{label: string, value: number, isStrong?: boolean, say?: string, href?: string | null}} Point
 */

/**
 * Bars.
 * @param {{title: string, points: Point[], unit?: string, hasTable?: boolean}} parts
 */
export function bars({ title, points, unit = "", hasTable = true }) {
  const high = 200;
  const [floor, room] = [high - FOOT, high - FOOT - 10];
  const scale = scaleFor(Math.max(0, ...points.map((point) => point.value)));
  const told = summary(points, unit);
  const isLinked = points.some((point) => point.href);
  const say = (point) => `${point.say ?? point.label}: ${number(point.value)} ${unit}`.trim();
  const draw = (wide) => {
    const width = (wide - SCALE) / Math.max(1, points.length);
    const body = [
      scaleLines(scale, { wide, floor, high: room }),
      points.map((point, index) => {
        const tall = point.value / scale.top * room;
        const x = SCALE + index * width;
        return mark({
          say: say(point),
          href: point.value ? point.href : null,
          isFirst: !points.slice(0, index).some((each) => each.value && each.href),
          body: svg`
            <rect class="hit" x=${x} y=${floor - room} width=${width} height=${room}></rect>
            <rect class=${`bar-fill ${point.isStrong === false ? "pale" : ""}`} x=${x +
              width * .14} y=${floor - tall} width=${width * .72} height=${tall}
              rx=${Math.min(3, width / 5, tall)}></rect>
          `,
        });
      }),
      footWords(points.map((point) => point.label), wide, high - 6),
    ];
    return drawing({ title: `${title}. ${told}`, wide, high, isLinked, body });
  };
  return html`<figure class="stack-s">${plot(draw, told)}${
    hasTable ? pointTable(title, points, unit) : ""
  }</figure>`;
}

function summary(points, unit) {
  const sum = points.reduce((sum, point) => sum + point.value, 0);
  if (sum === 0) return "Nothing yet.";
  const most = points.reduce((most, point) => point.value > most.value ? point : most, points[0]);
  return `${number(sum)} ${unit} in all, most at ${most.say ?? most.label}: ${number(most.value)}`
    .replace("  ", " ");
}

function pointTable(title, points, unit) {
  return html`
    <details class="small">
      <summary class="quiet">As a table</summary>
      <div class="scroll">
        <table>
          <caption class="for-readers">${title}</caption>
          <tbody>${points.map((point) =>
            html`
              <tr>
                <td>${point.label}</td>
                <td class="number">${number(point.value)} ${unit}</td>
              </tr>
            `
          )}</tbody>
        </table>
      </div>
    </details>
  `;
}

define("l-plot", Plot);
