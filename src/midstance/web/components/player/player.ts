// <ms-player>: leads through a session from one document. `mount` needs nothing but that document.
import "../exercise_figure/exercise_figure";
import "../choices/choices.css";
import "./player.css";
import type { MsExerciseFigure } from "../exercise_figure/exercise_figure";
import { forget, keep, kept } from "../outbox/keep";
import { newKey, Refused, send, type Meaning } from "../outbox/outbox";
import { maySleep, stayAwake } from "./awake";
import { now } from "./clock";
import { begin, Course, MORE_REST_S, versionOf, worstPain, type Kept } from "./course";
import { Sound, Voice } from "./cues";
import { onKeys, onMedia } from "./keys";
import { beatAt, cuesFrom, tonesFrom, type Cue } from "./program";
import { clockWords, fill, followBar, listOf } from "./show";
import type { Sheet, Step, Way } from "./sheet";

const GOES_ON_MS = 60_000; // closed for longer, it asks before it goes on
const LATE_MS = 1200; // what should have been said before that is not said any more
const SOON_MS = 4;
const REFUSED = 409;
const HEARS = "player.hears";
const LESS_MOTION = matchMedia("(prefers-reduced-motion: reduce)");

type State = "intro" | "play" | "log" | "meaning";
type Act = () => void;

export class Player {
  readonly #root: HTMLElement;
  readonly #sheet: Sheet;
  readonly #words: DOMStringMap;
  readonly #sound = new Sound();
  readonly #voice = new Voice();
  #course: Course | null = null;
  #state: Kept | null = null;
  #timer = 0;
  #pending: { at: number; cue: Cue }[] = [];
  #drawn = { index: -1, figure: "", way: null as Way | null };
  #wasRunning = false;
  #noted = -1;

  constructor(root: HTMLElement, sheet: Sheet) {
    this.#root = root;
    this.#sheet = sheet;
    if (!root.querySelector('[data-part="stage"]')) root.innerHTML = sheet.html;
    this.#words = this.#part("words").dataset;
    this.#listen();
    this.#show("intro");
    void this.#restore();
  }

  /** Stops every clock and sound; what was done stays kept. */
  unmount(): void {
    clearTimeout(this.#timer);
    this.#sound.close();
    this.#voice.hush();
    maySleep();
    document.removeEventListener("visibilitychange", this.#look);
    this.#keys.abort();
  }

  readonly #keys = new AbortController();
  readonly #look = (): void => this.#refresh();

  readonly #acts: Record<string, Act> = {
    start: () => this.#start(),
    resume: () => this.#resume(),
    tell: () => this.#finish(),
    reopen: () => this.#reopen(),
    pause: () => this.#toggle(),
    back: () => this.#steer((course) => course.back(now())),
    skip: () => this.#steer((course) => course.skip(now())),
    rest: () => this.#moreRest(),
    easier: () => this.#swap(-1),
    harder: () => this.#swap(1),
    hurts: () => this.#ask(),
    never_mind: () => this.#closeHurt(),
    verdict_on: () => this.#closeHurt(),
    end: () => this.#end("early"),
    sound: () => this.#hear("sound"),
    voice: () => this.#hear("voice"),
  };

  #part(name: string): HTMLElement {
    return this.#root.querySelector(`[data-part="${name}"]`) as HTMLElement;
  }

