// Records a film in the browser: opens the camera when asked, counts down, films a few seconds without
// sound, shows the film, and puts it into the form. Words stand in recorder.html.
import "./record.css";
import { maySleep, stayAwake } from "../../components/player/awake";
import { now } from "../../components/player/clock";
import { Sound, Voice } from "../../components/player/cues";
import { fill } from "../../components/player/show";
import { CameraError, closeCamera, fileOf, openCamera, RateMeter, Recording, type Trouble } from "./camera";
import type { Framing, Seen } from "./framing";
import { boxOf, leanOf, type Point, type Stand } from "./verdict";

type State = "closed" | "open" | "count" | "record" | "review" | "kept";

const SECOND_MS = 1000;
const SOON_MS = 100;
const COUNT_FROM_S = 3;
const FINE_RATE = 50;
const ROUND_RATES = [24, 25, 30, 50, 60, 120];
const NEAR_RATE = 1.5;
const LESS_MOTION = matchMedia("(prefers-reduced-motion: reduce)");

class Recorder {
  readonly #root: HTMLElement;
  readonly #words: DOMStringMap;
  readonly #live: HTMLVideoElement;
  readonly #sound = new Sound();
  readonly #voice = new Voice();
  #state: State = "closed";
  #stream: MediaStream | null = null;
  #isAsking = false;
  #meter: RateMeter | null = null;
  #framing: Framing | null = null;
  #recording: Recording | null = null;
  #film: Blob | null = null;
  #delayS: number;
  #due = 0;
  #said = 0;
  #timer = 0;
  #lean: Pick<Stand, "rollDeg" | "pitchDeg"> = { rollDeg: null, pitchDeg: null };

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#words = root.dataset;
    this.#live = this.#part<HTMLVideoElement>("live");
    this.#delayS = Number(root.querySelector<HTMLElement>('[data-delay][aria-pressed="true"]')?.dataset["delay"]);
    root.addEventListener("click", (event) => this.#click(event));
    this.#live.addEventListener("resize", () => this.#fit());
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => this.#hide());
    this.#show("closed");
    root.hidden = false;
  }

