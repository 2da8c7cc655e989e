// Shows the messages that arrive, also while no page is open, and opens what they are about.

const worker = /** @type {any} */ (self);

worker.addEventListener("push", (event) => {
  const { title, body, tag, url } = event.data.json();
  event.waitUntil(worker.registration.showNotification(title, { body, tag, data: { url } }));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(event.notification.data.url));
});
