import { each, html } from "../../../DashboardPages/pages/base/html.js";
import { define } from "../../../DashboardPages/pages/base/element.js";
import { bones, LaurelElement } from "../base/kit.js";
import { icon } from "../base/icons.js";
import { sayShort } from "../base/say.js";

/**
 * A place on a leaderboard, as the API has it.
 * @typedef {object} Ranking
 * @property {string} userId
 * @property {string | null} [userName]
 * @property {number} rank
 * @property {number} value
 * @property {string} [byline] A second line below the name.
 * @property {string} [avatarUrl]
 * @property {number} [rankChange] By how many places it went up; below 0 for down.
 */

/**
 * A run that can be chosen.
 * @typedef {object} RunOption
 * @property {string} id Inside of a provider: a day of the run, `2026-03-01`.
 * @property {string} label
 */

const PEOPLE_STYLE = `
  .face { display: grid; place-items: center; border-radius: 50%; background: var(--_accent-soft); color: var(--_accent);
    font-weight: 650; overflow: hidden; flex: none; inline-size: var(--face, 32px); block-size: var(--face, 32px);
    font-size: calc(var(--face, 32px) * .4); line-height: 1; }
  .face img { inline-size: 100%; block-size: 100%; object-fit: cover; }
  .who { min-inline-size: 0; overflow-wrap: anywhere; }
  .you { margin-inline-start: 6px; }
  .one { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
`;

/** @param {Ranking} place */
const called = (place) => place.userName || place.userId;

/** The first letters of a name, as people count letters. @param {string} name */
function initials(name) {
  const words = name.trim().split(/\s+/);
  const first = (/** @type {string} */ word) => Array.from(word)[0] ?? "";
  return (words.length > 1 ? first(words[0]) + first(words[words.length - 1]) : first(words[0]))
    .toUpperCase();
}

/** @param {Ranking} place */
function face(place) {
  return html`<span part="avatar" class="face" aria-hidden="true">${
    place.avatarUrl
      ? html`<img alt="" loading="lazy" src=${place.avatarUrl} @error=${(event) => event.target.remove()}>`
      : initials(called(place))
  }</span>`;
}

/** What the elements of a leaderboard have in common. */
class BoardElement extends LaurelElement {
  static main = "rankings";

  /** @param {string} _user */
  needs(_user) {
    const { leaderboard } = this.p;
    if (!leaderboard) return /** @type {Record<string, string>} */ ({});
    const run = this.runAsked ? `&run=${encodeURIComponent(this.runAsked)}` : "";
    return { board: `/v1/leaderboards/${encodeURIComponent(leaderboard)}?limit=100${run}` };
  }

  /** @param {string} _name @param {any} answer */
  accept(_name, answer) {
    if (Array.isArray(answer)) return { rankings: answer };
    return {
      rankings: answer?.rankings ?? [],
      title: answer?.name ?? "",
      fromDate: answer?.run?.start ?? answer?.start ?? "",
      toDate: answer?.run?.end ?? answer?.end ?? "",
    };
  }

  /** @param {string} name @returns {boolean} */
  isAsking(name) {
    return name === "leaderboard";
  }

  get runAsked() {
    return "";
  }

  /** @returns {Ranking[]} */
  get places() {
    return this.list("rankings");
  }

  /** The user who looks. */
  get self() {
    return this.p.currentUserId || this.provider?.p.user || "";
  }

  isEmpty() {
    return this.places.length === 0;
  }

  get emptyWord() {
    return "nobody";
  }
}

/**
 * The first three of a leaderboard.
 *
 * @element laurel-leaderboard-podium
 * @prop {Ranking[] | null} rankings - The places; the first three are shown.
 * @prop {string} leaderboard - Inside of a provider: the leaderboard's key.
 * @prop {"sm" | "default" | "lg"} size - How large it is.
 * @prop {boolean} showValue - Whether scores are shown.
 * @prop {boolean} showAvatar - Whether images, or initials, are shown.
 * @prop {"color" | "mono" | "none"} medalStyle - How the ranks look.
 * @prop {string} currentUserId - The user who is called “You”; default: the provider's.
 * @prop {((place: Ranking) => void) | null} onUserClick - Is called when somebody is chosen.
 * @fires laurel-user - Somebody was chosen; `detail` is the place.
 * @csspart place - One of the three, also `place-1`, `place-2`, `place-3`.
 * @csspart avatar - An image, or initials.
 */
