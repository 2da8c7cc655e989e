import { html } from "../base/html.js";
import { showSecret } from "../parts/feedback.js";
import { check, field } from "../parts/fields.js";

// What a webhook is made of, as a form: for a new one and for one that is there.

/** Whose words a webhook can be sent. */
export const DIALECTS = /** @type {[string, string][]} */ ([
  ["laurel", "Laurel’s own"],
  ["trophy", "Trophy’s"],
  ["bricqs", "Bricqs’"],
  ["phoenix", "Phoenix’"],
]);
/**
 * The fields of a webhook that can be changed later, beside its address.
 * @param {import("../parts/fields.js").Draft} draft
 * @param {boolean} [isDisabled]
 */
export function webhookFields(draft, isDisabled = false) {
  return html`${
    field(draft, {
      label: "Description",
      name: "description",
      max: 1_000,
      isDisabled,
      placeholder: "For people: what it is for",
    })
  }${
    field(draft, {
      label: "What it is sent",
      name: "kinds",
      isRequired: true,
      isDisabled,
      hint: "* is everything; or names with commas: streak.lost, achievement.completed",
      write: (kinds) => Array.isArray(kinds) ? kinds.join(", ") : kinds,
      read: (text) => text.split(",").map((kind) => kind.trim()).filter(Boolean),
    })
  }${
    check(draft, {
      label: "In order",
      name: "ordered",
      isDisabled,
      hint: "One request at a time. A delivery that fails keeps the others waiting.",
    })
  }`;
}

/**
 * Shows the secret of a webhook, this once.
 * @param {string} secret
 */
export function showWebhookSecret(secret) {
  const text =
    "Copy it now: it is not shown again. Your server verifies with it that a request is from Laurel.";
  return showSecret({ name: "secret", secret, text });
}
