// Runs the queue and the rule of the app's own TypeScript for the tests: one line of JSON in, one out.
// What the queue asks of the server is asked of whoever drives it.
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const offline = fileURLToPath(new URL("../../src/midstance/web/components/offline/", import.meta.url));
const ENTRY = "\0entry";
const names = ["queue", "rule", "days"];
const bundle = await rolldown({
  input: ENTRY,
  plugins: [
    {
      name: "entry",
      resolveId: (id) => (id === ENTRY ? id : null),
      load: (id) => (id === ENTRY ? names.map((name) => `export * from ${JSON.stringify(`${offline}${name}.ts`)};`).join("") : null),
    },
  ],
});
const { output } = await bundle.generate({ format: "es" });
const source = Buffer.from(output[0].code).toString("base64");
const { Queue, Unreachable, Broken, lightOf, overlay, standingOf, lightNow } = await import(`data:text/javascript;base64,${source}`);

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function ask(question) {
  say(question);
  const { value } = await lines.next();
  const reply = JSON.parse(value);
  if (reply.unreachable) throw new Unreachable();
  if (reply.broken) throw new Broken();
  return reply.answer;
}

class Shelf {
  rows = new Map();
  all = async () => structuredClone([...this.rows.values()]);
  put = async (entry) => void this.rows.set(entry.key, structuredClone(entry));
  remove = async (key) => void this.rows.delete(key);
  mark = async (key, order, change) => {
    const row = this.rows.get(key);
    if (row?.order === order) this.rows.set(key, { ...row, ...change });
  };
}

const line = {
  state: () => ask({ ask: "state" }),
  deliver: (state, entries) =>
    ask({ ask: "deliver", owner: state.owner, entries: entries.map(({ kind, document }) => ({ kind, document })) }),
};

let shelves = new Map();
function queueOf(device) {
  if (!shelves.has(device)) shelves.set(device, new Shelf());
  return new Queue(shelves.get(device), line); // a new page each time: nothing is remembered but what lies there
}

const acts = {
  begin: async () => void (shelves = new Map()),
  tell: ({ device, owner, kind, document }) => queueOf(device).tell(owner, kind, document),
  entries: ({ device, owner }) => queueOf(device).of(owner),
  retry: ({ device, key }) => queueOf(device).retry(key),
  remove: ({ device, key }) => queueOf(device).remove(key),
  light: async ({ log, rule }) => lightOf(log, rule),
  overlay: async ({ logs, entries, rule }) => overlay(logs, entries, rule),
  standing: async ({ kept, entries, today }) => [standingOf(kept, entries, today), lightNow(kept, entries, today)],
  sync: async ({ device }) => {
    try {
      const { taken } = await queueOf(device).sync();
      return [...taken.values()];
    } catch (error) {
      if (error instanceof Unreachable || error instanceof Broken) return null;
      throw error;
    }
  },
};

for await (const text of lines) {
  const order = JSON.parse(text);
  try {
    say({ done: (await acts[order.do](order)) ?? null });
  } catch (error) {
    say({ error: String(error.stack) });
  }
}
