import { render } from "../base/html.js";
import { get, session } from "../base/api.js";
import { followLinks, go, here, link, onNavigation } from "../base/route.js";
import { recallTheme } from "./shell.js";

// Where it all begins: who is signed in, and what the address asks for.

const OPEN = { "/sign-in": "l-sign-in", "/first-run": "l-first-run" };
const root = /** @type {HTMLElement} */ (document.getElementById("app"));
/** @type {any} */
let shown = null;

/** @param {string} tag */
function show(tag) {
  if (shown?.localName === tag) return shown.navigate?.();
  shown = document.createElement(tag);
  render(shown, root);
  if (shown.caption) document.title = `${shown.caption} · Laurel`;
}

function navigate() {
  const { path } = here();
  if (OPEN[path]) return show(OPEN[path]);
  if (!session.admin) {
    return go(link("/sign-in", { next: location.pathname + location.search }), { replace: true });
  }
  show("l-shell");
}

async function start() {
  recallTheme();
  followLinks();
  onNavigation(navigate);
  if (!OPEN[here().path]) {
    try {
      session.admin = (await get("/admin/v1/session")).admin;
    } catch {
      // Nobody is signed in, which `navigate` sees.
    }
  }
  navigate();
}

start();
