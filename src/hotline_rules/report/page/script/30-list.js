// The list: only the rows in sight are in the document.

const ROW = 34; // pixels; as in page.css
const SPARE = 12; // rows beyond what is seen
const COLUMNS = [
  { name: "id", text: (row) => index.ids[row] },
  { name: "unit", text: (row) => textAt("unit", row) },
  { name: "kind", text: (row) => kindTitle(textAt("kind", row)) },
  { name: "first", text: firstText },
  { name: "standing", text: (row) => standingTitle(textAt("standing", row)) },
  { name: "light", text: (row) => lightTitle(textAt("light", row)) },
  { name: "cards", text: cardText },
  { name: "late", number: true },
  { name: "open", number: true },
  { name: "missing", number: true },
  { name: "anomalies", number: true },
];
for (const column of COLUMNS) {
  column.text ??= (row) => String(index.numbers[column.name][row] || "");
}
// Where most is most telling, the first press puts it on top.
const DOWN_FIRST = new Set(["cards", "late", "open", "missing", "anomalies"]);

const list = { active: 0, first: 0, end: 0 };
const scroller = byId("scroller");
const body = byId("rows");

function buildHeadings() {
  const cells = COLUMNS.map(({ name, number }) =>
    el(
      "th",
      { scope: "col", class: `c-${name}${number ? " number" : ""}`, "data-sort": name },
      el("button", { type: "button", onclick: () => sortBy(name) }, words[name]),
    ),
  );
  byId("headings").replaceChildren(...cells);
  byId("grid").setAttribute("aria-colcount", COLUMNS.length);
}

function sortBy(name) {
  asked.down = asked.sort === name ? !asked.down : DOWN_FIRST.has(name);
  asked.sort = name;
  refresh();
}

function refresh() {
  query();
  list.active = 0;
  scroller.scrollTop = 0;
  for (const cell of byId("headings").children) {
    const sorted = cell.dataset.sort === asked.sort;
    const order = asked.down ? "descending" : "ascending";
    if (sorted) cell.setAttribute("aria-sort", order);
    else cell.removeAttribute("aria-sort");
  }
  byId("found").textContent = say(
    "found", found.length.toLocaleString("en"), index.count.toLocaleString("en"),
  );
  byId("nothing").hidden = found.length > 0;
  byId("grid").setAttribute("aria-rowcount", found.length + 1);
  showRows(true);
}

function rowElement(place) {
  const row = found[place];
  const id = index.ids[row];
  const cells = COLUMNS.map(({ name, number, text }) => {
    const content = text(row);
    const cell = el("td", { class: `c-${name}${number ? " number" : ""}` }, content);
    if (name === "standing" || name === "light") {
      cell.classList.add(`is-${name}-${textAt(name, row) || "none"}`);
    }
    if (!number) cell.title = content;
    return cell;
  });
  const element = el(
    "tr",
    {
      "aria-rowindex": place + 2,
      tabindex: place === list.active ? 0 : -1,
      class: place === list.active ? "active" : null,
    },
    cells,
  );
  element.dataset.place = place;
  element.dataset.id = id;
  return element;
}

function showRows(again = false) {
  const height = scroller.clientHeight || 600;
  const top = Math.max(0, scroller.scrollTop);
  const first = Math.max(0, Math.floor(top / ROW) - SPARE);
  const end = Math.min(found.length, Math.ceil((top + height) / ROW) + SPARE);
  if (!again && first === list.first && end === list.end) return;
  const focused = body.contains(document.activeElement);
  list.first = first;
  list.end = end;
  const rows = [];
  for (let place = first; place < end; place++) rows.push(rowElement(place));
  body.replaceChildren(spacer(first), ...rows, spacer(found.length - end));
  if (focused) focusActive();
}

function spacer(count) {
  const element = el("tr", { class: "spacer", "aria-hidden": "true" }, el("td"));
  element.firstChild.colSpan = COLUMNS.length;
  element.style.height = `${count * ROW}px`;
  return element;
}

function focusActive() {
  const place = list.active;
  body.querySelector(`tr[data-place="${place}"]`)?.focus({ preventScroll: true });
}

function activate(place, { focus = true } = {}) {
  if (!found.length) return;
  list.active = Math.min(Math.max(place, 0), found.length - 1);
  const top = list.active * ROW;
  const seen = scroller.clientHeight - ROW; // the heading stays in place
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  if (top + ROW > scroller.scrollTop + seen) scroller.scrollTop = top + ROW - seen;
  showRows(true);
  if (focus) focusActive();
}

const page = () => Math.max(1, Math.floor(scroller.clientHeight / ROW) - 2);
const MOVES = {
  ArrowDown: () => list.active + 1,
  ArrowUp: () => list.active - 1,
  PageDown: () => list.active + page(),
  PageUp: () => list.active - page(),
  Home: () => 0,
  End: () => found.length - 1,
};

function listKey(event) {
  const row = event.target.closest("tr[data-place]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    openTicket(row.dataset.id);
  } else if (event.key in MOVES) {
    event.preventDefault();
    activate(MOVES[event.key]());
  }
}

function listenToList() {
  let waiting = false;
  scroller.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      showRows();
    });
  });
  window.addEventListener("resize", () => showRows(true));
  body.addEventListener("keydown", listKey);
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-place]");
    if (!row) return;
    list.active = Number(row.dataset.place);
    openTicket(row.dataset.id);
  });
}
