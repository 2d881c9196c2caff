// What every page needs: styles, htmx, the menu, moved focus, notes that leave.
import "../tokens/tokens.css";
import "./frame.css";
import "../button/button.css";
import "../notice/notice.css";
import "../form/form.css";
import "../table/table.css";
import "../segmented/segmented.css";
import "../disclosure/disclosure.css";
import "../progress/progress.css";
import "../drop_zone/drop_zone.css";
import "../figure/figure.css";
import "../empty/empty.css";
import "../chart/chart.css";
import "htmx.org";

const NOTE_STAYS_MS = 8000;

function closeMenus(except?: Node): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

function leave(note: HTMLElement): void {
  setTimeout(() => {
    note.classList.add("toast-leaving");
    setTimeout(() => note.remove(), 200);
  }, NOTE_STAYS_MS);
}

/** Says something politely at the foot of the page; it leaves by itself. */
export function sayPolitely(words: string): void {
  const note = document.createElement("p");
  note.className = "toast";
  note.textContent = words;
  document.getElementById("toasts")?.append(note);
  leave(note);
}

function focusOnProblems(within: ParentNode): void {
  within.querySelector<HTMLElement>("[data-take-focus]")?.focus();
}

/** The clock of this device, for forms that ask for it. */
function tellTimeZone(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>("[data-time-zone]")) {
    box.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target as Node));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (!menu) return;
  const summary = menu.querySelector("summary");
  if (menu.contains(document.activeElement)) summary?.focus();
  menu.open = false;
});
document.addEventListener("htmx:afterSettle", (event) => focusOnProblems(event.target as HTMLElement));
document.addEventListener("htmx:sendError", () =>
  sayPolitely(document.body.dataset["lost"] ?? ""),
);
document.querySelectorAll<HTMLElement>(".toast").forEach(leave);
tellTimeZone();
focusOnProblems(document);
