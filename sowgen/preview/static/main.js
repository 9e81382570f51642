// The page: takes each state of the session, and shows the document that is wanted.

import { ask, client, connect } from "./connection.js";
import { setUp } from "./controls.js";
import { $, clock, count, say } from "./dom.js";
import { item, showFindings } from "./findings.js";
import * as pages from "./pages.js";
import { setRoot } from "./places.js";
import { closeReason, isOpen, showReason } from "./reasons.js";
import { settings } from "./settings.js";
import { errorsOf, showProjects } from "./sidebar.js";

let state = null;
let wanted = decodeURIComponent(location.hash.slice(1)); // project/kind
let loaded = { key: "", session: "", version: 0 };
let loading = false;
let jump = false; // to the first change, when the document is there
let reached = -1; // the change gone to last

// --- states ------------------------------------------------------------------------------------

function take(next) {
  const before = state && state.session === next.session ? state : null;
  state = next;
  setRoot(next.root);
  const touched = before ? touchedSince(before) : [];
  if (before) announce(before, touched);
  else $("connection").textContent = next.workspace;
  if (touched.length) {
    reached = -1;
    if (settings.follow) {
      jump = true;
      if (!touched.some((each) => each.key === wanted)) wanted = nearest(touched).key;
    }
  }
  settle();
}

function documents() {
  return state.projects.flatMap((project) =>
    project.documents.map((each) => ({ ...each, project, key: `${project.slug}/${each.kind}` })));
}

function touchedSince(before) {
  const old = new Map(before.projects.flatMap((project) =>
    project.documents.map((each) => [`${project.slug}/${each.kind}`, each])));
  return documents().filter((each) => {
    const was = old.get(each.key);
    return was && each.version > was.version && each.changes;
  });
}

function nearest(touched) {
  const slug = wanted.split("/")[0];
  return touched.find((each) => each.project.slug === slug) || touched[0];
}

function announce(before, touched) {
  const words = touched.map((each) => `${count(each.clauses, "clause")} changed in ${each.title}`);
  const errors = (all) => all.projects.reduce((sum, project) => sum + errorsOf(project), 0);
  const now = errors(state);
  if (now !== errors(before)) words.push(now ? count(now, "error") : "no errors");
  if (words.length) say(words.join(", "));
}

// Shows what the state says, and sees to it that the document wanted gets there.
function settle() {
  const all = documents();
  let target = all.find((each) => each.key === wanted);
  if (!target) {
    const slug = wanted.split("/")[0];
    const project = state.projects.find((each) => each.slug === slug);
    if (project && !project.documents.length && project.status === "good") ask("open", slug);
    else target = all[0];
    if (target) wanted = target.key;
  }
  showProjects(state, wanted, go);
  const project = target?.project || state.projects.find((each) => each.slug === wanted.split("/")[0]) || state.projects[0];
  showFindings(project, settings.editor);
  banner(project);
  if (target) {
    $("title").textContent = target.title;
    document.title = `${target.title} · ${target.project.title}`;
    history.replaceState(null, "", `#${encodeURI(wanted)}`);
    load();
  } else if (!loaded.key || !all.length) {
    loaded = { key: "", session: "", version: 0 };
    pages.clear(project ? emptyWords(project) : "There is no project in this workspace.");
  }
}

function emptyWords(project) {
  if (project.status === "kept") return "There is no version without errors yet. The findings say what to mend.";
  return "The documents are being made.";
}

function go(key) {
  wanted = key;
  jump = false;
  reached = -1;
  closeReason();
  settle();
}

// --- the document --------------------------------------------------------------------------------

const isCurrent = () => {
  const target = documents().find((each) => each.key === wanted);
  return target && loaded.key === wanted && loaded.session === state.session && loaded.version >= target.version;
};

