// The camera of the device: opened when asked, closed when done, and never with sound.
export type Trouble = "insecure" | "none" | "refused" | "busy" | "no_recorder" | "lost" | "left" | "empty";

export class CameraError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 60 } },
};
const KINDS = ["video/mp4;codecs=avc1.640028", "video/mp4;codecs=avc1.42E01F", "video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
const TROUBLES: Record<string, Trouble> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};
const BITS_PER_S = 8_000_000;
const RATE_OVER_MS = 1000;

export async function openCamera(): Promise<MediaStream> {
  if (!isSecureContext) throw new CameraError("insecure");
  if (typeof navigator.mediaDevices?.getUserMedia !== "function") throw new CameraError("none");
  if (typeof MediaRecorder === "undefined") throw new CameraError("no_recorder");
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (error) {
    throw new CameraError(TROUBLES[(error as DOMException).name] ?? "none");
  }
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** A film in the making; `stop` gives it. */
export class Recording {
  readonly #recorder: MediaRecorder;
  readonly #pieces: Blob[] = [];

  constructor(stream: MediaStream) {
    const kind = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
    this.#recorder = new MediaRecorder(stream, { videoBitsPerSecond: BITS_PER_S, ...(kind ? { mimeType: kind } : {}) });
    this.#recorder.addEventListener("dataavailable", ({ data }) => this.#pieces.push(data));
    this.#recorder.start();
  }

  stop(): Promise<Blob> {
    return new Promise((resolve) => {
      const give = (): void => resolve(new Blob(this.#pieces, { type: this.#recorder.mimeType }));
      if (this.#recorder.state === "inactive") return give();
      this.#recorder.addEventListener("stop", give, { once: true });
      this.#recorder.stop();
    });
  }
}

/** The file as the form takes it. */
export function fileOf(film: Blob, number: number): File {
  const kind = film.type.startsWith("video/mp4") ? "mp4" : "webm";
  return new File([film], `recorded-${number}.${kind}`, { type: `video/${kind}` });
}

/** Counts how many pictures a second really come, while nothing else keeps the device busy. */
export class RateMeter {
  #from: { ms: number; pictures: number } | null = null;
  #isOn = true;
  #isBusy = false;
  rate: number | null = null;

  constructor(video: HTMLVideoElement, tell: () => void) {
    if (typeof video.requestVideoFrameCallback !== "function") return;
    const count: VideoFrameRequestCallback = (ms, { presentedFrames }) => {
      if (!this.#isOn) return;
      if (!this.#isBusy && this.#count(ms, presentedFrames)) tell();
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
  }

  /** True when a second is over and the rate is known. */
  #count(ms: number, pictures: number): boolean {
    this.#from ??= { ms, pictures };
    const passedMs = ms - this.#from.ms;
    if (passedMs < RATE_OVER_MS) return false;
    this.rate = ((pictures - this.#from.pictures) * 1000) / passedMs;
    this.#from = { ms, pictures };
    return true;
  }

  /** Keeps to the last rate while the device looks for a body, which takes pictures away. */
  hold(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.#from = null;
  }

  stop(): void {
    this.#isOn = false;
  }
}
