#!/usr/bin/env node
// Writes NOTICE: every package that the product ships, with its version and licence, as the lock files and the packages themselves say.
// usage: eng/notice.mjs [--check]     after a restore; --check writes nothing and fails where NOTICE is another
import { readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const packages = process.env.NUGET_PACKAGES ?? join(homedir(), ".nuget/packages");

const read = file => JSON.parse(readFileSync(join(root, file), "utf8"));

function nuget() {
  const found = new Map();
  for (const area of ["shared", "services", "web"]) {
    for (const project of readdirSync(join(root, area))) {
      const lock = join(area, project, "packages.lock.json");
      if (!existsSync(join(root, lock))) continue;
      for (const framework of Object.values(read(lock).dependencies)) {
        for (const [id, { type, resolved }] of Object.entries(framework)) {
          if (type !== "Project") found.set(`${id} ${resolved}`, { id, version: resolved });
        }
      }
    }
  }
  return [...found.values()].map(one => ({ ...one, licence: licenceOf(one) }));
}

function licenceOf({ id, version }) {
  const folder = join(packages, id.toLowerCase(), version.toLowerCase());
  const nuspec = readFileSync(join(folder, `${id.toLowerCase()}.nuspec`), "utf8");
  const [, type, text] = nuspec.match(/<license type="(expression|file)">([^<]+)<\/license>/) ?? [];
  if (type === "expression") return text;
  const url = nuspec.match(/<licenseUrl>([^<]+)<\/licenseUrl>/)?.[1];
  const words = type === "file" ? readFileSync(join(folder, text), "utf8") : (url ?? "");
  if (/MIT License|Permission is hereby granted, free of charge/.test(words) || /opensource\.org\/licenses\/MIT/.test(url ?? ""))
    return "MIT";
  if (/Apache License/.test(words) || /apache/i.test(words)) return "Apache-2.0";
  if (/Redistribution and use in source and binary forms/.test(words)) return "BSD-3-Clause";
  throw new Error(`${id} ${version} names no licence that is known: ${text ?? url}`);
}

function npm() {
  return Object.entries(read("package-lock.json").packages)
    .filter(([path, { dev }]) => path && !dev)
    .map(([path, { version, license }]) => ({ id: path.replace(/^.*node_modules\//, ""), version, licence: license }));
}

const lines = [...nuget(), ...npm()]
  .sort((a, b) => (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1))
  .map(({ id, version, licence }) => `- ${id} ${version}: ${licence}`);
const notice = `CozeLoop
Copyright the CozeLoop authors

Licensed under the Apache License, Version 2.0 (LICENSE).

What is shipped holds these packages, each under its own licence:

${lines.join("\n")}
`;
const file = join(root, "NOTICE");
if (!process.argv.includes("--check")) writeFileSync(file, notice);
else if (!existsSync(file) || readFileSync(file, "utf8") !== notice) {
  console.error("NOTICE does not name what the lock files do: run eng/notice.mjs.");
  process.exit(1);
}
