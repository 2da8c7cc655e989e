// The elements that teams put on their own pages. Here they show what a user sees there.

/** @type {Promise<unknown> | undefined} */
let arriving;

/**
 * Loads the elements, once. A screen that shows some of them waits for them as it does for its data.
 * @returns {Promise<unknown>}
 */
export function kitElements() {
  const address = /** @type {string} */ (document.getElementById("app")?.dataset.kit);
  arriving ??= import(address).catch((error) => {
    arriving = undefined;
    throw error;
  });
  return arriving;
}
