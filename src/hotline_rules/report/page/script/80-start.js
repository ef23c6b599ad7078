// Start: filters, keys, and the ticket that the address names.

const FILTERS = [
  ["unit", "unit", (word) => word || words.none],
  ["month", "month", (word) => word || words.none],
  ["kind", "kind", kindTitle],
  ["standing", "standing", standingTitle],
  ["light", "light", lightTitle],
];

function counts(name) {
  const tally = new Uint32Array(index.words[name].length);
  const codes = index.codes[name];
  for (let i = 0; i < codes.length; i++) tally[codes[i]] += 1;
  return tally;
}

function buildFilters() {
  const collator = new Intl.Collator(head.lang, { numeric: true });
  for (const [name, word, told] of FILTERS) {
    const tally = counts(name);
    const entries = index.words[name].map((value, i) => [value, told(value), tally[i]]);
    if (name === "standing") {
      entries.sort((a, b) => SEVERITY.indexOf(a[0]) - SEVERITY.indexOf(b[0]));
    } else entries.sort((a, b) => collator.compare(a[1], b[1]));
    buildFilter(name, word, entries);
  }
  buildFilter("card", "cards", cardEntries());
  buildFilter("reading", "reading", readingEntries());
  const hanging = hangingEntries();
  if (hanging.length) buildFilter("hanging", "hanging", hanging);
}

function cardEntries() {
  const tally = counts("cardKinds");
  const kinds = new Map();
  let without = 0;
  index.words.cardKinds.forEach((word, i) => {
    if (!word) without += tally[i];
    for (const kind of word ? word.split(" ") : []) {
      kinds.set(kind, (kinds.get(kind) ?? 0) + tally[i]);
    }
  });
  const known = Object.keys(head.cards).filter((kind) => kinds.has(kind));
  return [
    ["*", words.anyCards, index.count - without],
    ...known.map((kind) => [kind, head.cards[kind], kinds.get(kind)]),
    ["-", words.noCards, without],
  ];
}

// The options that take cards away, where other readings were tried.
function hangingEntries() {
  const tally = counts("hanging");
  const sums = new Map();
  index.words.hanging.forEach((word, i) => {
    for (const trial of word ? word.split(" ") : []) {
      sums.set(trial, (sums.get(trial) ?? 0) + tally[i]);
    }
  });
  if (!sums.size) return [];
  const any = index.count - (tally[index.words.hanging.indexOf("")] ?? 0);
  const told = [...sums].sort().map(([trial, count]) => [trial, trialTitle(trial), count]);
  return [["*", words.anyHanging, any], ...told];
}

function trialTitle(trial) {
  const [code] = trial.split("=", 1);
  return say("otherwise", readingTitle(code), head.options[trial] ?? trial);
}

// A reading by its code and the question.
function readingTitle(code) {
  const known = head.readings.find(([one]) => one === code);
  return known ? code + inBrackets(known[1]) : code;
}

function readingEntries() {
  const tally = counts("readings");
  const sums = new Uint32Array(head.readings.length);
  index.words.readings.forEach((word, i) => {
    for (const number of word ? word.split(" ") : []) sums[number] += tally[i];
  });
  return head.readings
    .map(([code, about], i) => [String(i), `${code} ${about}`, sums[i]])
    .filter(([, , count]) => count);
}

function buildFilter(name, word, entries) {
  const option = ([value, title, count]) => {
    const made = el("option", { value: `=${value}` }, title + inBrackets(count.toLocaleString("en")));
    made.dataset.title = title;
    return made;
  };
  const select = el("select", { onchange: () => choose(name, select.value) },
    el("option", { value: "" }, words.all), entries.map(option));
  select.dataset.word = word;
  select.dataset.filter = name;
  byId("filters").append(el("label", {}, el("span", {}, words[word]), select));
}

function choose(name, value) {
  if (value === "") delete asked.filters[name];
  else asked.filters[name] = value.slice(1);
  refresh();
}

function reset() {
  asked.text = "";
  asked.filters = {};
  byId("search").value = "";
  for (const select of document.querySelectorAll("#filters select")) select.value = "";
  refresh();
}

// Figures above lead to the tickets behind them.
function followFigure(event) {
  const button = event.target.closest("button[data-filter]");
  if (!button) return;
  const { filter, value } = button.dataset;
  reset();
  selectOf(filter).value = `=${value}`;
  choose(filter, `=${value}`);
  byId("list").scrollIntoView({ block: "start" });
  byId("search").focus({ preventScroll: true });
}

const selectOf = (filter) => document.querySelector(`select[data-filter="${filter}"]`);

// The platform has limits of its own, but no ticket is under its name.
function silenceFigures() {
  for (const button of document.querySelectorAll("#figures button[data-filter]")) {
    const options = [...selectOf(button.dataset.filter).options];
    button.disabled = !options.some((one) => one.value === `=${button.dataset.value}`);
  }
}

function showRest(event) {
  const button = event.target.closest("button.more");
  if (!button) return;
  button.parentElement.querySelector(".rest").hidden = false;
  button.remove();
}

function keys(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  const open = document.body.classList.contains("one");
  if (event.key === "Escape" && open) back();
  else if (open && !typing && ["ArrowLeft", "ArrowRight"].includes(event.key) && !event.target.closest(".wide")) {
    const step = event.key === "ArrowLeft" ? "previous" : "next";
    document.querySelector(`[data-step="${step}"]:enabled`)?.click();
  } else if (event.key === "/" && !typing && !open) {
    event.preventDefault();
    byId("search").focus();
  }
}

function searchKey(event) {
  if (event.key === "ArrowDown" || event.key === "Enter") {
    event.preventDefault();
    activate(0);
  } else if (event.key === "Escape") reset();
}

async function route() {
  const match = /^#ticket=(.*)$/.exec(location.hash);
  if (match) await showTicket(decoded(match[1]));
  else if (document.body.classList.contains("one")) closeTicket();
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function start() {
  await loadIndex();
  buildHeadings();
  buildFilters();
  silenceFigures();
  refresh();
  listenToList();
  byId("search").addEventListener("input", (event) => {
    asked.text = event.target.value;
    refresh();
  });
  byId("search").addEventListener("keydown", searchKey);
  byId("reset").addEventListener("click", reset);
  byId("download").addEventListener("click", download);
  byId("print").addEventListener("click", () => window.print());
  byId("figures").addEventListener("click", followFigure);
  byId("figures").addEventListener("click", showRest);
  document.addEventListener("keydown", keys);
  window.addEventListener("hashchange", route);
  byId("problem").hidden = true;
  document.documentElement.dataset.ready = "yes";
  performance.mark("usable");
  await route();
}

start().catch((fault) => {
  console.error(fault);
  byId("problem").hidden = false;
});
