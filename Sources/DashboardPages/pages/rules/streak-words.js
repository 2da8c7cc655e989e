import { html } from "../base/html.js";
import { WEEKDAYS } from "../base/format.js";

// What stands behind each word of a rule's sentence: the fields that it is made of.

/**
 * The fields of a part of the rule.
 * @param {string} part
 * @param {import("../parts/fields.js").Draft} draft
 * @param {{metrics: any[], attributes: any[]}} known
 */
export function partEditor(part, draft, known) {
  switch (part) {
    case "window":
      return windowEditor(draft);
    case "sources":
      return sourcesEditor(draft, known);
    case "forgiving":
      return forgivingEditor(draft);
    case "freezes":
      return freezesEditor(draft);
    default:
      return html`<p class="quiet">Choose the days off below.</p>`;
  }
}

/**
 * A field of a part of the draft.
 * @param {string} label
 * @param {unknown} control
 * @param {string} [wrong]
 */
function labelled(label, control, wrong = "") {
  return html`<label class="field"><span class="label">${label}</span>${control}${
    wrong ? html`<span class="wrong" role="alert">${wrong}</span>` : ""
  }</label>`;
}

/**
 * @param {[string, string][]} options
 * @param {string} value
 * @param {(value: string) => void} change
 */
function select(options, value, change) {
  return html`<select @change=${(event) => change(event.target.value)}>${
    options.map(([key, text]) => html`<option value=${key} .selected=${key === value}>${text}</option>`)
  }</select>`;
}

/**
 * @param {unknown} value
 * @param {(value: number | string) => void} change
 * @param {{min?: string, step?: string}} [bounds]
 */
function numeric(value, change, { min = "0", step = "1" } = {}) {
  return html`
    <input type="number" min=${min} step=${step} inputmode="decimal" .value=${String(value ?? "")}
      @input=${(event) => change(event.target.value === "" ? "" : Number(event.target.value))}>
  `;
}

function windowEditor(draft) {
  const { window } = draft.values;
  const set = (changes) => {
    const next = { ...draft.values.window, ...changes };
    if (next.type === "rolling") {
      for (const name of ["timezone", "resetTime", "weekStart"]) delete next[name];
    }
    if (next.period !== "weekly") delete next.weekStart;
    if (next.type === "calendar") delete next.length;
    draft.set("window", next);
    // What a streak of another kind cannot have.
    if (next.type === "rolling" || next.period !== "daily") draft.set("daysOff", []);
    if (next.type === "rolling") {
      draft.set("gracePeriods", 0);
      draft.set("freezes", null);
    }
  };
  const isCalendar = window.type !== "rolling";
  const zones = /** @type {[string, string][]} */ ([
    ["user", "where the user is"],
    ...zoneNames().map((zone) => [zone, zone.replaceAll("_", " ")]),
  ]);
  return html`<div class="fields">${
    labelled(
      "Kind",
      select(
        [["calendar", "days, weeks, months"], ["rolling", "time since the last event"]],
        window.type ?? "calendar",
        (type) => set({ type }),
      ),
    )
  }
    ${
    labelled(
      "How long",
      select(
        [["daily", isCalendar ? "a day" : "24 hours"], ["weekly", isCalendar ? "a week" : "7 days"], [
          "monthly",
          isCalendar ? "a month" : "30 days",
        ]],
        window.period,
        (period) => set({ period }),
      ),
    )
  }
    ${
    isCalendar
      ? html`${
        labelled(
          "Whose days",
          select(zones, window.timezone ?? "user", (timezone) => set({ timezone })),
        )
      }${
        labelled(
          "A day begins at",
          html`<input type="time" .value=${window.resetTime ?? "00:00"} @change=${(event) =>
            set({ resetTime: event.target.value || "00:00" })}>`,
          draft.wrong("window.resetTime"),
        )
      }`
      : ""
  }
    ${
    isCalendar && window.period === "weekly"
      ? labelled(
        "A week begins on",
        select(
          /** @type {[string, string][]} */ (WEEKDAYS.map((day, index) => [String(index), day])),
          String(window.weekStart ?? 0),
          (day) => set({ weekStart: Number(day) }),
        ),
      )
      : ""
  }</div>${wrongPart(draft, "window")}`;
}

