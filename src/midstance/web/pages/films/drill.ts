// <ms-drill>: the beat of a trial, one for each step, for the ear and for the eye. Space starts and
// stops it; who asked for less motion gets the beat for the ear alone until she wants to see it.
import { Beat, beatsBetween } from "../../components/beat/beat";
import { clockWords, fill } from "../../components/player/show";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const LESS_MOTION = matchMedia("(prefers-reduced-motion: reduce)");

class Drill extends HTMLElement {
  #beat = new Beat(
    (fromMs, toMs) => beatsBetween(this.#stepMs, 0, fromMs, toMs, (beat) => (beat % 2 ? "beat" : "tick")),
    (intoMs) => this.#draw(intoMs),
  );
  #isSeen = !LESS_MOTION.matches;

  connectedCallback(): void {
    this.#part(".drill-start").addEventListener("click", () => this.#start());
    this.#part(".drill-stop").addEventListener("click", () => this.#stop());
    this.#part(".drill-sound").addEventListener("click", () => this.#toggleSound());
    this.#part(".drill-light").addEventListener("click", () => this.#toggleLight());
    this.#part(".drill-light").setAttribute("aria-pressed", String(this.#isSeen));
    document.addEventListener("keydown", this.#press);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#press);
    this.#beat.close();
  }

  get #stepMs(): number {
    return MINUTE_MS / Number(this.dataset.beat);
  }

  #part(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(name) as HTMLElement;
  }

  #press = (event: KeyboardEvent): void => {
    const isControl = (event.target as HTMLElement).closest("a, button, input, select, textarea, summary, [tabindex]:not(main)");
    if (event.key !== " " || isControl || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (this.#beat.runs) this.#stop();
    else this.#start();
  };

  #start(): void {
    this.#beat.start();
    this.#say(this.dataset.runs);
    this.#show(true);
    this.#part(".drill-stop").focus();
  }

  #stop(): void {
    const intoMs = this.#beat.intoMs;
    this.#beat.stop();
    this.#say(fill(this.dataset.stopped, { time: clockWords(Math.floor(intoMs / SECOND_MS) * SECOND_MS) }));
    this.#show(false);
    this.#part(".drill-start").focus();
  }

  #show(isRunning: boolean): void {
    this.#part(".drill-start").hidden = isRunning;
    this.#part(".drill-stop").hidden = !isRunning;
    this.#light(-1);
  }

  #draw(intoMs: number): void {
    this.#part(".drill-time").textContent = clockWords(Math.floor(intoMs / SECOND_MS) * SECOND_MS);
    this.#light(this.#isSeen ? Math.floor(intoMs / this.#stepMs) % 2 : -1);
  }

  #light(foot: number): void {
    this.querySelectorAll(".beat-dot").forEach((dot, n) => dot.toggleAttribute("data-on", n === foot));
  }

  #toggleSound(): void {
    this.#beat.toggle();
    this.#part(".drill-sound").setAttribute("aria-pressed", String(this.#beat.isHeard));
  }

  #toggleLight(): void {
    this.#isSeen = !this.#isSeen;
    this.#part(".drill-light").setAttribute("aria-pressed", String(this.#isSeen));
    if (!this.#isSeen) this.#light(-1);
  }

  #say(words: string | undefined): void {
    this.#part(".drill-said").textContent = words ?? "";
  }
}

customElements.define("ms-drill", Drill);
