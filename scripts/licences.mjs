// The licences of everything inside, as one page: licences.mjs ABOUT TO
//
// ABOUT is what cargo-about says of the crates, in JSON. The window's packages are read where npm has put them; the
// recogniser, its model and the words' meanings are named here.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const [ABOUT, TO] = process.argv.slice(2);
const PACKAGES = "ui/node_modules";

/** The packages that Vite puts into the window. */
async function bundled() {
  const vite = await import(path.resolve(PACKAGES, "vite/dist/node/index.js"));
  const { output } = await vite.build({ root: "ui", logLevel: "error", build: { write: false } });
  const files = output.flatMap((each) => (each.type === "chunk" ? each.moduleIds : each.originalFileNames));
  const names = files.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter(Boolean);
  return [...new Set(names)].sort();
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const about = JSON.parse(readFileSync(ABOUT, "utf8"));
/** Licences by their text: whose they are. */
const licences = about.licenses.map(({ name, id, text, used_by }) => ({
  name,
  id,
  text,
  of: used_by.map((each) => `${each.crate.name} ${each.crate.version}`),
}));

for (const name of await bundled()) {
  const folder = path.join(PACKAGES, name);
  const { version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  if (files.length === 0) throw new Error(`${name} brings no text of its licence`);
  const text = files.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n\n");
  licences.push({ name: license, id: license, text, of: [`${name} ${version}`] });
}

const apache = licences.find(({ id }) => id === "Apache-2.0");
if (!apache) throw new Error("no crate is under Apache-2.0; the recogniser's licence has no text");
apache.of.push("libvosk 0.3.45, with Kaldi and OpenFst inside", "vosk-model-en 0.3.45");
licences.push({
  name: "BSD 3-Clause",
  id: "BSD-3-Clause",
  text: readFileSync("models/speech/bsd.txt", "utf8"),
  of: ["OpenBLAS and CLAPACK, inside libvosk"],
});
licences.push({
  name: "Open Data Commons Public Domain Dedication and License 1.0",
  id: "PDDL-1.0",
  text: "The vectors are dedicated to the public domain: https://opendatacommons.org/licenses/pddl/1-0/",
  of: ["GloVe, from which the meanings of words are made"],
});
licences.sort((a, b) => a.id.localeCompare(b.id));

const parts = licences.reduce((sum, { of }) => sum + of.length, 0);
/** Retake's own, as they lie in the project. */
const own = ["LICENSE-MIT", "LICENSE-APACHE"].map((file) => readFileSync(file, "utf8"));
const sections = licences.map(
  ({ name, of, text }) =>
    `<h2>${escaped(name)}</h2>\n<p>${of.map(escaped).sort().join(", ")}</p>\n<pre>${escaped(text.trim())}</pre>`,
);
writeFileSync(
  TO,
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>What is inside Retake, and under which licences</title>
<style>body { max-width: 50rem; margin: 2rem auto; font: 1rem/1.5 sans-serif } pre { white-space: pre-wrap }</style>
<h1>What is inside Retake, and under which licences</h1>
<p>Retake itself is under MIT or Apache-2.0, as you like.</p>
${own.map((text) => `<pre>${escaped(text.trim())}</pre>`).join("\n")}
<p>It stands on ${parts} parts by others:</p>
${sections.join("\n")}
</html>
`,
);
console.log(`${parts} parts, ${licences.length} texts: ${TO}`);
