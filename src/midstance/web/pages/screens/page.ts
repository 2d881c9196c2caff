// The clock of a movement test: counts up or to its end, with the beat in sound and picture, and
// writes what it counted into the form.
import { Beat, beatsBetween } from "../../components/beat/beat";
import type { Tone } from "../../components/player/cues";
import { clockWords, fill } from "../../components/player/show";
import "./page.css";

const COUNT_IN_MS = 3000;
const SECOND_MS = 1000;
const SIGN_MS = 10 * SECOND_MS;

class ScreenClock extends HTMLElement {
  #beat = new Beat((fromMs, toMs) => this.#tones(fromMs, toMs), (intoMs) => this.#follow(intoMs));
  #value = 0;

  connectedCallback(): void {
    this.hidden = false;
    this.#part(".screen-clock-start").addEventListener("click", () => this.#start());
    this.#part(".screen-clock-stop").addEventListener("click", () => this.#stop(false));
    this.#part(".screen-clock-sound").addEventListener("click", () => this.#toggle());
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-takes]")) {
      button.addEventListener("click", () => this.#take(button.dataset.takes ?? ""));
    }
  }

  disconnectedCallback(): void {
    this.#beat.close();
  }

  #part(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(name) as HTMLElement;
  }

  get #endMs(): number {
    return Number(this.dataset.seconds || (this.#beatMs ? this.#most * 2 : this.#most)) * SECOND_MS;
  }

  get #most(): number {
    return Number(this.dataset.most);
  }

  get #beatMs(): number {
    return this.dataset.beat ? (60 * SECOND_MS) / Number(this.dataset.beat) : 0;
  }

  #start(): void {
    this.#say(this.dataset.soon);
    this.#show(true);
    this.#part(".screen-clock-stop").focus();
    this.#beat.start(COUNT_IN_MS);
  }

  /** Ticks to the start, then the beat or a sign each ten seconds, and the end. */
  #tones(fromMs: number, toMs: number): Tone[] {
    const ends: Tone[] = [1, 2, 3].map((n) => ({ kind: "tick", inMs: n * SECOND_MS - COUNT_IN_MS }));
    ends.push({ kind: "work", inMs: 0 }, { kind: "end", inMs: this.#endMs });
    const stepMs = this.#beatMs || SIGN_MS;
    const toneOf = (beat: number): Tone["kind"] => (this.#beatMs > 0 && beat % 2 === 1 ? "tick" : "beat");
    const steps = beatsBetween(stepMs, stepMs, fromMs, Math.min(toMs, this.#endMs), toneOf);
    return [...ends.filter(({ inMs }) => inMs >= fromMs && inMs < toMs), ...steps];
  }

  #follow(intoMs: number): void {
    if (intoMs >= this.#endMs) this.#stop(true);
    else this.#draw(intoMs);
  }

  #draw(intoMs: number): void {
    const face = this.#part(".screen-clock-time");
    if (intoMs < 0) {
      face.textContent = String(Math.ceil(-intoMs / SECOND_MS));
      return;
    }
    if (!this.dataset.at) {
      this.dataset.at = "runs";
      this.#say(this.dataset.runs);
    }
    face.textContent = clockWords(Math.floor(intoMs / SECOND_MS) * SECOND_MS);
    if (this.#beatMs) this.#drawBeat(Math.floor(intoMs / this.#beatMs));
  }

  #drawBeat(beat: number): void {
    const isUp = beat % 2 === 0;
    this.#part(".beat-dot").toggleAttribute("data-on", isUp);
    this.#part(".screen-beat-words").textContent = (isUp ? this.dataset.up : this.dataset.down) ?? "";
  }

  #stop(isOver: boolean): void {
    if (!this.#beat.runs) return;
    const intoMs = Math.min(Math.max(0, this.#beat.intoMs), this.#endMs);
    this.#value = Math.min(this.#most, Math.floor(intoMs / (2 * this.#beatMs || SECOND_MS)));
    this.#beat.stop(isOver);
    this.#part(".screen-clock-time").textContent = clockWords(Math.floor(intoMs / SECOND_MS) * SECOND_MS);
    const takes = this.querySelector<HTMLElement>(".screen-clock-take");
    this.#say(isOver && !takes ? this.dataset.over : fill(this.dataset.stopped, { value: this.#value }));
    this.#show(false);
    if (takes) takes.hidden = this.#value === 0;
    this.#part(".screen-clock-start").focus();
  }

  #show(isRunning: boolean): void {
    this.#part(".screen-clock-start").hidden = isRunning;
    this.#part(".screen-clock-stop").hidden = !isRunning;
    const takes = this.querySelector<HTMLElement>(".screen-clock-take");
    if (takes && isRunning) takes.hidden = true;
    delete this.dataset.at;
    this.#part(".beat-dot").removeAttribute("data-on");
    this.#part(".screen-beat-words").textContent = "";
  }

  #say(words: string | undefined): void {
    this.#part(".screen-clock-said").textContent = words ?? "";
  }

  #toggle(): void {
    this.#beat.toggle();
    this.#part(".screen-clock-sound").setAttribute("aria-pressed", String(this.#beat.isHeard));
  }

  #take(id: string): void {
    const box = document.getElementById(id);
    if (!(box instanceof HTMLInputElement)) return;
    box.value = String(this.#value);
    box.focus();
  }
}

customElements.define("ms-screen-clock", ScreenClock);
