// The days without the server: what stands on today, what may be done of it, and what was told.
import "../../components/choices/choices.css";
import "./page.css";
import { newKey, Refused, send } from "../../components/outbox/outbox";
import { mount, type Player } from "../../components/player/player";
import {
  dayOf,
  lightNow,
  standingOf,
  unpack,
  type KeptDays,
  type Line,
  type OneDay,
  type PackedSheet,
  type Standing,
} from "../../components/offline/days";
import * as device from "../../components/offline/device";
import { isThere } from "../../components/offline/line";
import type { Entry } from "../../components/offline/queue";

const ROUTINE = "routine-";
const LEAST = "least-";
const MEGABYTE = 1_000_000;
const language = document.documentElement.lang;
const words = part("words").dataset;

let player: Player | null = null;
let shown: { kept: KeptDays; told: Entry[]; today: string; standing: Standing } | null = null;

function part<Kind extends HTMLElement = HTMLElement>(name: string): Kind {
  return document.querySelector(`main [data-part="${name}"]`) as Kind;
}

function say(name: string, said: string): void {
  const place = document.querySelector<HTMLElement>(`main [data-text="${name}"]`);
  if (!place) return;
  place.textContent = said;
  place.hidden = said === "";
}

function show(name: string, isShown: boolean): void {
  part(name).hidden = !isShown;
}

function fill(text: string | undefined, values: Record<string, string | number>): string {
  return (text ?? "").replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  css: string,
  ...inner: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (css) made.className = css;
  made.append(...inner);
  return made;
}

function icon(name: string): Node {
  return (part(`${name}-icon`) as HTMLTemplateElement).content.cloneNode(true);
}

function longDay(day: string): string {
  const format = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  return format.format(Date.parse(day));
}

function minutes(seconds: number): string {
  return fill(words["minutes"], { minutes: Math.max(1, Math.round(seconds / 60)) });
}

// What is shown

async function draw(): Promise<void> {
  const [kept, told, owner] = [await device.keptDays(), await device.entries(), await device.owner()];
  const today = dayOf(await device.latestNow());
  show("none", !owner);
  show("pain", Boolean(owner));
  show("device", Boolean(owner));
  drawWaiting(told);
  if (owner) await drawRoom();
  shown = kept && { kept, told, today, standing: standingOf(kept, told, today) };
  say("date", longDay(today));
  if (shown) drawDays(shown);
  else drawNothing(Boolean(owner));
}

function drawNothing(isKnown: boolean): void {
  say("sentence", words["none"] ?? "");
  show("renew", isKnown);
  for (const name of ["today", "ahead", "routines", "main"]) show(name, false);
}

function drawDays({ kept, told, today, standing }: NonNullable<typeof shown>): void {
  const { document: days } = kept;
  const isOpen = standing === "open";
  const mayLook = isOpen || standing === "rests";
  const there = days.days.find(({ day }) => day === today);
  drawLight(lightNow(kept, told, today));
  say("sentence", sentenceOf(standing, kept, there, told, today));
  say("made", mayLook ? fill(words["made"], { day: longDay(dayOf(Date.parse(days.made_at))) }) : "");
  show("told_red", standing === "told_red");
  show("danger", standing === "told_red" || standing === "locked");
  show("renew", ["too_old", "clock", "unreadable", "locked"].includes(standing));
  drawSessions("today", isOpen ? (there?.sessions ?? []) : []);
  drawSessions("routine", isOpen ? days.sheets.filter(isForAnyDay).map(lineOf) : []);
  drawAhead(mayLook ? days.days.filter(({ day }) => day > today) : []);
  const first = isOpen ? sheetOf(there?.sessions.find((line) => !isDone(line, today, told))?.key) : undefined;
  show("main", Boolean(first));
  if (first) say("start", `${words["start"]} · ${minutes(first.seconds)}`);
  part("start").dataset["key"] = first?.key ?? "";
}

function drawLight(light: string): void {
  for (const place of document.querySelectorAll<HTMLElement>("main [data-part=days] [data-light]")) {
    place.hidden = place.dataset["light"] !== light;
  }
}

function sentenceOf(
  standing: Standing,
  kept: KeptDays,
  there: OneDay | undefined,
  told: Entry[],
  today: string,
): string {
  const { document: days } = kept;
  const reason = { locked: days.day === today ? days.sentence : words["locked"], told_red: words["toldRed"], too_old: words["tooOld"], clock: words["clock"], unreadable: words["unreadable"] };
  if (standing !== "open" && standing !== "rests") return reason[standing] ?? "";
  const sessions = there?.sessions ?? [];
  const left = sessions.filter((line) => !isDone(line, today, told));
  if (left.length === sessions.length) return there?.sentence ?? "";
  if (!left.length) return words["done"] ?? "";
  return fill(words["still"], { titles: left.map(({ title }) => title).join(", ") });
}

/** Done as the server knew it, or as it was told here since. */
function isDone(line: Line, today: string, told: Entry[]): boolean {
  const here = told.some(({ kind, document }) => kind === "session" && document["kind"] === line.kind && document.day === today);
  return line.is_done || here;
}

function isForAnyDay({ key }: PackedSheet): boolean {
  return key.startsWith(ROUTINE) || key.startsWith(LEAST);
}

function lineOf(sheet: PackedSheet): Line {
  const { key, kind, title, seconds } = sheet;
  return { key, kind, title, seconds, summary: "", time_words: "", items: [], outing: null, is_done: false };
}

function sheetOf(key: string | undefined): PackedSheet | undefined {
  return shown?.kept.document.sheets.find((sheet) => sheet.key === key);
}

