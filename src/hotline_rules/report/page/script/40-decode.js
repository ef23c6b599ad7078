// What is known of one ticket: read from its block when it is opened.

const TABLES = Object.keys(head.forms);
const HOLE = "\u0002"; // in the pattern of a sentence: where a number goes
const HERE = "\u0001"; // in the word for a bearer: where the name of the unit goes
const HELD = 8; // blocks kept decoded
const toldParts = new Map();
const blocks = new Map();

function once(map, key, make, most) {
  if (!map.has(key)) {
    if (map.size >= most) map.delete(map.keys().next().value);
    map.set(key, make());
  }
  return map.get(key);
}

async function elementOf(id) {
  const element = byId(id);
  if (element || document.readyState === "complete") return element;
  // A large file is still being read; what follows is not there yet.
  await new Promise((done) => window.addEventListener("load", done, { once: true }));
  return byId(id);
}

async function unpackElement(id) {
  const element = await elementOf(id);
  if (!element) throw new Error(`no ${id}`);
  return unpack(element.textContent);
}

async function ticketAt(row) {
  const part = index.part[row];
  const place = index.place[row];
  const number = Math.floor(place / head.block);
  const told = await once(toldParts, part, () => unpackElement(`w${part}`), HELD);
  const key = `b${part}-${number}`;
  const block = await once(blocks, key, () => unpackElement(key), HELD);
  return decode(block, told, place % head.block);
}

function decode([bases, tables], [shapes, texts, stencils, days, courses], place) {
  const base = at(bases, place);
  const ticket = {};
  TABLES.forEach((name, t) => {
    const [counts, shapeNumbers, ...columns] = tables[t];
    let first = 0;
    for (let i = 0; i < place; i++) first += at(counts, i);
    const count = at(counts, place);
    const cursor = { base, texts, stencils, days, courses };
    ticket[name] = Array.from({ length: count }, (_, i) => {
      const fields = head.forms[name].fields;
      const shape = shapes[t][at(shapeNumbers, first + i)];
      const row = Object.fromEntries(fields.map((field, j) => [field, shape[j]]));
      readColumns(row, head.forms[name].columns, columns, first + i, cursor);
      return row;
    });
  });
  return ticket;
}

function readColumns(row, named, columns, i, { base, texts, stencils, days, courses }) {
  let next = 0;
  const value = () => at(columns[next++], i);
  for (const [name, kind] of named) {
    if (kind === "instant") {
      const day = value();
      const second = value();
      row[name] = day === null ? null : (base + day) * DAY + second;
    } else if (kind === "word") row[name] = texts[value()];
    else if (kind === "id") row[name] = recordId(row, texts[value()]);
    else if (kind === "sentence") row[name] = sentence(stencils[value()], columns[next++], i);
    else if (kind === "days") row[name] = days[value()];
    else if (kind === "course") row[name] = courses[value()];
    else row[name] = value();
  }
}

function recordId(row, tail) {
  if (tail.startsWith("=")) return tail.slice(1);
  return row.unit ? `${row.rule}:${row.unit}:${tail}` : `${row.rule}:${tail}`;
}

function sentence(stencil, column, i) {
  const numbers = column.split(";")[i].split(" ");
  let next = 0;
  return stencil.split(HOLE).reduce((told, piece) => told + numbers[next++] + piece);
}

const bearer = (row) => (row.unit ? row.whose.replace(HERE, row.unit) : row.who);
const numbersOf = (text) => (text ? text.trim().split(/ +/).map(Number) : []);
