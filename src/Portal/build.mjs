// Builds the portal into dist/. Needs nothing but the Node packages of this repository.
//   node src/Portal/build.mjs            builds
//   node src/Portal/build.mjs --types    writes the client's types from contracts/openapi.yaml, for the type check
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

async function types() {
  const { default: openapi, astToString } = await import("openapi-typescript");
  const tree = await openapi(new URL("../../contracts/openapi.yaml", import.meta.url), { alphabetize: true });
  await mkdir(join(here, "generated"), { recursive: true });
  await writeFile(join(here, "generated", "contract.d.ts"), astToString(tree));
}

async function bundle() {
  await rm(dist, { recursive: true, force: true });
  const options = {
    bundle: true, minify: true, target: "es2022", outdir: dist, legalComments: "none", charset: "utf8", logLevel: "warning",
    jsx: "automatic", jsxImportSource: "preact", absWorkingDir: here,
  };
  const { metafile } = await build({
    ...options, entryPoints: ["app/main.tsx", "app/portal.css"], format: "esm", splitting: true, metafile: true,
    entryNames: "[name]-[hash]", chunkNames: "part-[hash]",
  });
  const outputOf = (entry) => Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entry)[0].split("/").at(-1);
  const page = (await readFile(join(here, "site", "index.html"), "utf8"))
    .replace("main.js", outputOf("app/main.tsx"))
    .replace("portal.css", outputOf("app/portal.css"));
  await cp(join(here, "site"), dist, { recursive: true });
  await writeFile(join(dist, "index.html"), page);

  // What is needed to read without a connection; its hash is the worker's version, so that a new build replaces the old cache.
  const shell = (await readdir(dist)).filter((name) => /\.(js|css|svg|html|webmanifest)$/.test(name)).map((name) => (name === "index.html" ? "/" : `/${name}`)).sort();
  const version = createHash("sha256").update(shell.join("\n")).update(page).digest("hex").slice(0, 12);
  await build({
    ...options, entryPoints: ["app/serviceWorker.ts"], entryNames: "sw", format: "iife",
    define: { SHELL: JSON.stringify(shell), VERSION: JSON.stringify(version) },
  });
}

await (process.argv.includes("--types") ? types() : bundle());
