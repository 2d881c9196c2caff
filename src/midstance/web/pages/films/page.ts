// The pages of films: the form that takes one, the drill, and a page to print.
import "../../components/body/body.css";
import "../../components/self_test/self_test.css";
import "./drill";
import "./form";
import "./record";
import "./page.css";

for (const button of document.querySelectorAll<HTMLButtonElement>(".film-print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
