// Reads open data as others do. For each folder that is given it prints what is wrong with
// openapi.json, with the answers by its schemas, and with catalogue.nt by the shapes of DCAT-AP.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, shapesFile, ...folders] = process.argv.slice(2);
const require = createRequire(path.resolve(modules) + "/");
const load = (name) => import(pathToFileURL(require.resolve(name)));

const { Validator } = await load("@seriousme/openapi-schema-validator");
const { default: SHACLValidator } = await load("rdf-validate-shacl");
const { default: env } = await load("@zazuko/env");
const { Parser } = require("n3");
const Ajv = require("ajv/dist/2020");

const quads = (file) => env.dataset(new Parser().parse(fs.readFileSync(file, "utf8")));
const shapes = new SHACLValidator(quads(shapesFile), { factory: env });

// What an answer must be is looked up in the description, as a program made from it would.
function schemaOf(description, answer) {
  const response = description.paths[answer.path]?.get.responses[answer.status];
  const place = response?.$ref ?? `#/paths/${answer.path.replaceAll("/", "~1")}/get/responses/${answer.status}`;
  return `description${place}/content/${answer.type.replaceAll("/", "~1")}/schema`;
}

function answersOf(description, answers) {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: {
    uri: (text) => URL.canParse(text), "uri-reference": (text) => URL.canParse(text, "https://host/"), date: /^\d{4}-\d\d-\d\d$/,
  } });
  ajv.addSchema(description, "description");
  const faults = [];
  for (const answer of answers) {
    const validate = ajv.getSchema(schemaOf(description, answer).replaceAll("{", "%7B").replaceAll("}", "%7D"));
    if (!validate) faults.push(`${answer.address}: ${answer.status} ${answer.type} is not described`);
    else if (!validate(answer.body)) faults.push(`${answer.address}: ${ajv.errorsText(validate.errors)}`);
  }
  return faults;
}

const found = [];
for (const folder of folders) {
  const json = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
  const description = json("openapi.json");
  const validated = await new Validator().validate(structuredClone(description));
  const report = await shapes.validate(quads(path.join(folder, "catalogue.nt")));
  found.push({
    description: validated.valid ? [] : [JSON.stringify(validated.errors)],
    answers: answersOf(description, json("answers.json")),
    catalogue: report.results.map((r) => `${r.focusNode?.value} ${r.path?.value}: ${r.message.map((m) => m.value)} ${r.sourceConstraintComponent?.value}`),
  });
}
process.stdout.write(JSON.stringify(found));
