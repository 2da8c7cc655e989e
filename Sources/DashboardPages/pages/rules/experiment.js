import { html } from "../base/html.js";
import { define } from "../base/element.js";
import { all, get, may, removeOne, sendOne } from "../base/api.js";
import { go, link } from "../base/route.js";
import { counted, day, number } from "../base/format.js";
import { confirmed, toast } from "../parts/feedback.js";
import { Draft, problem } from "../parts/fields.js";
import { empty, Screen, top } from "../parts/screen.js";
import { sheet, table, tabs } from "../parts/list.js";
import { usersBehind } from "./analytics-users.js";
import { about } from "./analytics-screen.js";
import { intervals, percent, rangeBars } from "./analytics-charts.js";
import {
  armWords,
  experimentBody,
  experimentFields,
  experimentForm,
  experimentSubjects,
  experimentValues,
  experimentWords,
} from "./experiment-form.js";
import { statusTag } from "./experiments.js";

const EXPERIMENTS = "/admin/v1/experiments";
const MEASURES = { activeDays: "Active days", events: "Events" };

/** One experiment: what it did to those who are in it, and how it is set up. */
export class ExperimentScreen extends Screen {
  /** @type {Draft | undefined} */
  draft;

  async load(signal) {
    const { key, tab } = this.params;
    if (key === "new") return { tab: "setup", subjects: await this.begin(undefined) };
    if (tab === "setup") {
      const experiment = (await all(EXPERIMENTS)).find((each) => each.key === key);
      if (!experiment) throw Object.assign(new Error("There is no such experiment."), { status: 404 });
      return { tab, experiment, subjects: await this.begin(experiment) };
    }
    const results = await get(`${EXPERIMENTS}/${encodeURIComponent(key)}/results`, { signal });
    const { experiment } = results;
    const subjects = await experimentSubjects(experiment.subject.type);
    return { tab: "", experiment, results, subjects };
  }

  /** Fills the form, unless somebody is at it. */
  async begin(experiment) {
    if (!this.draft?.isChanged) this.draft = new Draft(experimentValues(experiment), () => this.update());
    const { draft } = this;
    const subjects = await experimentSubjects(draft.values.type);
    if (!experiment && !draft.values.subject && subjects[0]) {
      draft.values.subject = draft.first.subject = subjects[0].id;
    }
    return subjects;
  }

  view(data) {
    const { experiment, tab } = data;
    if (!experiment) {
      return html`${
        top({
          title: "New experiment",
          about: "Who is in which arm is decided by a hash of the user: it is even, and stays.",
        })
      }${this.setup(data)}`;
    }
    const path = `/experiments/${encodeURIComponent(experiment.key)}`;
    return html`${
      top({
        title: html`${experiment.name} ${statusTag(experiment)}`,
        about: experiment.description || experimentWords(experiment),
        actions: may("editor") ? this.actions(experiment) : "",
      })
    }${
      tabs("Experiment", [
        { name: "Results", address: link(path), isCurrent: tab === "" },
        { name: "Setup", address: link(`${path}/setup`), isCurrent: tab === "setup" },
      ])
    }${tab === "setup" ? this.setup(data) : this.results(data)}`;
  }

  actions(experiment) {
    const { status } = experiment;
    return html`${
      status === "draft"
        ? html`<button class="button main" @click=${() => this.turn(experiment, "running")}>Start</button>`
        : status === "running"
        ? html`<button class="button" @click=${() => this.turn(experiment, "ended")}>End</button>`
        : ""
    }${
      status === "draft" || status === "ended"
        ? html`<button class="button bare danger" @click=${() => this.archive(experiment)}>Archive</button>`
        : ""
    }`;
  }

  /** @param {any} experiment @param {"running" | "ended"} status */
  async turn(experiment, status) {
    const isStart = status === "running";
    const isDone = await confirmed({
      title: isStart ? `Start ${experiment.name}` : `End ${experiment.name}`,
      text: isStart
        ? `From now on ${experimentWords(experiment)}: ${
          number(experiment.share)
        } % of users take part. Arms, rules and shares stay as they are until it is ended, and the rule of its subject cannot be changed.`
        : "Everybody has the rule as it is from now on. What was kept, earned or lost meanwhile stays. It cannot be started again.",
      action: isStart ? "Start it" : "End it",
      isDanger: !isStart,
      run: () => sendOne("PATCH", EXPERIMENTS, { id: experiment.id, status }),
    });
    if (!isDone) return;
    toast(isStart ? "The experiment runs" : "The experiment has ended");
    this.draft = undefined;
    this.reload();
  }

