// <ms-chart>: the one chart of the product. It draws what its JSON block says, moves one cursor over
// all panels by pointer and by keys, speaks the value, zooms, and makes a table where none is given.
import { drawAxis, drawPanel, element, frameOf, markAt, told, type Drawn, type Frame } from "./draw";
import { nearestIndex, placeOf, placeOfX, valueText, wholeDomain } from "./scale";
import type { Domain, Panel, Series, Spec } from "./spec";

const SPEAK_AFTER_MS = 120;
const ZOOM_FRAC = 0.5;
const FEWEST_POINTS = 5;
const LEAST_DRAG_PX = 12;
const WORDS_WITH_TABLE_ROWS = 2000;
const TOUCH_PX = 24;
const KEY_PX = 16;

export class MsChart extends HTMLElement {
  #spec!: Spec;
  #shown!: Domain;
  #frame!: Frame;
  #drawn: Drawn[] = [];
  #index = -1;
  #box = document.createElement("div");
  #panels = document.createElement("div");
  #readout = document.createElement("p");
  #live = document.createElement("p");
  #go = document.createElement("a");
  #cursor = document.createElement("div");
  #selection = document.createElement("div");
  #watcher: ResizeObserver | null = null;
  #speaking = 0;
  #dragFrom: number | null = null;

  connectedCallback(): void {
    const block = this.querySelector<HTMLScriptElement>('script[type="application/json"]');
    if (!block || this.#watcher) return;
    this.#spec = JSON.parse(block.textContent ?? "{}") as Spec;
    this.#shown = wholeDomain(this.#spec);
    this.#build();
    this.#watcher = new ResizeObserver(() => this.#draw());
    this.#watcher.observe(this.#panels);
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#watcher?.disconnect();
    this.#watcher = null;
  }

  /** Moves the cursor to a point, as a key would, but says nothing. */
  show(index: number): void {
    this.#moveTo(index);
  }

  /** Shows the stretch between two values of x. */
  zoomTo(start: number, end: number): void {
    this.#zoom({ from: placeOfX(this.#spec, start), to: placeOfX(this.#spec, end) });
  }

  #words(name: string): string {
    return this.dataset[name] ?? "";
  }

  #build(): void {
    this.#box.className = "chart-box";
    this.#box.tabIndex = 0;
    this.#box.setAttribute("role", "application");
    this.#box.setAttribute("aria-roledescription", this.#words("kind"));
    const how = this.#spec.zoom ? `${this.#words("how")} ${this.#words("howZoom")}` : this.#words("how");
    this.#box.setAttribute("aria-label", `${this.#words("label")}. ${how}`);
    this.#readout.className = "chart-readout";
    this.#readout.setAttribute("aria-hidden", "true");
    this.#live.className = "visually-hidden";
    this.#live.setAttribute("aria-live", "polite");
    this.#panels.className = "chart-panels";
    this.#cursor.className = "chart-cursor";
    this.#selection.className = "chart-selection";
    this.#cursor.hidden = this.#selection.hidden = true;
    const head = document.createElement("div");
    head.className = "chart-head";
    head.append(this.#readout);
    if (this.#spec.go) head.append(this.#link());
    if (this.#spec.zoom) head.append(this.#tools());
    this.#box.append(this.#panels);
    for (const old of [...this.children]) if (!(old instanceof HTMLScriptElement)) old.remove();
    this.append(head, this.#box, this.#live);
    this.#listen();
    this.#offerTable();
    this.#tell();
  }

  /** Leads on from the point at the cursor. Enter does the same, so Tab passes it by. */
  #link(): HTMLElement {
    this.#go.className = "chart-go";
    this.#go.textContent = this.#spec.go ?? "";
    this.#go.tabIndex = -1;
    this.#go.hidden = true;
    this.#go.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays
    return this.#go;
  }

  #tools(): HTMLElement {
    const tools = document.createElement("div");
    tools.className = "chart-tools";
    const acts: [string, () => void][] = [
      [this.#words("zoomIn"), () => this.#zoomBy(ZOOM_FRAC)],
      [this.#words("zoomOut"), () => this.#zoomBy(1 / ZOOM_FRAC)],
      [this.#words("zoomAll"), () => this.#zoom(wholeDomain(this.#spec))],
    ];
    for (const [words, act] of acts) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chart-tool";
      button.textContent = words;
      button.addEventListener("click", act);
      tools.append(button);
    }
    return tools;
  }

  #listen(): void {
    this.#box.addEventListener("keydown", (event) => this.#press(event));
    this.#box.addEventListener("blur", () => this.#leave());
    this.#panels.addEventListener("pointermove", (event) => this.#point(event));
    this.#panels.addEventListener("pointerdown", (event) => this.#startDrag(event));
    this.#panels.addEventListener("pointerup", (event) => this.#endDrag(event));
    this.#panels.addEventListener("click", (event) => this.#follow(this.#hrefNear(event)));
    this.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "mouse") return; // a lifted finger leaves the value standing
      if (this.#dragFrom === null && document.activeElement !== this.#box) this.#leave();
    });
  }

