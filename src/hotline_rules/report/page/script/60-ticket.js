// One ticket, opened: time line and explanation. The text for copying is made of the
// same tree as the page, so that both say the same.

const view = { row: -1, events: new Map(), limits: new Map(), trials: [] };

async function openTicket(id) {
  const hash = `#ticket=${encodeURIComponent(id)}`;
  if (location.hash === hash) await showTicket(id);
  else location.hash = hash;
}

async function showTicket(id) {
  const row = index.rows.get(id);
  const panel = byId("ticket");
  byId("overview").hidden = true;
  panel.hidden = false;
  document.body.classList.add("one");
  if (row === undefined) {
    panel.replaceChildren(toolbar(-1), el("p", { role: "alert" }, say("unknownTicket", id)));
    panel.querySelector("button").focus();
    return;
  }
  view.row = row;
  let parts;
  try {
    parts = explained(await ticketAt(row), row);
  } catch (fault) {
    console.error(fault);
    parts = [el("p", { role: "alert" }, say("damaged"))];
  }
  if (view.row !== row) return; // another one was asked for meanwhile
  const title = el("h2", { tabindex: -1, id: "ticket-title" }, say("ticket", id));
  panel.replaceChildren(toolbar(row), el("article", { "aria-labelledby": "ticket-title" }, title, parts));
  document.title = `${say("ticket", id)} · ${head.title}`;
  window.scrollTo(0, 0);
  title.focus({ preventScroll: true });
}

function closeTicket() {
  byId("ticket").hidden = true;
  byId("overview").hidden = false;
  document.body.classList.remove("one");
  document.title = head.title;
  const place = found.indexOf(view.row);
  view.row = -1;
  if (place < 0) return showRows(true);
  byId("list").scrollIntoView({ block: "start" });
  activate(place);
}

function toolbar(row) {
  const place = row < 0 ? -1 : found.indexOf(row);
  const near = (step) => (place < 0 ? undefined : found[place + step]);
  const step = (key, other, label) =>
    el("button", {
      type: "button", "data-step": key, disabled: other === undefined,
      onclick: () => openTicket(index.ids[other]),
    }, label);
  const note = el("span", { role: "status", class: "note" });
  return el("div", { class: "toolbar", role: "toolbar" },
    el("button", { type: "button", onclick: back, "data-step": "back" }, `← ${say("back")}`),
    step("previous", near(-1), say("previous")),
    step("next", near(1), say("next")),
    row < 0 ? null : el("button", { type: "button", onclick: () => copyText(note) }, say("copy")),
    row < 0 ? null : el("button", { type: "button", onclick: () => window.print() }, say("print")),
    note,
  );
}

function back() {
  history.replaceState(null, "", location.pathname + location.search);
  closeTicket();
}

// Explanation ------------------------------------------------------------------------

function explained(ticket, row) {
  const [main] = ticket.tickets;
  named.clear();
  view.trials = ticket.readings;
  view.limits = new Map(ticket.deadlines.map((one) => [one.id, one]));
  view.events = new Map(ticket.events.map((one) => [one.number, one]));
  const duties = ticket.deadlines.filter((one) => one.kind === "duty");
  const powers = ticket.deadlines.filter((one) => one.kind !== "duty");
  return [
    badges(main, row),
    facts(main, row, ticket.lights.length > 0),
    el("figure", { class: "drawing" },
      el("h3", {}, say("timeline")),
      el("div", { class: "wide", tabindex: 0 }, timeline(ticket, SCREEN), timeline(ticket, PAPER)),
      notDrawn(ticket),
      legend(ticket)),
    eventTable(ticket.events),
    section("penalties", ticket.penalties, penaltyItem),
    section("duties", duties, limitItem),
    section("lights", ticket.lights, (one) => lightItem(one, main)),
    section("rungs", ticket.rungs, rungItem),
    section("statuses", ticket.statuses, statusItem),
    section("actions", ticket.actions, actionItem),
    section("powers", powers, limitItem),
    section("lacking", ticket.missing, missingItem),
    section("findings", ticket.findings, findingItem),
    section("trialsNew", newCards(ticket.penalties), (one) => one),
    readingSection(ticket),
  ];
}

function section(key, items, make) {
  if (!items.length) return null;
  return el("section", { class: key }, el("h3", {}, say(key)), items.map(make));
}