  #text(name: string, words: string): void {
    for (const place of this.#root.querySelectorAll<HTMLElement>(`[data-text="${name}"]`)) {
      if (place.textContent !== words) place.textContent = words;
      place.hidden = false;
    }
  }

  #listen(): void {
    const { signal } = this.#keys;
    this.#root.addEventListener("click", (event) => this.#click(event), { signal });
    this.#part("log").addEventListener("submit", (event) => void this.#submit(event), { signal });
    this.#part("hurt").addEventListener("cancel", (event) => {
      event.preventDefault();
      if (this.#part("verdict").hidden) this.#closeHurt();
    }, { signal });
    document.addEventListener("visibilitychange", this.#look);
    onKeys(signal, (name) => this.#press(name));
    onMedia((name) => this.#press(name));
  }

  #click(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-do], [data-pain]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    this.#sound.unlock();
    if (button.dataset["pain"] !== undefined) this.#judge(Number(button.dataset["pain"]));
    else this.#acts[button.dataset["do"] ?? ""]?.();
  }

  /** A key of the keyboard or of a headset. */
  #press(name: string): boolean {
    const open = (this.#part("hurt") as HTMLDialogElement).open;
    if (this.#root.dataset["state"] !== "play" || open) return false;
    this.#sound.unlock();
    if (name === "play" && this.#course?.running) return true;
    if (name === "stay" && !this.#course?.running) return true;
    this.#acts[name === "play" || name === "stay" ? "pause" : name]?.();
    return true;
  }

  #show(state: State): void {
    this.#root.dataset["state"] = state;
    for (const behind of document.querySelectorAll<HTMLElement>(".frame-top, .back-link, .skip-link")) {
      behind.inert = state === "play";
    }
  }

  // Beginning and going on

  async #restore(): Promise<void> {
    const hears = await kept<{ sound: boolean; voice: boolean }>(HEARS);
    if (hears) [this.#sound.on, this.#voice.on] = [hears.sound, hears.voice];
    this.#showHearing();
    const state = await kept<Kept>(this.#keptAs());
    if (!state || this.#state) return;
    this.#state = state;
    if (state.version !== versionOf(this.#sheet)) this.#offer(null);
    else this.#take(state);
  }

  #take(state: Kept): void {
    const course = new Course(this.#sheet, state, this.#words["rest"] ?? "");
    this.#course = course;
    const away = now() - state.at;
    if (state.over) {
      this.#finish();
    } else if (away >= 0 && away <= GOES_ON_MS) {
      this.#play();
    } else {
      state.running = false;
      this.#offer(course);
    }
  }

  /** Asks, where too long a time went by or the session is no longer the same. */
  #offer(course: Course | null): void {
    const again = this.#part("again");
    again.hidden = false;
    const can = again.querySelector<HTMLElement>('[data-do="resume"]') as HTMLElement;
    can.hidden = course === null;
    if (!course) {
      this.#text("again", this.#words["againDone"] ?? "");
      return;
    }
    const values = { number: course.index + 1, count: course.count, title: course.stepAt(course.index).title };
    this.#text("again", fill(this.#words["again"], values));
  }

  #start(): void {
    this.#state = begin(this.#sheet, newKey(), now());
    this.#course = new Course(this.#sheet, this.#state, this.#words["rest"] ?? "");
    this.#openStage();
    this.#draw(this.#course);
    this.#focus("pause");
    this.#course.beginAt(now()); // time runs from when the stage is there
    this.#replan();
    this.#refresh();
  }

  /** From where she was, however long ago that is. */
  #resume(): void {
    if (!this.#state) return;
    this.#state.at = now();
    this.#state.running = true;
    this.#play();
    this.#focus("pause");
  }

  #reopen(): void {
    if (this.#state?.stopped === "pain") return;
    this.#course?.reopen(now());
    this.#play();
    this.#focus("pause");
  }

  #openStage(): void {
    this.#drawn = { index: -1, figure: "", way: null };
    this.#show("play");
  }

  #play(): void {
    this.#openStage();
    this.#replan();
    this.#refresh();
  }

  #focus(act: string): void {
    this.#part("stage").querySelector<HTMLElement>(`[data-do="${act}"]`)?.focus();
  }

  // The clock

  /** Sets tones and words anew, from where the session stands now. */
  #replan(): void {
    const course = this.#course;
    if (!course) return;
    const at = now();
    course.reach(at);
    if (course.running) stayAwake();
    else maySleep();
    this.#pending = course.running ? cuesFrom(course).map((cue) => ({ at: at + cue.inMs, cue })) : [];
    this.#sound.plan(course.running ? tonesFrom(course) : []);
  }

  #refresh(): void {
    clearTimeout(this.#timer);
    const course = this.#course;
    if (!course || this.#root.dataset["state"] !== "play") return;
    const at = now();
    course.reach(at);
    if (!course.over) this.#draw(course);
    this.#say(at);
    this.#keep();
    if (course.over) this.#finish();
    if (course.running) this.#timer = window.setTimeout(this.#look, this.#untilNext(course, at));
  }

  /** Until something that is shown changes. */
  #untilNext(course: Course, at: number): number {
    const { step, intoMs, leftMs } = course.moment();
    const second = intoMs < 0 ? -intoMs % 1000 : leftMs % 1000;
    const beat = step.reps && intoMs >= 0 ? beatAt(step, intoMs).endsMs - intoMs : 1000;
    const cue = (this.#pending[0]?.at ?? at + 1000) - at;
    return Math.max(SOON_MS, Math.min(second || 1000, beat > 0 ? beat : 1000, cue));
  }

  #say(at: number): void {
    while (this.#pending[0] && this.#pending[0].at <= at) {
      const { cue, at: due } = this.#pending.shift() as { at: number; cue: Cue };
      if (at - due <= LATE_MS) this.#speak(cue);
    }
  }

  #speak(cue: Cue): void {
    const course = this.#course;
    if (!course) return;
    const step = course.stepAt(Math.min(cue.index, course.count - 1));
    if (cue.kind === "half") this.#caption(this.#words["half"] ?? "", true);
    if (cue.kind === "next") this.#caption(this.#nextWords(cue.index), true);
    if (cue.kind === "end") this.#voice.say(this.#words["ended"] ?? "");
    if (cue.kind === "count" || cue.kind === "begin") this.#voice.hush();
    if (cue.kind === "count") this.#voice.say(String(cue.number));
    if (cue.kind === "begin") this.#voice.say(`${step.spoken} ${step.told}`);
  }

  #caption(words: string, aloud = false): void {
    this.#text("caption", words);
    if (aloud) this.#voice.say(words);
  }

  // What she does

  #steer(act: (course: Course) => void): void {
    if (!this.#course) return;
    this.#voice.hush();
    act(this.#course);
    this.#replan();
    this.#refresh();
  }

  #toggle(): void {
    const course = this.#course;
    if (!course) return;
    if (course.running) course.pause(now());
    else course.goOn(now());
    this.#voice.hush();
    this.#replan();
    this.#refresh();
    this.#caption(course.running ? course.stepAt(course.index).spoken : (this.#words["paused"] ?? ""));
  }

  #moreRest(): void {
    this.#steer((course) => course.rest(now()));
    this.#caption(fill(this.#words["more"], { seconds: MORE_REST_S }), true);
  }

  #swap(by: -1 | 1): void {
    let words = "";
    this.#steer((course) => {
      const level = course.swap(now(), by);
      const told = { easier: "eased", planned: "planned", harder: "raised" }[level ?? "planned"];
      if (level) words = fill(this.#words[told], { title: course.stepAt(course.index).title });
    });
    if (words) this.#caption(words, true);
  }

  #ask(): void {
    const course = this.#course;
    if (!course) return;
    this.#wasRunning = course.running;
    course.pause(now());
    this.#voice.hush();
    this.#replan();
    this.#refresh();
    this.#part("ask").hidden = false;
    this.#part("verdict").hidden = true;
    (this.#part("hurt") as HTMLDialogElement).showModal();
  }

  #judge(pain: number): void {
    const course = this.#course;
    if (!course) return;
    const verdict = course.hurts(pain);
    this.#keep();
    if (verdict === "stop") {
      this.#end("pain");
      return;
    }
    if (verdict === "ease") {
      course.swap(now(), -1);
      this.#refresh();
      this.#caption(fill(this.#words["eased"], { title: course.stepAt(course.index).title }));
    }
    const { pain: rule } = this.#sheet;
    this.#text("verdict", verdict === "ease" ? rule.ease : rule.go_on);
    this.#text("verdict_on", this.#words[verdict === "ease" ? "takeEasier" : "goOn"] ?? "");
    this.#part("ask").hidden = true;
    this.#part("verdict").hidden = false;
    this.#root.querySelector<HTMLElement>('[data-text="verdict"]')?.focus();
  }

  #closeHurt(): void {
    (this.#part("hurt") as HTMLDialogElement).close();
    if (this.#wasRunning) this.#course?.goOn(now());
    this.#replan();
    this.#refresh();
    this.#focus("pause");
  }

  #end(why: string): void {
    (this.#part("hurt") as HTMLDialogElement).close();
    this.#course?.end(now(), why);
    this.#sound.hush();
    this.#voice.hush();
    this.#finish();
  }

  #hear(what: "sound" | "voice"): void {
    const heard = what === "sound" ? this.#sound : this.#voice;
    heard.on = !heard.on;
    if (what === "voice" && !heard.on) this.#voice.hush();
    this.#sound.unlock();
    keep(HEARS, { sound: this.#sound.on, voice: this.#voice.on });
    this.#showHearing();
    if (this.#root.dataset["state"] === "play") this.#replan();
  }

  #showHearing(): void {
    for (const [what, heard] of Object.entries({ sound: this.#sound, voice: this.#voice })) {
      for (const button of this.#root.querySelectorAll(`[data-do="${what}"]`)) {
        button.setAttribute("aria-pressed", String(heard.on));
      }
    }
  }

  // What is shown

  #draw(course: Course): void {
    const { step, way, intoMs, leftMs } = course.moment();
    const isNew = this.#drawn.index !== course.index || this.#drawn.way !== way;
    if (isNew) this.#drawStep(course, step, way);
    this.#drawCount(step, intoMs, leftMs);
    this.#text("left", fill(this.#words["left"], { time: clockWords(course.leftMs()) }));
    this.#root.dataset["running"] = course.running ? "yes" : "no";
    followBar(this.#part("bar"), course, LESS_MOTION.matches, isNew);
    const figure = this.#figure();
    if (figure && figure.playing !== course.running && !LESS_MOTION.matches) {
      if (course.running) figure.play();
      else figure.pause();
    }
  }

  #drawStep(course: Course, step: Step, way: Way): void {
    const { index } = course;
    this.#drawn = { ...this.#drawn, index, way };
    const isRest = step.kind === "rest";
    this.#root.dataset["step"] = step.kind;
    this.#text("step", fill(this.#words["step"], { number: index + 1, count: course.count }));
    this.#text("name", isRest ? (this.#words["rest"] ?? "") : way.exercise ? way.name : step.title);
    this.#text("side", isRest ? "" : step.side_words);
    this.#text("set", step.set_words);
    this.#text("cue", way.cue);
    this.#text("next", this.#nextWords(index));
    this.#caption(step.spoken);
    const how = [...way.how, ...way.changes];
    listOf(this.#part("how"), how);
    (this.#part("how").parentElement as HTMLElement).hidden = how.length === 0;
    this.#drawFigures(course, index);
    for (const [act, by] of [["easier", -1], ["harder", 1]] as const) {
      const button = this.#part("stage").querySelector(`[data-do="${act}"]`);
      button?.setAttribute("aria-disabled", String(course.levelBeside(by) === null));
    }
  }

  #drawFigures(course: Course, index: number): void {
    const name = figureName(course.wayAt(index), course.stepAt(index));
    if (name !== this.#drawn.figure) {
      this.#drawn.figure = name;
      this.#part("figure").innerHTML = this.#sheet.figures[name]?.figure ?? "";
    }
    const next = index + 1 < course.count;
    const thumb = next ? figureName(course.wayAt(index + 1), course.stepAt(index + 1)) : "";
    this.#part("thumb").innerHTML = this.#sheet.figures[thumb]?.thumb ?? "";
  }

  #drawCount(step: Step, intoMs: number, leftMs: number): void {
    const isCounted = step.reps > 0 && intoMs >= 0;
    const beat = isCounted ? beatAt(step, intoMs) : null;
    const shown = beat?.rep ?? Math.ceil((intoMs < 0 ? -intoMs : leftMs) / 1000);
    this.#text("count", String(shown));
    const of = { words: beat?.words ?? "", number: shown, count: step.reps };
    this.#text("beat", beat ? fill(beat.words ? this.#words["beat"] : this.#words["counted"], of) : "");
    this.#root.dataset["last"] = Math.min(leftMs, Math.abs(intoMs < 0 ? 0 : leftMs)) <= 3000 ? "yes" : "no";
  }

  #nextWords(index: number): string {
    const course = this.#course;
    if (!course || index + 1 >= course.count) return this.#words["last"] ?? "";
    return fill(this.#words["next"], { title: course.stepAt(index + 1).title });
  }

  #figure(): MsExerciseFigure | null {
    return this.#part("figure").querySelector<MsExerciseFigure>("ms-exercise-figure");
  }

  // The end

  #finish(): void {
    clearTimeout(this.#timer);
    maySleep();
    this.#figure()?.pause();
    const state = this.#state;
    if (!state) return;
    this.#course?.end(now(), "early");
    this.#keep();
    const byPain = state.stopped === "pain";
    const title = byPain ? "endedPain" : state.stopped ? "endedEarly" : "ended";
    this.#text("ended", this.#words[title] ?? "");
    const why = this.#root.querySelector<HTMLElement>('[data-text="ended_why"]') as HTMLElement;
    why.textContent = byPain ? this.#sheet.pain.stop : "";
    why.hidden = !byPain;
    this.#part("reopen").hidden = byPain || !state.stopped || !this.#course;
    const worst = worstPain(state);
    if (worst !== null) this.#text("told_pain", fill(this.#words["toldPain"], { pain: worst }));
    this.#show("log");
    document.getElementById("log-title")?.focus();
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const state = this.#state;
    if (!state) return;
    const form = this.#part("log") as HTMLFormElement;
    const chosen = new FormData(form);
    const effort = numberOf(chosen.get("effort"));
    if (effort === null && !state.stopped) {
      this.#problem(this.#words["missing"] ?? "");
      return;
    }
    const button = form.querySelector<HTMLButtonElement>('[type="submit"]') as HTMLButtonElement;
    button.disabled = true;
    try {
      const told = { ...toldOf(state, this.#sheet), effort_rpe: effort };
      const pain = numberOf(chosen.get("pain")) ?? worstPain(state);
      this.#mean(await send("session", { ...told, pain_during: pain }));
    } catch (error) {
      this.#problem((error instanceof Refused && error.message) || (this.#words["broken"] ?? ""));
    } finally {
      button.disabled = false;
    }
  }

  #problem(words: string): void {
    this.#text("problem", words);
    this.#part("problem").hidden = false;
  }

  #mean(meaning: Meaning | "queued"): void {
    forget(this.#keptAs());
    const isKept = meaning === "queued";
    this.#text("meaning", isKept ? (this.#words["queued"] ?? "") : meaning.sentence);
    if (!isKept) {
      this.#text("light_words", meaning.light_words);
      this.#part("rescreen").hidden = !meaning.rescreen;
      const light = this.#root.querySelector<HTMLElement>(`[data-light="${meaning.light}"]`);
      if (light) light.hidden = false;
    }
    this.#show("meaning");
    document.getElementById("meaning-title")?.focus();
  }

  #keep(): void {
    if (!this.#state) return;
    if (this.#noted !== this.#state.index || this.#state.over) this.#course?.note();
    this.#noted = this.#state.index;
    keep(this.#keptAs(), this.#state);
  }

  #keptAs(): string {
    return `player.${this.#sheet.key}`;
  }
}

function figureName(way: Way, step: Step): string {
  return way.motion ? `${way.motion}/${step.side === "left" ? "left" : "right"}` : "";
}

function numberOf(value: FormDataEntryValue | null): number | null {
  return typeof value === "string" && value !== "" ? Number(value) : null;
}

function toldOf(state: Kept, sheet: Sheet) {
  const began = new Date(state.startedAt);
  const parts = [began.getFullYear(), began.getMonth() + 1, began.getDate()];
  return {
    key: state.key,
    day: parts.map((part) => String(part).padStart(2, "0")).join("-"),
    kind: sheet.kind,
    started_at: began.toISOString(),
    seconds: Math.max(0, Math.round(state.spentMs / 1000)),
    items: state.items,
    stopped: state.stopped,
  };
}

/** Leads from a document alone; an empty element gets its markup from it. */
export function mount(element: HTMLElement, sheet: Sheet): Player {
  return new Player(element, sheet);
}

class MsPlayer extends HTMLElement {
  #player: Player | null = null;

  connectedCallback(): void {
    const address = this.dataset["sheet"];
    if (address && !this.#player) void this.#load(address);
  }

  disconnectedCallback(): void {
    this.#player?.unmount();
    this.#player = null;
  }

  async #load(address: string): Promise<void> {
    const answer = await fetch(address).catch(() => null);
    if (answer?.status === REFUSED) location.reload(); // the page says why there is no session now
    if (!answer?.ok) return; // it still reads as a list and is told in a form
    this.#player = mount(this, (await answer.json()) as Sheet);
  }
}

customElements.define("ms-player", MsPlayer);
