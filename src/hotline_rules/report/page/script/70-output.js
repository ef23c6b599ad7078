// What leaves the page: CSV, copied text, print.

const MOST_PRINTED = 5000;

// What makes a spreadsheet compute instead of show, the full-width ones included.
const FORMULA = /^[ \u3000]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20']/;

function csvCell(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvText() {
  const lines = [COLUMNS.map(({ name }) => csvCell(words[name])).join(",")];
  for (const row of found) lines.push(COLUMNS.map(({ text }) => csvCell(text(row))).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

function download() {
  const url = URL.createObjectURL(new Blob([csvText()], { type: "text/csv" }));
  const link = el("a", { href: url, download: words.csvName });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// Copying ----------------------------------------------------------------------------

const OWN_LINE = new Set(["H2", "H3", "H4", "P", "LI", "TR"]);

function textOf(node) {
  const lines = [];
  let line = "";
  const flush = () => {
    if (line.trim()) lines.push(line.trimEnd());
    line = "";
  };
  const walk = (one) => {
    if (one.nodeType === Node.TEXT_NODE) line += one.data;
    if (one.nodeType !== Node.ELEMENT_NODE) return;
    const name = one.tagName.toUpperCase();
    if (name === "FIGURE") return;
    const own = OWN_LINE.has(name) || name === "DT" || one.className === "law";
    if (own && !(one.className === "law" && line.endsWith(COLON))) flush();
    if (name === "H3") lines.push("");
    if (name === "TD" && line) line += "  ";
    if (one.className === "stands") line += "  ";
    for (const child of one.childNodes) walk(child);
    if (name === "DT") line += COLON;
    if (name === "DD" || OWN_LINE.has(name)) flush();
  };
  walk(node);
  flush();
  return `${lines.join("\n").trim()}\n`;
}

async function copyText(note) {
  const text = textOf(document.querySelector("#ticket article"));
  try {
    await navigator.clipboard.writeText(text);
    note.textContent = say("copied");
  } catch {
    note.textContent = copyTheOldWay(text) ? say("copied") : say("copyFailed");
  }
}

// Pages opened as files may not use the clipboard in some browsers.
function copyTheOldWay(text) {
  const area = el("textarea", { class: "unseen", readonly: true });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

// Print ------------------------------------------------------------------------------

function preparePrint() {
  const rows = Array.from(found.subarray(0, MOST_PRINTED), (row) =>
    el("tr", {}, COLUMNS.map(({ text, number }) =>
      el("td", { class: number ? "number" : null }, text(row)))));
  const cut = found.length > rows.length
    ? el("p", {}, say("printCut", rows.length, found.length)) : null;
  const told = conditions();
  byId("printed").replaceChildren(
    el("p", {}, byId("found").textContent, told ? SEMICOLON + say("conditions", told) : ""),
    ...(cut ? [cut] : []),
    el("table", {},
      el("thead", {}, el("tr", {}, COLUMNS.map(({ name }) => el("th", {}, words[name])))),
      el("tbody", {}, rows)));
}

function conditions() {
  const told = [];
  if (asked.text.trim()) told.push(`${say("search")}${COLON}${asked.text.trim()}`);
  for (const select of document.querySelectorAll("#filters select")) {
    if (select.value === "") continue;
    const option = select.selectedOptions[0].dataset.title;
    told.push(`${words[select.dataset.word]}${COLON}${option}`);
  }
  return told.join(SEMICOLON);
}

window.addEventListener("beforeprint", () => {
  if (!document.body.classList.contains("one")) preparePrint();
});
window.addEventListener("afterprint", () => byId("printed").replaceChildren());
