import { html, svg } from "../base/html.js";
import { number, short } from "../base/format.js";

// Charts are SVG, each with its table for those who rather read, or cannot see.

const [WIDTH, HEIGHT, FOOT] = [720, 180, 22];

/**
 * A value with what it belongs to.
 * @typedef {{label: string, value: number, isStrong?: boolean}} Point
 */

/**
 * Bars.
 * @param {{title: string, points: Point[], unit?: string}} parts
 */
export function bars({ title, points, unit = "" }) {
  const most = Math.max(1, ...points.map((point) => point.value));
  const width = WIDTH / Math.max(1, points.length);
  const step = Math.ceil(points.length / 8);
  return html`<figure class="stack-s"><svg class="chart" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${`${title}. ${
    summary(points, unit)
  }`}>
    ${lines(most)}${
    points.map((point, index) => {
      const height = point.value / most * (HEIGHT - FOOT - 14);
      return svg`
        <rect class=${`bar-fill ${point.isStrong === false ? "pale" : ""}`} x=${index * width +
          width * .12} y=${HEIGHT - FOOT - height} width=${width * .76} height=${Math.max(
            0,
            height,
          )} rx=${Math.min(3, width / 4)}>
          <title>${`${point.label}: ${number(point.value)} ${unit}`}</title>
        </rect>
      `;
    })
  }${labels(points, width, step)}</svg>${asTable(title, points, unit)}</figure>`;
}

/**
 * A line over time.
 * @param {{title: string, points: Point[], unit?: string}} parts
 */
export function line({ title, points, unit = "" }) {
  const most = Math.max(1, ...points.map((point) => point.value));
  const width = WIDTH / Math.max(1, points.length);
  const at = points.map((point, index) =>
    `${(index + .5) * width},${HEIGHT - FOOT - point.value / most * (HEIGHT - FOOT - 14)}`
  );
  const floor = HEIGHT - FOOT;
  const area = `${width / 2},${floor} ${at.join(" ")} ${WIDTH - width / 2},${floor}`;
  return html`<figure class="stack-s"><svg class="chart" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${`${title}. ${
    summary(points, unit)
  }`}>
    ${lines(most)}${svg`
    <polygon class="area" points=${area}></polygon>
    <polyline class="line" points=${at.join(" ")}></polyline>
  `}${labels(points, width, Math.ceil(points.length / 8))}</svg>${asTable(title, points, unit)}</figure>`;
}

function lines(most) {
  return [.5, 1].map((part) => {
    const y = HEIGHT - FOOT - part * (HEIGHT - FOOT - 14);
    return svg`
      <line class="grid" x1="0" x2=${WIDTH} y1=${y} y2=${y}></line>
      <text x="0" y=${y - 4}>${short(most * part)}</text>
    `;
  });
}

function labels(points, width, step) {
  return points.map((point, index) =>
    index % step === 0
      ? svg`<text x=${(index + .5) * width} y=${HEIGHT - 6} text-anchor="middle">${point.label}</text>`
      : ""
  );
}

function summary(points, unit) {
  const sum = points.reduce((sum, point) => sum + point.value, 0);
  const most = points.reduce(
    (most, point) => point.value > most.value ? point : most,
    points[0] ?? { label: "", value: 0 },
  );
  return `${number(sum)} ${unit} in all, most at ${most.label}: ${number(most.value)}`;
}

function asTable(title, points, unit) {
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