  readonly #acts: Record<string, () => unknown> = {
    open: () => this.#open(),
    frame: () => this.#toggleFraming(),
    start: () => this.#count(),
    stop: () => this.#open(),
    keep: () => this.#keep(),
    again: () => this.#open(),
    close: () => this.#close(),
    sound: () => this.#hear(),
  };

  #part<Kind extends HTMLElement = HTMLElement>(name: string): Kind {
    return this.#root.querySelector(`[data-part="${name}"]`) as Kind;
  }

  #text(name: string, words: string): void {
    const place = this.#root.querySelector(`[data-text="${name}"]`) as HTMLElement;
    if (place.textContent !== words) place.textContent = words;
  }

  #say(words: string | undefined, aloud = false): void {
    this.#text("said", words ?? "");
    if (aloud) this.#voice.say(words ?? "");
  }

  #click(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-do], [data-delay]");
    if (!button) return;
    this.#sound.unlock();
    if (button.dataset["delay"]) this.#choose(button);
    else void this.#acts[button.dataset["do"] ?? ""]?.();
  }

  #choose(chosen: HTMLElement): void {
    this.#delayS = Number(chosen.dataset["delay"]);
    for (const each of this.#root.querySelectorAll<HTMLElement>("[data-delay]")) {
      each.setAttribute("aria-pressed", String(each === chosen));
    }
  }

  #show(state: State): void {
    const had = this.#root.contains(document.activeElement);
    this.#state = this.#root.dataset["state"] = state;
    for (const part of this.#root.querySelectorAll<HTMLElement>("[data-when]")) {
      part.hidden = !part.dataset["when"]?.split(",").includes(state);
    }
    if (!had) return;
    this.#root.querySelector<HTMLElement>("[data-first]:not([hidden])")?.focus({ preventScroll: true });
    this.#bringIntoView();
  }

  #bringIntoView(): void {
    const { top, bottom } = this.#root.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) this.#root.scrollIntoView({ block: "start" });
  }

  // The camera

  async #open(): Promise<void> {
    this.#quiet();
    this.#fail(null);
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      this.#stream ??= this.#heed(await openCamera());
    } catch (error) {
      if (!(error instanceof CameraError)) throw error;
      return this.#close(error.trouble);
    } finally {
      this.#isAsking = false;
    }
    this.#live.srcObject = this.#stream;
    this.#show("open");
    this.#say(this.#words["ready"]);
    await this.#live.play().catch(() => undefined);
    this.#tellCamera();
    this.#meter ??= new RateMeter(this.#live, () => this.#tellCamera());
    stayAwake();
    addEventListener("deviceorientation", this.#feel); // silent where a browser would ask for leave first
    if (this.#framing) this.#watch();
  }

  #heed(stream: MediaStream): MediaStream {
    for (const track of stream.getTracks()) track.addEventListener("ended", () => this.#close("lost"));
    return stream;
  }

  #fit(): void {
    const { videoWidth, videoHeight } = this.#live;
    if (!videoHeight) return;
    this.#root.style.setProperty("--film-ratio", String(videoWidth / videoHeight));
    if (this.#state === "open") this.#bringIntoView();
  }

  /** What it really gives, which may be less than was asked for. */
  #tellCamera(): void {
    const told = this.#stream?.getVideoTracks()[0]?.getSettings() ?? {};
    const rate = this.#meter?.rate ?? told.frameRate;
    if (!rate || !this.#live.videoWidth) return;
    const values = { width: this.#live.videoWidth, height: this.#live.videoHeight, rate: plainRate(rate) };
    this.#text("gives", fill(this.#words["gives"], values));
    this.#text("finer", rate < FINE_RATE ? (this.#words["finer"] ?? "") : "");
  }

  #close(trouble: Trouble | null = null): void {
    this.#quiet();
    this.#endCamera();
    this.#forgetFilm();
    this.#show("closed");
    this.#fail(trouble);
  }

  #endCamera(): void {
    this.#endFraming("");
    this.#meter?.stop();
    this.#meter = null;
    closeCamera(this.#stream);
    this.#stream = this.#live.srcObject = null;
    removeEventListener("deviceorientation", this.#feel);
    maySleep();
  }

  /** Ends whatever runs; a film that is not whole is dropped. */
  #quiet(): void {
    clearTimeout(this.#timer);
    this.#sound.hush();
    this.#voice.hush();
    void this.#recording?.stop();
    this.#recording = null;
    this.#text("count", "");
    this.#say("");
  }

  #fail(trouble: Trouble | null): void {
    const place = this.#part("trouble");
    place.hidden = trouble === null;
    this.#text("trouble", trouble ? (this.#words[`trouble_${trouble}`] ?? "") : "");
    if (trouble) place.focus();
  }

  #leave(): void {
    if (this.#stream) this.#close();
  }

  #hide(): void {
    const isBusy = this.#state === "count" || this.#state === "record";
    if (document.visibilityState === "hidden" && isBusy) this.#close("left");
  }

  // Help to frame

  async #toggleFraming(): Promise<void> {
    const button = this.#part<HTMLButtonElement>("frame");
    if (this.#framing) return this.#endFraming(this.#words["ready"]);
    const stream = this.#stream;
    button.disabled = true;
    this.#meter?.hold(true);
    this.#say(this.#words["loading"]);
    try {
      const { Framing } = await import("./framing");
      const framing = await Framing.load();
      if (stream !== this.#stream) framing.unload();
      else this.#beginFraming(framing);
    } catch {
      this.#endFraming(this.#words["noHelp"]);
    }
    button.disabled = false;
  }

  #beginFraming(framing: Framing): void {
    this.#framing = framing;
    this.#showFraming();
    if (this.#state === "open" || this.#state === "count") this.#watch();
  }

  #endFraming(words: string | undefined): void {
    this.#framing?.unload();
    this.#framing = null;
    this.#meter?.hold(false);
    this.#showFraming();
    this.#say(words);
  }

  #showFraming(): void {
    this.#part("frame").setAttribute("aria-pressed", String(this.#framing !== null));
    delete this.#root.dataset["framed"];
    this.#mark(null);
  }

  #watch(): void {
    const stand = (): Stand => ({ rate: this.#meter?.rate ?? null, ...this.#lean });
    this.#framing?.watch(this.#live, stand, (seen) => this.#tellSeen(seen), () => this.#endFraming(this.#words["noHelp"]));
  }

  #tellSeen({ advice, isNew, joints }: Seen): void {
    this.#mark(joints);
    if (!isNew) return;
    this.#root.dataset["framed"] = advice[0] === "good" ? "good" : "not_yet";
    this.#voice.hush();
    this.#say(this.#words[`see_${advice[0]}`], true);
  }

  /** A box around the body that was found. */
  #mark(joints: Point[] | null): void {
    const box = this.#part("body");
    box.hidden = joints === null;
    if (!joints) return;
    const { left, top, width, height } = boxOf(joints);
    const share = { "inset-inline-start": left, "inset-block-start": top, "inline-size": width, "block-size": height };
    for (const [name, value] of Object.entries(share)) box.style.setProperty(name, `${(100 * value).toFixed(1)}%`);
  }

  readonly #feel = ({ beta, gamma }: DeviceOrientationEvent): void => {
    if (beta !== null && gamma !== null) this.#lean = leanOf(beta, gamma);
  };

  // Recording

  #count(): void {
    this.#due = now() + this.#delayS * SECOND_MS;
    this.#said = this.#delayS + 1;
    const ticks = [3, 2, 1].filter((n) => n <= this.#delayS);
    this.#sound.plan([
      ...ticks.map((n) => ({ kind: "tick" as const, inMs: (this.#delayS - n) * SECOND_MS })),
      { kind: "work", inMs: this.#delayS * SECOND_MS },
      { kind: "end", inMs: (this.#delayS + this.#seconds) * SECOND_MS },
    ]);
    this.#show("count");
    this.#say(fill(this.#words["soon"], { seconds: this.#delayS }), true);
    this.#follow();
  }

  get #seconds(): number {
    return Number(this.#words["seconds"]);
  }

  #follow(): void {
    const leftS = Math.ceil((this.#due - now()) / SECOND_MS);
    if (leftS <= 0) return this.#state === "count" ? this.#record() : void this.#end();
    this.#text("count", String(leftS));
    if (leftS < this.#said && leftS <= COUNT_FROM_S && this.#state === "count") {
      this.#framing?.rest();
      this.#mark(null);
      this.#voice.hush();
      this.#voice.say(String(leftS));
    }
    this.#said = leftS;
    this.#timer = window.setTimeout(() => this.#follow(), SOON_MS);
  }

  #record(): void {
    try {
      this.#recording = new Recording(this.#stream as MediaStream);
    } catch {
      return this.#close("no_recorder");
    }
    this.#due = now() + this.#seconds * SECOND_MS;
    this.#show("record");
    this.#say(this.#words["records"]);
    this.#follow();
  }

  async #end(): Promise<void> {
    const recording = this.#recording;
    const film = await recording?.stop();
    if (!recording || this.#recording !== recording) return; // stopped meanwhile
    this.#recording = null;
    this.#text("count", "");
    this.#endCamera();
    if (!film?.size) return this.#close("empty");
    this.#film = film;
    const place = this.#part<HTMLVideoElement>("film");
    place.autoplay = !LESS_MOTION.matches;
    place.src = URL.createObjectURL(film);
    this.#show("review");
    this.#say(this.#words["over"], true);
  }

  #forgetFilm(): void {
    const place = this.#part<HTMLVideoElement>("film");
    if (place.src) URL.revokeObjectURL(place.src);
    place.removeAttribute("src");
    this.#film = null;
  }

  /** Into the form, beside what was chosen there; nothing is sent yet. */
  #keep(): void {
    const input = this.#root.closest("form")?.querySelector<HTMLInputElement>('input[type="file"]');
    if (!input || !this.#film) return;
    const files = new DataTransfer();
    const before = input.multiple ? Array.from(input.files ?? []) : [];
    for (const file of [...before, fileOf(this.#film, before.length + 1)]) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    this.#forgetFilm();
    this.#show("kept");
    this.#say(this.#words["kept"]);
  }

  #hear(): void {
    const isOn = !this.#sound.on;
    this.#sound.on = this.#voice.on = isOn;
    this.#part("sound").setAttribute("aria-pressed", String(isOn));
    if (!isOn) {
      this.#sound.hush();
      this.#voice.hush();
    }
  }
}

/** A rate as people say it: 29.97 is 30. */
function plainRate(rate: number): number {
  return ROUND_RATES.find((each) => Math.abs(each - rate) < NEAR_RATE) ?? Math.round(rate);
}

for (const root of document.querySelectorAll<HTMLElement>("[data-film-recorder]")) new Recorder(root);
