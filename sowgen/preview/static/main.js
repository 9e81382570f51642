// The page: takes each state of the session, and shows the document that is wanted.

import { ask, client, connect, showsInternal } from "./connection.js";
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
const NOTHING = { key: "", session: "", version: 0 };
let loaded = { ...NOTHING };
let loading = false;
let jump = false; // to the first change, when the document is there
let reached = -1; // the change gone to last

// --- states ------------------------------------------------------------------------------------

function take(next) {
  if (state && state.session !== next.session) {
    leave();
    if (showsInternal()) return showInternal(false);
  }
  const before = state;
  state = next;
  setRoot(next.root);
  const touched = before ? touchedSince(before) : [];
  if (before) announce(before, touched);
  if (touched.length) {
    reached = -1;
    if (settings.follow) follow(touched);
  }
  settle();
}

// Goes on to a document that was touched; from one for the other party never to an internal one.
function follow(touched) {
  const from = documents().find((each) => each.key === wanted);
  const allowed = touched.filter((each) => from?.internal || !each.internal);
  if (!allowed.length) return;
  jump = true;
  if (!allowed.some((each) => each.key === wanted)) wanted = nearest(allowed).key;
}

function documents() {
  return (state?.projects ?? []).flatMap((project) =>
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

// The document wanted, or what stands for it: of a project chosen its first one, as soon as there
// is one; otherwise the first of all. Never one that is internal unless it is wanted by its name.
function find(all) {
  const slug = wanted.split("/")[0];
  const outbound = all.filter((each) => !each.internal);
  return all.find((each) => each.key === wanted)
    || outbound.find((each) => each.project.slug === slug)
    || (state.projects.some((each) => each.slug === slug) ? undefined : outbound[0]);
}

// Shows what the state says, and sees to it that the document wanted gets there.
function settle() {
  const all = documents();
  const target = find(all);
  if (target) wanted = target.key;
  const project = projectOf(wanted) || state.projects[0];
  if (!target && project && !project.held && project.status === "good") ask("open", project.slug);
  if (loaded.key && !all.some((each) => each.key === loaded.key)) shut();
  list();
  showFindings(project, settings.editor);
  banner(project);
  head(target, project);
  if (!target) {
    shut(project ? emptyWords(project) : "There is no project in this workspace.");
  } else if (isCurrent()) {
    if (!target.changes && pages.forgetChanges()) {
      reached = -1;
      position();
    }
  } else load();
}

const projectOf = (key) => state.projects.find((each) => each.slug === key.split("/")[0]);

function list() {
  const drawing = documents().some((each) => each.key === wanted) && !isCurrent();
  showProjects(state, wanted, go, drawing ? wanted.split("/")[0] : "");
}

function head(target, project) {
  const deal = project ? project.title : "sowgen";
  $("title").textContent = target ? `${deal} — ${target.title}` : deal;
  document.title = target ? `${target.title} · ${deal}` : deal;
  if (wanted) history.replaceState(null, "", `#${encodeURI(wanted)}`);
}

// Takes away the document that is shown, with all that belongs to it.
function shut(words = "") {
  loaded = { ...NOTHING };
  reached = -1;
  closeReason();
  pages.clear(words);
  position();
}

// Takes away all of a session that is over.
function leave() {
  state = null;
  jump = false;
  shut("The documents are being made.");
  $("documents").replaceChildren();
  say("");
}

function showInternal(on) {
  $("internal").checked = on;
  if (!on && state) {
    for (const each of state.projects) each.documents = each.documents.filter((one) => !one.internal);
    settle();
  }
  loaded.version = 0; // asked for again, so that the server knows what the new stream shows
  connect(take, turned, on);
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
    const still = () => key === wanted && documents().some((each) => each.key === key);
    if (!still() || drawn.session !== state.session) continue;
    if (drawn.pages.length && !(await pages.show(key, drawn, still))) continue;
    if (!drawn.pages.length && loaded.key !== key) pages.clear("This document cannot be drawn.");
    loaded = { key, session: drawn.session, version: drawn.version, drawn };
    arrived();
  }
  loading = false;
}

function arrived() {
  pages.mark();
  position();
  list();
  banner(projectOf(wanted));
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
  showReason(loaded.key, loaded.version, spot, drawn.units[spot], pages.changesAt(spot));
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

function turned(connected) {
  $("connection").dataset.state = connected ? "live" : "lost";
  $("connection").textContent = connected ? "live" : "not connected: what is shown came in before";
}

setUp({ step, turn, turnDocument, close, why, chosen, showInternal });
position();
connect(take, turned);
