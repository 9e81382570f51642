// The panel that tells why a paragraph is there.

import { ask } from "./connection.js";
import { $, make, told } from "./dom.js";
import { placeOf } from "./places.js";

let question = 0;

export function closeReason() {
  question += 1;
  $("why").hidden = true;
  $("reason").replaceChildren();
}

export const isOpen = () => !$("why").hidden;

// `key` is project/kind, `unit` as in the document, `changes` those of the unit.
export async function showReason(key, version, spot, unit, changes) {
  const mine = ++question;
  const answer = await ask("why", ...key.split("/"), version, spot);
  if (mine !== question || !answer || answer.status) return;
  const [label, text] = unit;
  $("why").hidden = false;
  $("reason").replaceChildren(
    make("blockquote", {}, label && make("b", { text: `${label} ` }), text || "(no words)"),
    ...changes.flatMap(before),
    answer.clause ? clauseOf(answer) : outlineOf(answer),
    ...valuesOf(answer.values),
  );
}

function before(change) {
  if (!change.before) return [];
  const title = change.kind === "removed" ? "Removed here" : "Before";
  return [make("h3", { text: title }), make("blockquote", { class: "before", text: change.before })];
}

function facts(...rows) {
  return make("dl", { class: "facts" }, ...rows.filter((row) => row[1]).map(([word, value]) =>
    make("div", {}, make("dt", { text: word }), make("dd", {}, value))));
}

function clauseOf({ clause, place, number }) {
  return make("div", {}, make("h3", { text: `Clause ${clause.id}` }),
    facts(["Title", clause.title], ["Version", clause.version], ["Position", clause.position],
      ["Because", clause.reason], ["Number", number], ["Wording", placeOf(place || clause.place)]));
}

function outlineOf({ place, number }) {
  return make("div", {}, make("h3", { text: "Text of the outline" }),
    facts(["Number", number], ["Written", placeOf(place)]));
}

function valuesOf(values) {
  if (!values.length) return [];
  return [make("h3", { text: "Values" }), make("ul", { class: "values" }, ...values.map((value) =>
    make("li", {}, make("p", { class: "words", text: value.words }),
      make("code", { text: value.path }),
      value.how && make("p", { class: "quiet" }, ...told(value.how)), placeOf(value.place))))];
}
