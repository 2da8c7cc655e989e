/**
 * Makes an element. Texts are always texts: nothing here is read as HTML.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] attributes; those that begin with `on` are listeners
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on") && typeof value === "function") {
      made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) {
      made.append(child instanceof Node ? child : String(child));
    }
  }
  return made;
}

/**
 * A block of code, with a button that copies it.
 *
 * @param {string} text
 * @returns {HTMLElement}
 */
export function code(text) {
  const button = element("button", {
    type: "button",
    onclick: async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      setTimeout(() => button.textContent = "Copy", 2000);
    },
  }, "Copy");
  return element(
    "div",
    { class: "code" },
    button,
    element("pre", { tabindex: 0 }, element("code", {}, text)),
  );
}