export class LaurelLeaderboardPodium extends BoardElement {
  static properties = {
    ...LaurelElement.common,
    rankings: null,
    leaderboard: "",
    size: "default",
    showValue: true,
    showAvatar: true,
    medalStyle: "color",
    currentUserId: "",
    onUserClick: null,
  };
  static style = `${PEOPLE_STYLE}
    ol { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px; align-items: end; }
    li { min-inline-size: 0; }
    li { grid-row: 1; } li.p1 { grid-column: 2; } li.p2 { grid-column: 1; } li.p3 { grid-column: 3; }
    button { display: grid; gap: 6px; justify-items: center; text-align: center; inline-size: 100%; border-radius: 10px; }
    .step { inline-size: 100%; border-radius: 10px 10px 0 0; background: var(--_sunk); display: grid; align-content: start;
      justify-items: center; padding-block: 8px; font-weight: 700; font-size: 1.15em; color: var(--_ink-2); }
    .p1 .step { block-size: var(--step, 84px); } .p2 .step { block-size: calc(var(--step, 84px) * .72); }
    .p3 .step { block-size: calc(var(--step, 84px) * .52); }
    .color .p1 .step { background: var(--_gold-soft); color: var(--_gold); }
    .color .p2 .step { background: var(--_ice-soft); color: var(--_ice); }
    .color .p3 .step { background: var(--_ember-soft); color: var(--_ember); }
    .none .step { color: transparent; }
    .p1 { --face: 56px; } .p2, .p3 { --face: 44px; }
    .sm { --step: 56px; font-size: .9em; } .lg { --step: 120px; font-size: 1.1em; }
  `;

  skeleton() {
    return bones(1, 186);
  }

  show() {
    const { size, medalStyle, showAvatar, showValue } = this.p;
    return html`<ol class="${size} ${medalStyle}">${
      each(this.places.slice(0, 3), (place) => place.userId, (place, index) => {
        const name = place.userId === this.self ? `${called(place)} (${this.text("you")})` : called(place);
        return html`<li class=${`p${index + 1}`}><button type="button" class="plain" part="place place-${
          index + 1
        }"
          @click=${() => this.tell("laurel-user", place, this.p.onUserClick)}>
          ${showAvatar ? face(place) : ""}
          <span class="who one">${name}</span>
          ${
          showValue
            ? html`<span class="num quiet" title=${this.number(place.value)}>${
              sayShort(place.value, this.language)
            }</span>`
            : ""
        }
          <span class="step num"><span class="unseen">${this.text("rank")} </span>${
          this.number(place.rank)
        }</span>
        </button></li>`;
      })
    }</ol>`;
  }
}

/**
 * The places of a leaderboard as a table.
 *
 * @element laurel-leaderboard-rankings
 * @prop {Ranking[] | null} rankings - The places.
 * @prop {string} leaderboard - Inside of a provider: the leaderboard's key.
 * @prop {string} currentUserId - The user whose place stands out; default: the provider's.
 * @prop {((place: Ranking) => void) | null} onUserClick - Is called when somebody is chosen.
 * @prop {boolean} showPagination - Whether it is cut into pages.
 * @prop {number} defaultPageSize - How many places a page has.
 * @fires laurel-user - Somebody was chosen; `detail` is the place.
 * @slot rank - The heading of the ranks.
 * @slot user - The heading of the names.
 * @slot value - The heading of the scores.
 * @slot you - What stands beside the user's own name.
 * @slot previous - The text of the button that leads to the page before.
 * @slot next - The text of the button that leads to the page after.
 * @csspart row - A place; the user's own is `row row-self`.
 * @csspart avatar - An image, or initials.
 */
