import { svg } from "../../../DashboardPages/pages/base/html.js";

// Small pictures, which say nothing that a text does not say as well.

const PATHS = {
  flame:
    "M12 3c1 4 6 5.500 6 11a6 6 0 0 1-12 0c0-3 1.500-4.500 3-6 .500 2 1.500 3 2.500 3.500C12 8.500 11 6 12 3Z",
  trophy: "M8 4h8v6a4 4 0 0 1-8 0ZM8 6H5c0 3 1 4.500 3 5M16 6h3c0 3-1 4.500-3 5M12 14v4M8.500 20h7",
  star: "m12 4 2.400 5 5.600.700-4.100 3.800 1.100 5.500-5-2.800-5 2.800 1.100-5.500L4 9.700 9.600 9Z",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6Z",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6Z",
  back: "m14 6-6 6 6 6",
  forward: "m10 6 6 6-6 6",
  up: "m7 14 5-5 5 5",
  down: "m7 10 5 5 5-5",
  check: "m6 12.500 4 4 8-9",
  close: "M7 7l10 10M17 7 7 17",
};

/**
 * @param {keyof typeof PATHS} name
 * @param {string} [more] Further classes.
 */
export function icon(name, more = "") {
  return svg`
    <svg class="icon ${more}" viewBox="0 0 24 24" aria-hidden="true">
      <path d=${PATHS[name]}></path>
    </svg>
  `;
}
