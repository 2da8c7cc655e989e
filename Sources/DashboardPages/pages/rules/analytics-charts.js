import { html, svg } from "../base/html.js";
import { number, short } from "../base/format.js";
import { drawing, FOOT, footWords, mark, plot, SCALE, scaleFor, scaleLines } from "../parts/chart.js";

// Charts of analytics. What each of them says is also in the table below it.

/**
 * A number over time; where it is known within bounds, these as well.
 * @typedef {{name: string, kind: string, values: (number | null)[], low?: (number | null)[], high?: (number | null)[]}} Series
 */

/**
 * Lines over time.
 * @param {{title: string, labels: string[], says?: string[], hrefs?: (string | null)[], series: Series[], isShare?: boolean}} parts
 */
export function manyLines({ title, labels, says = labels, hrefs = [], series, isShare = false }) {
  const high = 220;
  const [floor, room] = [high - FOOT, high - FOOT - 10];
  const all = series.flatMap((one) => [...one.values, ...(one.high ?? [])]);
  const scale = scaleFor(Math.max(0, ...all.map((value) => value ?? 0)), isShare);
  const say = (value) => isShare ? percent(value) : number(value ?? 0);
  const last = series.map((one) => `${one.name} ${say(one.values.findLast((value) => value !== null))}`);
  const told = labels.length ? `${says.at(-1)}: ${last.join(" · ")}` : "Nothing yet.";
  const draw = (wide) => {
    const step = (wide - SCALE) / Math.max(1, labels.length);
    const x = (index) => SCALE + (index + .5) * step;
    const y = (value) => floor - value / scale.top * room;
    const path = (values) =>
      values.map((value, index) => value === null ? "" : `${x(index).toFixed(1)},${y(value).toFixed(1)}`)
        .filter(Boolean);
    const body = [
      scaleLines(scale, { wide, floor, high: room }, isShare ? percent : short),
      series.map((one) =>
        one.low && one.high
          ? svg`<polygon class=${`band ${one.kind}`} points=${
            [...path(one.high), ...path(one.low).toReversed()].join(" ")
          }></polygon>`
          : ""
      ),
      series.map((one) =>
        svg`<polyline class=${`line ${one.kind}`} points=${path(one.values).join(" ")}></polyline>`
      ),
      labels.map((_, index) =>
        mark({
          say: `${says[index]}: ${series.map((one) => `${one.name} ${say(one.values[index])}`).join(" · ")}`,
          href: hrefs[index],
          isFirst: !hrefs.slice(0, index).some(Boolean),
          body: svg`
            <rect class="hit" x=${SCALE + index * step} y=${floor - room} width=${step} height=${room}></rect>
            <line class="hair" x1=${x(index)} x2=${x(index)} y1=${floor - room} y2=${floor}></line>
            ${series.map((one) => {
              const value = one.values[index];
              return value === null
                ? ""
                : svg`<circle class=${`dot-on ${one.kind}`} cx=${x(index)} cy=${y(value)} r="3.5"></circle>`;
            })}
          `,
        })
      ),
      footWords(labels, wide, high - 6),
    ];
    return drawing({ title: `${title}. ${told}`, wide, high, isLinked: hrefs.some(Boolean), body });
  };
  return html`<figure class="stack-s">${plot(draw, told)}${
    series.length > 1 ? lineLegend(series) : ""
  }</figure>`;
}

/**
 * Parts of a whole over time, one on top of the other: the first one lies lowest.
 * @param {{title: string, labels: string[], says: string[], hrefs?: (string | null)[], series: {name: string, values: number[]}[]}} parts
 */
export function stackedAreas({ title, labels, says, hrefs = [], series }) {
  const high = 220;
  const [floor, room] = [high - FOOT, high - FOOT - 10];
  const sums = labels.map((_, index) => series.reduce((sum, one) => sum + one.values[index], 0));
  const scale = scaleFor(Math.max(0, ...sums));
  const tell = (index) =>
    `${says[index]} · ${series.map((one) => `${one.name}: ${number(one.values[index])}`).join(" · ")}`;
  const told = labels.length ? tell(labels.length - 1) : "Nothing yet.";
  const tops = series.map((_, which) =>
    labels.map((_, index) => series.slice(0, which + 1).reduce((sum, one) => sum + one.values[index], 0))
  );
  const draw = (wide) => {
    const step = (wide - SCALE) / Math.max(1, labels.length);
    const at = (values) =>
      values.map((value, index) =>
        `${(SCALE + (index + .5) * step).toFixed(1)},${(floor - value / scale.top * room).toFixed(1)}`
      );
    const body = [
      scaleLines(scale, { wide, floor, high: room }),
      tops.map((top, which) => {
        const below = which === 0 ? top.map(() => 0) : tops[which - 1];
        return svg`<polygon class=${`layer depth-${which}`} points=${
          [...at(top), ...at(below).toReversed()].join(" ")
        }></polygon>`;
      }),
      labels.map((_, index) =>
        mark({
          say: tell(index),
          href: sums[index] ? hrefs[index] : null,
          isFirst: !hrefs.slice(0, index).some((each, before) => each && sums[before]),
          body: svg`
            <rect class="hit" x=${SCALE + index * step} y=${floor - room} width=${step} height=${room}></rect>
            <line class="hair" x1=${SCALE + (index + .5) * step} x2=${SCALE +
              (index + .5) * step} y1=${floor - room} y2=${floor}></line>
          `,
        })
      ),
      footWords(labels, wide, high - 6),
    ];
    const isLinked = hrefs.some((each, index) => each && sums[index]);
    return drawing({ title: `${title}. ${told}`, wide, high, isLinked, body });
  };
  const legend = html`<figcaption class="key small">${
    series.map((one, which) => html`<span><i class=${`layer depth-${which}`}></i>${one.name}</span>`)
  }</figcaption>`;
  return html`<figure class="stack-s">${plot(draw, told)}${legend}</figure>`;
}

