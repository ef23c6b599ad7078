// The time line of a ticket: local days as columns, limits as bars.

// Pixels for the names in front, and for the days.
const SCREEN = { left: 176, wide: 960, most: 58, name: "on-screen" };
const PAPER = { left: 150, wide: 400, most: 40, name: "on-paper" };
const BAR = 34;
const MOST_DRAWN = 30;

function timeline(ticket, { left, wide, most, name }) {
  const limits = drawnLimits(ticket);
  const cards = ticket.penalties.filter((one) => one.state !== "voided");
  const range = dayRange(ticket, limits, cards);
  if (range === null) return null;
  const days = range.end - range.first + 1;
  const width = Math.min(most, Math.max(wide === PAPER.wide ? 0.5 : 2.5, wide / days));
  const map = {
    ...range,
    width,
    x: (local) => left + (local / DAY - range.first) * width,
    right: left + days * width,
  };
  const lanes = [];
  let top = 46;
  const lane = (height, make) => {
    lanes.push(make(top, height));
    top += height;
  };
  const events = stacked(ticket.events, map);
  lane(8 + 20 * events.depth, (y) => eventsLane(events.placed, map, y));
  if (ticket.lights.length) lane(24, (y) => lightsLane(ticket.lights, map, y));
  for (const limit of limits) lane(BAR, (y) => limitLane(limit, map, y));
  const lines = stackedCards(cards, map);
  if (cards.length) lane(6 + 20 * lines.depth, (y) => cardsLane(lines.placed, map, y));
  const height = top + 6;
  const longest = Math.max(0, ...limits.map((one) => one.stands.length));
  const full = map.right + 86 + longest * (zh ? 11.5 : 6.5);
  return draw(
    "svg",
    {
      class: `timeline ${name}`,
      viewBox: `0 0 ${Math.ceil(full)} ${height}`,
      width: Math.ceil(full),
      height,
      role: "img",
      "aria-label": say("timeline"),
    },
    dayColumns(map, height),
    judgedLine(map, height),
    lanes,
  );
}

const drawnLimits = (ticket) => ticket.deadlines.filter(drawn).slice(0, MOST_DRAWN);

// A power that was not used or needed says nothing on a drawing.
function drawn(limit) {
  return limit.kind === "duty" || !["lapsed", "ended"].includes(limit.state);
}

function dayRange(ticket, limits, cards) {
  const instants = [
    ...ticket.events.map((one) => one.at),
    ...ticket.lights.flatMap((one) => [one.since, one.until]),
    ...cards.map((one) => one.at),
    ...limits.flatMap((one) => [
      one.started_at, one.due_at, one.ended_at, one.original_due_at, one.soft_due_at,
    ]),
  ].filter((one) => one !== null && one !== undefined);
  if (!instants.length) return null;
  const first = Math.min(...instants.map(dayOf));
  let end = Math.max(...instants.map((one) => dayOf(one - 1)));
  const judged = dayOf(head.asOf);
  const owed = limits.some((one) => ["overdue", "running", "paused"].includes(one.state));
  // What is still owed goes on to the moment of judgement, if that is near.
  const room = Math.max(7, Math.round((end - first + 1) * 0.5));
  if (owed && judged > end) end = Math.min(judged, end + room);
  return { first, end, cut: owed && judged > end };
}

// Days -------------------------------------------------------------------------------

const dayMarks = new Map(head.calendar.days.map(([day, ...what]) => [day, what]));

// What a day is: a working day, or why not. Pattern and word always go together.
function dayKind(day) {
  const mark = dayMarks.get(day);
  if (mark) return mark[0];
  return head.calendar.rest.includes(weekday(day)) ? "rest" : "work";
}

const KIND_WORDS = {
  rest: "dayRest", holiday: "dayHoliday", makeup: "dayMakeup", unknown: "dayUnknown",
};

function dayColumns(map, height) {
  const all = { x: map.x(map.first * DAY), y: 30, width: map.right - map.x(map.first * DAY) };
  const { y } = dateOf(map.first);
  const parts = [draw("text", { x: 0, y: 12, class: "small" }, zh ? `${y}年` : String(y))];
  parts.push(draw("rect", { ...all, height: height - 30, class: "day work" }));
  for (let day = map.first; day <= map.end; day++) {
    const x = map.x(day * DAY);
    const kind = dayKind(day);
    // Of a line of years only the days that are no plain working days are drawn.
    if (map.width < 4 && kind === "work") {
      parts.push(...dayHead(day, kind, x, map));
      continue;
    }
    const title = [dayText(day), dayMarks.get(day)?.[1]].filter(Boolean).join(" ");
    parts.push(
      draw(
        "rect",
        { x, y: 30, width: map.width, height: height - 30, class: `day ${kind}` },
        draw("title", {}, title),
      ),
    );
    parts.push(...dayHead(day, kind, x, map));
  }
  return parts;
}

