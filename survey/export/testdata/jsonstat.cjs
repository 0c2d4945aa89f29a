// Reads JSON-stat files as others do: ajv with the official schema, and jsonstat-toolkit. Prints the
// faults, and of each dataset its cells by their codes: a number, the status where there is no
// number, or null.
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv/dist/2020");
const JSONstat = require("jsonstat-toolkit");

const dir = process.argv[2];
const schema = JSON.parse(fs.readFileSync(path.join(__dirname, "json-stat-dataset.schema.json"), "utf8"));
const formats = { uri: (text) => URL.canParse(text), "date-time": /^\d{4}-\d\d-\d\dT/ };
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats });
const isDataset = ajv.compile(schema);
const isLink = ajv.compile({ $ref: schema.$id + "#/$defs/link" });

const faults = [];
const cells = {};

function check(name, validate, value) {
  if (!validate(value)) faults.push(name + ": " + ajv.errorsText(validate.errors));
}

for (const name of fs.readdirSync(dir).sort()) {
  const text = fs.readFileSync(path.join(dir, name), "utf8");
  const root = JSON.parse(text);
  if (root.class === "collection") {
    check(name, isLink, root.link);
    for (const item of root.link.item) check(name, isDataset, { version: "2.0", ...item });
  } else {
    check(name, isDataset, root);
  }
  JSONstat(JSON.parse(text)).Dataset().forEach((set, i) => {
    const read = {};
    const rows = set.toTable({ type: "arrobj", field: "id", content: "id", status: true });
    for (const row of rows) {
      read[set.id.map((id) => row[id]).join(" ")] = row.value ?? row.status;
    }
    cells[name + "/" + i] = read;
  });
}
process.stdout.write(JSON.stringify({ Faults: faults, Cells: cells }));
