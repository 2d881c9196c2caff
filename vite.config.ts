// Builds the front end into the package: hashed files, a manifest, the icons in use, and each text
// file packed beside itself, so that the app serves them as they lie.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const web = resolve(here, "src/midstance/web");
const icons = resolve(here, "node_modules/lucide-static/icons");

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
    },
  };
}

export default defineConfig({
  root: web,
  base: "/static/built/",
  publicDir: false,
  plugins: [keepIcons(), pack()],
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
