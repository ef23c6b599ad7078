// The index: what search, sort and filter need of every ticket, in typed arrays.

const index = {
  count: 0,
  ids: [],
  part: null, // of each row: its part, and its place there
  place: null,
  words: {}, // column -> the texts that occur
  codes: {}, // column -> of each row, the number of its text
  numbers: {}, // column -> of each row, a number
  lower: "", // ids in lower case, a line each
  starts: null, // where the line of each row begins
  rows: new Map(), // id -> row
};

const TEXTS = ["unit", "month", "kind", "standing", "light"];
const NUMBERS = ["cards", "late", "open", "missing", "anomalies"];
const CODED = [...TEXTS, "cardKinds", "readings", "hanging"];
const NO_TIME = -2147483648;

async function loadIndex() {
  const total = head.parts.reduce((sum, [tickets]) => sum + tickets, 0);
  index.count = total;
  index.part = new Uint16Array(total);
  index.place = new Uint32Array(total);
  for (const name of CODED) {
    index.words[name] = [];
    index.codes[name] = new Uint32Array(total);
  }
  for (const name of NUMBERS) index.numbers[name] = new Uint32Array(total);
  index.numbers.first = new Int32Array(total);
  const known = Object.fromEntries(Object.keys(index.words).map((n) => [n, new Map()]));
  // Inflating is done beside this thread: all parts are begun, then taken in order.
  const parts = head.parts.map((_, i) => unpack(byId(`i${i}`).textContent));
  let first = 0;
  for (let i = 0; i < parts.length; i++) {
    takePart(i, await parts[i], first, known);
    first += head.parts[i][0];
  }
  prepareSearch();
}

function takePart(number, data, first, known) {
  const [, ids, ...columns] = data;
  const count = ids.length;
  for (let i = 0; i < count; i++) index.ids.push(ids[i]);
  index.part.fill(number, first, first + count);
  for (let i = 0; i < count; i++) index.place[first + i] = i;
  const texts = [...columns.slice(0, 5), ...columns.slice(10, 12), columns[13]];
  CODED.forEach((name, j) => {
    const [told, numbers] = texts[j];
    const codes = told.map((word) => codeOf(known[name], index.words[name], word));
    const target = index.codes[name];
    for (let i = 0; i < count; i++) target[first + i] = codes[at(numbers, i)];
  });
  NUMBERS.forEach((name, j) => {
    const target = index.numbers[name];
    for (let i = 0; i < count; i++) target[first + i] = at(columns[5 + j], i);
  });
  const times = columns[12];
  for (let i = 0; i < count; i++) {
    index.numbers.first[first + i] = at(times, i) ?? NO_TIME;
  }
}

function codeOf(known, list, word) {
  let code = known.get(word);
  if (code === undefined) {
    code = list.length;
    known.set(word, code);
    list.push(word);
  }
  return code;
}

function prepareSearch() {
  const { ids, count } = index;
  index.lower = ids.join("\n").toLowerCase();
  const starts = new Uint32Array(count + 1);
  let from = 0;
  for (let i = 0; i < count; i++) {
    starts[i] = from;
    from += ids[i].toLowerCase().length + 1;
    if (!index.rows.has(ids[i])) index.rows.set(ids[i], i);
  }
  starts[count] = from;
  index.starts = starts;
}

// What a row shows -------------------------------------------------------------------

const textAt = (name, row) => index.words[name][index.codes[name][row]];
const kindTitle = (word) => (word ? head.kinds[word] ?? word : words.none);
const lightTitle = (word) => head.colours[word || "none"] ?? word;
const standingTitle = (word) => head.standings[word] ?? word;

function cardText(row) {
  const kinds = textAt("cardKinds", row);
  if (!kinds) return "";
  const told = kinds.split(" ").map((kind) => head.cards[kind] ?? kind);
  const count = index.numbers.cards[row];
  const text = told.join(zh ? "、" : ", ");
  return count > told.length ? `${text} ×${count}` : text;
}

function firstText(row) {
  const minutes = index.numbers.first[row];
  return minutes === NO_TIME ? "" : instantText(minutes * 60);
}
