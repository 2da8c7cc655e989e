import { html } from "../base/html.js";
import { get } from "../base/api.js";
import { go, link, userPath } from "../base/route.js";
import { openDialog } from "./feedback.js";

/**
 * Something that can be gone to.
 * @typedef {{title: string, kind: string, address: string}} Goal
 */

/**
 * Finds a page, a rule or a user, by what one types.
 * @param {Goal[]} pages
 */
export async function openPalette(pages) {
  /** @type {Goal | undefined} */
  const goal = await openDialog(({ close, update }) => {
    const state = {
      text: "",
      chosen: 0,
      rules: /** @type {Goal[]} */ ([]),
      users: /** @type {Goal[]} */ ([]),
    };
    findRules().then((rules) => {
      state.rules = rules;
      update();
    });
    const found = () => {
      const text = state.text.toLowerCase();
      const isLike = (goal) =>
        goal.title.toLowerCase().includes(text) || goal.kind.toLowerCase().includes(text);
      const rules = text ? state.rules.filter(isLike).slice(0, 8) : [];
      return [...pages.filter(isLike), ...rules, ...state.users].slice(0, 40);
    };
    let waiting = 0;
    const type = (event) => {
      state.text = event.target.value;
      state.chosen = 0;
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        state.users = await findUsers(state.text);
        update();
      }, 120);
      update();
    };
    const press = (event) => {
      const all = found();
      if (event.key === "ArrowDown") state.chosen = Math.min(all.length - 1, state.chosen + 1);
      else if (event.key === "ArrowUp") state.chosen = Math.max(0, state.chosen - 1);
      else if (event.key === "Enter") return close(all[state.chosen]);
      else return;
      event.preventDefault();
      update();
      document.querySelector(".palette [aria-selected='true']")?.scrollIntoView({ block: "nearest" });
    };
    return () => {
      const all = found();
      return html`<div><h2 class="for-readers">Find</h2><input autofocus type="search" role="combobox" aria-label="Find a user, a rule or a page" aria-expanded="true" aria-controls="found"
        aria-activedescendant=${
        all.length ? `found-${state.chosen}` : null
      } placeholder="Find a user, a rule or a page" autocomplete="off" spellcheck="false" .value=${state.text} @input=${type} @keydown=${press}>
        <ul id="found" role="listbox" aria-label="Found">${
        all.map((goal, index) =>
          html`
            <li role="option" id=${`found-${index}`} aria-selected=${index === state.chosen
              ? "true"
              : "false"}
              @click=${() => close(goal)}><span>${goal.title}</span><span class="kind">${goal
                .kind}</span></li>
          `
        )
      }</ul>${all.length ? "" : html`<p class="empty">Nothing begins with or holds that.</p>`}</div>`;
    };
  }, { className: "palette" });
  if (goal) go(goal.address);
}

/** @param {string} text @returns {Promise<Goal[]>} */
async function findUsers(text) {
  if (!text.trim()) return [];
  try {
    const { users } = await get(`/admin/v1/users?limit=8&prefix=${encodeURIComponent(text.trim())}`);
    return users.map((user) => ({
      title: user.name ? `${user.name} · ${user.id}` : user.id,
      kind: user.email ?? "User",
      address: link(userPath(user.id)),
    }));
  } catch {
    return [];
  }
}

/** @returns {Promise<Goal[]>} */
async function findRules() {
  const lists = [
    ["/admin/v1/streaks/definitions", "Streak", "/streaks/"],
    ["/admin/v1/achievements", "Achievement", "/achievements/"],
    ["/admin/v1/points", "Points", "/points/"],
    ["/admin/v1/metrics", "Metric", "/metrics?show="],
  ];
  const found = await Promise.all(lists.map(async ([path, kind, address]) => {
    try {
      const items = await get(`${path}?limit=100`);
      return items.map((item) => {
        const [way, query] = address.split("?");
        const to = query ? link(way, { show: item.id }) : link(`${way}${item.id}`);
        return { title: item.name, kind, address: to };
      });
    } catch {
      return [];
    }
  }));
  return found.flat();
}