function badges(main, row) {
  const standing = textAt("standing", row);
  const light = textAt("light", row);
  const shown = [el("span", { class: `badge is-standing-${standing}` }, standingTitle(standing))];
  if (light && light !== "none") {
    shown.push(el("span", { class: `badge is-light-${light}` }, say("light") + COLON + lightTitle(light)));
  }
  const cards = cardText(row);
  if (cards) shown.push(el("span", { class: "badge" }, cards));
  return el("p", { class: "badges" }, shown);
}

function facts(main, row, lit) {
  const unit = textAt("unit", row);
  const file = main.sheet ? `${main.file} [${main.sheet}]` : main.file;
  const place = main.rows > 1
    ? say("places", file, main.row, main.rows)
    : say("place", file, main.row);
  const when = (local) => (local === null ? "" : instantText(local));
  const pairs = [
    ["unit", unit],
    ["kind", textAt("kind", row) && kindTitle(textAt("kind", row))],
    ["level", main.level],
    ["urgency", main.urgency],
    ["created", when(main.created_at)],
    ["dispatched", when(main.dispatched_at)],
    ["closed", when(main.closed_at)],
    ["lightNow", lit ? main.light : ""],
    ["source", main.file ? place : ""],
  ];
  return el("dl", { class: "facts" }, pairs.filter(([, value]) => value).map(([key, value]) =>
    el("div", {}, el("dt", {}, say(key)), el("dd", {}, value))));
}

// A title with its bearer, who may have brackets already.
function titled(title, bearerName) {
  return bearerName.includes("（") ? title + COMMA + bearerName : title + inBrackets(bearerName);
}

// An item: a heading, a sentence, and lines with a short word in front.
function item(heading, stands, sentenceText, lines, { mark = "", id = "" } = {}) {
  return el("div", { class: `item ${mark}`, "data-id": id },
    el("h4", {}, heading, stands ? el("span", { class: "stands" }, stands) : null),
    sentenceText ? el("p", { class: "reason" }, sentenceText) : null,
    el("dl", {}, lines.filter(([, value]) => value && (!Array.isArray(value) || value.length))
      .map(([key, value]) => [el("dt", {}, say(key)), el("dd", {}, value)])));
}

// Articles, each with what it says. The whole name of a document stands where a ticket
// first cites it; later its number does, or nothing where there is only one.
const named = new Set();

function lawLines(cites) {
  const groups = new Map();
  for (const clause of cites) {
    const [document_, article, gist] = head.clauses[clause] ?? [-1, clause, ""];
    const key = `${document_} ${article}`;
    if (!groups.has(key)) groups.set(key, { document_, article, gists: [] });
    if (gist) groups.get(key).gists.push(gist);
  }
  return [...groups.values()].map(({ document_, article, gists }) =>
    el("div", { class: "law" },
      el("cite", {}, documentName(document_) + article),
      gists.length ? COLON + gists.join(SEMICOLON) : null));
}

function documentName(number) {
  const known = head.documents[number];
  if (!known) return "";
  const [title, official] = known;
  if (named.has(number)) {
    if (official) return official;
    return head.documents.length === 1 ? "" : `《${title}》`;
  }
  named.add(number);
  return official ? `《${title}》（${official}）` : `《${title}》`;
}

const eventList = (text) =>
  text ? say("eventRef", numbersOf(text).join(zh ? "、" : ", ")) : "";

// What set a record going: an event by its number and title, or words for it.
function triggerText([trigger]) {
  if (typeof trigger === "string") return trigger;
  const event = view.events.get(trigger);
  return (event ? event.title : "") + inBrackets(say("eventRef", trigger));
}

const PARTS = {
  start: "partStart", rest: "partRest", paused: "partPaused", closed: "partClosed",
  rolled: "partRolled",
};

function dayRows(days) {
  if (!days) return null;
  const [unit, amount, , runs] = days;
  const whole = unit === "working days" && !amount?.includes(".");
  const tell = (number) => say(whole ? "workingDayCount" : "dayCount", number);
  let total = 0;
  const rows = runs.map(([first, length, part, name]) => {
    const date = dateSpan(first, first + length - 1);
    let what;
    if (part === "counted") {
      total += length;
      const more = tell(length);
      what = total === length ? say("counted", more) : say("countedOf", more, tell(total));
    } else what = PARTS[part] ? say(PARTS[part]) : part;
    const why = part === "counted" ? makeUpDays(first, length) : noticed(first, name);
    return el("tr", {}, el("td", {}, date), el("td", {}, what), el("td", {}, why));
  });
  return rows.length ? el("table", { class: "days" }, el("tbody", {}, rows)) : null;
}

