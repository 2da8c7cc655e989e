import { html, render } from "../base/html.js";
import { icon } from "./icons.js";

// What answers people: a word at the edge, a question before something is lost.

/** @type {HTMLElement | null} */
let toasts = null;

/**
 * Says that something was done, for a few seconds.
 * @param {string} text
 * @param {{label: string, run: () => void}} [action] What takes it back.
 */
export function toast(text, action) {
  if (!toasts) {
    toasts = document.createElement("div");
    toasts.className = "toasts";
    toasts.setAttribute("role", "status");
    document.body.append(toasts);
  }
  const element = document.createElement("div");
  element.className = "toast";
  const act = () => {
    element.remove();
    action?.run();
  };
  render(
    html`<span>${text}</span>${
      action ? html`<button type="button" @click=${act}>${action.label}</button>` : ""
    }`,
    element,
  );
  toasts.append(element);
  setTimeout(() => element.remove(), action ? 9_000 : 4_500);
}

/**
 * Opens a dialog whose content a function makes; it is shown anew whenever `update` is called.
 * @template T
 * @param {(controls: {close: (value?: T) => void, update: () => void}) => () => unknown} make
 * @param {{isWide?: boolean, className?: string}} [how]
 * @returns {Promise<T | undefined>} What it was closed with; nothing if it was given up.
 */
export function openDialog(make, how = {}) {
  const dialog = document.createElement("dialog");
  dialog.className = how.className ?? (how.isWide ? "wide" : "");
  document.body.append(dialog);
  return new Promise((resolve) => {
    /** @type {T | undefined} */
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const update = () => render(view(), dialog);
    const view = make({ close, update });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
    update();
    const title = dialog.querySelector("h2");
    if (title) {
      title.id ||= "dialog-title";
      dialog.setAttribute("aria-labelledby", title.id);
    }
    dialog.showModal();
    /** @type {HTMLElement | null} */ (dialog.querySelector("[autofocus]"))?.focus();
  });
}

/**
 * Asks before something is done that cannot be taken back, and does it.
 * @param {object} question
 * @param {string} question.title
 * @param {unknown} question.text What is lost.
 * @param {string} question.action What the button says.
 * @param {string} [question.word] What has to be typed first.
 * @param {boolean} [question.isDanger]
 * @param {() => Promise<unknown>} question.run
 * @returns {Promise<boolean>} Whether it was done.
 */
export async function confirmed(question) {
  const { isDanger = true } = question;
  const done = await openDialog(({ close, update }) => {
    let typed = "";
    let wrong = "";
    let isBusy = false;
    const run = async (event) => {
      event.preventDefault();
      isBusy = true;
      update();
      try {
        await question.run();
        close(true);
      } catch (error) {
        wrong = error.message;
        isBusy = false;
        update();
      }
    };
    const type = (event) => {
      typed = event.target.value;
      update();
    };
    return () =>
      html`
        <form @submit=${run}>
          <div class="sheet-head">
            <h2>${question.title}</h2>
          </div>
          <div class="body"><p>${question.text}</p>
              ${question.word
                ? html`
                  <label
                    class="field"><span>Type <b>${question
                      .word}</b> to go on</span><input autofocus autocomplete="off" .value=${typed} @input=${type}></label>
                `
                : ""}
              ${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : ""}</div>
          <footer><button type="button" class="button" @click=${() => close()}>Cancel</button>
              <button class="button main ${isDanger ? "danger" : ""}" ?autofocus=${!question.word}
                ?disabled=${isBusy || (question.word && typed !== question.word)}>${question
                  .action}</button></footer>
        </form>
      `;
  });
  return done === true;
}

/**
 * Puts a text into the clipboard, and says so.
 * @param {string} text
 * @param {string} [what]
 */
export async function copy(text, what = "Copied") {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS browsers keep the clipboard to themselves.
    const area = document.createElement("textarea");
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(what);
}

/**
 * Shows what is told once: a key, or a secret.
 * @param {{name: string, secret: string, text: string}} parts
 */
export function showSecret({ name, secret, text }) {
  return openDialog(({ close }) => () =>
    html`
      <div>
        <div class="sheet-head">
          <h2>The ${name}</h2>
        </div>
        <div class="body">
          <p>${text}</p>
          <pre class="code" tabindex="0" aria-label=${`The ${name}`}>${secret}</pre>
          <div><button class="button" @click=${() => copy(secret, `The ${name} is copied`)}>${icon(
            "copy",
          )}Copy</button></div>
        </div>
        <footer><button class="button main" autofocus @click=${() => close()}>I have it</button></footer>
      </div>
    `
  );
}
