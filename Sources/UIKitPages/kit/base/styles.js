// The look that all elements share. Pages change it with `--laurel-*`, and parts with `::part()`.

/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/**
 * A style sheet of a text, made once for all elements of a page. The policy `style-src 'self'`
 * allows it, as nothing of it stands in the page.
 * @param {string} text
 */
export function sheetOf(text) {
  let sheet = sheets.get(text);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(text, sheet);
  }
  return sheet;
}

export const SHARED_STYLE = `
:host {
  --_ink: var(--laurel-ink, light-dark(#1d1f23, #eceef1));
  --_ink-2: var(--laurel-ink-soft, light-dark(#5b5f66, #a9afb9));
  --_sheet: var(--laurel-surface, light-dark(#ffffff, #1b1e24));
  --_sunk: var(--laurel-sunken, light-dark(#f1efe9, #262a32));
  --_line: var(--laurel-line, light-dark(#e4e0d8, #343a45));
  --_accent: var(--laurel-accent, light-dark(#22704a, #5fc08d));
  --_accent-soft: var(--laurel-accent-soft, light-dark(#e3f1e9, #1d3328));
  --_on-accent: var(--laurel-on-accent, light-dark(#ffffff, #0c1a13));
  --_ember: var(--laurel-loss, light-dark(#b4471c, #f0915f));
  --_ember-soft: var(--laurel-loss-soft, light-dark(#fbeae2, #3a2318));
  --_ice: var(--laurel-freeze, light-dark(#2a64a8, #7fb2ee));
  --_ice-soft: var(--laurel-freeze-soft, light-dark(#dfeaf9, #1f3450));
  --_gold: var(--laurel-gold, light-dark(#82600f, #e3b955));
  --_gold-soft: var(--laurel-gold-soft, light-dark(#f7efd9, #332a14));
  --_radius: var(--laurel-radius, 12px);
  --_space: var(--laurel-space, 16px);
  display: block;
  color: var(--_ink);
  font-family: var(--laurel-font, inherit);
  font-size: var(--laurel-font-size, 14px);
  line-height: 1.45;
  text-align: start;
}
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([theme="auto"]) { color-scheme: light dark; }
*, ::before, ::after { box-sizing: border-box; }
h2, h3, p, ol, ul, dl, dd, figure { margin: 0; padding: 0; }
ol, ul { list-style: none; }
.num { font-variant-numeric: tabular-nums; }
.quiet { color: var(--_ink-2); }
.small { font-size: .857em; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.sheet { background: var(--_sheet); border: 1px solid var(--_line); border-radius: var(--_radius);
  padding: var(--_space); }
.title { font-size: 1.143em; font-weight: 650; letter-spacing: -.01em; line-height: 1.3;
  overflow-wrap: anywhere; }
button, a.button { font: inherit; color: inherit; cursor: pointer; }
button.plain { border: 0; background: none; padding: 0; text-align: inherit; }
.button { display: inline-block; font-weight: 600; padding: 7px 14px; border-radius: 8px; border: 1px solid var(--_line);
  background: var(--_sheet); text-decoration: none; }
.button.main { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); }
.button:disabled { opacity: .5; cursor: default; }
.button:hover:not(:disabled) { filter: brightness(.96); }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
.bone { background: var(--_sunk); border-radius: 6px; color: transparent; animation: breathe 1.4s infinite alternate; }
.bones { display: grid; gap: 8px; }
@keyframes breathe { from { opacity: 1; } to { opacity: .45; } }
.message { display: grid; gap: 10px; justify-items: center; align-content: center; text-align: center;
  color: var(--_ink-2); padding: 12px; min-block-size: 84px; overflow-wrap: anywhere; }
.row { display: flex; gap: 10px; align-items: center; }
.between { justify-content: space-between; }
.bar { block-size: 6px; border-radius: 3px; background: var(--_sunk); overflow: hidden; }
.bar > i { display: block; block-size: 100%; inline-size: var(--p, 0%); background: var(--_accent); border-radius: 3px;
  transition: inline-size .4s; }
svg { display: block; }
.icon { inline-size: 1.15em; block-size: 1.15em; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; flex: none; }
:host(:dir(rtl)) .turn { transform: scaleX(-1); }
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; }
}
@media (forced-colors: active) {
  .bar > i { background: Highlight; }
}
`;
