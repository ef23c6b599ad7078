// Small helpers: elements, words, instants, and packed data.

const SVG = "http://www.w3.org/2000/svg";
const DAY = 86400;
const head = JSON.parse(document.getElementById("head").textContent);
const words = head.words;
const zh = head.lang === "zh";

const byId = (id) => document.getElementById(id);

function say(key, ...parts) {
  return words[key].replace(/\{(\d)\}/g, (_, i) => parts[i]);
}

const COLON = zh ? "：" : ": ";
const SEMICOLON = zh ? "；" : "; ";
const COMMA = zh ? "，" : ", ";
const inBrackets = (text) => (zh ? `（${text}）` : ` (${text})`);

// Texts only ever become text nodes: nothing of the data is read as HTML.
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((one) => one !== null && one !== ""));
  return element;
}

const el = (name, attributes, ...children) =>
  fill(document.createElement(name), attributes, children);
const draw = (name, attributes, ...children) =>
  fill(document.createElementNS(SVG, name), attributes, children);

// Data ------------------------------------------------------------------------------

async function unpack(packed) {
  const raw = atob(packed.trim());
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  const stream = new Blob([bytes]).stream();
  const plain = stream.pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(plain).text());
}

// A column of which all values are equal is that value alone.
const at = (column, i) => (Array.isArray(column) ? column[i] : column);

// Instants --------------------------------------------------------------------------
// Local seconds, counted as if they were UTC.

const two = (number) => String(number).padStart(2, "0");

function dateOf(day) {
  const date = new Date(day * DAY * 1000);
  return { y: date.getUTCFullYear(), m: date.getUTCMonth() + 1, d: date.getUTCDate() };
}

function dayText(day) {
  const { y, m, d } = dateOf(day);
  return `${y}-${two(m)}-${two(d)}`;
}

const dayOf = (local) => Math.floor(local / DAY);
const weekday = (day) => (((day + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday

function clockText(local) {
  const rest = local - dayOf(local) * DAY;
  const second = rest % 60;
  const minutes = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}`;
  return second ? `${minutes}:${two(second)}` : minutes;
}

const instantText = (local) => `${dayText(dayOf(local))} ${clockText(local)}`;

// The end of a limit that is not included, at midnight, is the 24:00 of the day before.
function endText(local, inclusive) {
  if (!inclusive && local % DAY === 0) return `${dayText(dayOf(local) - 1)} 24:00`;
  return instantText(local);
}
