import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";

const built = "../src/limpid/studio/static";

/** The files that the built pages follow from, as a Python test lists them too. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : [path];
  });
}

/** Writes the hash of the sources beside the pages: a stale bundle fails a test. */
function stamp(): Plugin {
  return {
    name: "stamp",
    apply: "build",
    writeBundle() {
      const hash = createHash("sha256");
      const files = ["index.html", "package.json", "package-lock.json", ...sources("src")];
      for (const file of files.sort()) {
        hash.update(`${file}\n`).update(readFileSync(file));
      }
      writeFileSync(join(built, "SOURCE"), `${hash.digest("hex")}\n`);
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [svelte(), stamp()],
  build: {
    outDir: built,
    emptyOutDir: true,
    assetsDir: "",
    manifest: "manifest.json",
    target: "es2022",
    // One style sheet, and imports that a notebook or an exported page can rewrite.
    cssCodeSplit: false,
    modulePreload: false,
    rollupOptions: {
      input: ["index.html", "src/embed.ts"],
      preserveEntrySignatures: "strict",
    },
  },
});
