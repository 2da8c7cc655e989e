import { each, html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, may, sendOne } from "../base/api.js";
import { go, link } from "../base/route.js";
import { civilDay } from "../base/format.js";
import { openDialog } from "../parts/feedback.js";
import { Draft, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { icon } from "../parts/icons.js";
import { BOARD_FIELDS, boardBody, boardFields, boardRules, rankedBy, runWords } from "./board-form.js";

/** The leaderboards there are. */
export class BoardsScreen extends Screen {
  async load() {
    return { boards: await all("/admin/v1/leaderboards") };
  }

  view({ boards }) {
    const add = may("editor")
      ? html`<button class="button main" @click=${() => this.make()}>New board</button>`
      : "";
    return html`${
      top({
        title: "Boards",
        about: "Who has done most, this week or ever.",
        actions: boards.length ? add : "",
      })
    }${
      boards.length
        ? html`<div class="cards">${each(boards, (board) => board.id, (board) => boardCard(board))}</div>`
        : html`<div class="sheet">${
          empty({
            icon: "board",
            title: "No boards yet",
            text:
              "A board ranks users by a metric, by points or by their streak: for ever, or anew each week. Every event then tells where it took its user.",
            action: add,
          })
        }</div>`
    }`;
  }

  async make() {
    const rules = await boardRules();
    const { metrics, systems } = rules;
    const rankBy = metrics.length ? "metric" : systems.length ? "points" : "streak";
    const first = {
      name: "",
      key: "",
      rankBy,
      metricId: metrics[0]?.id,
      pointsSystemId: systems[0]?.id,
      start: civilDay(new Date()),
      end: null,
      runUnit: null,
      runInterval: 7,
      maxParticipants: 1_000,
      ties: "first",
      status: "active",
      breakdownAttributes: [],
    };
    const made = await openDialog(({ close, update }) => {
      const draft = new Draft(first, update);
      const send = async (event) => {
        event.preventDefault();
        /** @type {any} */
        let board;
        const body = () => boardBody(draft.values);
        if (await draft.send(async () => board = await sendOne("POST", "/admin/v1/leaderboards", body()))) {
          close(board);
        }
      };
      return () =>
        html`
          <form @submit=${send}>
            <div class="sheet-head">
              <h2>New board</h2>
            </div>
            <div class="body">${boardFields(draft, rules, {
              isNew: true,
              isFixed: false,
            })}${problem(draft, BOARD_FIELDS)}</div>
            <footer><button type="button" class="button" @click=${() =>
              close()}>Cancel</button><button class="button main" ?disabled=${draft
              .isBusy}>Make it</button></footer>
          </form>
        `;
    }, { isWide: true });
    if (made) go(link(`/boards/${made.id}`));
  }
}

function boardCard(board) {
  return html`
    <a class="card" href=${link(`/boards/${board.id}`)}><span class="badge">${icon("board")}</span>
      <span><strong>${board.name}</strong><span class="small quiet">By ${rankedBy(board)}, ${runWords(
        board,
      )}</span></span><span class="tag ${board.status === "active" ? "good" : ""}">${board
        .status}</span></a>
  `;
}

define("l-boards", BoardsScreen);