  async archive(experiment) {
    const isDone = await confirmed({
      title: `Archive ${experiment.name}`,
      text: "It is in no list any more; its results stay at this address.",
      action: "Archive it",
      run: () => removeOne(EXPERIMENTS, experiment.id),
    });
    if (isDone) go(link("/experiments"));
  }

  // MARK: Results

  results({ results, subjects }) {
    const { experiment, arms, users } = results;
    if (experiment.status === "draft" || users === 0) {
      const isDraft = experiment.status === "draft";
      return html`<div class="sheet">${
        empty({
          icon: "chart",
          title: isDraft ? "Nobody takes part yet" : "Nobody has entered yet",
          text: isDraft
            ? "Start it when everything is set up. Who has an event from then on has entered."
            : "A user enters with the first event that happens while the experiment runs.",
        })
      }</div>`;
    }
    return html`${this.ratio(results)}${
      results.complete ? "" : html`
        <div
          class="notice"><b>Users are being gone through for the first time.</b><span>Not all are in these numbers.</span></div>
      `
    }${this.verdict(arms)}${this.armTable(results, subjects)}${
      arms.slice(1).map((arm) => this.against(arm, arms[0]))
    }${this.shares(arms)}`;
  }

  /** What is said of a split that is not what it should be. */
  ratio({ sampleRatio, arms }) {
    if (!sampleRatio.isSuspicious) return "";
    return html`
      <div class="notice bad"
        role="alert"><b>The split is not what it should be.</b><span>${arms.map((arm) =>
          `${arm.name} has ${number(arm.users)} users, and should have ${number(Math.round(arm.expected))}`
        )
          .join(
            "; ",
          )}. Such a split comes by chance less than once in a thousand times. Something else decides who is counted, an app that loses events in one arm for instance: these numbers mean nothing. Find it, and begin anew.</span></div>
    `;
  }

  /** What is certain, in a sentence. */
  verdict(arms) {
    const certain = arms.slice(1).flatMap((arm) =>
      measures(arm).filter((each) => each.isCertain).map((each) => ({ arm, each }))
    );
    if (certain.length === 0) {
      return html`
        <div
          class="notice cold"><b>Nothing is certain yet.</b><span>The differences may be chance. Wait for the day on which you meant to look.</span></div>
      `;
    }
    const isGood = certain.every(({ each }) => each.difference > 0);
    return html`<div class=${`notice ${isGood ? "good" : "bad"}`}><b>${
      counted(certain.length, "difference")
    } that chance does not explain.</b>${
      certain.map(({ arm, each }) =>
        html`<span>${arm.name}: ${each.label.toLowerCase()} ${signedShare(each.uplift)}, between ${
          signedShare(each.upliftLow)
        } and ${signedShare(each.upliftHigh)}.</span>`
      )
    }</div>`;
  }

  armTable({ experiment, arms, through }, subjects) {
    const { type, key, id } = experiment.subject;
    const item = subjects.find((each) => each.id === (key ?? id))?.item;
    const own = (arm) => experiment.arms.find((each) => each.key === arm.key) ?? arm;
    const day_ = (count) => (arm) => {
      const found = arm.retention.find((each) => each.day === count);
      return found?.share === null || !found
        ? html`<span class="quiet">–</span>`
        : html`${percent(found.share)}<div class="small quiet">${percent(found.low)} to ${
          percent(found.high)
        }</div>`;
    };
    const mean = (measure) => (arm) => {
      const found = arm.activity.find((each) => each.measure === measure);
      return found?.mean === null || !found
        ? html`<span class="quiet">–</span>`
        : number(rounded(found.mean));
    };
    return sheet({
      title: "Arms",
      note: html`through ${day(through)}${
        about(
          "Arms",
          "Users have entered who have an event that happened while the experiment ran; the day of the first is day 0. Retention: of those who entered long enough ago, the share that was active on that day, with where it lies 95 times of 100. Active days and events: per user, on day 0 to 29.",
        )
      }`,
      body: table({
        label: "Arms",
        rows: arms,
        key: (arm) => arm.key,
        columns: [
          {
            label: "Arm",
            isMain: true,
            view: (arm) =>
              html`<b>${arm.name}</b><div class="small quiet">${armWords(own(arm), type, item)}</div>`,
          },
          {
            label: "Users",
            isNumber: true,
            view: (arm) =>
              html`<a class="link" href=${
                usersBehind("experiment", { experiment: experiment.key, arm: arm.key })
              }>${number(arm.users)}</a><div class="small quiet">${
                number(Math.round(arm.expected))
              } expected</div>`,
          },
          { label: "Day 1", isNumber: true, view: day_(1) },
          { label: "Day 7", isNumber: true, view: day_(7) },
          { label: "Day 30", isNumber: true, view: day_(30) },
          { label: "Active days", isNumber: true, view: mean("activeDays") },
          { label: "Events", isNumber: true, view: mean("events") },
        ],
      }),
    });
  }