function dayHead(day, kind, x, map) {
  const { y, m, d } = dateOf(day);
  const middle = x + map.width / 2;
  const parts = [];
  const monthly = d === 1 || day === map.first;
  const date = m === 1 && d === 1 ? `${y}/1/1` : `${m}/${d}`;
  if (map.width >= 15) {
    const number = monthly ? date : String(d);
    const name = words[KIND_WORDS[kind]] ?? words.weekdays[weekday(day)];
    parts.push(draw("text", { x: middle, y: 12, class: "date" }, number));
    parts.push(draw("text", { x: middle, y: 26, class: `name ${kind}` }, name));
  } else if (monthly || (weekday(day) === 0 && hasRoom(day, map))) {
    parts.push(draw("text", { x: middle, y: 12, class: "date" }, date));
    parts.push(draw("line", { x1: x, x2: x, y1: 16, y2: 30, class: "tick" }));
  }
  // In narrow columns the word stands once for days in a row.
  if (map.width < 15 && kind in KIND_WORDS && dayKind(day - 1) !== kind) {
    let run = 1;
    while (dayKind(day + run) === kind && day + run <= map.end) run += 1;
    if (run * map.width >= 7) {
      const where = x + (run * map.width) / 2;
      const tight = run * map.width < 11 ? "tight" : "";
      parts.push(
        draw("text", { x: where, y: 27, class: `name ${tight}` }, words[KIND_WORDS[kind]]),
      );
    }
  }
  return parts;
}

// Whether the date of a Monday stands clear of those of the months beside it.
function hasRoom(day, map) {
  const { y, m, d } = dateOf(day);
  const next = Date.UTC(y, m, 1) / 1000 / DAY - day;
  return Math.min(d - 1, next, day - map.first) * map.width >= 30;
}

function judgedLine(map, height) {
  const x = map.x(head.asOf);
  if (x > map.right + 1) return [];
  return [
    draw("line", { x1: x, x2: x, y1: 30, y2: height, class: "judged" }),
    draw("text", { x: x + 3, y: height - 3, class: "small" }, say("judged")),
  ];
}

// Lanes ------------------------------------------------------------------------------

function laneName(y, height, title, detail) {
  const parts = [];
  const middle = y + height / 2;
  const name = clipped(title, 13);
  parts.push(
    draw("text", { x: 0, y: detail ? middle - 3 : middle + 4, class: "lane" }, name,
      draw("title", {}, title)),
  );
  if (detail) {
    parts.push(draw("text", { x: 0, y: middle + 11, class: "small" }, clipped(detail, 15)));
  }
  return parts;
}

// Chinese characters are as wide as two others.
function clipped(text, most) {
  let width = 0;
  let told = "";
  for (const mark of text) {
    width += mark.codePointAt(0) > 0x2e7f ? 1 : 0.55;
    if (width > most) return `${told}…`;
    told += mark;
  }
  return text;
}

// Puts marks that would overlap below each other.
function stacked(events, map) {
  const ends = [];
  const placed = events.map((event) => {
    const x = map.x(event.at);
    let line = ends.findIndex((end) => end + 18 <= x);
    if (line < 0) line = ends.length;
    ends[line] = x;
    return { event, x, line };
  });
  return { placed, depth: Math.max(1, ends.length) };
}

function eventsLane(placed, map, y) {
  const middleOf = (line) => y + 14 + 20 * line;
  const stems = placed.map(({ x, line }) =>
    draw("line", { x1: x, x2: x, y1: y, y2: middleOf(line), class: "stem" }));
  const marks = placed.map(({ event, x, line }) => {
    const middle = middleOf(line);
    const title = `${instantText(event.at)} ${event.title}`;
    return draw(
      "g",
      { class: "event" },
      draw("circle", { cx: x, cy: middle, r: 8.5 }),
      draw("text", { x, y: middle + 4 }, String(event.number)),
      draw("title", {}, title),
    );
  });
  return [laneName(y, 28, say("eventsLane")), stems, marks];
}

function lightsLane(lights, map, y) {
  const bands = lights.map((one) => {
    const from = map.x(one.since);
    const to = Math.min(map.right, map.x(one.until ?? head.asOf));
    const width = Math.max(2, to - from);
    const name = words[one.colour] ?? one.colour;
    return [
      draw("rect", { x: from, y: y + 3, width, height: 17, class: `light ${one.colour}` },
        draw("title", {}, lightSpan(one))),
      draw("text", { x: width > 18 ? from + width / 2 : to + 9, y: y + 16, class: "on" }, name),
    ];
  });
  return [laneName(y, 24, say("lightsLane")), bands];
}

