import { html } from "../base/html.js";
import { call, get, post, Refused, remove } from "../base/api.js";
import { go, link } from "../base/route.js";
import { civilDay, day, signed } from "../base/format.js";
import { confirmed, openDialog, toast } from "../parts/feedback.js";
import { area, Draft, field, problem } from "../parts/fields.js";
import { icon } from "../parts/icons.js";

// What support does for a user. Everything says beforehand what it does, and takes a reason.

const MARKS = {
  restore: {
    title: "Restore the streak",
    text: "The streak goes on as it was before it broke or was reset. What happened since counts.",
    action: "Restore",
    done: "The streak is back",
    send: (user, draft, streak) =>
      post("/admin/v1/streaks/restore", { users: [{ id: user.id }], ...besides(draft, streak) }),
  },
  reset: {
    title: "Reset the streak",
    text: "The length becomes 0, whatever the user has done in this period. A restore takes it back.",
    action: "Reset",
    isDanger: true,
    done: "The streak is reset",
    send: (user, draft, streak) =>
      post("/admin/v1/streaks/reset", { users: [{ id: user.id }], ...besides(draft, streak) }),
  },
  freeze: {
    title: "Give a freeze",
    text: "The user gets one more freeze, which covers one missed period.",
    action: "Give it",
    done: "The user has one more freeze",
    send: (user, draft, streak) =>
      post("/admin/v1/streaks/freezes", { freezes: [{ userId: user.id }], ...besides(draft, streak) }),
  },
  pause: {
    title: "Pause the streak",
    text: "Days from the first to the last one neither break the streak nor make it longer.",
    action: "Pause",
    done: "The streak is paused",
    hasDates: true,
    send: (user, draft, streak) =>
      post("/admin/v1/streaks/pauses", {
        pauses: [{ userId: user.id, start: draft.values.start, end: draft.values.end }],
        ...besides(draft, streak),
      }),
  },
};

/** @param {Draft} draft @param {any} streak */
function besides(draft, streak) {
  const text = draft.values.reason.trim();
  return { streak: streak.key, ...(text ? { reason: text } : {}) };
}

/**
 * Puts something on a user's streak.
 * @param {keyof typeof MARKS} kind
 * @param {any} user
 * @param {any} streak
 * @param {() => void} done
 */
export async function markStreak(kind, user, streak, done) {
  /** @type {any} */
  const mark = MARKS[kind];
  const today = civilDay(new Date(), user.tz);
  const isDone = await openDialog(({ close, update }) => {
    const draft = new Draft({ reason: "", start: today, end: today }, update);
    const send = async (event) => {
      event.preventDefault();
      const isSent = await draft.send(async () => {
        const answer = await mark.send(user, draft, streak);
        // What was not done is told as an issue, also where nothing is wrong with the call.
        if (answer.issues?.[0]) throw new Refused(422, answer.issues[0].message);
      });
      if (isSent) close(true);
    };
    return () =>
      html`
        <form @submit=${send}>
          <div class="sheet-head">
            <h2>${mark.title}</h2>
            <p class="quiet">${streak.name} · ${user.name ?? user.id}</p>
          </div>
          <div class="body"><p class="quiet">${mark.text}</p>
              ${mark.hasDates
                ? html`<div class="fields">${
                  field(draft, { label: "First day", name: "start", type: "date", isRequired: true })
                }${field(draft, { label: "Last day", name: "end", type: "date", isRequired: true })}</div>`
                : ""}
              ${area(draft, {
                label: "Reason",
                name: "reason",
                max: 500,
                placeholder: "Ticket 4711: the app was down",
                hint: "Kept in the audit with your name.",
              })}${problem(draft, ["start", "end", "reason"])}</div>
          <footer><button type="button" class="button" @click=${() =>
            close()}>Cancel</button><button class="button main ${mark.isDanger
            ? "danger"
            : ""}" ?disabled=${draft.isBusy}>${mark.action}</button></footer>
        </form>
      `;
  });
  if (!isDone) return;
  toast(mark.done);
  done();
}

/**
 * The buttons at the head of a user's screen.
 * @param {any} user
 * @param {() => void} done
 */
export function userMenu(user, done) {
  return html`<button class="button" @click=${() => sendEvent(user, done)}>${
    icon("plus")
  }Add an event</button>`;
}

/**
 * Records an event for a user: what an application forgot to send.
 * @param {any} user
 * @param {() => void} done
 */