  // Drawing

  #draw(): void {
    const width = Math.floor(this.#panels.clientWidth);
    if (width < 40) return;
    this.#frame = frameOf(this.#spec, width);
    this.#panels.replaceChildren();
    this.#drawn = this.#spec.panels.map((panel, i) => {
      this.#panels.append(this.#panelHead(panel));
      const drawn = drawPanel(this.#spec, panel, this.#shown, this.#frame, i === 0);
      this.#panels.append(drawn.svg);
      return drawn;
    });
    this.#panels.append(drawAxis(this.#spec, this.#shown, this.#frame), this.#cursor, this.#selection);
    if (this.#index >= 0) this.#place();
  }

  #panelHead(panel: Panel): HTMLElement {
    const head = document.createElement("p");
    head.className = "chart-panel-head";
    const name = document.createElement("span");
    name.textContent = panel.unit ? `${panel.label} (${panel.unit})` : panel.label;
    const value = document.createElement("span");
    value.className = "chart-panel-value";
    head.append(name, this.#key(panel), value);
    return head;
  }

  /** What each kind of mark means, where a panel has several; the cursor's value takes its place. */
  #key(panel: Panel): HTMLElement {
    const key = document.createElement("span");
    key.className = "chart-key";
    const marks = told(panel).filter((series) => series.style === "marks");
    for (const series of marks.length > 1 ? marks : []) {
      const svg = element("svg", { width: KEY_PX, height: KEY_PX, "aria-hidden": "true", focusable: "false" });
      svg.append(markAt(series, KEY_PX / 2, KEY_PX / 2));
      key.append(svg, series.label);
    }
    return key;
  }

  // The cursor

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = this.#actOf(event.key);
    if (!act) return;
    event.preventDefault();
    act();
    this.#speak();
  }

  #actOf(key: string): (() => void) | undefined {
    const last = this.#spec.x.length - 1;
    const [first, final] = this.#edges();
    const tenth = Math.max(1, Math.round((final - first) / 10));
    const from = this.#index < 0 ? (key === "ArrowLeft" ? final + 1 : first - 1) : this.#index;
    const moves: Record<string, number> = {
      ArrowRight: from + 1,
      ArrowLeft: from - 1,
      ArrowUp: from + 1,
      ArrowDown: from - 1,
      PageUp: from - tenth,
      PageDown: from + tenth,
      Home: first,
      End: final,
    };
    const to = moves[key];
    if (to !== undefined) return () => this.#moveTo(Math.min(last, Math.max(0, to)));
    if (key === "Escape") return () => this.#leave();
    if (key === "Enter" && this.#hrefAt(this.#index)) return () => this.#follow(this.#hrefAt(this.#index));
    if (!this.#spec.zoom) return undefined;
    if (key === "+" || key === "=") return () => this.#zoomBy(ZOOM_FRAC);
    if (key === "-" || key === "_") return () => this.#zoomBy(1 / ZOOM_FRAC);
    if (key === "0") return () => this.#zoom(wholeDomain(this.#spec));
    return undefined;
  }

  /** The first and last point in view. */
  #edges(): [number, number] {
    const inside = this.#spec.x
      .map((_, index) => index)
      .filter((i) => placeOf(this.#spec, i) >= this.#shown.from && placeOf(this.#spec, i) <= this.#shown.to);
    return [inside[0] ?? 0, inside[inside.length - 1] ?? 0];
  }

  #moveTo(index: number): void {
    if (index === this.#index || !this.#spec.x.length) return;
    this.#index = Math.min(this.#spec.x.length - 1, Math.max(0, index));
    this.#bringIntoView();
    this.#place();
    this.#tell();
    this.dispatchEvent(new CustomEvent("ms-cursor", { detail: { index: this.#index }, bubbles: true }));
  }

  #bringIntoView(): void {
    const place = placeOf(this.#spec, this.#index);
    const { from, to } = this.#shown;
    if (place >= from && place <= to) return;
    const shift = place < from ? place - from : place - to;
    this.#zoom({ from: from + shift, to: to + shift });
  }

  #leave(): void {
    this.#index = -1;
    this.#cursor.hidden = true;
    this.#tell();
  }

  #place(): void {
    const drawn = this.#drawn[0];
    if (!drawn) return;
    this.#cursor.hidden = false;
    this.#cursor.style.insetInlineStart = "0";
    this.#cursor.style.transform = `translateX(${drawn.xAt(placeOf(this.#spec, this.#index))}px)`;
    this.#drawn.forEach((each, i) => this.#mark(each, this.#spec.panels[i]));
  }

  // Leading on

  /** Where a point leads, "" for nowhere. */
  #hrefAt(index: number): string {
    const series = this.#spec.panels.flatMap((panel) => panel.series);
    return series.map((each) => each.hrefs?.[index]).find(Boolean) ?? "";
  }

  /** Where the mark under a finger leads, the nearest of those that it touches. */
  #hrefNear(event: MouseEvent): string {
    let [href, nearest] = ["", TOUCH_PX];
    this.#spec.panels.forEach((panel, i) => {
      const drawn = this.#drawn[i];
      if (!drawn) return;
      const box = drawn.svg.getBoundingClientRect();
      for (const series of panel.series) {
        series.hrefs?.forEach((each, index) => {
          const value = series.values[index] ?? null;
          if (!each || value === null) return;
          const [x, y] = [drawn.xAt(placeOf(this.#spec, index)), drawn.yAt(value)];
          const away = Math.hypot(event.clientX - box.left - x, event.clientY - box.top - y);
          if (away < nearest) [href, nearest] = [each, away];
        });
      }
    });
    return href;
  }

  #follow(href: string): void {
    if (href) window.location.assign(href);
  }

  /** A dot on each line where the cursor meets it, at the edge where the line has left the panel. */
  #mark(drawn: Drawn, panel: Panel | undefined): void {
    drawn.svg.querySelectorAll(".chart-dot, .chart-halo").forEach((dot) => dot.remove());
    for (const series of panel ? told(panel) : []) {
      const value = series.values[this.#index];
      if (value === null || value === undefined || series.style === "bars" || series.style === "steps") continue;
      const shown = Math.min(drawn.domain.to, Math.max(drawn.domain.from, value));
      const isMark = series.style === "marks";
      const at = { cx: drawn.xAt(placeOf(this.#spec, this.#index)), cy: drawn.yAt(shown), r: isMark ? 9 : 4.5 };
      drawn.svg.append(element("circle", { class: `${isMark ? "chart-halo" : "chart-dot"} chart-${series.color}`, ...at }));
    }
  }

  #point(event: PointerEvent): void {
    const place = this.#placeAt(event);
    if (this.#dragFrom !== null && event.pointerType === "mouse") this.#showDrag(event);
    this.#panels.classList.toggle("chart-leading", Boolean(this.#spec.go && this.#hrefNear(event)));
    this.#moveTo(nearestIndex(this.#spec, place));
  }

  #offset(event: PointerEvent): number {
    return event.clientX - this.#panels.getBoundingClientRect().left;
  }

  #placeAt(event: PointerEvent): number {
    return this.#placeOfPx(this.#offset(event));
  }

  #placeOfPx(x: number): number {
    const { left, right, width } = this.#frame;
    const share = Math.min(1, Math.max(0, (x - left) / (width - left - right)));
    return this.#shown.from + share * (this.#shown.to - this.#shown.from);
  }

  // Zoom

  #startDrag(event: PointerEvent): void {
    if (event.pointerType !== "mouse") this.#moveTo(nearestIndex(this.#spec, this.#placeAt(event)));
    if (!this.#spec.zoom || event.button !== 0 || event.pointerType !== "mouse") return;
    this.#dragFrom = this.#offset(event);
    this.#panels.setPointerCapture(event.pointerId);
  }

  #showDrag(event: PointerEvent): void {
    const from = this.#dragFrom ?? 0;
    const to = this.#offset(event);
    this.#selection.hidden = Math.abs(to - from) < LEAST_DRAG_PX;
    this.#selection.style.transform = `translateX(${Math.min(from, to)}px)`;
    this.#selection.style.inlineSize = `${Math.abs(to - from)}px`;
  }

  #endDrag(event: PointerEvent): void {
    const from = this.#dragFrom;
    this.#dragFrom = null;
    this.#selection.hidden = true;
    if (from === null) return;
    const to = this.#offset(event);
    if (Math.abs(to - from) < LEAST_DRAG_PX) return;
    const ends = [this.#placeOfPx(from), this.#placeOfPx(to)].sort((a, b) => a - b);
    this.#zoom({ from: ends[0] ?? 0, to: ends[1] ?? 1 });
  }

  #zoomBy(share: number): void {
    const { from, to } = this.#shown;
    const middle = this.#index < 0 ? (from + to) / 2 : placeOf(this.#spec, this.#index);
    const half = ((to - from) * share) / 2;
    this.#zoom({ from: middle - half, to: middle + half });
  }

  /** Keeps the view within the whole and no closer than a few points. */
  #zoom(wished: Domain): void {
    const whole = wholeDomain(this.#spec);
    const least = ((whole.to - whole.from) / Math.max(1, this.#spec.x.length)) * FEWEST_POINTS;
    const span = Math.min(whole.to - whole.from, Math.max(least, wished.to - wished.from));
    const middle = (wished.from + wished.to) / 2;
    const from = Math.min(Math.max(whole.from, middle - span / 2), whole.to - span);
    this.#shown = { from, to: from + span };
    this.#draw();
  }

  // Words

  #xText(index: number): string {
    const text = this.#spec.xTexts?.[index] ?? String(this.#spec.x[index] ?? "");
    return this.#spec.xUnit ? `${text} ${this.#spec.xUnit}` : text;
  }

  #seriesText(panel: Panel, series: Series, index: number): string {
    const words = series.texts?.[index];
    if (words !== undefined) return words;
    const value = series.values[index];
    if (value === null || value === undefined) return this.#words("unknown");
    const [low, high] = [series.low?.[index] ?? null, series.high?.[index] ?? null];
    if (low === null || high === null) return valueText(panel, value);
    const between = this.#words("between")
      .replace("{low}", valueText(panel, low))
      .replace("{high}", valueText(panel, high));
    return `${valueText(panel, value)} (${between})`;
  }

  #panelText(panel: Panel, index: number): string {
    if (panel.texts) return panel.texts[index] ?? "";
    const series = told(panel);
    const texts = series.map((each) => {
      const text = this.#seriesText(panel, each, index);
      return series.length > 1 && text ? `${each.label} ${text}` : text;
    });
    return texts.filter(Boolean).join(", ");
  }

  /** What happened at a point. */
  #noteText(index: number): string {
    const at = (x: number): number => nearestIndex(this.#spec, placeOfX(this.#spec, x));
    return this.#spec.annotations.filter((note) => at(note.x) === index).map((note) => note.text).join(", ");
  }

  #tell(): void {
    const bold = document.createElement("strong");
    const rest = document.createElement("span");
    if (this.#index < 0) rest.textContent = this.#words(isTouched() ? "touch" : "how");
    else bold.textContent = this.#xText(this.#index);
    const alone = this.#spec.panels.length === 1 ? this.#spec.panels[0] : undefined;
    if (this.#index >= 0) rest.textContent = alone ? this.#panelText(alone, this.#index) : this.#noteText(this.#index);
    const href = this.#hrefAt(this.#index);
    if (href) this.#go.href = href;
    this.#go.hidden = !href;
    this.#readout.replaceChildren(bold, rest);
    this.#readout.classList.toggle("chart-readout-hint", this.#index < 0);
    if (!alone) this.#tellPanels();
  }

  #tellPanels(): void {
    this.#panels.querySelectorAll(".chart-panel-value").forEach((slot, i) => {
      const panel = this.#spec.panels[i];
      slot.textContent = panel && this.#index >= 0 ? this.#panelText(panel, this.#index) : "";
    });
    this.#panels.classList.toggle("chart-told", this.#index >= 0);
  }

  #speak(): void {
    window.clearTimeout(this.#speaking);
    this.#speaking = window.setTimeout(() => {
      if (this.#index < 0) return;
      const values = this.#spec.panels.map(
        (panel) => `${panel.label} ${this.#panelText(panel, this.#index)} ${panel.texts || told(panel)[0]?.texts ? "" : panel.unit}`.trim(),
      );
      const note = this.#noteText(this.#index);
      const on = this.#hrefAt(this.#index) ? this.#words("enter").replace("{go}", this.#spec.go ?? "") : "";
      this.#live.textContent = `${this.#xText(this.#index)}: ${[note, ...values, on].filter(Boolean).join("; ")}`;
    }, SPEAK_AFTER_MS);
  }

  // The table

  #offerTable(): void {
    if (this.closest("figure")?.querySelector(".chart-table")) return;
    const details = document.createElement("details");
    details.className = "disclosure chart-table";
    const summary = document.createElement("summary");
    const words = document.createElement("span");
    words.textContent = this.#words("table");
    summary.append(words);
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(this.#table());
    });
    this.after(details);
  }

  #table(): HTMLElement {
    const scroll = document.createElement("div");
    scroll.className = "table-scroll";
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", this.#words("label"));
    const table = document.createElement("table");
    table.className = "table";
    const head = table.createTHead().insertRow();
    head.append(cell("th", this.#spec.xLabel || this.#spec.xUnit, "col"));
    for (const panel of this.#spec.panels) head.append(cell("th", panel.unit ? `${panel.label} (${panel.unit})` : panel.label, "col"));
    const body = table.createTBody();
    const every = Math.ceil(this.#spec.x.length / WORDS_WITH_TABLE_ROWS);
    for (let index = 0; index < this.#spec.x.length; index += every) {
      const row = body.insertRow();
      row.append(cell("th", this.#xText(index), "row"));
      for (const panel of this.#spec.panels) row.append(cell("td", this.#panelText(panel, index)));
    }
    scroll.append(table);
    return scroll;
  }
}

function isTouched(): boolean {
  return window.matchMedia("(pointer: coarse)").matches;
}

function cell(kind: "th" | "td", text: string, scope = ""): HTMLElement {
  const made = document.createElement(kind);
  made.textContent = text;
  if (scope) made.setAttribute("scope", scope);
  return made;
}

customElements.define("ms-chart", MsChart);
