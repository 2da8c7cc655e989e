import { html } from "../base/html.js";
import { get, post, remove } from "../base/api.js";
import { day, moment } from "../base/format.js";
import { openDialog, toast } from "../parts/feedback.js";
import { Draft, field, problem } from "../parts/fields.js";

// What support puts right about a user's past, and what explains it.

/**
 * Puts another event in the place of one: the new one is recorded first, under a key that is made of
 * the old one, so that a second try records nothing twice.
 * @param {any} user
 * @param {any} event
 * @param {() => void} done
 */
export async function correctEvent(user, event, done) {
  const first = { value: String(event.value), timestamp: localTime(event.occurredAt) };
  const isDone = await openDialog(({ close, update }) => {
    const draft = new Draft({ ...first }, update);
    const send = async (submitted) => {
      submitted.preventDefault();
      const { value, timestamp } = draft.values;
      const at = timestamp === first.timestamp ? event.occurredAt : new Date(timestamp).toISOString();
      const isSent = await draft.send(async () => {
        await post(`/v1/metrics/${encodeURIComponent(event.metricKey)}/event`, {
          user: { id: user.id },
          value: Number(value),
          timestamp: at,
          attributes: event.attributes ?? {},
          idempotencyKey: `correction ${event.eventId} ${value} ${at}`.slice(0, 255),
        });
        await remove(`/admin/v1/events/${event.eventId}`);
      });
      if (isSent) close(true);
    };
    return () =>
      html`
        <form @submit=${send}>
          <div class="sheet-head">
            <h2>Correct the event</h2>
            <p class="quiet">${event.metricKey} of ${day(event.occurredAt, user.tz)} · ${user.name ??
              user.id}</p>
          </div>
          <div
            class="body"><p class="quiet">Another event takes its place. Totals, streaks and points follow; achievements stay.</p>
              <div class="fields">${field(draft, {
                label: "Value",
                name: "value",
                type: "number",
                isRequired: true,
                isFocused: true,
              })}${field(draft, {
                label: "When",
                name: "timestamp",
                type: "datetime-local",
                isRequired: true,
                hint: "In your own time zone.",
              })}</div>${problem(draft, ["value", "timestamp"])}</div>
          <footer><button type="button" class="button" @click=${() =>
            close()}>Cancel</button><button class="button main" ?disabled=${draft.isBusy ||
            !draft.isChanged}>Correct it</button></footer>
        </form>
      `;
  });
  if (!isDone) return;
  toast("The event is corrected");
  done();
}

/**
 * Shows where a user lived, since that decides which day an event belongs to.
 * @param {any} user
 */
export async function showZones(user) {
  const { zones } = await get(`/admin/v1/users/${encodeURIComponent(user.id)}/zones`);
  const rows = zones.map((stay, index) => ({
    tz: (stay.tz ?? "the workspace’s time zone").replaceAll("_", " "),
    from: stay.from ? moment(stay.from, stay.tz ?? "UTC") : "always",
    isCurrent: index === zones.length - 1,
  })).reverse();
  await openDialog(({ close }) => () =>
    html`
      <div>
        <div class="sheet-head">
          <h2>Time zones</h2>
          <p class="quiet">${user.name ?? user.id}</p>
        </div>
        <div class="body">
          <p class="quiet">Each event belongs to the day that it was where the user lived at the time.</p>
          ${rows.length
            ? html`<dl class="facts">${
              rows.map((row) =>
                html`
                  <dt>${row.from === "always" ? "From the beginning" : `Since ${row.from}`}</dt>
                  <dd>${row.tz}${row.isCurrent
                    ? html`
                      <span class="tag good">now</span>
                    `
                    : ""}</dd>
                `
              )
            }</dl>`
            : html`<p>No time zone was ever told, so the workspace’s holds.</p>`}
        </div>
        <footer><button class="button main" autofocus @click=${() => close()}>Close</button></footer>
      </div>
    `
  );
}

/**
 * A moment as a field for it takes one.
 * @param {string} instant
 */
function localTime(instant) {
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
