// Builds the front end into the package: hashed files, a manifest, the icons in use, those of the app,
// the faces for printed pages, and each text file packed beside itself, so that the app serves them as
// they lie.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync, inflateSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";
import { appIcons } from "./scripts/app_icons";

const here = dirname(fileURLToPath(import.meta.url));
const web = resolve(here, "src/midstance/web");
const icons = resolve(here, "node_modules/lucide-static/icons");
const faces = resolve(here, "node_modules/@fontsource/atkinson-hyperlegible-next/files");

// Ten megabytes in half a second; the best packing takes half a minute and saves a sixth.
const QUICKLY = { [constants.BROTLI_PARAM_QUALITY]: 5 };

function entries(): string[] {
  return ["components", "pages"].flatMap((kind) =>
    readdirSync(join(web, kind), { withFileTypes: true })
      .filter((folder) => folder.isDirectory())
      .map((folder) => join(web, kind, folder.name, kind === "pages" ? "page.ts" : `${folder.name}.ts`))
      .filter((file) => existsSync(file)),
  );
}

function keepIcons(): Plugin {
  return {
    name: "keep-icons",
    generateBundle() {
      const names = JSON.parse(
        readFileSync(join(web, "components/icon/names.json"), "utf8"),
      ) as string[];
      const kept = Object.fromEntries(names.map((name) => [name, drawing(name)]));
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify(kept) });
    },
  };
}

function drawing(name: string): string {
  const svg = readFileSync(join(icons, `${name}.svg`), "utf8");
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1] ?? "";
  return inner.replace(/\s*\n\s*/g, "");
}

// A PDF holds plain TrueType, of one weight each.
function keepPrintFaces(): Plugin {
  return {
    name: "keep-print-faces",
    generateBundle() {
      for (const name of ["latin-400", "latin-700", "latin-ext-400", "latin-ext-700"]) {
        const packed = readFileSync(join(faces, `atkinson-hyperlegible-next-${name}-normal.woff`));
        this.emitFile({ type: "asset", fileName: `print/${name}.ttf`, source: unpackFace(packed) });
      }
    },
  };
}

// WOFF is TrueType with each table deflated: 44 bytes of head and 20 an entry become 12 and 16.
function unpackFace(packed: Buffer): Buffer {
  const count = packed.readUInt16BE(12);
  const entries = Array.from({ length: count }, (_, n) => packed.subarray(44 + 20 * n, 64 + 20 * n));
  const tables = entries.map((entry) => {
    const [start, size, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
    const bytes = packed.subarray(start, start + size);
    return size < length ? inflateSync(bytes) : bytes;
  });
  const head = Buffer.alloc(12 + 16 * count);
  packed.copy(head, 0, 4, 8);
  const power = Math.floor(Math.log2(count));
  [count, 16 * 2 ** power, power, 16 * (count - 2 ** power)].forEach((word, n) => head.writeUInt16BE(word, 4 + 2 * n));
  let place = head.length;
  const padded = tables.map((table, n) => {
    const entry = entries[n] as Buffer;
    entry.copy(head, 12 + 16 * n, 0, 4);
    entry.copy(head, 16 + 16 * n, 16, 20);
    head.writeUInt32BE(place, 20 + 16 * n);
    head.writeUInt32BE(table.length, 24 + 16 * n);
    const whole = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    place += whole.length;
    return whole;
  });
  return Buffer.concat([head, ...padded]);
}

function keepAppIcons(): Plugin {
  return {
    name: "keep-app-icons",
    generateBundle() {
      for (const [name, source] of Object.entries(appIcons(join(web, "static/icon.svg")))) {
        this.emitFile({ type: "asset", fileName: `icons/${name}`, source });
      }
    },
  };
}

function pack(): Plugin {
  return {
    name: "pack",
    writeBundle(options) {
      const folder = options.dir ?? "";
      for (const file of readdirSync(join(folder, "assets")).filter((n) => /\.(js|css|svg)$/.test(n))) {
        const path = join(folder, "assets", file);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(bytes));
      }
      for (const file of readdirSync(join(folder, "assets")).filter((n) => n.endsWith(".wasm"))) {
        const path = join(folder, "assets", file);
        writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), { params: QUICKLY }));
      }
    },
  };
}

export default defineConfig({
  root: web,
  base: "/static/built/",
  publicDir: false,
  plugins: [keepIcons(), keepPrintFaces(), keepAppIcons(), pack()],
  build: {
    outDir: join(web, "static/built"),
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"], // those that know light-dark()
    // htmx holds an eval for attributes that nobody here uses; it is off, and the policy refuses it.
    rolldownOptions: { input: entries(), checks: { eval: false } },
  },
});