async function sendEvent(user, done) {
  const metrics = await get("/admin/v1/metrics?limit=100");
  const isDone = await openDialog(({ close, update }) => {
    const draft = new Draft({ key: metrics[0]?.key ?? "", value: "1", timestamp: "" }, update);
    const send = async (event) => {
      event.preventDefault();
      const isSent = await draft.send(() => {
        const { key, value, timestamp } = draft.values;
        const at = timestamp ? { timestamp: new Date(timestamp).toISOString() } : {};
        return post(`/v1/metrics/${encodeURIComponent(key)}/event`, {
          user: { id: user.id },
          value: Number(value),
          ...at,
        });
      });
      if (isSent) close(true);
    };
    return () =>
      html`
        <form @submit=${send}>
          <div class="sheet-head">
            <h2>Add an event</h2>
          </div>
          <div
            class="body"><p class="quiet">It counts for streaks, achievements and points as if the application had sent it.</p>
              ${metrics.length ? "" : html`<p class="wrong">There is no metric yet.</p>`}
              <div class="fields"><label class="field"><span class="label">Metric</span><select name="key" @change=${(
                event,
              ) => draft.set("key", event.target.value)}>${metrics.map((metric) =>
                html`<option value=${metric.key} .selected=${
                  metric.key === draft.values.key
                }>${metric.name}</option>`
              )}</select></label>
              ${field(draft, { label: "Value", name: "value", type: "number", isRequired: true })}</div>
              ${field(draft, {
                label: "When",
                name: "timestamp",
                type: "datetime-local",
                hint: "In your own time zone. Empty: now.",
              })}${problem(draft, ["key", "value", "timestamp"])}</div>
          <footer><button type="button" class="button" @click=${() =>
            close()}>Cancel</button><button class="button main" ?disabled=${draft.isBusy ||
            !metrics.length}>Add it</button></footer>
        </form>
      `;
  });
  if (!isDone) return;
  toast("The event is recorded");
  done();
}

/**
 * Gives a user points by hand, or takes some.
 * @param {any} user
 * @param {any} system
 * @param {() => void} done
 */
export async function givePoints(user, system, done) {
  const isDone = await openDialog(({ close, update }) => {
    const draft = new Draft({ amount: "", reason: "" }, update);
    // A second click gives nothing twice.
    const idempotencyKey = crypto.randomUUID?.() ?? `${Date.now()} ${Math.random()}`;
    const send = async (event) => {
      event.preventDefault();
      const { amount, reason } = draft.values;
      const body = { userId: user.id, amount: Number(amount), idempotencyKey, ...(reason ? { reason } : {}) };
      if (await draft.send(() => post(`/admin/v1/points/${system.id}/awards`, body))) close(true);
    };
    return () =>
      html`
        <form @submit=${send}>
          <div class="sheet-head">
            <h2>Give or take points</h2>
            <p class="quiet">${system.name} · ${user.name ?? user.id}</p>
          </div>
          <div class="body">${field(draft, {
            label: "Points",
            name: "amount",
            type: "number",
            isRequired: true,
            isFocused: true,
            hint: "Below 0 takes some.",
          })}${area(draft, {
            label: "Reason",
            name: "reason",
            max: 500,
            placeholder: "Ticket 4711",
            hint: "Kept in the ledger and the audit.",
          })}${problem(draft, ["amount", "reason"])}</div>
          <footer><button type="button" class="button" @click=${() =>
            close()}>Cancel</button><button class="button main" ?disabled=${draft
            .isBusy}>Give them</button></footer>
        </form>
      `;
  });
  if (!isDone) return;
  toast("The ledger has one more row");
  done();
}

/**
 * Takes an event back.
 * @param {any} event
 * @param {() => void} done
 */
export async function deleteEvent(event, done) {
  const isDone = await confirmed({
    title: "Delete the event",
    text: `${signed(event.value)} ${event.metricKey} of ${
      day(event.date)
    } does not count any more: for totals, streaks and points. Achievements stay.`,
    action: "Delete the event",
    run: () => remove(`/admin/v1/events/${event.eventId}`),
  });
  if (!isDone) return;
  toast("The event is deleted");
  done();
}

/**
 * Forgets a user.
 * @param {any} user
 */
export async function eraseUser(user) {
  const isDone = await confirmed({
    title: `Erase ${user.name ?? user.id}`,
    text:
      "Profile, events, totals, streaks, achievements and points are deleted for ever. Nothing brings them back.",
    action: "Erase the user",
    word: user.id,
    run: () => remove(`/admin/v1/users/${encodeURIComponent(user.id)}`),
  });
  if (!isDone) return;
  toast("The user is erased");
  go(link("/users"));
}

/**
 * Hands everything that is kept of a user over as a file.
 * @param {any} user
 */
export async function exportUser(user) {
  const document_ = await call("GET", `/admin/v1/users/${encodeURIComponent(user.id)}/export`);
  download(`${user.id}.json`, JSON.stringify(document_, null, 2), "application/json");
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export function download(name, text, type) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob([text], { type }));
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(anchor.href);
}
