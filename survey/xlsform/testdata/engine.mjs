// Loads the form.xml of a folder as ODK Web Forms does, in each of its languages, and prints what it asks.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(path.join(modules, "engine.js")));
const { JSDOM } = require("jsdom");
// The engine is made for browsers.
const { window } = new JSDOM("");
for (const name of ["DOMParser", "XMLSerializer", "Node", "Element", "Document", "Attr", "Text", "Comment", "XMLDocument", "NodeList", "CharacterData", "CDATASection", "ProcessingInstruction", "XPathResult", "XPathEvaluator", "DocumentFragment", "File", "Blob", "FormData"]) {
  globalThis[name] ??= window[name];
}
globalThis.window ??= window;
globalThis.document ??= window.document;
globalThis.require = require;
globalThis.__dirname = folder;
const engine = path.join(modules, "@getodk", "xforms-engine", "dist", "index.js");
const { loadForm } = await import(pathToFileURL(engine));

const form = await loadForm(readFileSync(path.join(folder, "form.xml"), "utf8"));
if (form.status === "failure") throw form.error;
const { root } = form.createInstance();
const said = { title: form.formTitle ?? "", languages: {}, questions: 0, options: 0 };
for (const language of root.languages) {
  root.setLanguage(language);
  const labels = [];
  said.questions = said.options = 0;
  for (const node of root.currentState.children) {
    if (node.nodeType !== "select") continue;
    said.questions++;
    labels.push(node.currentState.label.asString);
    for (const option of node.currentState.valueOptions) {
      said.options++;
      labels.push(option.label.asString);
    }
  }
  said.languages[language.language] = labels;
}
console.log(JSON.stringify(said));
