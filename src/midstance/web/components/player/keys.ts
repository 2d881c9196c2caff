// Hands-free: keys of the keyboard, and those of a headset or a lock screen.
const RIGHT_TO_LEFT = (): boolean => document.documentElement.dir === "rtl";

type Press = (act: string) => boolean;

function actOf(event: KeyboardEvent): string {
  switch (event.key) {
    case " ":
    case "Enter":
    case "MediaPlayPause":
      return "pause";
    case "ArrowRight":
      return RIGHT_TO_LEFT() ? "back" : "skip";
    case "ArrowLeft":
      return RIGHT_TO_LEFT() ? "skip" : "back";
    case "ArrowDown":
      return "easier";
    case "ArrowUp":
      return "harder";
    case "MediaTrackNext":
      return "skip";
    case "MediaTrackPrevious":
      return "back";
    default:
      return "";
  }
}

/** Space and Enter stay with a button or a summary that has the focus. */
function isTaken(event: KeyboardEvent): boolean {
  const own = event.target instanceof Element && event.target.closest("button, summary, a, input");
  return (event.key === " " || event.key === "Enter") && Boolean(own);
}

export function onKeys(signal: AbortSignal, press: Press): void {
  const hear = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || isTaken(event)) return;
    const act = actOf(event);
    if (act && press(act)) event.preventDefault();
  };
  document.addEventListener("keydown", hear, { signal });
}

export function onMedia(press: Press): void {
  if (!("mediaSession" in navigator)) return;
  const acts: [MediaSessionAction, string][] = [
    ["play", "play"],
    ["pause", "stay"],
    ["nexttrack", "skip"],
    ["previoustrack", "back"],
  ];
  for (const [action, act] of acts) navigator.mediaSession.setActionHandler(action, () => void press(act));
}
