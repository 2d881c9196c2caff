// The pose model in the browser, from our own files: its detector and its light body model. Loaded only
// when she asks for help. Nothing of the picture leaves the page.
import { loadAndCompile, loadLiteRt, Tensor, unloadLiteRt, type CompiledModel } from "@litertjs/core";
import runtime from "@litertjs/core/wasm/litert_wasm_compat_internal.js?url";
import machine from "@litertjs/core/wasm/litert_wasm_compat_internal.wasm?url";
import light from "@mediapipe/pose/pose_landmark_lite.tflite?url";
import detector from "@mediapipe/pose/pose_solution_packed_assets.data?url";
import { BODY_SIDE, DETECTOR_SIDE, decodeBody, decodePeople, type Square } from "./body";
import type { Sight } from "./verdict";

type Outputs = Record<string, Float32Array>;

/** The runtime logs each step as an error; where it fails it throws, and that is told. */
interface Quiet {
  locateFile: () => string;
  print: () => void;
  printErr: () => void;
}

const nothing = (): void => undefined;

export class Network {
  readonly #detector: CompiledModel;
  readonly #body: CompiledModel;
  readonly #small = canvasOf(DETECTOR_SIDE);
  readonly #cut = canvasOf(BODY_SIDE);
  #next: Square | null = null;

  private constructor(found: CompiledModel, body: CompiledModel) {
    this.#detector = found;
    this.#body = body;
  }

  static async load(): Promise<Network> {
    const quiet: Quiet = { locateFile: () => machine, print: nothing, printErr: nothing };
    (globalThis as { Module?: Quiet }).Module = quiet;
    await loadLiteRt(runtime);
    try {
      const [found, body] = [await compile(detector), await compile(light)];
      return new Network(found, body);
    } catch (error) {
      unloadLiteRt();
      throw error;
    }
  }

  unload(): void {
    unloadLiteRt();
  }

  async look(video: HTMLVideoElement): Promise<Sight> {
    const [width, height] = [video.videoWidth, video.videoHeight];
    const pixels = shrink(this.#small, video, width, height);
    const outputs = await run(this.#detector, scaled(pixels, 2 / 255, -1), DETECTOR_SIDE);
    const people = decodePeople(one(outputs, "Identity"), one(outputs, "Identity_1"), width, height);
    people.sort((a, b) => b.size - a.size);
    const square = people[0] ?? this.#next;
    const body = square && (await this.#find(video, square, width, height));
    this.#next = body?.next ?? null;
    return {
      people: Math.max(people.length, body ? 1 : 0),
      joints: body?.joints ?? null,
      light: brightness(pixels, width, height),
      widthPx: width,
      heightPx: height,
    };
  }

  async #find(video: HTMLVideoElement, square: Square, width: number, height: number): Promise<ReturnType<typeof decodeBody>> {
    const pixels = cut(this.#cut, video, square);
    const outputs = await run(this.#body, scaled(pixels, 1 / 255, 0), BODY_SIDE);
    return decodeBody(one(outputs, "Identity"), one(outputs, "Identity_1")[0] ?? 0, square, width, height);
  }
}

async function compile(address: string): Promise<CompiledModel> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return loadAndCompile(new Uint8Array(await answer.arrayBuffer()), { accelerator: "wasm" });
}

async function run(model: CompiledModel, values: Float32Array, side: number): Promise<Outputs> {
  const input = new Tensor(values, [1, side, side, 3]);
  const outputs = await model.run(input);
  input.delete();
  const named = outputs.map((tensor, n): [string, Float32Array] => {
    const name = model.getOutputDetails()[n]?.name ?? "";
    const read = tensor.toTypedArray().slice() as Float32Array;
    tensor.delete();
    return [name, read];
  });
  return Object.fromEntries(named);
}

function one(outputs: Outputs, name: string): Float32Array {
  const found = outputs[name];
  if (!found) throw new Error(`the model has no ${name}`);
  return found;
}

function canvasOf(side: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  return canvas.getContext("2d", { willReadFrequently: true, alpha: false }) as CanvasRenderingContext2D;
}

/** The whole picture in the middle of a black square. */
function shrink(place: CanvasRenderingContext2D, video: HTMLVideoElement, width: number, height: number): ImageData {
  const scale = DETECTOR_SIDE / Math.max(width, height);
  place.fillRect(0, 0, DETECTOR_SIDE, DETECTOR_SIDE);
  place.drawImage(video, (DETECTOR_SIDE - width * scale) / 2, (DETECTOR_SIDE - height * scale) / 2, width * scale, height * scale);
  return place.getImageData(0, 0, DETECTOR_SIDE, DETECTOR_SIDE);
}

function cut(place: CanvasRenderingContext2D, video: HTMLVideoElement, { x, y, size, turn }: Square): ImageData {
  place.resetTransform();
  place.fillRect(0, 0, BODY_SIDE, BODY_SIDE);
  place.translate(BODY_SIDE / 2, BODY_SIDE / 2);
  place.rotate(-turn);
  place.scale(BODY_SIDE / size, BODY_SIDE / size);
  place.drawImage(video, -x, -y, video.videoWidth, video.videoHeight);
  return place.getImageData(0, 0, BODY_SIDE, BODY_SIDE);
}

function scaled({ data }: ImageData, by: number, plus: number): Float32Array {
  const values = new Float32Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    for (let channel = 0; channel < 3; channel++) values[to++] = (data[from + channel] as number) * by + plus;
  }
  return values;
}

/** 0 to 1, of the picture without the black beside it. */
function brightness({ data }: ImageData, width: number, height: number): number {
  let sum = 0;
  for (let n = 0; n < data.length; n += 4) {
    sum += 0.2126 * (data[n] as number) + 0.7152 * (data[n + 1] as number) + 0.0722 * (data[n + 2] as number);
  }
  const shown = (Math.min(width, height) / Math.max(width, height)) * (data.length / 4);
  return sum / 255 / shown;
}
