import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { empty, Screen, top } from "../parts/screen.js";

/** Where webhooks will be. */
export class WebhooksScreen extends Screen {
  view() {
    return html`${
      top({ title: "Webhooks", about: "What your servers are told as it happens." })
    }<div class="sheet">${
      empty({
        icon: "webhook",
        title: "Not here yet",
        text: "Until then, your servers can follow the stream of facts at /v1/stream.",
      })
    }</div>`;
  }
}

define("l-webhooks", WebhooksScreen);