/**
 * Steps, each with its share of the first.
 * @param {{title: string, steps: {label: string, value: number, href?: string | null}[], hasShares?: boolean}} parts
 */
export function funnelBars({ title, steps, hasShares = true }) {
  const first = Math.max(
    1,
    hasShares ? steps[0]?.value ?? 0 : Math.max(0, ...steps.map((each) => each.value)),
  );
  const say = (step) =>
    hasShares ? `${number(step.value)} · ${percent(step.value / first)}` : number(step.value);
  const told = steps.length ? `${steps[0].label}: ${number(steps[0].value)}` : "Nothing yet.";
  const draw = (wide) => {
    const isNarrow = wide < 560;
    const row = isNarrow ? 48 : 36;
    const [left, right] = [isNarrow ? 0 : 180, isNarrow ? 96 : 112];
    const room = wide - left - right;
    const body = steps.map((step, index) => {
      const y = index * row + (isNarrow ? 20 : 4);
      return mark({
        say: `${step.label}: ${say(step)}`,
        href: step.value ? step.href : null,
        isFirst: !steps.slice(0, index).some((each) => each.value && each.href),
        body: svg`
          <rect class="hit" x="0" y=${index * row} width=${wide} height=${row}></rect>
          <rect class="track" x=${left} y=${y} width=${room} height="24" rx="4"></rect>
          <rect class="bar-fill" x=${left} y=${y} width=${Math.max(
            room * step.value / first,
            step.value ? 3 : 0,
          )} height="24" rx="4"></rect>
          <text class="strong" x="0" y=${isNarrow
            ? index * row + 14
            : y + 16}>${step.label.length > 26 && !isNarrow
            ? `${step.label.slice(0, 25)}…`
            : step.label}</text>
          <text class="value" x=${wide} y=${y + 16} text-anchor="end">${say(step)}</text>
        `,
      });
    });
    const high = Math.max(1, steps.length) * row;
    const isLinked = steps.some((step) => step.value && step.href);
    return drawing({ title: `${title}. ${told}`, wide, high, isLinked, body });
  };
  return plot(draw, "");
}

/**
 * Weeks of sign-up by age: the darker, the more came back.
 * @param {{title: string, rows: {cohort: string, say: string, users: number, shares: (number | null)[]}[], unit: string, hrefFor?: (row: number, age: number) => string | null}} parts
 */
