// Asks for the permission to show notes when she turns reminders on, and at no other time.
import { sayPolitely } from "../../components/frame/frame";
import "./page.css";

async function mayShow(form: HTMLFormElement): Promise<boolean> {
  const wants = form.querySelector<HTMLInputElement>('input[name="is_on"]')?.checked ?? false;
  if (!wants) return true;
  if (!("Notification" in window)) {
    sayPolitely(form.dataset["lacking"] ?? "");
    return false;
  }
  if (Notification.permission === "default") await Notification.requestPermission();
  if (Notification.permission === "granted") return true;
  sayPolitely(form.dataset["blocked"] ?? "");
  return false;
}

for (const form of document.querySelectorAll<HTMLFormElement>("[data-reminders]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void mayShow(form).then((may) => {
      if (may) form.submit();
    });
  });
}
