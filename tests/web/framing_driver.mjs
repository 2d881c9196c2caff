// Runs the arithmetic of the help to frame, in the app's own TypeScript, for the tests: a line of JSON in, one out.
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const films = fileURLToPath(new URL("../../src/midstance/web/pages/films/", import.meta.url));
const ENTRY = "\0entry";
const bundle = await rolldown({
  input: ENTRY,
  plugins: [
    {
      name: "entry",
      resolveId: (id) => (id === ENTRY ? id : null),
      load: (id) => (id === ENTRY ? ["body", "verdict"].map((name) => `export * from ${JSON.stringify(`${films}${name}.ts`)};`).join("") : null),
    },
  ],
});
const { output } = await bundle.generate({ format: "es" });
const source = Buffer.from(output[0].code).toString("base64");
const { Calm, decodeBody, decodePeople, judge, leanOf } = await import(`data:text/javascript;base64,${source}`);

const floats = (text) => new Float32Array(new Uint8Array(Buffer.from(text, "base64")).buffer);
const acts = {
  judge: ({ sight, stand }) => judge(sight, stand),
  lean: ({ beta, gamma }) => leanOf(beta, gamma),
  hear: ({ advice }) => {
    const calm = new Calm();
    return advice.map((each) => calm.hear(each));
  },
  people: ({ raw, logits, width, height }) => decodePeople(floats(raw), floats(logits), width, height),
  body: ({ points, presence, square, width, height }) => decodeBody(floats(points), presence, square, width, height),
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  try {
    process.stdout.write(`${JSON.stringify({ done: acts[order.do](order) })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: String(error.stack) })}\n`);
  }
}
