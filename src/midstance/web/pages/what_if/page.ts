// Sliders speak their words: what stands beside a slider is also its value for screen readers.
import "./page.css";

function tellSliders(): void {
  for (const output of document.querySelectorAll<HTMLOutputElement>("#what-if-form output")) {
    const slider = document.getElementById(output.htmlFor.value);
    slider?.setAttribute("aria-valuetext", output.textContent ?? "");
  }
}

tellSliders();
document.addEventListener("htmx:afterSettle", tellSliders);
