// Looks at the picture while she takes her place and says what to put right, until it is stopped.
import { Network } from "./network";
import { Calm, judge, type Advice, type Point, type Stand } from "./verdict";

const LOOK_EACH_MS = 500;

export interface Seen {
  advice: Advice[];
  /** True when the first advice is new and two looks agree. */
  isNew: boolean;
  joints: Point[] | null;
}

export class Framing {
  readonly #network: Network;
  #calm = new Calm();
  #timer = 0;
  #turn = 0;

  private constructor(network: Network) {
    this.#network = network;
  }

  static async load(): Promise<Framing> {
    return new Framing(await Network.load());
  }

  /** Looks about twice a second and tells each time. */
  watch(video: HTMLVideoElement, stand: () => Stand, tell: (seen: Seen) => void, fail: () => void): void {
    this.rest();
    this.#calm = new Calm();
    const turn = this.#turn;
    const look = async (): Promise<void> => {
      const began = performance.now();
      if (video.videoWidth > 0) {
        const sight = await this.#network.look(video);
        if (turn !== this.#turn) return;
        const advice = judge(sight, stand());
        tell({ advice, isNew: this.#calm.hear(advice[0] as Advice), joints: sight.joints });
      }
      const tookMs = performance.now() - began;
      this.#timer = window.setTimeout(again, Math.max(LOOK_EACH_MS - tookMs, tookMs)); // a slow phone rests too
    };
    const again = (): void => {
      void look().catch(() => {
        if (turn === this.#turn) fail();
      });
    };
    again();
  }

  /** Tells nothing more until it is to watch again. */
  rest(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
  }

  /** Gives the memory back. */
  unload(): void {
    this.rest();
    this.#network.unload();
  }
}
