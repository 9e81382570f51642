// The drawn pages, and over each paragraph a button that can be focused and clicked.

import { $, make } from "./dom.js";
import { settings } from "./settings.js";

const NEAR = 1200; // pixels beyond the window whose pages are there before they are shown
const PATIENCE = 4000;
const MARK = { new: "New", changed: "Changed", removed: "Text removed before this" };

const box = $("pages");
const scrolled = new Map(); // the position of documents shown before
let key = "";
let shown = null;
let sheets = []; // the nodes of the pages
let buttons = []; // the overlays in reading order
let bySpot = new Map();
let current = null;

export const currentButton = () => current;
export const documentShown = () => shown;

// Replaces what is shown by `drawn` in one step, when its pages near the window are loaded.
// `stillWanted()` is false when something newer has come meanwhile.
export async function show(name, drawn, stillWanted) {
  const fresh = await preload(name, drawn);
  if (!stillWanted()) return false;
  const same = name === key;
  if (!same && key) scrolled.set(key, box.scrollTop);
  const held = same ? hold() : null;
  const focused = same && buttons.includes(document.activeElement);
  key = name;
  shown = drawn;
  lay(drawn, fresh);
  fit();
  if (held) restore(held, focused);
  else box.scrollTop = scrolled.get(name) || 0;
  return true;
}

export function clear(message) {
  if (key) scrolled.set(key, box.scrollTop);
  [key, shown, sheets, buttons, bySpot, current] = ["", null, [], [], new Map(), null];
  box.replaceChildren(make("p", { class: "empty", text: message }));
}

// --- pages ---------------------------------------------------------------------------------

const address = (id) => `/page/${id}.svg`;

function image(id) {
  return make("img", { src: address(id), alt: "", draggable: "false", "data-id": id });
}

async function preload(name, drawn) {
  const there = new Set(sheets.map((sheet) => sheet.dataset.id));
  const fresh = new Map();
  const [first, last] = name === key ? nearPages() : [0, 2];
  const waits = [];
  drawn.pages.forEach(([id], at) => {
    if (there.has(id) || fresh.has(id) || at < first || at > last) return;
    const node = image(id);
    fresh.set(id, node);
    waits.push(node.decode().catch(() => undefined));
  });
  await Promise.race([Promise.all(waits), new Promise((done) => setTimeout(done, PATIENCE))]);
  return fresh;
}

function nearPages() {
  const top = box.scrollTop - NEAR;
  const bottom = box.scrollTop + box.clientHeight + NEAR;
  const near = sheets.map((sheet, at) => [sheet, at])
    .filter(([sheet]) => sheet.offsetTop + sheet.offsetHeight > top && sheet.offsetTop < bottom)
    .map(([, at]) => at);
  return near.length ? [near[0], near.at(-1)] : [0, 2];
}

function lay(drawn, fresh) {
  const old = new Map(sheets.map((sheet) => [sheet.dataset.id, sheet]));
  sheets = drawn.pages.map(([id, width, height], at) => {
    let sheet = old.get(id);
    if (sheet) old.delete(id);
    else {
      const node = fresh.get(id) || image(id);
      fresh.delete(id);
      if (!node.complete) node.loading = "lazy";
      sheet = make("div", { class: "sheet", "data-id": id }, node);
    }
    sheet.style.setProperty("--w", width);
    sheet.style.setProperty("--h", height);
    sheet.setAttribute("role", "group");
    sheet.setAttribute("aria-label", `Page ${at + 1} of ${drawn.pages.length}`);
    sheet.replaceChildren(sheet.firstElementChild);
    return sheet;
  });
  overlay(drawn);
  // Nodes that stay in their place are not touched: they would be loaded again.
  for (const node of [...box.children]) if (!sheets.includes(node)) node.remove();
  sheets.forEach((sheet, at) => {
    if (box.children[at] !== sheet) box.insertBefore(sheet, box.children[at] || null);
  });
}

function overlay(drawn) {
  bySpot = new Map();
  buttons = [];
  for (const [page, x, y, width, height, spot, continued] of drawn.overlays) {
    const [, w, h] = drawn.pages[page];
    const [label, text, , , running] = drawn.units[spot];
    const node = make(continued ? "div" : "button", {
      class: "unit", "data-spot": spot, "data-running": running, type: continued ? null : "button",
      tabindex: continued ? null : "-1", "aria-hidden": continued ? "true" : null,
      "aria-label": continued ? null : `${label} ${text}`.trim() || "No words",
    });
    node.style.left = `${(100 * x) / w}%`;
    node.style.top = `${(100 * y) / h}%`;
    node.style.width = `${(100 * width) / w}%`;
    node.style.height = `${(100 * height) / h}%`;
    sheets[page].append(node);
    if (!continued) buttons.push(node);
    if (!bySpot.has(spot)) bySpot.set(spot, []);
    bySpot.get(spot).push(node);
  }
  current = null;
  if (buttons.length) buttons[0].tabIndex = 0;
}

