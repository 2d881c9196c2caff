// A steady beat: tones set ahead on the sound card's clock for as long as it runs, and its time for
// the eye. Clock, sound and wake lock are those of the player.
import { maySleep, stayAwake } from "../player/awake";
import { now } from "../player/clock";
import { Sound, type Tone } from "../player/cues";
import "./beat.css";

const SOON_MS = 40;
const AHEAD_MS = 65_000; // a hidden page is woken once a minute

/** The tones from one time after the start to another. */
export type Tones = (fromMs: number, toMs: number) => Tone[];

export class Beat {
  #sound = new Sound();
  #begins: number | null = null;
  #setUntilMs = 0;
  #turn = 0;

  constructor(
    private readonly tones: Tones,
    private readonly follow: (intoMs: number) => void,
  ) {}

  get runs(): boolean {
    return this.#begins !== null;
  }

  get isHeard(): boolean {
    return this.#sound.on;
  }

  /** Time since the start; before zero while it is counted in. */
  get intoMs(): number {
    return this.#begins === null ? 0 : now() - this.#begins;
  }

  start(countInMs = 0): void {
    this.#sound.unlock();
    this.#begins = now() + countInMs;
    this.#setUntilMs = -countInMs;
    stayAwake();
    this.#go();
  }

  /** Ends it; what was set to sound at the very end may still be heard. */
  stop(mayRing = false): void {
    this.#begins = null;
    clearTimeout(this.#turn);
    if (!mayRing) this.#sound.hush();
    maySleep();
  }

  close(): void {
    this.stop();
    this.#sound.close();
  }

  /** Sound on or off, while it runs too. */
  toggle(): void {
    this.#sound.on = !this.#sound.on;
    if (!this.#sound.on) this.#sound.hush();
    else if (this.runs) {
      this.#sound.unlock();
      this.#setUntilMs = this.intoMs;
      this.#setAhead();
    }
  }

  #go(): void {
    this.#setAhead();
    this.#turn = window.setTimeout(() => this.#go(), SOON_MS);
    this.follow(this.intoMs);
  }

  #setAhead(): void {
    const intoMs = this.intoMs;
    const untilMs = intoMs + AHEAD_MS;
    if (untilMs - this.#setUntilMs < AHEAD_MS / 4 && this.#setUntilMs > intoMs) return;
    const coming = this.tones(this.#setUntilMs, untilMs);
    this.#sound.add(coming.map((tone) => ({ ...tone, inMs: tone.inMs - intoMs })));
    this.#setUntilMs = untilMs;
  }
}

/** Beats of one length from `firstMs` on, within a stretch of time. */
export function beatsBetween(stepMs: number, firstMs: number, fromMs: number, toMs: number, toneOf: (beat: number) => Tone["kind"]): Tone[] {
  const tones: Tone[] = [];
  for (let beat = Math.max(0, Math.ceil((fromMs - firstMs) / stepMs)); firstMs + beat * stepMs < toMs; beat += 1) {
    tones.push({ kind: toneOf(beat), inMs: firstMs + beat * stepMs });
  }
  return tones;
}
