// What is wrong with the deal, beside its documents.

import { $, count, make, told } from "./dom.js";
import { placeOf } from "./places.js";

const ORDER = ["error", "warning", "info"];
const NOUN = { error: ["error"], warning: ["warning"], info: ["remark"] };
let last = "";

export function showFindings(project, editor) {
  const found = project ? project.findings : [];
  const now = JSON.stringify([found, editor, emptyWords(project)]);
  if (now === last) return;
  last = now;
  const sorted = [...found].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  $("findings-title").textContent = title(sorted);
  $("found").replaceChildren(
    sorted.length ? make("ul", {}, ...sorted.map(item))
      : make("p", { class: "quiet", text: emptyWords(project) }),
  );
}

function emptyWords(project) {
  if (project?.status === "gone") return "The project's folder is gone.";
  return project?.checked ? "Nothing is wrong with this deal." : "Not checked yet.";
}

function title(found) {
  const parts = ORDER.map((severity) => {
    const number = found.filter((each) => each.severity === severity).length;
    return number ? count(number, ...NOUN[severity]) : "";
  });
  return parts.filter(Boolean).join(", ") || "Findings";
}

export function item(found) {
  return make("li", { class: "finding", "data-severity": found.severity },
    make("p", { class: "message" },
      make("span", { class: "severity", text: `${NOUN[found.severity][0]} ${found.code}` }), " ",
      ...told(found.message)),
    found.hint && make("p", { class: "hint" }, ...told(found.hint)),
    placeOf(found.place),
    ...found.related.map((other) =>
      make("div", { class: "related" }, make("p", {}, ...told(other.words)), placeOf(other.place))));
}