// The nodes over a unit; over the whole table where its rows have none of their own.
export function nodesOf(spot) {
  return bySpot.get(spot) || bySpot.get(spot.split(".")[0]) || [];
}

// --- marks ---------------------------------------------------------------------------------

// There are no changes of the last save any more.
export function forgetChanges() {
  if (!shown?.changes.length) return false;
  shown.changes = [];
  mark();
  return true;
}

export function changesShown() {
  return (shown && settings.marks !== "none" && shown[settings.marks]) || [];
}

export function mark() {
  for (const node of box.querySelectorAll("[data-mark]")) {
    delete node.dataset.mark;
    const [label, text] = shown.units[node.dataset.spot];
    if (node.tagName === "BUTTON") node.setAttribute("aria-label", `${label} ${text}`.trim());
  }
  for (const change of changesShown()) {
    for (const node of change.spots.flatMap(nodesOf)) {
      if (node.dataset.mark && change.kind === "removed") continue;
      node.dataset.mark = change.kind;
      const [label, text] = shown.units[node.dataset.spot];
      if (node.tagName === "BUTTON") {
        node.setAttribute("aria-label", `${MARK[change.kind]}: ${label} ${text}`);
      }
    }
  }
}

export function changesAt(spot) {
  return changesShown().filter((change) => change.spots.some((each) => nodesOf(each).includes(nodesOf(spot)[0])));
}

// --- position --------------------------------------------------------------------------------

function topOf(node) {
  return node.parentElement.offsetTop + node.offsetTop;
}

// The paragraph at the top of the window, and the one that is current, to be found again.
function hold() {
  const first = buttons.find((node) => topOf(node) + node.offsetHeight > box.scrollTop + 1);
  const about = (node) => node && { words: shown.units[node.dataset.spot], spot: node.dataset.spot, at: buttons.indexOf(node) };
  return {
    top: about(first), offset: first ? topOf(first) - box.scrollTop : 0,
    current: about(current), scroll: box.scrollTop,
  };
}

function restore(held, focused) {
  const top = again(held.top);
  box.scrollTop = top ? topOf(top) - held.offset : held.scroll;
  const node = again(held.current);
  if (node) makeCurrent(node, focused);
}

function again(about) {
  if (!about) return null;
  const [, text, , clause] = about.words;
  let best = null;
  buttons.forEach((node, at) => {
    const unit = shown.units[node.dataset.spot];
    if (unit[1] !== text || unit[3] !== clause) return;
    if (!best || Math.abs(at - about.at) < Math.abs(buttons.indexOf(best) - about.at)) best = node;
  });
  return best || bySpot.get(about.spot)?.[0] || null;
}

export function makeCurrent(node, focus) {
  if (current) current.tabIndex = -1;
  else if (buttons.length) buttons[0].tabIndex = -1;
  current = node;
  for (const each of box.querySelectorAll(".current")) each.classList.remove("current");
  for (const each of bySpot.get(node.dataset.spot)) each.classList.add("current");
  node.tabIndex = 0;
  if (focus) node.focus({ preventScroll: true });
}

export function scrollTo(node, smooth = false) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = topOf(node) - box.clientHeight * 0.22;
  const far = Math.abs(top - box.scrollTop) > 3 * box.clientHeight;
  box.scrollTo({ top, behavior: smooth && !still && !far ? "smooth" : "instant" });
}

// The paragraph `step` further on from the current one, or from the top of the window.
export function neighbour(step) {
  const at = buttons.indexOf(current);
  if (at >= 0) return buttons[at + step];
  return buttons.find((node) => topOf(node) >= box.scrollTop) || buttons.at(-1);
}

export function isInView(node) {
  const top = topOf(node) - box.scrollTop;
  return top >= 0 && top + Math.min(node.offsetHeight, 80) <= box.clientHeight;
}

// --- size ------------------------------------------------------------------------------------

const FULL = 96 / 72;

// Fitted, each page has the width of the window; the size told is then that of the narrowest.
export function fit() {
  const room = Math.max(box.clientWidth - 48, 200);
  const scaleOf = (width) =>
    (settings.zoom === "fit" ? Math.min(room / width, 2.2 * FULL) : settings.zoom * FULL);
  const widths = (shown?.pages ?? []).map((page) => page[1]);
  sheets.forEach((sheet, at) => sheet.style.setProperty("--scale", scaleOf(widths[at])));
  const scale = scaleOf(Math.min(...(widths.length ? widths : [595])));
  box.style.setProperty("--scale", scale);
  $("zoom").textContent = `${Math.round((100 * scale) / FULL)} %`;
  return scale / FULL;
}

export function resize() {
  if (!shown) return;
  const held = hold();
  const before = box.scrollHeight;
  fit();
  const ratio = box.scrollHeight / before;
  const top = again(held.top);
  if (top) box.scrollTop = topOf(top) - held.offset * ratio;
}