export class LaurelLeaderboardRankings extends BoardElement {
  static properties = {
    ...LaurelElement.common,
    rankings: null,
    leaderboard: "",
    currentUserId: "",
    onUserClick: null,
    showPagination: true,
    defaultPageSize: 10,
  };
  static style = `${PEOPLE_STYLE}
    table { inline-size: 100%; border-collapse: collapse; }
    th { text-align: start; font-weight: 500; color: var(--_ink-2); font-size: .857em; padding: 4px 8px; }
    td { padding: 7px 8px; border-block-start: 1px solid var(--_line); }
    th:last-child, td:last-child { text-align: end; }
    td.rank { inline-size: 1%; white-space: nowrap; font-weight: 600; }
    .self td { background: var(--_accent-soft); }
    .self td:first-child { border-start-start-radius: 8px; border-end-start-radius: 8px; }
    .self td:last-child { border-start-end-radius: 8px; border-end-end-radius: 8px; }
    button.plain { display: flex; gap: 10px; align-items: center; border-radius: 8px; inline-size: 100%; min-inline-size: 0; }
    .change { display: inline-flex; align-items: center; font-size: .857em; margin-inline-start: 6px; }
    .change.up { color: var(--_accent); } .change.down { color: var(--_ember); }
    .pages { display: flex; justify-content: space-between; align-items: center; gap: 8px; margin-block-start: 10px; }
  `;

  constructor() {
    super();
    this.page = /** @type {number | null} */ (null);
  }

  skeleton() {
    return bones(6, 46);
  }

  show() {
    const all = this.places;
    const size = this.p.showPagination ? Math.max(1, this.p.defaultPageSize) : all.length;
    const count = Math.ceil(all.length / size);
    const own = Math.floor(Math.max(0, all.findIndex((place) => place.userId === this.self)) / size);
    const page = Math.min(this.page ?? own, count - 1);
    return html`
      <table>
        <thead>
          <tr>
            <th scope="col">${this.slotted("rank")}</th>
            <th scope="col">${this.slotted("user")}</th>
            <th scope="col">${this.slotted("value")}</th>
          </tr>
        </thead>
        <tbody>${each(
          all.slice(page * size, (page + 1) * size),
          (place) => place.userId,
          (place) => this.row(place),
        )}</tbody>
      </table>
      ${count > 1 ? this.pages(page, count) : ""}
    `;
  }

  /** @param {Ranking} place */
  row(place) {
    const isSelf = place.userId === this.self;
    return html`
      <tr part=${isSelf ? "row row-self" : "row"} class=${isSelf ? "self" : ""} aria-current=${isSelf
        ? "true"
        : null}>
        <td class="rank num">${this.number(place.rank)}${this.change(place)}</td>
        <td><button type="button" class="plain" @click=${() =>
          this.tell("laurel-user", place, this.p.onUserClick)}>
              ${face(place)}<span class="who"><span class="one">${called(place)}${isSelf
                ? html`<span class="quiet small you">${this.slotted("you")}</span>`
                : ""}</span>${place.byline
                ? html`<span class="quiet small one">${place.byline}</span>`
                : ""}</span></button></td>
        <td class="num" title=${this.number(place.value)}>${sayShort(place.value, this.language)}</td>
      </tr>
    `;
  }

  /** @param {Ranking} place */
  change(place) {
    const by = place.rankChange;
    if (by === undefined || by === null) return "";
    const [look, words] = by > 0
      ? ["up", this.text("up", { n: by })]
      : by < 0
      ? ["down", this.text("down", { n: -by })]
      : ["same", this.text("same")];
    return html`<span class="change ${look}" title=${words}>${
      by ? icon(by > 0 ? "up" : "down") : html`<span aria-hidden="true">–</span>`
    }<span class="unseen">${words}</span></span>`;
  }

  /** @param {number} page @param {number} count */
  pages(page, count) {
    const move = (/** @type {number} */ by) => () => {
      this.page = page + by;
      this.update();
    };
    return html`
      <div role="group" class="pages" aria-label=${this.text("leaderboard")}>
        <button type="button" class="button" ?disabled=${page === 0} @click=${move(-1)}>${this.slotted(
          "previous",
        )}</button>
        <span class="quiet small num" aria-live="polite">${this.text("page", {
          n: page + 1,
          total: count,
        })}</span>
        <button type="button" class="button" ?disabled=${page >= count - 1} @click=${move(1)}>${this.slotted(
          "next",
        )}</button>
      </div>
    `;
  }
}

