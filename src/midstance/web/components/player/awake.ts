// Keeps the screen on while a session runs, where the device allows it. Nothing depends on it.
let lock: WakeLockSentinel | null = null;
let wanted = false;
let asking = false;

async function ask(): Promise<void> {
  if (!wanted || asking || (lock && !lock.released) || !("wakeLock" in navigator)) return;
  asking = true;
  try {
    lock = await navigator.wakeLock.request("screen");
    if (!wanted) maySleep();
  } catch {
    lock = null; // asked for again when the page is seen, and with the next tap
  } finally {
    asking = false;
  }
}

export function stayAwake(): void {
  wanted = true;
  void ask();
}

export function maySleep(): void {
  wanted = false;
  void lock?.release();
  lock = null;
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void ask();
});
addEventListener("pointerdown", () => void ask());
addEventListener("keydown", () => void ask());
