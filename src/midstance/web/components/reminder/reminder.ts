// Shows the one reminder of a day while a page is open. The server decides; it lets one device have it.

const CLAIM = "/reminders/claim/";
const FIRST_AFTER_MS = 2000;
const LOOK_MS = 60_000;
const AGAIN_AFTER_TROUBLE_S = 3600;
const PLACE = "/today/";

interface Claim {
  title: string;
  body: string;
  again_s: number;
}

function formToken(): string {
  const told = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
  return told["X-CSRFToken"] ?? "";
}

async function claim(): Promise<Claim> {
  const answer = await fetch(CLAIM, { method: "POST", headers: { "X-CSRFToken": formToken() } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()) as Claim;
}

async function show({ title, body }: Claim): Promise<void> {
  const options = { body, tag: "midstance-day", icon: "/static/icon.svg" };
  try {
    const shown = new Notification(title, options);
    shown.addEventListener("click", () => {
      window.focus();
      location.assign(PLACE);
    });
  } catch {
    // A phone shows it through the service worker alone.
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.showNotification(title, options);
  }
}

/** Waits by the clock on the wall, because a machine that slept has not counted. */
async function waitUntil(at: number): Promise<void> {
  while (Date.now() < at) {
    await new Promise((done) => setTimeout(done, Math.min(at - Date.now(), LOOK_MS)));
  }
}

async function remind(): Promise<void> {
  await waitUntil(Date.now() + FIRST_AFTER_MS);
  while (Notification.permission === "granted") {
    let again_s = AGAIN_AFTER_TROUBLE_S;
    try {
      const claimed = await claim();
      again_s = claimed.again_s;
      if (claimed.title) await show(claimed);
    } catch {
      // Midstance may be off for a while; it is asked again later.
    }
    await waitUntil(Date.now() + 1000 * again_s);
  }
}

if ("Notification" in window) void remind();
