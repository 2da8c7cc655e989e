import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { get } from "../base/api.js";
import { go, here, link, remember, userPath } from "../base/route.js";
import { number } from "../base/format.js";
import { empty, Screen } from "../parts/screen.js";
import { chooser, sheet } from "../parts/list.js";
import { kitElements } from "../parts/kit.js";

/** How many places are shown before the user's own, and in all. */
const BEFORE = 5;
const PLACES = 11;

/** Where a user stands on the leaderboards, among those around. */
export class UserBoards extends Screen {
  chosen = here().query.get("board") ?? "";

  async load(signal) {
    const boards = await get("/v1/leaderboards", { signal });
    const board = boards.find((board) => board.key === this.chosen) ?? boards[0];
    if (!board) return { boards, board: null };
    const query = `userId=${encodeURIComponent(this.params.id)}&offset=-${BEFORE}&limit=${PLACES}`;
    const [around] = await Promise.all([
      this.shown(`/v1/leaderboards/${encodeURIComponent(board.key)}?${query}`, signal),
      kitElements(),
    ]);
    return { boards, board, around };
  }

  /** What a board shows; nothing while it is counted, or where it does not rank this user. */
  async shown(path, signal) {
    try {
      return await get(path, { signal });
    } catch (error) {
      if (error.status === 503 || error.status === 404 || error.status === 422) return null;
      throw error;
    }
  }

  /** @param {string} key */
  choose(key) {
    this.chosen = key;
    remember({ board: key });
    this.reload();
  }

  view({ boards, board, around }) {
    if (!board) {
      return html`<div class="sheet">${
        empty({
          icon: "board",
          title: "There is no open leaderboard",
          text: "Once one is open, this shows where the user stands.",
          action: html`<a class="button" href=${link("/boards")}>Leaderboards</a>`,
        })
      }</div>`;
    }
    const own = around?.rankings?.find((place) => place.userId === this.params.id);
    const others = chooser("Leaderboards", boards, board.key, (key) => this.choose(key));
    return html`${others}${
      sheet({
        title: board.name,
        note: own ? html`<span class="tag good">Rank ${number(own.rank)}</span>` : "",
        body: around?.rankings?.length
          ? this.places(around)
          : html`<p class="quiet">${
            around ? "The user has no place here." : "This board is being counted, or ranks users apart."
          }</p>`,
      })
    }`;
  }

  places(around) {
    const open = ({ detail }) => detail.userId !== this.params.id && go(link(userPath(detail.userId)));
    return html`
      <laurel-leaderboard-rankings .rankings=${around.rankings} .currentUserId=${this.params
        .id} .showPagination=${false}
        .words=${{ you: "this user" }} @laurel-user=${open}></laurel-leaderboard-rankings>
    `;
  }
}

define("l-user-boards", UserBoards);
