// Has this browser subscribe to messages, and keeps the subscription as a device of a user.

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const status = /** @type {HTMLElement} */ (document.querySelector("[role=status]"));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { user, key } = Object.fromEntries(new FormData(form));
  try {
    status.textContent = await subscribe(String(user), String(key));
  } catch (error) {
    status.textContent = error.message;
  }
});

/** @param {string} user @param {string} key */
async function subscribe(user, key) {
  const registration = await navigator.serviceWorker.register("/ui/push/worker.js");
  if (await Notification.requestPermission() !== "granted") return "The browser may show no messages.";
  const { publicKey } = await ask("GET", "/push/key");
  const options = { userVisibleOnly: true, applicationServerKey: publicKey };
  const token = JSON.stringify(await registration.pushManager.subscribe(options));
  const path = `/v1/users/${encodeURIComponent(user)}`;
  const known = (await ask("GET", path, key)).deviceTokens ?? [];
  await ask("PATCH", path, key, { deviceTokens: [...known.filter((other) => other !== token), token] });
  return "This browser shows messages now.";
}

/** @param {string} method @param {string} path @param {string} [key] @param {unknown} [body] */
async function ask(method, path, key, body) {
  const response = await fetch(path, {
    method,
    headers: { ...(key ? { "X-API-KEY": key } : {}), "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