export function retentionGrid({ title, rows, unit, hrefFor = () => null }) {
  const count = Math.max(1, ...rows.map((row) => row.shares.length));
  const left = 112;
  const links = rows.flatMap((row, index) =>
    row.shares.map((share, age) => share && hrefFor(index, age) ? `${index} ${age}` : "")
  ).filter(Boolean);
  const draw = (wide) => {
    const width = Math.max((wide - left) / count, 36);
    const body = [
      Array.from(
        { length: count },
        (_, age) => svg`<text x=${left + (age + .5) * width} y="12" text-anchor="middle">${age}</text>`,
      ),
      rows.map((row, index) => [
        svg`
          <text class="strong" x="0" y=${index * 28 + 39}>${row.cohort}</text>
          <text x=${left - 10} y=${index * 28 + 39} text-anchor="end">${short(row.users)}</text>
        `,
        row.shares.map((share, age) =>
          share === null ? "" : mark({
            say: `Signed up in the week of ${row.say}, ${unit} ${age}: ${percent(share)}`,
            href: share ? hrefFor(index, age) : null,
            isFirst: `${index} ${age}` === links[0],
            body: svg`
              <rect class="heat" x=${left + age * width + 1} y=${index * 28 + 21} width=${width -
                2} height="26" rx="4"
                fill-opacity=${(.08 + .92 * share).toFixed(2)}></rect>
              <text class=${share > .55 ? "on" : "strong"} x=${left + (age + .5) * width} y=${index * 28 +
                38} text-anchor="middle">${(share * 100).toFixed(0)}</text>
            `,
          })
        ),
      ]),
    ];
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${title}>${
      drawing({
        title: `${title}. ${number(rows.length)} weeks of sign-up.`,
        wide: Math.round(left + count * width),
        high: rows.length * 28 + 24,
        isLinked: links.some(Boolean),
        kind: "scrolling",
        body,
      })
    }</div>`;
  };
  return plot(draw, `Percent of those who signed up, by ${unit}s since then.`);
}

/**
 * Differences with where they lie: one line each, and where nothing would be.
 * @param {{title: string, rows: {label: string, value: number | null, low: number | null, high: number | null, isCertain: boolean}[], say: (value: number | null) => string}} parts
 */
export function intervals({ title, rows, say }) {
  const bound = Math.max(
    .01,
    ...rows.flatMap((row) => [row.low, row.high].map((each) => Math.abs(each ?? 0))),
  );
  const tell = (row) =>
    row.value === null
      ? `${row.label}: not known yet`
      : `${row.label}: ${say(row.value)}, between ${say(row.low)} and ${say(row.high)}`;
  const draw = (wide) => {
    const isNarrow = wide < 560;
    const row = isNarrow ? 52 : 38;
    const [left, right] = [isNarrow ? 8 : 220, isNarrow ? 8 : 190];
    const middle = left + (wide - left - right) / 2;
    const x = (value) => middle + value / bound * (wide - left - right) / 2;
    const body = [
      svg`<line class="grid base" x1=${middle} x2=${middle} y1="0" y2=${rows.length * row}></line>`,
      rows.map((each, index) => {
        const y = index * row + (isNarrow ? 36 : row / 2);
        const isUp = (each.value ?? 0) > 0;
        const kind = !each.isCertain ? "unsure" : isUp ? "leaf" : "ember";
        return mark({
          say: tell(each),
          isFirst: false,
          body: svg`
            <rect class="hit" x="0" y=${index * row} width=${wide} height=${row}></rect>
            <text class="strong" x="0" y=${isNarrow ? index * row + 18 : y + 4}>${each.label}</text>
            <text class="value" x=${wide} y=${isNarrow
              ? index * row + 18
              : y + 4} text-anchor="end">${each.value === null ? "not known yet" : say(each.value)}</text>
            ${each.value === null || each.low === null || each.high === null ? "" : svg`
              <line class=${`span ${kind}`} x1=${x(each.low)} x2=${x(each.high)} y1=${y} y2=${y}></line>
              <circle class=${`point ${kind}`} cx=${x(each.value)} cy=${y} r="5"></circle>
            `}
          `,
        });
      }),
    ];
    return drawing({
      title: `${title}. ${rows.map(tell).join("; ")}.`,
      wide,
      high: Math.max(1, rows.length) * row,
      body,
    });
  };
  return plot(draw, "");
}

/**
 * Bars, each with where it lies.
 * @param {{title: string, rows: {label: string, value: number | null, low: number | null, high: number | null, isStrong: boolean}[], say: (value: number | null) => string}} parts
 */
export function rangeBars({ title, rows, say }) {
  const most = Math.max(.01, ...rows.map((row) => row.high ?? row.value ?? 0));
  const tell = (row) =>
    row.value === null
      ? `${row.label}: not known yet`
      : `${row.label}: ${say(row.value)}, between ${say(row.low)} and ${say(row.high)}`;
  const draw = (wide) => {
    const isNarrow = wide < 560;
    const row = isNarrow ? 48 : 34;
    const [left, right] = [isNarrow ? 0 : 220, 76];
    const x = (value) => left + (value ?? 0) / most * (wide - left - right);
    const body = rows.map((each, index) => {
      const y = index * row + (isNarrow ? 20 : 5);
      return mark({
        say: tell(each),
        isFirst: false,
        body: svg`
          <rect class="hit" x="0" y=${index * row} width=${wide} height=${row}></rect>
          <text class="strong" x="0" y=${isNarrow ? index * row + 14 : y + 16}>${each.label}</text>
          <text class="value" x=${wide} y=${y + 16} text-anchor="end">${say(each.value)}</text>
          <rect class=${`bar-fill ${each.isStrong ? "" : "pale"}`} x=${left} y=${y} width=${x(each.value) -
            left} height="24" rx="4"></rect>
          <line class="whisker" x1=${x(each.low)} x2=${x(each.high)} y1=${y + 12} y2=${y + 12}></line>
        `,
      });
    });
    const high = Math.max(1, rows.length) * row;
    return drawing({ title: `${title}. ${rows.map(tell).join("; ")}.`, wide, high, body });
  };
  return plot(draw, "");
}

/** @param {number | null | undefined} value */
export function percent(value) {
  if (value === null || value === undefined) return "–";
  const points = value * 100;
  return `${Math.abs(points) < 10 && !Number.isInteger(points) ? points.toFixed(1) : points.toFixed(0)} %`;
}

function lineLegend(series) {
  return html`<figcaption class="key small">${
    series.map((one) =>
      html`<span><svg class="chart swatch-line" width="22" height="8" aria-hidden="true">${svg`<line class=${`line ${one.kind}`} x1="0" x2="22" y1="4" y2="4"></line>`}</svg>${one.name}</span>`
    )
  }</figcaption>`;
}
