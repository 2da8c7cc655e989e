import { html } from "../base/html.js";
import { post, removeOne, sendOne } from "../base/api.js";
import { counted, number, signed } from "../base/format.js";
import { confirmed, openDialog, toast } from "../parts/feedback.js";
import { bars } from "../parts/chart.js";
import { choice, Draft, field, problem, wholeNumber } from "../parts/fields.js";

// What a points system is made of: triggers, levels and boosts, each edited in a dialog.

const ITEM_KINDS = {
  trigger: {
    noun: "trigger",
    path: "triggers",
    first: { type: "metric", points: 10, status: "active", metricThreshold: 1 },
    form: triggerForm,
  },
  level: { noun: "level", path: "levels", first: { name: "", key: "", points: 100 }, form: levelForm },
  boost: {
    noun: "boost",
    path: "boosts",
    first: { name: "", start: "", end: "", multiplier: 2 },
    form: boostForm,
  },
};
const TRIGGER_FIELDS = {
  metric: ["metricId", "metricThreshold"],
  streak: ["streakLength"],
  achievement: ["achievementId"],
  time: ["timeUnit", "timeInterval"],
  user_creation: [],
};

/**
 * What a trigger is for, in words.
 * @param {any} trigger
 * @param {any[]} metrics
 */
export function triggerWords(trigger, metrics) {
  const metric = metrics.find((metric) => metric.id === trigger.metricId);
  switch (trigger.type) {
    case "metric":
      return `Every ${number(Number(trigger.metricThreshold))} of ${metric?.name ?? "a deleted metric"}`;
    case "streak":
      return `Every ${number(trigger.streakLength)} periods of a streak`;
    case "achievement":
      return "An achievement";
    case "time":
      return `Every ${number(trigger.timeInterval)} ${trigger.timeUnit}`;
    case "user_creation":
      return "A new user";
    default:
      return trigger.type;
  }
}

/**
 * Edits a part of a system, or makes one.
 * @param {"trigger" | "level" | "boost"} kind
 * @param {any} item
 * @param {any} data What the screen has loaded.
 * @param {() => void} done
 */
export async function editItem(kind, item, data, done) {
  const { noun, path: name, first, form } = ITEM_KINDS[kind];
  const path = `/admin/v1/points/${data.system.id}/${name}`;
  const isDone = await openDialog(({ close, update }) => {
    const start = item ?? { ...first, ...(kind === "trigger" ? { metricId: data.metrics[0]?.id } : {}) };
    const draft = new Draft(structuredClone(start), update);
    const send = async (event) => {
      event.preventDefault();
      const isSent = await draft.send(() => {
        const body = cleaned(kind, item ? draft.changes : draft.values, draft.values);
        return item ? sendOne("PATCH", path, { id: item.id, ...body }) : sendOne("POST", path, body);
      });
      if (isSent) close(true);
    };
    /** @type {any} */
    let simulated = null;
    const simulate = async () => {
      await draft.send(async () => {
        const changed = cleaned(kind, item ? draft.changes : draft.values, draft.values);
        const body = { [kind]: item ? { id: item.id, ...changed } : changed };
        simulated = await post(`/admin/v1/points/${data.system.id}/simulate`, body);
      });
    };
    const remove = async () => {
      const isRemoved = await confirmed({
        title: `Delete the ${noun}`,
        text: "What it gave stays in the ledger.",
        action: "Delete",
        run: () => removeOne(path, item.id),
      });
      if (isRemoved) close(true);
    };
    return () => {
      const { body, names } = form(draft, data, item);
      return html`
        <form @submit=${send}>
          <div class="sheet-head">
            <h2>${item ? `Edit the ${noun}` : `New ${noun}`}</h2>
          </div>
          <div class="body">${body}${problem(draft, names)}${kind === "level"
            ? ""
            : simulation(simulated, simulate)}</div>
          <footer>${item
            ? html`<button type="button" class="button danger" @click=${remove}>Delete</button>`
            : ""}<button type="button" class="button" @click=${() =>
            close()}>Cancel</button><button class="button main" ?disabled=${draft
            .isBusy}>Save</button></footer>
        </form>
      `;
    };
  });
  if (!isDone) return;
  toast("Saved");
  done();
}

/**
 * What a trigger or a boost would have given in the last 30 days.
 * @param {any} simulated
 * @param {() => void} run
 */
