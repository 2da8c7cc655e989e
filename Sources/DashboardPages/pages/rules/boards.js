import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { empty, Screen, top } from "../parts/screen.js";

/** Where leaderboards will be. */
export class BoardsScreen extends Screen {
  view() {
    return html`${
      top({ title: "Boards", about: "Who has done most, this week or ever." })
    }<div class="sheet">${
      empty({ icon: "board", title: "Not here yet", text: "Leaderboards are set up by the API for now." })
    }</div>`;
  }
}

define("l-boards", BoardsScreen);