function zoneNames() {
  return Intl.supportedValuesOf?.("timeZone") ?? ["UTC"];
}

function sourcesEditor(draft, { metrics, attributes }) {
  const { sources, condition, evaluationMode } = draft.values;
  const setSource = (index, changes) =>
    draft.set(
      "sources",
      sources.map((source, each) => each === index ? clean({ ...source, ...changes }) : source),
    );
  const add = () =>
    draft.set("sources", [...sources, {
      metric: metrics.find((metric) => !sources.some((source) => source.metric === metric.key))?.key ??
        metrics[0]?.key,
      eventAttributes: [],
    }]);
  const options = /** @type {[string, string][]} */ (metrics.map((metric) => [metric.key, metric.name]));
  const kinds = /** @type {[string, string][]} */ ([["count", "how many events come"], [
    "sum",
    "what their values add up to",
  ], ["distinct", "how many different values"]]);
  return html`
    <div class="fields">${labelled(
      "What is counted",
      select(kinds, condition.type, (type) =>
        draft.set("condition", {
          type,
          min: condition.min ?? 1,
          ...(type === "distinct" ? { field: attributes[0]?.key ?? "" } : {}),
        })),
    )}
        ${labelled(
          "At least",
          numeric(condition.min ?? 1, (min) => draft.set("condition", { ...condition, min }), {
            min: "0",
            step: condition.type === "sum" ? "any" : "1",
          }),
          draft.wrong("condition.min"),
        )}
        ${condition.type === "distinct"
          ? labelled(
            "Of the attribute",
            select(
              /** @type {[string, string][]} */ (attributes.map((
                attribute,
              ) => [attribute.key, attribute.name])),
              condition.field ?? "",
              (field) => draft.set("condition", { ...condition, field }),
            ),
          )
          : ""}
        ${labelled(
          "Each event of at least",
          numeric(
            draft.values.minimumPerEvent,
            (value) => draft.set("minimumPerEvent", value === "" ? null : value),
            { step: "any" },
          ),
          draft.wrong("minimumPerEvent"),
        )}
        ${sources.length > 1
          ? labelled(
            "Of these",
            select([["OR", "any is enough"], ["AND", "all are needed"]], evaluationMode, (mode) =>
              draft.set("evaluationMode", mode)),
          )
          : ""}</div>
        <div class="sources">${sources.map((source, index) =>
          html`<div class="stack-s"><div class="source">${
            labelled("Metric", select(options, source.metric, (metric) => setSource(index, { metric })))
          }${
            labelled(
              "Own least",
              numeric(source.threshold, (threshold) => setSource(index, { threshold }), { step: "any" }),
            )
          }
    <button type="button" class="button bare" ?disabled=${
            sources.length < 2
          } aria-label=${`Leave ${source.metric} out`} @click=${() =>
            draft.set("sources", sources.filter((_, each) => each !== index))}>Leave out</button></div>${
            attributes.length
              ? attributeFilter(
                source,
                attributes,
                (eventAttributes) => setSource(index, { eventAttributes }),
              )
              : ""
          }</div>`
        )}</div>
        <div
      class="row"><button type="button" class="button tight" @click=${add}>Count another metric, too</button></div>${wrongPart(
        draft,
        "sources",
      )}${wrongPart(draft, "condition")}
  `;
}

/**
 * What an event has to carry to count.
 * @param {any} source
 * @param {any[]} attributes
 * @param {(attributes: any[]) => void} change
 */
