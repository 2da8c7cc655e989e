import { html, render } from "/ui/laurel.js";
import "/ui/more.js";
import { lessons } from "./lessons.js";

// The demo application. It uses nothing but the elements, the provider, and the public API with a key
// of its one user.

const provider = /** @type {any} */ (document.getElementById("laurel"));
const place = /** @type {HTMLElement} */ (document.getElementById("app"));

/** The session: behind the `#` of the address that `laurel demo --app` prints, then in the tab. */
function session() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.get("key")) {
    sessionStorage.setItem("saluton", JSON.stringify({ user: given.get("user"), key: given.get("key") }));
    // A key does not belong into the history.
    history.replaceState(null, "", location.pathname);
  }
  return JSON.parse(sessionStorage.getItem("saluton") ?? "null");
}

const state = {
  /** @type {number | null} How many lessons are done; the server knows. */
  done: null,
  /** @type {number | null} The lesson that is open. */
  open: null,
  question: 0,
  /** @type {number | null} The answer that was chosen. */
  chosen: null,
  isSending: false,
  said: "",
  name: "",
};

/** @param {Partial<typeof state>} change */
function set(change) {
  Object.assign(state, change);
  show();
}

function begin() {
  const who = session();
  if (!who) return show();
  Object.assign(provider, { user: who.user, apiKey: who.key, address: location.origin });
  // Its properties were set; the client is there with the next turn.
  setTimeout(() => {
    const { client } = provider;
    if (!client) return;
    const total = client.resource(`${client.userPath}/metrics/lessons`);
    const profile = client.resource(client.userPath);
    total.subscribe(() => set({ done: Number(total.value?.current ?? 0) }));
    profile.subscribe(() => set({ name: profile.value?.name ?? who.user }));
    set({ done: total.value ? Number(total.value.current) : null, name: profile.value?.name ?? "" });
  });
  show();
}

/** @param {number} number */
function start(number) {
  set({ open: number, question: 0, chosen: null, said: "" });
  scrollTo(0, 0);
}

/** @param {number} number */
function answer(number) {
  if (state.chosen === null) set({ chosen: number });
}

async function proceed() {
  const lesson = lessons[state.open ?? 0];
  const isRight = state.chosen === lesson.questions[state.question].right;
  // What was wrong is asked once more.
  if (!isRight) return set({ chosen: null });
  if (state.question + 1 < lesson.questions.length) {
    return set({ question: state.question + 1, chosen: null });
  }
  set({ isSending: true, said: "" });
  try {
    await provider.event("lessons", 1);
    set({ open: null, isSending: false, said: `“${lesson.title}” is done. Bone!` });
  } catch (error) {
    set({ isSending: false, said: /** @type {Error} */ (error).message });
  }
}

function show() {
  render(provider.user ? page() : outside(), place);
}

function outside() {
  return html`
    <main class="outside">
      <h1>A course needs somebody who learns</h1>
      <p>Fill a new database, and open the address that the command prints:</p>
      <pre tabindex="0" aria-label="Command">laurel demo --app --database demo.db
    laurel serve --database demo.db</pre>
      <p
        class="note">This application uses the <a href="/ui/">elements of Laurel</a> and a key of its one user.</p>
    </main>
  `;
}

function page() {
  return html`
    <header class="top">
      <div><span class="name">Saluton</span>
      <laurel-streak-badge></laurel-streak-badge><laurel-points-badge system="xp"></laurel-points-badge></div>
    </header>
    <main class="page">
      <div>${state.open === null ? course() : quiz(lessons[state.open])}</div>
      <aside class="side" aria-label="How it goes">
        <laurel-streak-card view="week" show-how-it-works></laurel-streak-card>
        <laurel-achievement-card></laurel-achievement-card>
        <div class="card">
          <h2>Levels</h2>
          <laurel-points-levels-list system="xp"></laurel-points-levels-list>
        </div>
        <laurel-leaderboard-card leaderboard="week" default-page-size="5"></laurel-leaderboard-card>
        <div class="card">
          <laurel-points-chart system="xp" title="Points of 30 days" height="120"></laurel-points-chart>
        </div>
      </aside>
    </main>
  `;
}

function course() {
  const next = (state.done ?? 0) % lessons.length;
  return html`
    <div class="hello">
      <h1>${state.name ? `Saluton, ${state.name}!` : "Saluton!"}</h1>
      <p>Eight lessons of Esperanto, two minutes each.</p>
      <p class="said" role="status">${state.said}</p>
    </div>
    <ol class="path">${lessons.map((lesson, index) => row(lesson, index, next))}</ol>
  `;
}

/** @param {import("./lessons.js").Lesson} lesson @param {number} index @param {number} next */
function row(lesson, index, next) {
  const isDone = index < next || (state.done ?? 0) >= lessons.length;
  const isNext = index === next && state.done !== null;
  return html`<li><button type="button" class="lesson ${isDone ? "done" : ""} ${
    isNext ? "next" : ""
  }" ?disabled=${!isNext && !isDone}
    @click=${() => start(index)}><span class="number" aria-hidden="true">${isDone ? "✓" : index + 1}</span>
    <span><strong>${lesson.title}</strong><span class="words">${lesson.words}</span></span>
    ${isNext ? html`<span class="go">Start</span>` : ""}</button></li>`;
}

/** @param {import("./lessons.js").Lesson} lesson */
function quiz(lesson) {
  const question = lesson.questions[state.question];
  const { chosen } = state;
  const isRight = chosen === question.right;
  const part = (state.question + (isRight ? 1 : 0)) / lesson.questions.length;
  return html`
    <div class="quiz">
      <button type="button" class="plain" @click=${() => set({ open: null })}>← ${lesson.title}</button>
      <div class="bar" role="progressbar" aria-label="How far" aria-valuenow=${Math.round(
        100 * part,
      )} aria-valuemin="0"
        aria-valuemax="100">
        <i .style=${`--p:${100 * part}%`}></i></div>
      <h1>${question.ask}</h1>
      <div class="choices">${question.choices.map((choice, index) =>
        html`
          <button type="button" class="choice ${chosen === index
            ? (isRight ? "right" : "wrong")
            : ""}" ?disabled=${chosen !== null}
            @click=${() => answer(index)}>${choice}</button>
        `
      )}</div>
      <p class="said" role="status">${chosen === null ? state.said : isRight ? "Right!" : "Not quite."}</p>
      <button type="button" class="main" ?disabled=${chosen === null ||
        state.isSending} @click=${proceed}>${state.isSending
        ? "Saving …"
        : chosen !== null && !isRight
        ? "Try again"
        : state.question + 1 < lesson.questions.length
        ? "Next"
        : "Finish"}</button>
    </div>
  `;
}

begin();
