// Bundles the scripts and styles that stand beside the components, and the fonts they name, into wwwroot/lib. MSBuild runs it before
// static web assets are collected; `npm run build` runs it alone.
import { build } from "esbuild";
import { rm } from "node:fs/promises";

process.chdir(import.meta.dirname);
const out = "wwwroot/lib";
await rm(out, { recursive: true, force: true });
await build({
  entryPoints: [
    { in: "App.js", out: "studio" },
    { in: "Styles/studio.css", out: "studio" },
  ],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome111", "firefox128", "safari16.4"],
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]-[hash]",
  logLevel: "warning",
});
