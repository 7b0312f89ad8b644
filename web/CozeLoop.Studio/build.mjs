// Bundles the scripts and styles that stand beside the components, and the fonts they name, into wwwroot/lib. MSBuild runs it before
// static web assets are collected; `npm run build` runs it alone.
import { build } from "esbuild";
import { rm } from "node:fs/promises";

process.chdir(import.meta.dirname);
const out = "wwwroot/lib";
await rm(out, { recursive: true, force: true });
const common = {
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome111", "firefox128", "safari16.4"],
  logLevel: "warning",
};
await build({
  ...common,
  entryPoints: [
    { in: "App.js", out: "studio" },
    { in: "Styles/studio.css", out: "studio" },
  ],
  format: "iife",
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]-[hash]",
});
// Fetched when a page first shows what needs it.
await build({ ...common, entryPoints: [{ in: "Controls/Chart.js", out: "chart" }], format: "esm" });
await build({ ...common, entryPoints: [{ in: "Controls/CodeEditor.js", out: "code-editor" }], format: "esm" });
