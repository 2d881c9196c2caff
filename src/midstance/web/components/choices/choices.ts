// "None of these" and the others exclude each other; the server holds to the same without script.
import "./choices.css";

function boxes(list: Element): HTMLInputElement[] {
  return [...list.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
}

function keepNoneAlone(list: Element, changed: HTMLInputElement): void {
  if (!changed.checked) return;
  const isNone = "none" in changed.dataset;
  for (const box of boxes(list)) {
    if (box !== changed && ("none" in box.dataset) !== isNone) box.checked = false;
  }
}

for (const list of document.querySelectorAll("[data-choices]")) {
  list.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) keepNoneAlone(list, event.target);
  });
}