async function load() {
  if (loading) return;
  loading = true;
  while (!isCurrent() && documents().some((each) => each.key === wanted)) {
    const key = wanted;
    const drawn = await ask("document", ...key.split("/"), { client });
    if (!drawn) break; // not connected: the next state asks again
    if (drawn.status) {
      await new Promise((done) => setTimeout(done, 200));
      continue;
    }
    if (key !== wanted) continue;
    if (drawn.pages.length && !(await pages.show(key, drawn, () => key === wanted))) continue;
    if (!drawn.pages.length && loaded.key !== key) pages.clear("This document cannot be drawn.");
    loaded = { key, session: drawn.session, version: drawn.version, drawn };
    arrived();
  }
  loading = false;
}

function arrived() {
  pages.mark();
  position();
  banner(state.projects.find((each) => each.slug === wanted.split("/")[0]));
  if (jump) {
    jump = false;
    turn(1, document.activeElement === document.body || $("pages").contains(document.activeElement));
  }
  if (isOpen() && pages.currentButton()) why(pages.currentButton());
}

// --- changes ---------------------------------------------------------------------------------

function turn(step, focus = true) {
  const changes = pages.changesShown();
  if (!changes.length) return;
  reached = reached < 0 ? (step > 0 ? 0 : changes.length - 1) : (reached + step + changes.length) % changes.length;
  const [node] = changes[reached].spots.flatMap(pages.nodesOf);
  if (node) {
    pages.makeCurrent(node, focus);
    pages.scrollTo(node, true);
  }
  position();
}

function position() {
  const all = pages.changesShown().length;
  $("position").textContent = all ? `${reached < 0 ? "" : `${reached + 1} of `}${count(all, "change")}` : "no changes";
  $("previous").disabled = $("next").disabled = !all;
}

// --- banner and panels -------------------------------------------------------------------------

function banner(project) {
  const errors = project ? errorsOf(project) : 0;
  const drawn = loaded.key === wanted ? loaded.drawn : null;
  let words = "";
  if (drawn && (drawn.problem || drawn.findings.length)) {
    words = `The newest version cannot be drawn${drawn.problem ? `: ${drawn.problem}` : ""}. These are the pages drawn last.`;
  } else if (project?.status === "gone" && project.documents.length) {
    words = `The project's folder is gone. These are its documents of ${clock(project.made)}.`;
  } else if (project?.status === "kept" && project.documents.length) {
    words = project.blocked
      ? `The files could not be written; the documents shown are those of ${clock(project.made)}.`
      : `Last good version, of ${clock(project.made)}: the deal has ${errors ? count(errors, "error") : "findings that stop it"}.`;
  }
  $("banner").hidden = !words;
  if ($("banner").dataset.words === words) return;
  $("banner").dataset.words = words;
  $("banner").textContent = words;
  if (drawn?.findings.length) $("banner").append(...drawn.findings.map(item));
}

function why(node) {
  const spot = node.dataset.spot;
  const drawn = pages.documentShown();
  pages.makeCurrent(pages.nodesOf(spot)[0], false);
  showReason(loaded.key, loaded.version, spot, drawn.units[spot], pages.changeAt(spot));
}

function close() {
  if (!isOpen()) return;
  closeReason();
  pages.currentButton()?.focus({ preventScroll: true });
}

// --- controls --------------------------------------------------------------------------------

function step(by) {
  const node = pages.neighbour(by);
  if (!node) return;
  pages.makeCurrent(node, true);
  if (!pages.isInView(node)) pages.scrollTo(node);
}

function turnDocument(by) {
  const keys = documents().map((each) => each.key);
  if (keys.length) go(keys[(keys.indexOf(wanted) + by + keys.length) % keys.length]);
}

// Something was chosen that what is shown depends on.
function chosen() {
  reached = -1;
  if (pages.documentShown()) pages.mark();
  position();
  if (state) settle();
  if (isOpen() && pages.currentButton()) why(pages.currentButton());
}

setUp({ step, turn, turnDocument, close, why, chosen });
position();
connect(take, (connected) => {
  $("connection").dataset.state = connected ? "live" : "lost";
  $("connection").textContent = connected ? state?.workspace || "" : "not connected: what is shown came in before";
});
