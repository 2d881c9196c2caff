// The clock of a movement test: counts up or to its end, with the beat in sound and picture, and
// writes what it counted into the form. Clock, sound and wake lock are those of the player.
import { maySleep, stayAwake } from "../../components/player/awake";
import { now } from "../../components/player/clock";
import { Sound, type Tone } from "../../components/player/cues";
import { clockWords, fill } from "../../components/player/show";
import "./page.css";

const COUNT_IN_MS = 3000;
const SECOND_MS = 1000;
const SOON_MS = 100;

class ScreenClock extends HTMLElement {
  #sound = new Sound();
  #begins: number | null = null;
  #turn = 0;
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
    clearTimeout(this.#turn);
    this.#sound.close();
    maySleep();
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
    this.#sound.unlock();
    this.#begins = now() + COUNT_IN_MS;
    this.#hear();
    this.#say(this.dataset.soon);
    this.#show(true);
    stayAwake();
    this.#part(".screen-clock-stop").focus();
    this.#follow();
  }

  /** Ticks to the start, then the beat or a sign each ten seconds, and the end. */
  #tones(fromMs: number): Tone[] {
    const tones: Tone[] = [1, 2, 3].map((n) => ({ kind: "tick", inMs: n * SECOND_MS - COUNT_IN_MS }));
    tones.push({ kind: "work", inMs: 0 });
    const stepMs = this.#beatMs || 10 * SECOND_MS;
    for (let at = stepMs; at < this.#endMs; at += stepMs) {
      const isUp = this.#beatMs > 0 && (at / stepMs) % 2 === 0;
      tones.push({ kind: isUp ? "tick" : "beat", inMs: at });
    }
    tones.push({ kind: "end", inMs: this.#endMs });
    return tones.filter(({ inMs }) => inMs >= fromMs).map((tone) => ({ ...tone, inMs: tone.inMs - fromMs }));
  }

  #hear(): void {
    if (this.#begins !== null) this.#sound.plan(this.#tones(now() - this.#begins));
  }

  #follow(): void {
    if (this.#begins === null) return;
    const intoMs = now() - this.#begins;
    if (intoMs >= this.#endMs) {
      this.#stop(true);
      return;
    }
    this.#draw(intoMs);
    this.#turn = window.setTimeout(() => this.#follow(), SOON_MS);
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
    this.dataset.beatAt = isUp ? "up" : "down";
    this.#part(".screen-beat-words").textContent = (isUp ? this.dataset.up : this.dataset.down) ?? "";
  }

  #stop(isOver: boolean): void {
    if (this.#begins === null) return;
    const intoMs = Math.min(Math.max(0, now() - this.#begins), this.#endMs);
    this.#value = Math.min(this.#most, Math.floor(intoMs / (2 * this.#beatMs || SECOND_MS)));
    this.#begins = null;
    clearTimeout(this.#turn);
    if (!isOver) this.#sound.hush();
    maySleep();
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
    delete this.dataset.beatAt;
    this.#part(".screen-beat-words").textContent = "";
  }

  #say(words: string | undefined): void {
    this.#part(".screen-clock-said").textContent = words ?? "";
  }

  #toggle(): void {
    this.#sound.on = !this.#sound.on;
    this.#part(".screen-clock-sound").setAttribute("aria-pressed", String(this.#sound.on));
    if (!this.#sound.on) this.#sound.hush();
    else if (this.#begins !== null) {
      this.#sound.unlock();
      this.#hear();
    }
  }

  #take(id: string): void {
    const box = document.getElementById(id);
    if (!(box instanceof HTMLInputElement)) return;
    box.value = String(this.#value);
    box.focus();
  }
}

customElements.define("ms-screen-clock", ScreenClock);