function limitLane(limit, map, y) {
  const middle = y + BAR / 2;
  const from = map.x(limit.started_at);
  const judged = Math.min(map.right, map.x(head.asOf));
  const stop = limit.due_at === null ? judged : map.x(limit.due_at);
  const original = limit.original_due_at === null ? null : map.x(limit.original_due_at);
  const parts = [laneName(y, BAR, limit.title, bearer(limit))];
  parts.push(span(from, stop, middle, "limit", say("legendBar")));
  if (original !== null && original < stop) {
    parts.push(span(original, stop, middle, "extension", say("legendExtension")));
  }
  if (original !== null) {
    parts.push(draw("line", {
      x1: original, x2: original, y1: middle - 11, y2: middle + 11, class: "original",
    }, draw("title", {}, `${say("originalDue")} ${endText(limit.original_due_at, limit.inclusive)}`)));
  }
  if (limit.due_at === null) parts.push(span(from, stop, middle, "pause", limit.stands));
  for (const [begin, end] of limit.course[2]) {
    const until = end === null ? stop : Math.min(stop, map.x(end));
    parts.push(span(Math.max(from, map.x(begin)), until, middle, "pause", say("legendPause")));
  }
  return [...parts, ...outcome(limit, map, middle, stop, judged)];
}

function outcome(limit, map, middle, stop, judged) {
  const parts = [];
  const owed = limit.state === "overdue";
  const late = owed || limit.state === "met_late";
  const ended = limit.ended_at === null ? judged : map.x(limit.ended_at);
  if (late && ended > stop) parts.push(span(stop, ended, middle, "late", say("legendLate")));
  if (limit.due_at !== null) {
    parts.push(draw("line", {
      x1: stop, x2: stop, y1: middle - 12, y2: middle + 12, class: "due",
    }));
  }
  const mark = { met: "✓", met_late: "✗", ended: "—" }[limit.state];
  if (mark && limit.ended_at !== null) {
    parts.push(draw("circle", { cx: ended, cy: middle, r: 7.5, class: "mark" }));
    parts.push(draw("text", { x: ended, y: middle + 4, class: "mark" }, mark));
  }
  const label = [];
  if (limit.due_at !== null) label.push(shortEnd(limit.due_at, limit.inclusive));
  label.push(limit.stands);
  const where = Math.max(stop, late || mark ? ended : stop) + 11;
  parts.push(draw("text", { x: where, y: middle + 4, class: "label" }, label.join(" ")));
  return parts;
}

const shortEnd = (local, inclusive) => endText(local, inclusive).slice(5, 16);

function span(from, to, middle, kind, title) {
  const width = Math.max(1.5, to - from);
  return draw("rect", { x: from, y: middle - 8, width, height: 16, class: `bar ${kind}` },
    draw("title", {}, title));
}

function stackedCards(cards, map) {
  const ends = [];
  const placed = cards.map((card) => {
    const x = map.x(card.at);
    let line = ends.findIndex((end) => end <= x);
    if (line < 0) line = ends.length;
    ends[line] = x + 30 + 13 * (card.name.length + card.stands.length);
    return { card, x, line };
  });
  return { placed, depth: ends.length };
}

function cardsLane(placed, map, y) {
  const marks = placed.map(({ card, x, line }) => {
    const middle = y + 13 + 20 * line;
    return draw(
      "g",
      { class: `card ${card.kind}` },
      draw("path", { d: `M${x} ${middle - 8}l7 8l-7 8l-7 -8z` }),
      draw("text", { x: x + 11, y: middle + 4 }, `${card.name} ${card.stands}`),
    );
  });
  return [laneName(y, 26, say("cardsLane")), marks];
}

// What is not drawn: the rest of many limits, the end of a duty that is owed for long.
function notDrawn(ticket) {
  const limits = drawnLimits(ticket);
  const range = dayRange(ticket, limits, ticket.penalties);
  const rest = ticket.deadlines.filter(drawn).length - limits.length;
  const notes = [];
  if (range?.cut) notes.push(say("drawnUntil", dayText(range.end), instantText(head.asOf)));
  if (rest > 0) notes.push(say("notDrawn", limits.length, rest));
  return notes.map((note) => el("p", { class: "remark" }, note));
}

function legend(ticket) {
  const swatch = (kind, key) =>
    el("li", {}, draw("svg", { width: 26, height: 14, "aria-hidden": "true" },
      draw("rect", { x: 0.5, y: 0.5, width: 25, height: 13, class: kind })), say(key));
  const has = (test) => ticket.deadlines.some(test);
  const items = [
    swatch("day work", "legendWork"),
    swatch("day rest", "legendRest"),
    swatch("day holiday", "legendHoliday"),
    swatch("day makeup", "legendMakeup"),
    swatch("bar limit", "legendBar"),
  ];
  if (has((one) => one.original_due_at !== null)) {
    items.push(swatch("bar extension", "legendExtension"));
  }
  if (has((one) => ["overdue", "met_late"].includes(one.state))) {
    items.push(swatch("bar late", "legendLate"));
  }
  if (has((one) => one.state === "paused" || one.course[2].length)) {
    items.push(swatch("bar pause", "legendPause"));
  }
  for (const key of ["legendMet", "legendMetLate", "legendEnded"]) {
    items.push(el("li", {}, say(key)));
  }
  if (ticket.penalties.length) items.push(el("li", {}, say("legendCard")));
  return el("ul", { class: "legend" }, items);
}
