import { html } from "../base/html.js";
import { define, Reactive } from "../base/element.js";
import { get, post } from "../base/api.js";
import { link, userPath } from "../base/route.js";
import { bones } from "../parts/screen.js";
import { chooser } from "../parts/list.js";
import { chooseUser } from "./choose-user.js";

/** A mail as a real user would get it, written anew as one types. */
export class MailPreview extends Reactive {
  static properties = { kind: "", locale: "", template: null, mail: null, wrong: "", userID: "" };
  width = "320";
  look = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  form = "html";
  /** @type {HTMLIFrameElement | undefined} */
  shownFrame = undefined;

  constructor() {
    super();
    /** @type {any} */
    this.kind;
    /** @type {any} */
    this.locale;
    /** @type {any} */
    this.template;
    /** @type {any} */
    this.mail;
    /** @type {any} */
    this.wrong;
    /** @type {any} */
    this.userID;
    /** @type {AbortController | undefined} */
    this.asking = undefined;
    this.waiting = 0;
    this.asked = "";
  }

  connected() {
    this.ask();
  }

  disconnected() {
    clearTimeout(this.waiting);
    this.asking?.abort();
  }

  changed(name) {
    if (!["kind", "locale", "template", "userID"].includes(name) || !this.isConnected) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), 300);
  }

  async ask() {
    this.asking?.abort();
    const { signal } = this.asking = new AbortController();
    try {
      if (!this.userID) {
        const { users } = await get("/admin/v1/users?limit=1", { signal });
        if (!users[0]) return void (this.wrong = "There is no user yet as whom to look at it.");
        this.userID = users[0].id;
        clearTimeout(this.waiting);
      }
      const body = { kind: this.kind, locale: this.locale, userId: this.userID, template: this.template };
      const mail = await post("/admin/v1/messages/preview", body);
      if (signal.aborted) return;
      this.mail = mail;
      this.wrong = "";
    } catch (error) {
      if (!signal.aborted) this.wrong = error.message;
    }
  }

  render() {
    const { mail, wrong } = this;
    const set = (name, value) => {
      this[name] = value;
      this.update();
    };
    const who = this.userID
      ? html`
        as <a class="link" href=${link(userPath(this.userID))}>${this
          .userID}</a> would get it now <button type="button"
          class="button tight" @click=${() => this.choose()}>Another user</button>
      `
      : "";
    return html`
      <section class="sheet preview">
        <header>
          <h2>Preview</h2>
          <div class="small quiet row">${who}</div>
        </header>
        <div class="body"><div class="row">${chooser(
          "What is shown",
          [{ key: "html", name: "Mail" }, { key: "text", name: "Text" }],
          this.form,
          (key) => set("form", key),
        )}${this.form === "html"
          ? html`${
            chooser("Width", [{ key: "320", name: "320" }, { key: "700", name: "700" }], this.width, (key) =>
              set("width", key))
          }${
            chooser(
              "Colours",
              [{ key: "light", name: "Light" }, { key: "dark", name: "Dark" }],
              this.look,
              (key) => set("look", key),
            )
          }`
          : ""}</div>${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : ""}${mail
          ? html`<p class="subject"><span class="small quiet">Subject</span><br><strong>${mail.subject}</strong></p>${
            this.form === "html"
              ? this.frame(mail)
              : html`<pre class="code reply" tabindex="0" aria-label="The text">${mail.text}</pre>`
          }`
          : wrong
          ? ""
          : bones()}</div>
      </section>
    `;
  }

  frame(mail) {
    const keep = (/** @type {HTMLIFrameElement} */ frame) => this.shownFrame = frame;
    // Once the frame is in the page.
    setTimeout(() => this.shownFrame && showMail(this.shownFrame, mail.html, this.width, this.look));
    return html`
      <div class="scroll" tabindex="0" role="region"
        aria-label="The mail">
        <iframe class="mail" title="The mail" sandbox="allow-same-origin" ref=${keep}></iframe>
      </div>
    `;
  }

  async choose() {
    const id = await chooseUser("Whose mail?");
    if (id) this.userID = id;
  }
}

/**
 * Shows a mail in a frame of a width. The page's policy lets no style that stands in HTML hold, so they
 * are set one by one; scripts are none, and would not run.
 * @param {HTMLIFrameElement} frame
 * @param {string} text
 * @param {string} width
 * @param {string} look
 */
function showMail(frame, text, width, look) {
  const page = frame.contentDocument;
  const window = /** @type {any} */ (frame.contentWindow);
  if (!page?.body || !window) return;
  frame.style.inlineSize = `${width}px`;
  frame.style.colorScheme = look;
  // Neither does a document that is only parsed let them stand, so they are taken out before.
  const sheets = /** @type {string[]} */ ([]);
  const bare = text.replaceAll(/<style[^>]*>([^]*?)<\/style>/g, (_, css) => (sheets.push(css), ""))
    .replaceAll(' style="', ' data-css="');
  const mail = new DOMParser().parseFromString(bare, "text/html");
  // What frames are told of the reader's colours differs between browsers.
  const holds = look === "dark" ? "(min-width: 0)" : "(max-width: 0)";
  page.adoptedStyleSheets = sheets.map((css) => {
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(css.replaceAll(/\(prefers-color-scheme:\s*dark\)/g, holds));
    return sheet;
  });
  for (const anchor of mail.querySelectorAll("a")) anchor.removeAttribute("href");
  page.documentElement.lang = mail.documentElement.lang;
  page.documentElement.replaceChild(page.adoptNode(mail.body), page.body);
  const styled = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-css]"));
  for (const element of styled) element.style.cssText = element.dataset.css ?? "";
  frame.style.blockSize = `${page.documentElement.scrollHeight}px`;
}

define("l-mail-preview", MailPreview);