// The name of a day with the notice that made it one, where the calendar has it.
function noticed(day, name) {
  const known = dayMarks.get(day)?.[1] ?? "";
  return known.startsWith(name) ? known : name;
}

// Why a Saturday or a Sunday counts.
function makeUpDays(first, length) {
  const told = [];
  for (let day = first; day < first + length; day++) {
    if (dayKind(day) === "makeup") told.push(`${dayText(day).slice(5)} ${dayMarks.get(day)[1]}`);
  }
  return told.join(SEMICOLON);
}

function dateSpan(first, last) {
  const short = (day) => dayText(day).slice(5);
  const name = (day) => (zh ? `周${words.weekdays[weekday(day)]}` : words.weekdays[weekday(day)]);
  if (first === last) return `${short(first)} ${name(first)}`;
  return `${short(first)} ${name(first)} ${say("to")} ${short(last)} ${name(last)}`;
}

const readingCodes = (codes) => codes.map((code) =>
  el("a", { href: `#reading-${code}`, onclick: (event) => jumpTo(event, code) }, code));

function jumpTo(event, code) {
  event.preventDefault();
  const reading = byId(`reading-${code}`);
  if (!reading) return;
  reading.open = true;
  reading.scrollIntoView({ block: "center" });
  reading.querySelector("summary").focus({ preventScroll: true });
}

function basis(one) {
  return [
    ["note", [one.flags, one.provisional ? say("provisional") : ""].filter(Boolean).join(SEMICOLON)],
    ["rests", one.readings.length ? readingCodes(one.readings).flatMap((a) => [a, " "]) : null],
    ["evidence", eventList(one.events)],
    ["recordId", one.id],
  ];
}

// What other options of the readings would make of a card or a limit.
function trialLines(what, id) {
  return view.trials
    .filter((one) => one.what === what && one.id === id && trialOutcome(one))
    .map((one) => el("div", {}, say("trial", readingTitle(one.reading), one.option, trialOutcome(one))));
}

function trialOutcome({ what, id, outcome, other_at: at_ }) {
  if (outcome === "falls") return say(what === "card" ? "fallsCard" : "fallsLate");
  if (outcome === "new") return say(what === "card" ? "takesEffect" : "newLate");
  if (at_ === null) return "";
  return what === "card" ? say("movesCard", instantText(at_)) : say("movesLate", endText(at_, view.limits.get(id)?.inclusive));
}

// Cards of other readings that this one does not know; absorbed ones have their item.
function newCards(penalties) {
  const known = new Set(penalties.map((one) => one.id));
  return view.trials
    .filter((one) => one.what === "card" && one.outcome === "new" && !known.has(one.id))
    .map((one) => {
      const card = one.name + (one.unit ? inBrackets(one.unit) : "");
      const told = say("newCard", card, instantText(one.other_at ?? one.at));
      return el("div", {}, say("trial", readingTitle(one.reading), one.option, told));
    });
}

function limitItem(one) {
  const from = one.started_at === null ? "" : instantText(one.started_at);
  const behind = triggerText(one.course);
  const lines = [
    ["law", lawLines(one.cites)],
    ["start", [from, behind].filter(Boolean).join(COMMA)],
    ["facts", one.facts],
    ["course", one.course[1].map((line) => el("div", {}, line))],
    ["days", dayRows(one.days)],
    ["due", one.due_at === null ? "" : endText(one.due_at, one.inclusive)],
    ["originalDue", one.original_due_at === null ? "" : endText(one.original_due_at, one.inclusive)],
    ["softDue", one.soft_due_at === null ? "" : endText(one.soft_due_at, one.inclusive)],
    ["trials", trialLines("late", one.id)],
    ...basis(one),
  ];
  const heading = titled(one.title, bearer(one));
  return item(heading, one.stands, one.reason, lines, { mark: `is-${one.state}`, id: one.id });
}

