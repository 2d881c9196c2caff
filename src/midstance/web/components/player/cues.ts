// What is heard: tones made here and set on the sound card's own clock, so that they come in time
// when the page does not; words by the voice of the device, where it has one.
export type ToneKind = "tick" | "work" | "rest" | "side" | "half" | "beat" | "end";

export interface Tone {
  kind: ToneKind;
  inMs: number;
}

const SOUNDS: Record<ToneKind, { hz: number[]; seconds: number; loud: number }> = {
  tick: { hz: [660], seconds: 0.09, loud: 0.22 },
  work: { hz: [880], seconds: 0.42, loud: 0.28 },
  rest: { hz: [440], seconds: 0.42, loud: 0.24 },
  side: { hz: [588, 784], seconds: 0.34, loud: 0.26 },
  half: { hz: [523, 523], seconds: 0.22, loud: 0.2 },
  beat: { hz: [330], seconds: 0.06, loud: 0.12 },
  end: { hz: [523, 659, 784], seconds: 0.75, loud: 0.26 },
};
const EDGE_S = 0.012;

export class Sound {
  on = true;
  #context: AudioContext | null = null;
  #waiting = new Set<OscillatorNode>();

  /** A browser lets sound begin only with a tap. */
  unlock(): void {
    if (!this.on || typeof AudioContext === "undefined") return;
    this.#context ??= new AudioContext();
    if (this.#context.state === "suspended") void this.#context.resume();
  }

  /** Forgets what was to come and sets these instead. */
  plan(tones: Tone[]): void {
    this.hush();
    this.add(tones);
  }

  /** Sets these beside what is to come. */
  add(tones: Tone[]): void {
    const context = this.#context;
    if (!context || !this.on) return;
    const late = context.outputLatency || 0;
    for (const { kind, inMs } of tones) this.#set(context, kind, Math.max(0, inMs / 1000 - late));
  }

  hush(): void {
    for (const tone of this.#waiting) tone.stop();
    this.#waiting.clear();
  }

  close(): void {
    this.hush();
    void this.#context?.close();
    this.#context = null;
  }

  #set(context: AudioContext, kind: ToneKind, inS: number): void {
    const { hz, seconds, loud } = SOUNDS[kind];
    const each = seconds / hz.length;
    hz.forEach((pitch, i) => {
      const start = context.currentTime + inS + i * each;
      const [tone, volume] = [context.createOscillator(), context.createGain()];
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(loud, start + EDGE_S);
      volume.gain.setValueAtTime(loud, start + each - EDGE_S);
      volume.gain.linearRampToValueAtTime(0, start + each);
      tone.connect(volume).connect(context.destination);
      tone.addEventListener("ended", () => this.#waiting.delete(tone));
      tone.start(start);
      tone.stop(start + each);
      this.#waiting.add(tone);
    });
  }
}

export class Voice {
  on = true;

  say(words: string): void {
    if (!this.on || !words || typeof speechSynthesis === "undefined") return;
    const said = new SpeechSynthesisUtterance(words);
    said.lang = document.documentElement.lang;
    speechSynthesis.speak(said);
  }

  /** What is said next comes at once. */
  hush(): void {
    if (typeof speechSynthesis !== "undefined") speechSynthesis.cancel();
  }
}
