// A place in a file: to be copied, opened in an editor, or looked at with the lines around it.

import { ask } from "./connection.js";
import { make, say } from "./dom.js";
import { settings } from "./settings.js";

const EDITORS = {
  vscode: (path, line, col) => `vscode://file${path}:${line}:${col}`,
  cursor: (path, line, col) => `cursor://file${path}:${line}:${col}`,
  zed: (path, line, col) => `zed://file${path}:${line}:${col}`,
  idea: (path, line, col) => `idea://open?file=${path}&line=${line}&column=${col}`,
};

let root = "";

export function setRoot(path) {
  root = path.startsWith("/") ? path : `/${path}`;
}

export function written({ file, line, col }) {
  return line ? `${file}:${line}:${Math.max(col, 1)}` : file;
}

export function placeOf(place) {
  if (!place) return null;
  const lines = make("div", { class: "source", hidden: true });
  const open = EDITORS[settings.editor];
  const words = written(place);
  const link = open && make("a", {
    text: words, class: "place",
    href: open(encodeURI(`${root}/${place.file}`), Math.max(place.line, 1), Math.max(place.col, 1)),
  });
  const copy = make("button", {
    type: "button", class: open ? "small" : "place", text: open ? "Copy" : words,
    title: "Copy the place", "aria-label": `Copy ${words}`,
    on: { click: () => copied(copy, words) },
  });
  const look = make("button", {
    type: "button", class: "small", text: "Lines", "aria-expanded": "false",
    "aria-label": `Lines around ${words}`,
    on: { click: () => toggle(look, lines, place) },
  });
  return make("div", { class: "at" }, make("span", { class: "row" }, link, copy, look), lines);
}

async function copied(button, words) {
  try {
    await navigator.clipboard.writeText(words);
    say(`${words} copied`);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(button);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    say(`${words} selected`);
  }
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 900);
}

async function toggle(button, box, place) {
  box.hidden = !box.hidden;
  button.setAttribute("aria-expanded", String(!box.hidden));
  if (box.hidden) return;
  const found = await ask("source", { file: place.file, line: Math.max(place.line, 1) });
  if (!found || !found.lines) {
    box.replaceChildren(make("p", { class: "quiet", text: "The file cannot be read." }));
    return;
  }
  const rows = found.lines.map((text, at) => {
    const number = found.first + at;
    return make("div", { class: number === place.line ? "line here" : "line" },
      make("span", { class: "count", text: number }), make("code", { text: text || " " }));
  });
  box.replaceChildren(make("div", { class: "lines", tabindex: "0", role: "group", "aria-label": `Lines of ${place.file}` }, ...rows));
}