function penaltyItem(one) {
  const points = one.kind === "points" ? (one.points ? say("points", one.points) : say("pointsMissing")) : "";
  const name = [one.name, points].filter(Boolean).join(" ");
  const heading = name + COLON + one.title + (one.unit ? inBrackets(one.unit) : "");
  const lines = [
    ["time", instantText(one.at)],
    ["law", lawLines(one.cites)],
    ["limit", limitName(one.limit)],
    ["because", one.limit ? "" : triggerText(one.course)],
    ["facts", one.facts],
    ["days", dayRows(one.days)],
    ["concurrent", one.concurrent.join(" ")],
    ["trials", trialLines("card", one.id)],
    ...basis(one),
  ];
  return item(heading, one.stands, one.reason, lines, { mark: `is-${one.state} penalty`, id: one.id });
}

function limitName(id) {
  const limit = view.limits.get(id);
  return limit ? titled(limit.title, bearer(limit)) : id;
}

function lightSpan(one) {
  return lightTitle(one.colour) + COLON + spanText(one, "stillOn");
}

function lightItem(one, main) {
  const cites = one.until === null ? main.lightCites : [];
  return item(lightSpan(one), "", "", [["law", lawLines(cites)]]);
}

function spanText(one, still = "stillHolds") {
  const since = instantText(one.since);
  if (one.until === null) return `${since} ${say("from")}${COMMA}${say(still)}`;
  return `${since} ${say("to")} ${instantText(one.until)}`;
}

function statusItem(one) {
  const lines = [["law", lawLines(one.cites)], ["because", triggerText(one.course)], ["facts", one.facts], ...basis(one)];
  return item([one.title, one.unit].filter(Boolean).join(" "), "", spanText(one), lines);
}

function rungItem(one) {
  const lines = [["law", lawLines(one.cites)], ["because", triggerText(one.course)], ["facts", one.facts], ...basis(one)];
  const heading = `${one.ladder}${COLON}${one.title}${one.unit ? ` ${one.unit}` : ""}`;
  return item(heading, "", spanText(one), lines);
}

function actionItem(one) {
  const lines = [
    ["law", lawLines(one.cites)],
    ["since", instantText(one.since)],
    ["due", one.due_at === null ? "" : endText(one.due_at, one.inclusive)],
    ["softDue", one.soft_due_at === null ? "" : endText(one.soft_due_at, one.inclusive)],
    ["done", one.done_at === null ? "" : instantText(one.done_at)],
    ["because", triggerText(one.course)],
    ["facts", one.facts],
    ...basis(one),
  ];
  const title = one.title + (one.notice ? inBrackets(one.notice) : "");
  return item(titled(title, bearer(one)), one.stands, "", lines);
}

function missingItem(one) {
  const lines = [["law", lawLines(one.cites)]];
  return item(one.message, "", "", lines);
}

function findingItem(one) {
  const file = one.sheet ? `${one.file} [${one.sheet}]` : one.file;
  const place = one.file && one.row !== null ? say("place", file, one.row) : "";
  const event = one.event === null ? "" : say("eventRef", one.event);
  return item(one.message, "", "", [["source", place], ["event", event], ["unit", one.unit]]);
}

function eventTable(events) {
  if (!events.length) return null;
  const headings = ["number", "time", "event", "unit", "content"];
  const rows = events.map((one) => {
    const content = [one.payload];
    if (one.recorded_at !== null && one.recorded_at !== one.at) {
      content.push(say("recorded", instantText(one.recorded_at)));
    }
    return el("tr", {}, [String(one.number), instantText(one.at), one.title, one.unit, content.filter(Boolean).join(SEMICOLON)]
      .map((cell) => el("td", {}, cell)));
  });
  return el("section", { class: "events" }, el("h3", {}, say("events")),
    el("table", {}, el("thead", {}, el("tr", {}, headings.map((key) => el("th", { scope: "col" }, say(key))))),
      el("tbody", {}, rows)));
}

function readingSection(ticket) {
  const used = new Set();
  for (const name of ["deadlines", "penalties", "actions", "statuses", "rungs"]) {
    for (const one of ticket[name]) for (const code of one.readings) used.add(code);
  }
  const shown = head.readings.filter(([code]) => used.has(code));
  if (!shown.length) return null;
  return el("section", { class: "readings" }, el("h3", {}, say("readings")),
    shown.map(([code, about, chosen, basisText, ground, cites]) =>
      el("details", { id: `reading-${code}` },
        el("summary", {}, el("b", {}, code), ` ${about}${COLON}${chosen}${inBrackets(basisText)}`),
        el("dl", {},
          ground ? [el("dt", {}, say("ground")), el("dd", {}, ground)] : null,
          cites.length ? [el("dt", {}, say("law")), el("dd", {}, lawLines(cites))] : null))));
}
