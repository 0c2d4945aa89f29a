// Reads PX files as npm's px does, and prints the cells of each by their codes.
const fs = require("fs");
const path = require("path");
const Px = require("px");

const dir = process.argv[2];
const read = {};
for (const name of fs.readdirSync(dir).sort()) {
  const file = new Px(fs.readFileSync(path.join(dir, name), "utf8"));
  const codes = file.variables().map((_, i) => [].concat(file.codes(i)));
  const cells = {};
  const walk = (at) => {
    if (at.length === codes.length) {
      cells[at.map((j, i) => codes[i][j]).join(" ")] = file.datum(at);
      return;
    }
    codes[at.length].forEach((_, j) => walk([...at, j]));
  };
  walk([]);
  read[name] = cells;
}
process.stdout.write(JSON.stringify(read));
