// The styles of the plan pages, and a button that copies the calendar's address.
import { sayPolitely } from "../../components/frame/frame";
import "../../components/choices/choices";
import "./page.css";

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
  const box = document.getElementById(button.dataset["copy"] ?? "") as HTMLInputElement | null;
  button.hidden = box === null;
  button.addEventListener("click", () => {
    box?.select();
    // Away from this machine and without TLS a browser offers no clipboard; then it stays selected.
    void navigator.clipboard?.writeText(box?.value ?? "").then(() => sayPolitely(button.dataset["copied"] ?? ""));
  });
}