/**
 * A leaderboard: the first three, the places, and the runs that can be looked at.
 *
 * @element laurel-leaderboard-card
 * @prop {string} title - The heading; default: the leaderboard's name.
 * @prop {string | Date} fromDate - The first day of the run.
 * @prop {string | Date} toDate - Its last day.
 * @prop {Ranking[] | null} podiumRankings - The first three; default: those of `rankings`.
 * @prop {Ranking[] | null} rankings - The places.
 * @prop {string} leaderboard - Inside of a provider: the leaderboard's key.
 * @prop {string} currentUserId - The user whose place stands out; default: the provider's.
 * @prop {RunOption[] | null} runOptions - The runs that can be chosen.
 * @prop {string} selectedRunId - The one that is shown.
 * @prop {((id: string) => void) | null} onRunChange - Is called when another is chosen.
 * @prop {((place: Ranking) => void) | null} onUserClick - Is called when somebody is chosen.
 * @prop {number} defaultPageSize - How many places a page has.
 * @fires laurel-run - Another run was chosen; `detail` is its `id`.
 * @fires laurel-user - Somebody was chosen; `detail` is the place.
 * @slot title - In place of the heading.
 * @slot footer - Below everything.
 * @csspart card - All of it.
 */
export class LaurelLeaderboardCard extends BoardElement {
  static properties = {
    ...LaurelElement.common,
    title: "",
    fromDate: "",
    toDate: "",
    podiumRankings: null,
    rankings: null,
    leaderboard: "",
    currentUserId: "",
    runOptions: null,
    selectedRunId: "",
    onRunChange: null,
    onUserClick: null,
    defaultPageSize: 10,
  };
  static style = `
    .sheet { display: grid; gap: var(--_space); grid-template-columns: minmax(0, 1fr); }
    header { display: flex; flex-wrap: wrap; gap: 8px; justify-content: space-between; align-items: start; }
    select { font: inherit; color: inherit; background: var(--_sheet); border: 1px solid var(--_line); border-radius: 8px;
      padding: 6px 8px; max-inline-size: 100%; }
  `;

  /** @param {string} name @returns {boolean} */
  isAsking(name) {
    return name === "leaderboard" || name === "selectedRunId";
  }

  get runAsked() {
    return /^\d{4}-\d{2}-\d{2}$/.test(this.p.selectedRunId) ? this.p.selectedRunId : "";
  }

  isEmpty() {
    return false;
  }

  skeleton() {
    return bones(1, 44, bones(1, 186), bones(6, 46));
  }

  show() {
    const title = this.p.title || this.live.title || this.text("leaderboard");
    const rest = { currentUserId: this.self };
    const nested = html`
      <laurel-leaderboard-podium exportparts="place, place-1, place-2, place-3, avatar" .rankings=${this.p
        .podiumRankings ?? this.places}
        .currentUserId=${rest.currentUserId} .onUserClick=${this.p.onUserClick} .words=${this.p
          .words}></laurel-leaderboard-podium>
      <laurel-leaderboard-rankings exportparts="row, row-self, avatar" .rankings=${this.places}
        .currentUserId=${rest.currentUserId} .onUserClick=${this.p.onUserClick} .words=${this.p.words}
        .defaultPageSize=${this.p.defaultPageSize}></laurel-leaderboard-rankings>
    `;
    return html`
      <div role="group" part="card" class="sheet" aria-label=${title}>
        <header><div><h2 class="title"><slot name="title">${title}</slot></h2>${this.dates()}</div>${this
          .runs()}</header>
        ${this.places.length ? nested : this.nothing()}
        <slot name="footer"></slot>
      </div>
    `;
  }

  dates() {
    const [from, to] = [this.get("fromDate"), this.get("toDate")];
    if (!from) return "";
    const options = /** @type {any} */ ({ day: "numeric", month: "short", year: "numeric" });
    return html`<p class="quiet small num">${this.date(from, options)}${
      to ? ` – ${this.date(to, options)}` : ""
    }</p>`;
  }

  runs() {
    /** @type {RunOption[]} */
    const options = this.p.runOptions ?? [];
    if (!options.length) return "";
    return html`<select aria-label=${this.text("run")} @change=${(event) => {
      Object.assign(this, { selectedRunId: event.target.value });
      this.tell("laurel-run", event.target.value, this.p.onRunChange);
    }}>${
      options.map((run) =>
        html`<option value=${run.id} ?selected=${run.id === this.p.selectedRunId}>${run.label}</option>`
      )
    }</select>`;
  }
}

define("laurel-leaderboard-podium", LaurelLeaderboardPodium);
define("laurel-leaderboard-rankings", LaurelLeaderboardRankings);
define("laurel-leaderboard-card", LaurelLeaderboardCard);
