// Reads data packages as npm's datapackage does. Prints what it finds wrong with each, and the rows
// of its tables.
const fs = require("fs");
const path = require("path");
const { Package } = require("datapackage");

const dir = process.argv[2];

async function read(name) {
  const said = { Faults: [], Tables: {} };
  const pack = await Package.load(path.join(dir, name));
  said.Faults.push(...pack.errors.map(String));
  for (const resource of pack.resources) {
    said.Faults.push(...resource.errors.map(String));
    if (!resource.tabular) continue;
    try {
      said.Tables[resource.name] = await resource.read({ keyed: true });
    } catch (fault) {
      said.Faults.push(resource.name + ": " + [fault, ...(fault.errors || [])].slice(0, 9).join("; "));
    }
  }
  return said;
}

(async () => {
  const all = {};
  for (const name of fs.readdirSync(dir).sort()) all[name] = await read(name);
  process.stdout.write(JSON.stringify(all));
})();