  /** How far an arm is from the first one. */
  against(arm, first) {
    const rows = measures(arm).map((each) => ({
      label: each.label,
      value: each.uplift,
      low: each.upliftLow,
      high: each.upliftHigh,
      isCertain: each.isCertain,
    }));
    const title = `${arm.name} against ${first.name}`;
    return sheet({
      title,
      note: about(
        title,
        "How much more, or less, than in the first arm, as a part of what it is there. The bar is where the difference lies, 95 times of 100: where it does not touch the line in the middle, chance does not explain it.",
      ),
      body: intervals({ title, rows, say: signedShare }),
    });
  }

  shares(arms) {
    const days = arms[0].retention.filter((each) =>
      arms.some((arm) => arm.retention.find((other) => other.day === each.day)?.share !== null)
    );
    if (days.length === 0) return "";
    return sheet({
      title: "Who comes back",
      note: about(
        "Who comes back",
        "Of those who entered long enough ago, the share that was active on that day. The thin line is where the share of all users like these lies, 95 times of 100.",
      ),
      body: rangeBars({
        title: "Who comes back",
        rows: days.flatMap(({ day: count }) =>
          arms.map((arm, index) => {
            const found = arm.retention.find((each) => each.day === count);
            return {
              label: `Day ${count}: ${arm.name}`,
              value: found?.share ?? null,
              low: found?.low ?? null,
              high: found?.high ?? null,
              isStrong: index > 0,
            };
          })
        ),
        say: percent,
      }),
    });
  }

  // MARK: Setup

  setup({ experiment, subjects }) {
    const draft = /** @type {Draft} */ (this.draft);
    const isNew = !experiment;
    const isStarted = !isNew && experiment.status !== "draft";
    const isFixed = !may("editor") || experiment?.status === "archived";
    const item = subjects.find((each) => each.id === draft.values.subject)?.item;
    const onType = async (type) => {
      const subjects = await experimentSubjects(type);
      this.data = { ...this.data, subjects };
      draft.values.type = type;
      draft.set("subject", subjects[0]?.id ?? "");
    };
    return html`<form class="stack" @submit=${(event) => this.save(event, experiment, item)}>${
      isStarted
        ? html`
          <div
            class="notice"><b>Who is in which arm, and what holds there, stays as it is once an experiment was started.</b></div>
        `
        : ""
    }${experimentForm(draft, { subjects, isNew, isFixed, isStarted, onType })}${
      problem(draft, experimentFields(draft.values))
    }${
      isFixed
        ? ""
        : html`<div class="row">${
          isNew ? html`<a class="button" href=${link("/experiments")}>Cancel</a>` : ""
        }<button class="button main" ?disabled=${draft.isBusy || (!isNew && !draft.isChanged)}>${
          isNew ? "Make it" : "Save"
        }</button></div>`
    }</form>`;
  }

  /** @param {Event} event @param {any} experiment @param {any} item */
  async save(event, experiment, item) {
    event.preventDefault();
    const draft = /** @type {Draft} */ (this.draft);
    const body = experimentBody(draft.values, item);
    const { name, description } = body;
    const isDone = await draft.send(() => {
      if (!experiment) return sendOne("POST", EXPERIMENTS, { key: draft.values.key, ...body });
      const change = experiment.status === "draft" ? body : { name, description };
      return sendOne("PATCH", EXPERIMENTS, { id: experiment.id, ...change });
    });
    if (!isDone) return;
    toast(experiment ? "Saved" : "The experiment is a draft: start it when you are ready");
    const { key } = draft.values;
    this.draft = undefined;
    if (experiment) this.reload();
    else go(link(`/experiments/${encodeURIComponent(key)}/setup`));
  }
}

/** Everything that an arm is compared by. */
function measures(arm) {
  return [
    ...arm.retention.map((each) => ({ ...each, label: `Back on day ${each.day}` })),
    ...arm.activity.map((each) => ({ ...each, label: MEASURES[each.measure] ?? each.measure })),
  ];
}

/** @param {number | null} value */
function signedShare(value) {
  if (value === null) return "–";
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${percent(Math.abs(value))}`;
}

/** @param {number} value */
function rounded(value) {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}

define("l-experiment", ExperimentScreen);
