// Small pieces of what is shown.
import type { Course } from "./course";

/** Fills `{name}` in a sentence. */
export function fill(words: string | undefined, values: Record<string, string | number>): string {
  return (words ?? "").replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** Gives "4:05". */
export function clockWords(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function listOf(list: HTMLElement, lines: string[]): void {
  list.replaceChildren(
    ...lines.map((words) => {
      const line = document.createElement("li");
      line.textContent = words;
      return line;
    }),
  );
}

/** The line that runs out with the stretch; in steps where less motion is asked for. */
export function followBar(bar: HTMLElement, course: Course, isCalm: boolean, isNew: boolean): void {
  const { intoMs, leftMs } = course.moment();
  const whole = course.lengthMs(course.index);
  const left = intoMs < 0 || whole === 0 ? 1 : leftMs / whole;
  const moves = course.running && !isCalm && intoMs >= 0;
  bar.style.transform = `scaleX(${left.toFixed(4)})`;
  const before = bar.getAnimations()[0];
  if (before && moves && !isNew) return;
  before?.cancel();
  if (moves) bar.animate([{ transform: `scaleX(${left})` }, { transform: "scaleX(0)" }], leftMs);
}