function simulation(simulated, run) {
  const button =
    html`<div><button type="button" class="button tight" @click=${run}>What if it had held for 30 days?</button></div>`;
  if (!simulated) return button;
  const sum = (name) => simulated.days.reduce((sum, day) => sum + day[name], 0);
  const [before, after] = [sum("before"), sum("after")];
  const points = simulated.days.map((day) => ({ label: day.date.slice(5), value: Math.max(0, day.after) }));
  return html`
    <div class="impact"
      role="status"><strong class="num">${number(after)} points instead of ${number(
        before,
      )}</strong><span>${signed(after - before)} in 30 days, for ${counted(
        simulated.users,
        "user",
      )}${simulated.complete ? "" : ", the oldest ones"}.${simulated.mostChanged[0]
        ? ` Most for ${simulated.mostChanged[0].userId}: ${
          number(simulated.mostChanged[0].after)
        } instead of ${number(simulated.mostChanged[0].before)}.`
        : ""}</span></div>${bars({ title: "Points by day", points, unit: "points" })}${button}
  `;
}

/** Only the fields that the server takes of this kind. */
function cleaned(kind, body, all) {
  const copy = { ...body };
  for (const name of ["id", "created", "updated", "badge", "badgeUrl"]) delete copy[name];
  if (kind === "trigger") {
    const others = Object.values(TRIGGER_FIELDS).flat().filter((name) =>
      !TRIGGER_FIELDS[all.type].includes(name)
    );
    for (const name of others) delete copy[name];
  }
  if (kind === "boost") {
    delete copy.status;
    if (copy.end === "") copy.end = null;
  }
  return copy;
}

function triggerForm(draft, { metrics }, item) {
  const { type } = draft.values;
  const own = {
    metric: () =>
      html`${
        choice(draft, {
          label: "Metric",
          name: "metricId",
          options: metrics.map((metric) => [metric.id, metric.name]),
        })
      }${
        field(draft, {
          label: "For each",
          name: "metricThreshold",
          type: "number",
          isRequired: true,
          read: wholeNumber,
        })
      }`,
    streak: () =>
      field(draft, {
        label: "For each … periods",
        name: "streakLength",
        type: "number",
        isRequired: true,
        read: wholeNumber,
      }),
    achievement: () => field(draft, { label: "Achievement’s id", name: "achievementId", isRequired: true }),
    time: () =>
      html`${
        field(draft, {
          label: "Every",
          name: "timeInterval",
          type: "number",
          isRequired: true,
          read: wholeNumber,
        })
      }${
        choice(draft, { label: "Unit", name: "timeUnit", options: [["hours", "hours"], ["days", "days"]] })
      }`,
    user_creation: () => "",
  }[type];
  return {
    names: ["points", "type", "status", ...TRIGGER_FIELDS[type]],
    body: html`
      <div class="fields">${field(draft, {
        label: "Points",
        name: "points",
        type: "number",
        isRequired: true,
        isFocused: true,
        read: wholeNumber,
        hint: "Below 0 takes some.",
      })}${choice(draft, {
        label: "Status",
        name: "status",
        options: [["active", "active"], ["inactive", "inactive"]],
      })}</div>
      <div class="fields">${choice(draft, {
        label: "What for",
        name: "type",
        isDisabled: Boolean(item),
        options: [["metric", "what users do"], ["streak", "a streak"], ["achievement", "an achievement"], [
          "time",
          "time",
        ], ["user_creation", "a new user"]],
      })}${own?.()}</div>
    `,
  };
}

function levelForm(draft, _data, item) {
  return {
    names: ["name", "key", "points"],
    body: html`${
      field(draft, {
        label: "Name",
        name: "name",
        isRequired: true,
        isFocused: true,
        max: 255,
        placeholder: "Silver",
      })
    }<div class="fields">${
      item
        ? ""
        : field(draft, { label: "Key", name: "key", isRequired: true, max: 255, placeholder: "silver" })
    }${
      field(draft, {
        label: "From … points",
        name: "points",
        type: "number",
        isRequired: true,
        read: wholeNumber,
      })
    }</div>`,
  };
}

function boostForm(draft) {
  return {
    names: ["name", "start", "end", "multiplier"],
    body: html`${
      field(draft, {
        label: "Name",
        name: "name",
        isRequired: true,
        isFocused: true,
        max: 255,
        placeholder: "Double weekend",
      })
    }<div class="fields">${
      field(draft, { label: "First day", name: "start", type: "date", isRequired: true })
    }${field(draft, { label: "Last day", name: "end", type: "date", hint: "Empty: no end." })}${
      field(draft, {
        label: "Times",
        name: "multiplier",
        type: "number",
        isRequired: true,
        read: wholeNumber,
      })
    }</div>`,
  };
}
