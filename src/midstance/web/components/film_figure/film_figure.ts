// <ms-film-stage>: the runner of a film at one moment. The chart of her steps moves it, by pointer
// and by keys; a press plays the film slowly, and moves the chart's cursor along.
import "../body/body.css";
import "../self_test/self_test.css";
import "./film_figure.css";
import type { MsChart } from "../chart/chart";
import { hullPath, type Circle } from "../exercise_figure/hull";

type Piece = [tone: string, dot: number, joints: [joint: number, radius: number][]];

interface Spec {
  pieces: Piece[];
  dot: number;
  frames: (number | null)[][];
  box: [left: number, top: number, width: number, height: number];
  ground: number;
  times: number[];
}

const SVG = "http://www.w3.org/2000/svg";
const TENTHS = 10;
const SLOWER = 4;
const SECOND_MS = 1000;

export class MsFilmStage extends HTMLElement {
  #spec: Spec | null = null;
  #figure = document.createElementNS(SVG, "g");
  #index = 0;
  #from = 0;
  #next = 0;

  connectedCallback(): void {
    const block = this.querySelector<HTMLScriptElement>('script[type="application/json"]');
    if (!block || this.#spec) return;
    this.#spec = JSON.parse(block.textContent ?? "{}") as Spec;
    this.#build(this.#spec);
    this.#chart?.addEventListener("ms-cursor", (event) => this.#show((event as CustomEvent<{ index: number }>).detail.index));
    this.#switch?.addEventListener("click", () => (this.#next ? this.#pause() : this.#play()));
    this.#show(0);
  }

  disconnectedCallback(): void {
    this.#pause();
  }

  get #chart(): MsChart | null {
    return document.querySelector<MsChart>(`ms-chart[name="${this.dataset.chart ?? ""}"]`);
  }

  get #switch(): HTMLButtonElement | null {
    return this.querySelector<HTMLButtonElement>(".film-stage-switch");
  }

  #build(spec: Spec): void {
    const svg = this.querySelector("svg");
    svg?.setAttribute("viewBox", spec.box.join(" "));
    const floor = document.createElementNS(SVG, "path");
    floor.setAttribute("class", "scene-floor");
    floor.setAttribute("d", `M${spec.box[0]} ${spec.ground}h${spec.box[2]}`);
    svg?.append(floor, this.#figure);
  }

  #show(index: number): void {
    const spec = this.#spec;
    const frame = spec?.frames[index];
    if (!spec || !frame) return;
    this.#index = index;
    this.#figure.replaceChildren(...spec.pieces.flatMap((piece) => this.#draw(piece, frame, spec.dot)));
  }

  #draw([tone, dot, joints]: Piece, frame: (number | null)[], size: number): SVGElement[] {
    const circles = joints.map(([joint, r]): Circle | null => {
      const [x, y] = [frame[2 * joint], frame[2 * joint + 1]];
      return x == null || y == null ? null : [x / TENTHS, y / TENTHS, r];
    });
    if (circles.includes(null)) return [];
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", `body-${tone}`);
    path.setAttribute("d", hullPath(circles as Circle[]));
    const [x, y] = [frame[2 * dot], frame[2 * dot + 1]];
    if (dot < 0 || x == null || y == null) return [path];
    const spot = document.createElementNS(SVG, "circle");
    for (const [key, value] of Object.entries({ class: "body-dot", cx: x / TENTHS, cy: y / TENTHS, r: size })) {
      spot.setAttribute(key, String(value));
    }
    return [path, spot];
  }

  // Playing

  #play(): void {
    const times = this.#spec?.times ?? [];
    if (this.#index >= times.length - 1) this.#index = 0;
    this.#from = performance.now() - this.#timeMs(this.#index) * SLOWER;
    this.#tell(true);
    this.#follow();
  }

  #pause(): void {
    cancelAnimationFrame(this.#next);
    this.#next = 0;
    this.#tell(false);
  }

  #timeMs(index: number): number {
    return ((this.#spec?.times[index] ?? 0) - (this.#spec?.times[0] ?? 0)) * SECOND_MS;
  }

  #follow(): void {
    const intoMs = (performance.now() - this.#from) / SLOWER;
    const last = (this.#spec?.times.length ?? 1) - 1;
    let at = this.#index;
    while (at < last && this.#timeMs(at + 1) <= intoMs) at += 1;
    if (at !== this.#index) {
      this.#show(at);
      this.#chart?.show(at);
    }
    if (at >= last) this.#pause();
    else this.#next = requestAnimationFrame(() => this.#follow());
  }

  #tell(isPlaying: boolean): void {
    const button = this.#switch;
    if (!button) return;
    button.textContent = (isPlaying ? this.dataset.pause : this.dataset.play) ?? "";
    button.setAttribute("aria-pressed", String(isPlaying));
  }
}

customElements.define("ms-film-stage", MsFilmStage);