function drawSessions(name: "today" | "routine", lines: Line[]): void {
  show(name === "today" ? "today" : "routines", lines.length > 0);
  part(`${name}-list`).replaceChildren(...lines.map((line) => sessionLine(line, name === "today")));
}

function sessionLine(line: Line, isDated: boolean): HTMLElement {
  const about = element("div", "offline-session", element("h3", "", line.title, " ", element("span", "muted small", minutes(line.seconds))));
  if (line.items.length) {
    about.append(element("ul", "small", ...line.items.map(({ name, dose }) => element("li", "", `${name}: ${dose}`))));
  } else if (line.summary) {
    about.append(element("p", "muted", line.summary));
  }
  if (line.outing?.most) about.append(element("p", "muted small", line.outing.most));
  const made = element("li", "", about);
  if (isDated && shown && isDone(line, shown.today, shown.told)) {
    made.append(element("span", "offline-mark status", icon("done"), words["doneMark"] ?? ""));
  } else if (sheetOf(line.key)) {
    const start = element("button", "button button-quiet", icon("play"), element("span", "", words["start"] ?? ""));
    start.type = "button";
    start.setAttribute("aria-label", `${words["start"]}: ${line.title}`);
    start.addEventListener("click", () => play(line.key));
    made.append(start);
  }
  return made;
}

function drawAhead(days: OneDay[]): void {
  show("ahead", days.length > 0);
  part("ahead-list").replaceChildren(
    ...days.map(({ day, sessions }) => {
      const said = sessions.map(({ title, seconds }) => `${title}, ${minutes(seconds)}`).join(" · ");
      return element("li", "", element("h3", "", longDay(day)), element("p", "muted", said || (words["rest"] ?? "")));
    }),
  );
}

// What waits

function drawWaiting(told: Entry[]): void {
  const waiting = told.filter(({ keptIn, refused }) => refused || !keptIn);
  show("waits", waiting.length > 0);
  part("wait-list").replaceChildren(...waiting.map(waitingLine));
}

function waitingLine({ key, kind, document, refused }: Entry): HTMLElement {
  const what = kind === "pain" ? fill(words["pain"], { pain: String(document["pain"]) }) : (words["session"] ?? "");
  const state = refused ? fill(words["refused"], { reason: refused }) : (words["waits"] ?? "");
  const mark = element("span", "offline-mark muted small", icon(refused ? "refused" : "waits"), state);
  const made = element("li", "", element("div", "offline-session", element("p", "", `${what}, ${longDay(document.day)}`), mark));
  if (refused) {
    const row = element("div", "button-row");
    for (const [label, act] of [["retry", device.retry], ["remove", device.remove]] as const) {
      const button = element("button", "button button-plain", words[label] ?? "");
      button.type = "button";
      button.addEventListener("click", () => void act(key).then(draw));
      row.append(button);
    }
    made.append(row);
  }
  return made;
}

async function drawRoom(): Promise<void> {
  const used = (await navigator.storage?.estimate?.())?.usage ?? 0;
  const size = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(used / MEGABYTE);
  say("room", used ? fill(words["room"], { size }) : "");
}

// What she does

function play(key: string): void {
  const sheet = sheetOf(key);
  if (!sheet || !shown || standingOf(shown.kept, shown.told, shown.today) !== "open") return;
  const host = element("div", "player");
  host.dataset["part"] = "player";
  part("player").replaceWith(host);
  show("days", false);
  show("session", true);
  player = mount(host, unpack(shown.kept.document, sheet));
  scrollTo(0, 0);
}

async function goBack(): Promise<void> {
  player?.unmount();
  player = null;
  part("player").replaceChildren();
  show("session", false);
  show("days", true);
  await draw();
}

async function keepPain(event: Event): Promise<void> {
  event.preventDefault();
  const form = part<HTMLFormElement>("pain-form");
  const chosen = new FormData(form);
  const isMissing = chosen.get("pain") === null;
  say("problem", isMissing ? (words["missing"] ?? "") : "");
  show("problem", isMissing);
  if (isMissing) return;
  try {
    const meaning = await send("pain", painOf(chosen));
    form.reset();
    say("said", meaning === "queued" ? (words["kept"] ?? "") : meaning.sentence);
  } catch (error) {
    say("problem", (error instanceof Refused && error.message) || (words["broken"] ?? ""));
    show("problem", true);
  }
  await draw();
  if (shown?.standing === "told_red") document.querySelector<HTMLElement>('main h1[data-text="sentence"]')?.focus();
}

function painOf(chosen: FormData): { key: string; day: string; [name: string]: unknown } {
  const now = Date.now();
  return {
    key: newKey(),
    day: dayOf(now),
    moment: chosen.get("moment"),
    pain: Number(chosen.get("pain")),
    swelling: chosen.has("swelling") || null,
    limp: chosen.has("limp") || null,
    told_at: new Date(now).toISOString(),
  };
}

async function leave(): Promise<void> {
  if (!confirm(words["sure"])) return;
  await device.leave();
  location.replace((await isThere()) ? "/" : location.pathname);
}

/** What is known stands where it stays from its first sight on. */
function reveal(): void {
  part("days").dataset["drawn"] = "";
}

async function begin(): Promise<void> {
  const theme = await device.rememberedTheme();
  if (theme) document.documentElement.dataset["theme"] = theme;
  part("start").addEventListener("click", () => play(part("start").dataset["key"] ?? ""));
  part("back").addEventListener("click", () => void goBack());
  part("pain-form").addEventListener("submit", (event) => void keepPain(event));
  part("leave").addEventListener("click", () => void leave());
  await draw();
  if (shown) reveal();
  await device.sync();
  if (!player) await draw();
  reveal();
  device.watch(() => void (player ? undefined : draw()));
}

addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
void begin();