function attributeFilter(source, attributes, change) {
  const [first, ...rest] = source.eventAttributes ?? [];
  const options = /** @type {[string, string][]} */ ([
    ["", "any event"],
    ...attributes.map((attribute) => [attribute.key, `only with ${attribute.name}`]),
  ]);
  const choose = (key) => change(key ? [{ key, value: first?.value ?? "" }, ...rest] : rest);
  return html`<div class="fields">${labelled("Which events", select(options, first?.key ?? "", choose))}${
    first
      ? labelled(
        "of the value",
        html`<input .value=${first.value} @input=${(event) =>
          change([{ ...first, value: event.target.value }, ...rest])}>`,
      )
      : ""
  }</div>`;
}

/** @param {any} source */
function clean(source) {
  const { threshold, ...others } = source;
  return threshold === "" || threshold === undefined || threshold === null ? others : source;
}

function forgivingEditor(draft) {
  const keep = (event) => draft.set("resetOnMiss", !event.target.checked);
  return html`
    <div class="fields">${labelled(
      "Periods that a run may miss",
      numeric(draft.values.gracePeriods, (value) => draft.set("gracePeriods", value === "" ? 0 : value)),
      draft.wrong("gracePeriods"),
    )}</div>
    <label
      class="check"><input type="checkbox" .checked=${!draft.values
        .resetOnMiss} @change=${keep}><span>Keep the length when a run would break; the next activity goes on from there.</span></label>
  `;
}

function freezesEditor(draft) {
  const { freezes } = draft.values;
  const set = (changes) => draft.set("freezes", { ...freezes, ...changes });
  const toggle = (event) =>
    draft.set(
      "freezes",
      event.target.checked ? { startCount: 0, maxCount: 2, autoEarnInterval: 7, autoEarnAmount: 1 } : null,
    );
  const earns = Boolean(freezes?.autoEarnInterval);
  const toggleEarning = (event) =>
    set(
      event.target.checked
        ? { autoEarnInterval: 7, autoEarnAmount: 1 }
        : { autoEarnInterval: null, autoEarnAmount: null },
    );
  return html`
    <label
      class="check"><input type="checkbox" .checked=${Boolean(
        freezes,
      )} @change=${toggle}><span>A freeze covers a missed period</span></label>
        ${freezes
          ? html`
            <div class="fields">${labelled(
              "A new user has",
              numeric(freezes.startCount, (startCount) => set({ startCount })),
              draft.wrong("freezes.startCount"),
            )}${labelled(
              "At most",
              numeric(freezes.maxCount, (maxCount) => set({ maxCount })),
              draft.wrong("freezes.maxCount"),
            )}
                ${earns
                  ? html`${
                    labelled(
                      "More come every … days",
                      numeric(freezes.autoEarnInterval, (autoEarnInterval) => set({ autoEarnInterval }), {
                        min: "1",
                      }),
                    )
                  }${
                    labelled(
                      "So many",
                      numeric(freezes.autoEarnAmount, (autoEarnAmount) => set({ autoEarnAmount }), {
                        min: "1",
                      }),
                    )
                  }`
                  : ""}</div>
            <label
              class="check"><input type="checkbox" .checked=${earns} @change=${toggleEarning}><span>Freezes come with time</span></label>
          `
          : ""}${wrongPart(draft, "freezes")}
  `;
}

/** @param {import("../parts/fields.js").Draft} draft @param {string} name */
function wrongPart(draft, name) {
  const text = draft.wrong(name);
  return text ? html`<p class="wrong" role="alert">${text}</p>` : "";
}

/**
 * The days of the week, to switch off and on.
 * @param {import("../parts/fields.js").Draft} draft
 * @param {boolean} isFixed
 */
export function weekdays(draft, isFixed) {
  const off = draft.values.daysOff ?? [];
  const toggle = (day) =>
    draft.set("daysOff", off.includes(day) ? off.filter((each) => each !== day) : [...off, day].sort());
  return html`<div class="days" role="group" aria-labelledby="days-off">${
    [1, 2, 3, 4, 5, 6, 0].map((day) =>
      html`<button type="button" ?disabled=${isFixed} aria-pressed=${
        off.includes(day) ? "true" : "false"
      } @click=${() => toggle(day)}>${WEEKDAYS[day]}</button>`
    )
  }</div>`;
}
