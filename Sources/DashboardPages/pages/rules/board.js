import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, get, may, patch, removeOne, sendOne } from "../base/api.js";
import { go, here, link, remember, userPath } from "../base/route.js";
import { ago, counted, day, number, short, signed } from "../base/format.js";
import { bars } from "../parts/chart.js";
import { confirmed, toast } from "../parts/feedback.js";
import { Draft, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { sheet, table, tabs } from "../parts/list.js";
import { BOARD_FIELDS, boardBody, boardFields, boardRules, rankedBy, runWords } from "./board-form.js";

const PAGE = 25;
/** How many places the spread of scores looks at; the most that one call shows. */
const SPREAD = 1_000;
const BINS = 12;

/** One leaderboard: who is where, run by run; how it is set up; what came too late. */
export class BoardScreen extends Screen {
  filter = {
    run: here().query.get("run") ?? "",
    user: here().query.get("user") ?? "",
    group: here().query.get("group") ?? "",
    from: here().query.get("from") ?? "",
  };
  /** @type {any[] | undefined} */
  userAttributes;

  connected() {
    super.connected();
    this.timer = setInterval(() => this.isLive && !document.hidden && this.reload(), 5_000);
  }

  disconnected() {
    super.disconnected();
    clearInterval(this.timer);
  }

  /** Whether what is shown may change while somebody looks. */
  get isLive() {
    const { tab, ranked, isCounting } = this.data ?? {};
    return tab === "" && (isCounting || (ranked && !ranked.run?.isFinal));
  }

  async load(signal) {
    const tab = this.params.tab ?? "";
    const path = `/admin/v1/leaderboards/${this.params.id}`;
    if (tab === "corrections") {
      const [board, late] = await Promise.all([
        get(path, { signal }),
        get(`${path}/corrections`, { signal }),
      ]);
      return { tab, board, late };
    }
    const board = await get(path, { signal });
    if (tab !== "settings") return { tab, board, ...await this.places(board, signal) };
    if (!this.draft?.isChanged) this.draft = new Draft(filled(board), () => this.update());
    // What an open board ranks stays as it is.
    const isOpen = board.status !== "inactive";
    return { tab, board, rules: isOpen ? null : await boardRules() };
  }

  /** The places that are looked at, and the scores of the first thousand. */
  async places(board, signal) {
    if (board.status === "inactive") return { ranked: null };
    const group = await this.group(board);
    if (group && !this.filter.group) return { ranked: null, group };
    let first;
    try {
      first = await get(this.path(board, group, SPREAD), { signal });
    } catch (error) {
      // A board that was opened just now is counted first.
      if (error.status === 503) return { ranked: null, group, isCounting: true };
      throw error;
    }
    const scores = first.rankings.map((place) => place.value);
    const { user, from } = this.filter;
    const ranked = user || from
      ? await get(this.path(board, group, PAGE, user ? { userId: user, offset: "-5" } : { offset: from }), {
        signal,
      })
      : { ...first, rankings: first.rankings.slice(0, PAGE) };
    return { ranked, group, scores };
  }

  /** The attribute that users are ranked apart by. */
  async group({ breakdownAttributes: [id] }) {
    if (!id) return undefined;
    this.userAttributes ??= await all("/admin/v1/attributes");
    return this.userAttributes.find((attribute) => attribute.id === id);
  }

  path(board, group, limit, more = {}) {
    const query = new URLSearchParams({ limit: String(limit), ...more });
    if (this.filter.run) query.set("run", this.filter.run);
    if (group) query.set("userAttributes", `${group.key}:${this.filter.group}`);
    return `/v1/leaderboards/${encodeURIComponent(board.key)}?${query}`;
  }

  /** @param {Partial<typeof this.filter>} change */
  show(change) {
    Object.assign(this.filter, change);
    remember({ ...this.filter });
    this.reloadSoon("user" in change || "group" in change ? 250 : 0);
  }

  view(data) {
    const { board, tab, ranked } = data;
    const path = `/boards/${board.id}`;
    const actions = may("editor")
      ? html`<button class="button danger" @click=${() => this.archive(board)}>Archive</button>`
      : "";
    const about = html`By ${rankedBy(board, ranked)}, ${
      runWords(board)
    } <code>${board.key}</code> <span class="tag ${
      board.status === "active" ? "good" : ""
    }">${board.status}</span>`;
    return html`${top({ title: board.name, about, actions })}${
      tabs("About the board", [
        { name: "Places", address: link(path), isCurrent: tab === "" },
        { name: "Settings", address: link(`${path}/settings`), isCurrent: tab === "settings" },
        { name: "Corrections", address: link(`${path}/corrections`), isCurrent: tab === "corrections" },
      ])
    }${this.tabPart(data)}`;
  }

  tabPart(data) {
    if (data.tab === "settings") return this.settings(data);
    if (data.tab === "corrections") return this.corrections(data);
    if (data.board.status === "inactive") {
      return html`<div class="sheet">${
        empty({
          icon: "board",
          title: "Not open yet",
          text: "The board is being set up, and ranks nobody. Make it active when it is ready.",
          action: html`<a class="button" href=${link(`/boards/${data.board.id}/settings`)}>Settings</a>`,
        })
      }</div>`;
    }
    if (data.isCounting) {
      return html`<div class="sheet">${
        empty({
          icon: "board",
          title: "Being counted",
          text: "What users did before is counted. This takes a moment.",
        })
      }</div>`;
    }
    return html`${this.ranking(data)}${this.spread(data)}`;
  }

  // MARK: Places

  ranking({ board, ranked, group }) {
    const input = (name, label, placeholder) =>
      html`
        <label
          class="field"><span class="label">${label}</span><input type="search" autocomplete="off" placeholder=${placeholder} .value=${this
            .filter[name]} @input=${(event) =>
            this.show({ [name]: event.target.value.trim(), from: "" })}></label>
      `;
    const filters = html`<div class="filters">${group ? input("group", group.name, "Oslo") : ""}${
      input("user", "Around a user", "ada")
    }</div>`;
    return sheet({
      title: ranked?.run ? runName(ranked.run) : "Places",
      note: ranked?.run ? this.runs(board, ranked.run) : "",
      body: html`${filters}${
        ranked ? this.rows(ranked) : html`<p class="quiet">Say whose board to show.</p>`
      }`,
      foot: ranked && !this.filter.user ? this.pages(ranked) : "",
    });
  }

  /** The runs before and after the one that is shown. */
  runs(board, run) {
    if (!board.runUnit) return "";
    const earlier = run.start > board.start ? moved(run.start, -1) : "";
    const later = run.isFinal && run.end ? moved(run.end, 1) : "";
    const step = (to, name) =>
      html`
        <button type="button" class="button tight" ?disabled=${!to} @click=${() =>
          this.show({ run: to, from: "" })}>${name}</button>
      `;
    return html`${
      run.isFinal ? html`<span class="tag">final</span>` : html`<span class="tag good">open</span>`
    }${step(earlier, "Earlier")}${step(later, "Later")}`;
  }

  rows(ranked) {
    if (ranked.rankings.length === 0) {
      return html`<p class="quiet">${
        this.filter.user ? "This user has no place here." : "Nobody has a place yet."
      }</p>`;
    }
    return table({
      label: "Places",
      rows: ranked.rankings,
      key: (place) => place.userId,
      columns: [
        { label: "Rank", isNumber: true, view: (place) => html`<b>${number(place.rank)}</b>` },
        {
          label: "User",
          isMain: true,
          view: (place) =>
            html`
              <a href=${link(userPath(place.userId))}>${place.userName ?? place.userId}</a>${place.userName
                ? html`
                  <span class="quiet small">  ${place.userId}</span>
                `
                : ""}
            `,
        },
        { label: "Score", isNumber: true, view: (place) => number(place.value) },
        {
          label: "",
          isNumber: true,
          view: (place) =>
            may("support") && !ranked.run?.isFinal
              ? html`
                <button class="button bare tight"
                  @click=${() => this.hide(place)}>Hide<span class="for-readers"> ${place
                    .userName ?? place.userId}</span></button>
              `
              : "",
        },
      ],
    });
  }

  pages(ranked) {
    const from = Number(this.filter.from) || 0;
    const isLast = ranked.rankings.length < PAGE;
    if (from === 0 && isLast) return "";
    const step = (to, name, isOff) =>
      html`<button class="button tight" ?disabled=${isOff} @click=${() =>
        this.show({ from: to > 0 ? String(to) : "" })}>${name}</button>`;
    return html`${step(from - PAGE, "Higher", from === 0)}${step(from + PAGE, "Lower", isLast)}`;
  }

  async hide(place) {
    const name = place.userName ?? place.userId;
    const set = (isHidden) =>
      patch(`/admin/v1/users/${encodeURIComponent(place.userId)}`, { hiddenFromLeaderboards: isHidden });
    const isDone = await confirmed({
      title: `Hide ${name}`,
      text:
        "The user leaves every board, and everybody below moves up at once. Runs that are final stay as they are.",
      action: "Hide the user",
      run: () => set(true),
    });
    if (!isDone) return;
    const undo = async () => {
      await set(false);
      this.reload();
    };
    toast(`${name} is hidden from all boards`, { label: "Undo", run: undo });
    this.reload();
  }

  spread({ scores }) {
    if (!scores?.length) return "";
    const who = scores.length < SPREAD
      ? counted(scores.length, "user")
      : `the first ${number(SPREAD)} places`;
    const middle = scores[Math.floor(scores.length / 2)];
    return sheet({
      title: "Scores",
      note: `of ${who}`,
      body: html`${
        bars({ title: "How many users have which score", points: histogram(scores), unit: "users" })
      }<p class="small quiet">Highest ${number(scores[0])}, middle ${number(middle)}, lowest ${
        number(scores[scores.length - 1])
      }.</p>`,
    });
  }

  // MARK: Settings

  settings(data) {
    const draft = /** @type {Draft} */ (this.draft);
    const isFixed = !may("editor");
    const foot = isFixed
      ? ""
      : html`<button class="button main" ?disabled=${!draft.isChanged || draft.isBusy}>Save</button>`;
    const isOpen = data.board.status !== "inactive";
    return html`<form @submit=${(event) => this.save(event)}>${
      sheet({
        title: "Settings",
        foot,
        body: html`${boardFields(draft, data.rules, { isNew: false, isFixed })}${
          isOpen
            ? html`
              <p
                class="small quiet">What is ranked, the days and the key stay while the board is open. Make it inactive to change them: nobody sees it until then.</p>
            `
            : ""
        }${problem(draft, BOARD_FIELDS)}`,
      })
    }</form>`;
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const draft = /** @type {Draft} */ (this.draft);
    const isDone = await draft.send(() =>
      sendOne("PATCH", "/admin/v1/leaderboards", { id: this.params.id, ...boardBody(draft.changes) })
    );
    if (!isDone) return;
    toast("Saved");
    this.draft = undefined;
    this.reload();
  }

  // MARK: Corrections

  corrections({ late }) {
    const rows = late.corrections;
    return sheet({
      title: "What came after a run was final",
      body: rows.length
        ? table({
          label: "Corrections",
          rows,
          key: (row) => rows.indexOf(row),
          columns: [
            {
              label: "User",
              isMain: true,
              view: (row) =>
                row.userId ? html`<a href=${link(userPath(row.userId))}>${row.userId}</a>` : "erased",
            },
            { label: "Run of", view: (row) => day(row.run) },
            { label: "Was done on", view: (row) => day(row.date) },
            { label: "Came", view: (row) => ago(row.correctedAt) },
            { label: "Score", isNumber: true, view: (row) => signed(row.amount) },
          ],
        })
        : html`
          <p
            class="quiet">Nothing. A run that is final changes no more: an event that comes later, or is corrected, is listed here instead.</p>
        `,
    });
  }

  async archive(board) {
    const isDone = await confirmed({
      title: `Archive “${board.name}”`,
      text: "Nobody sees the board any more, and events tell nothing of it.",
      action: "Archive the board",
      run: () => removeOne("/admin/v1/leaderboards", board.id),
    });
    if (!isDone) return;
    toast("The board is archived");
    go(link("/boards"));
  }
}

/** A board with all that the form shows. */
function filled(board) {
  const { name, key, rankBy, metricId, pointsSystemId, start, maxParticipants, ties, status } = board;
  return {
    name,
    key,
    rankBy,
    metricId,
    pointsSystemId,
    start,
    end: board.end ?? null,
    runUnit: board.runUnit ?? null,
    runInterval: board.runInterval ?? 7,
    maxParticipants,
    ties,
    status,
    breakdownAttributes: board.breakdownAttributes,
  };
}

function runName(run) {
  return run.end ? `${day(run.start)} – ${day(run.end)}` : `Since ${day(run.start)}`;
}

/**
 * A civil day some days away.
 * @param {string} date
 * @param {number} days
 */
function moved(date, days) {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/**
 * How many of the scores lie in each of some steps of equal width.
 * @param {number[]} scores
 * @returns {import("../parts/chart.js").Point[]}
 */
export function histogram(scores) {
  const least = Math.min(...scores);
  const most = Math.max(...scores);
  const width = Math.max(1, Math.ceil((most - least + 1) / BINS));
  const bins = new Array(Math.ceil((most - least + 1) / width)).fill(0);
  for (const score of scores) bins[Math.floor((score - least) / width)] += 1;
  return bins.map((value, index) => {
    const from = least + index * width;
    return { label: width === 1 ? short(from) : `${short(from)}–${short(from + width - 1)}`, value };
  });
}

define("l-board", BoardScreen);
