// One clock for a session: the time of day in ms that never jumps while the page lives. It follows
// the steady clock; where that slept, as on a locked phone, the time of day counts. A clock that
// somebody turns back moves nothing.
const SLEPT_MS = 1000;

let day = Date.now();
let steady = performance.now();
let value = day;

export function now(): number {
  const [day2, steady2] = [Date.now(), performance.now()];
  const [byDay, passed] = [day2 - day, steady2 - steady];
  [day, steady] = [day2, steady2];
  value += byDay - passed > SLEPT_MS ? byDay : passed;
  return value;
}
