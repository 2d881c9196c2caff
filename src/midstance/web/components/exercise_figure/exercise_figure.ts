// <ms-exercise-figure>: moves the figure along the samples that the server gives, in its own tempo.
// Whoever asked for less motion sees the stills until they press play.
import "../body/body.css";
import "../self_test/self_test.css";
import "./exercise_figure.css";
import { hullPath } from "./hull";
import { momentOf, pointsAt, type Spec } from "./motion";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 5;
const LONGEST_STEP_MS = 100; // after a tab was hidden it goes on from where it was
const LESS_MOTION = matchMedia("(prefers-reduced-motion: reduce)");

function shape(name: string, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export class MsExerciseFigure extends HTMLElement {
  #spec: Spec | null = null;
  #parts: { path: SVGElement; dot: SVGElement | null }[] = [];
  #lines: SVGElement[] = [];
  #switch = document.createElement("button");
  #watcher: IntersectionObserver | null = null;
  #seen = false;
  #playing = false;
  #moment = 0;
  #before = 0;
  #next = 0;

  connectedCallback(): void {
    const block = this.querySelector<HTMLScriptElement>('script[type="application/json"]');
    if (!block) return;
    this.#watch();
    if (this.#spec) return; // it was only moved to another place
    this.#spec = JSON.parse(block.textContent ?? "{}") as Spec;
    this.#build(this.#spec);
    if (LESS_MOTION.matches) this.#tell();
    else this.play();
  }

  disconnectedCallback(): void {
    LESS_MOTION.removeEventListener("change", this.#calm);
    this.#watcher?.disconnect();
    cancelAnimationFrame(this.#next);
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** Begins, goes on, or begins again when it had ended. */
  play(): void {
    if (!this.#spec) return;
    if (!this.#spec.loops && this.#moment >= this.#spec.lasts) this.#moment = 0;
    this.#playing = true;
    this.dataset.shows = "motion";
    this.#draw();
    this.#tell();
    this.#go();
  }

  pause(): void {
    this.#playing = false;
    cancelAnimationFrame(this.#next);
    this.#tell();
  }

  #watch(): void {
    LESS_MOTION.addEventListener("change", this.#calm);
    this.#watcher = new IntersectionObserver((entries) => {
      this.#seen = entries.some((entry) => entry.isIntersecting);
      this.#go();
    });
    this.#watcher.observe(this);
  }

  #calm = (): void => {
    if (!LESS_MOTION.matches) return;
    this.pause();
    delete this.dataset.shows;
  };

  #build(spec: Spec): void {
    const [left, top, width, height] = spec.box;
    const box = [left - MARGIN, top - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN].join(" ");
    const svg = shape("svg", { class: "scene", viewBox: box });
    const label = this.dataset.label;
    if (label) {
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", label);
    } else svg.setAttribute("aria-hidden", "true");
    const turned = this.dataset.turned === "yes";
    const group = shape("g", turned ? { transform: `translate(${2 * left + width} 0) scale(-1 1)` } : {});
    group.append(shape("path", { class: "scene-floor", d: `M${left} 0H${left + width}` }));
    this.#lines = spec.lines.map(([kind]) => shape("path", { class: `scene-${kind}` }));
    const behind = this.#lines.filter((_, i) => spec.lines[i]?.[0] === "prop");
    group.append(...behind);
    for (const [tone, dot] of spec.parts) {
      const path = shape("path", { class: `body-${tone}` });
      const spot = dot < 0 ? null : shape("circle", { class: "body-dot", r: String(spec.dot) });
      group.append(path, ...(spot ? [spot] : []));
      this.#parts.push({ path, dot: spot });
    }
    group.append(...this.#lines.filter((line) => !behind.includes(line)));
    svg.append(group);
    const moving = document.createElement("div");
    moving.className = "exercise-figure-moving";
    moving.append(svg);
    this.#switch.type = "button";
    this.#switch.className = "button button-quiet exercise-figure-switch";
    this.#switch.addEventListener("click", () => (this.#playing ? this.pause() : this.play()));
    this.append(moving, this.#switch);
  }

  #go(): void {
    cancelAnimationFrame(this.#next);
    if (!this.#playing || !this.#seen) return;
    this.#before = performance.now();
    this.#next = requestAnimationFrame((now) => this.#step(now));
  }

  #step(now: number): void {
    const spec = this.#spec;
    if (!spec) return;
    this.#moment += Math.min(Math.max(0, now - this.#before), LONGEST_STEP_MS) / 1000;
    this.#before = now;
    if (spec.loops) this.#moment %= spec.lasts;
    this.#draw();
    if (!spec.loops && this.#moment >= spec.lasts) this.pause();
    else this.#next = requestAnimationFrame((later) => this.#step(later));
  }

  #draw(): void {
    const spec = this.#spec;
    if (!spec) return;
    const points = pointsAt(spec, momentOf(spec, this.#moment));
    const at = (i: number): [number, number] => points[i] ?? [0, 0];
    spec.parts.forEach(([, dot, ...joints], i) => {
      const drawn = this.#parts[i];
      drawn?.path.setAttribute("d", hullPath(joints.map((joint) => [...at(joint), spec.radii[joint] ?? 0])));
      drawn?.dot?.setAttribute("cx", at(dot)[0].toFixed(1));
      drawn?.dot?.setAttribute("cy", at(dot)[1].toFixed(1));
    });
    let from = spec.radii.length;
    spec.lines.forEach(([, count], i) => {
      const path = points.slice(from, from + count).map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
      this.#lines[i]?.setAttribute("d", `M${path.join("L")}`);
      from += count;
    });
  }

  #tell(): void {
    this.#switch.textContent = (this.#playing ? this.dataset.pause : this.dataset.play) ?? "";
    this.dataset.playing = this.#playing ? "yes" : "no";
  }
}

customElements.define("ms-exercise-figure", MsExerciseFigure);
