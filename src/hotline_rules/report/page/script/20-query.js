// Search, filters and order: from what is asked to a list of rows.

const asked = {
  text: "",
  filters: {}, // name -> value; absent: all
  sort: "standing",
  down: false,
};
let found = new Uint32Array(0);

const SEVERITY = Object.keys(head.standings);
const LIGHTS = ["none", "yellow", "red"];
const orders = new Map(); // column -> rows in its order, made when first asked for

// For each distinct text of a column: does it pass?
function passing(name, test) {
  return Uint8Array.from(index.words[name], (word) => (test(word) ? 1 : 0));
}

const TESTS = {
  unit: (value) => ["unit", (word) => word === value],
  month: (value) => ["month", (word) => word === value],
  kind: (value) => ["kind", (word) => word === value],
  standing: (value) => ["standing", (word) => word === value],
  light: (value) => ["light", (word) => (word || "none") === value],
  card: (value) => ["cardKinds", (word) => fitsCard(word, value)],
  hanging: (value) => ["hanging", (word) => (value === "*" ? word !== "" : word.split(" ").includes(value))],
  reading: (value) => ["readings", (word) => word.split(" ").includes(value)],
};

function fitsCard(word, value) {
  if (value === "-") return word === "";
  if (value === "*") return word !== "";
  return word.split(" ").includes(value);
}

function query() {
  const keep = new Uint8Array(index.count).fill(1);
  for (const [name, value] of Object.entries(asked.filters)) {
    const [column, test] = TESTS[name](value);
    const pass = passing(column, test);
    const codes = index.codes[column];
    for (let i = 0; i < keep.length; i++) keep[i] &= pass[codes[i]];
  }
  const tokens = asked.text.normalize("NFC").toLowerCase().split(/\s+/);
  for (const token of tokens) if (token) keepToken(keep, token);
  found = ordered(keep);
}

// A token stands in the id, or in the name of what a column shows.
function keepToken(keep, token) {
  const hit = new Uint8Array(keep.length);
  const { lower, starts } = index;
  let row = 0;
  for (let i = lower.indexOf(token); i >= 0; i = lower.indexOf(token, starts[row])) {
    row = rowAt(i, row);
    hit[row] = 1;
    row += 1;
    if (row >= keep.length) break;
  }
  const shown = {
    unit: (word) => word,
    kind: (word) => (word ? kindTitle(word) : ""),
    standing: standingTitle,
    month: (word) => word,
  };
  for (const [name, told] of Object.entries(shown)) {
    const pass = passing(name, (word) => told(word).toLowerCase().includes(token));
    const codes = index.codes[name];
    for (let i = 0; i < hit.length; i++) hit[i] |= pass[codes[i]];
  }
  for (let i = 0; i < keep.length; i++) keep[i] &= hit[i];
}

// The row whose line holds a place; at or after `low`.
function rowAt(place, low) {
  let high = index.count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (index.starts[middle] <= place) low = middle;
    else high = middle;
  }
  return low;
}

// Order ------------------------------------------------------------------------------

function ordered(keep) {
  const order = orderBy(asked.sort);
  let count = 0;
  for (let i = 0; i < keep.length; i++) count += keep[i];
  const rows = new Uint32Array(count);
  let next = 0;
  const last = order.length - 1;
  for (let i = 0; i <= last; i++) {
    const row = order[asked.down ? last - i : i];
    if (keep[row]) rows[next++] = row;
  }
  return rows;
}

function orderBy(column) {
  if (!orders.has(column)) orders.set(column, makeOrder(column));
  return orders.get(column);
}

function makeOrder(column) {
  const { count, ids } = index;
  if (column === "id") {
    const rows = Uint32Array.from({ length: count }, (_, i) => i);
    return rows.sort((a, b) => (ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : a - b));
  }
  const rank = ranks(column);
  // Rank and row in one number: whole numbers are sorted natively, ties by row.
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = rank(i) * count + i;
  keys.sort();
  return Uint32Array.from(keys, (key) => ((key % count) + count) % count);
}

function ranks(column) {
  if (column in index.numbers) return (row) => index.numbers[column][row];
  const told = index.words[column];
  const codes = index.codes[column];
  let place = told.map((_, i) => i);
  if (column === "standing") place = told.map((word) => SEVERITY.indexOf(word));
  else if (column === "light") place = told.map((word) => -LIGHTS.indexOf(word || "none"));
  else {
    const collator = new Intl.Collator(head.lang, { numeric: true });
    const shown = column === "kind" ? told.map(kindTitle) : told;
    const sorted = told.map((_, i) => i);
    sorted.sort((a, b) => collator.compare(shown[a], shown[b]));
    sorted.forEach((code, i) => (place[code] = i));
  }
  return (row) => place[codes[row]];
}
