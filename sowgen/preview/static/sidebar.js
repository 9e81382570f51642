// Projects with their documents, and how each stands.

import { $, clock, count, make } from "./dom.js";

const STATUS = {
  waiting: () => "not built yet",
  writing: () => "writing the files",
  good: (project, drawing) => {
    if (drawing) return "drawing the pages";
    return project.made ? `as of ${clock(project.made)}` : "up to date";
  },
  kept: (project) => {
    const errors = errorsOf(project);
    return errors ? count(errors, "error") : "not built";
  },
  gone: () => "the folder is gone",
};

// What a project offers that has no documents here.
const WITHOUT = { good: "Show the documents", kept: "Show the findings" };

export function errorsOf(project) {
  return project.findings.filter((found) => found.severity === "error").length;
}

// `drawing` is the project whose document shown is not there yet as the state has it.
export function showProjects(state, shown, choose, drawing) {
  const focused = document.activeElement?.dataset?.key;
  $("documents").replaceChildren(...state.projects.map((project) => card(project, shown, choose, drawing)));
  if (focused) $("documents").querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function card(project, shown, choose, drawing) {
  const items = project.documents.map((each) => {
    const key = `${project.slug}/${each.kind}`;
    return make("li", {},
      make("button", {
        type: "button", class: "document", "data-key": key, "aria-current": key === shown && "page",
        on: { click: () => choose(key) },
      },
      make("span", { class: "name", text: each.title }),
      each.internal && make("span", { class: "tag", text: "internal", title: "Not for the other party" }),
      counts(each)));
  });
  const words = project.held ? "" : WITHOUT[project.status];
  if (words) {
    items.push(make("li", {}, make("button", {
      type: "button", class: "document", "data-key": project.slug, text: words,
      "aria-current": shown.split("/")[0] === project.slug && "page",
      on: { click: () => choose(project.slug) },
    })));
  }
  return make("section", { class: "project", "data-status": project.status },
    make("h2", { text: project.title }),
    make("p", { class: "status" },
      make("span", { class: "dot", "aria-hidden": "true" }), STATUS[project.status](project, drawing === project.slug)),
    make("ul", {}, ...items));
}

function counts({ changes, since }) {
  if (!since && !changes) return null;
  const words = `${count(changes, "change")} in the last save, ${since} since the session began`;
  return make("span", { class: "counts", title: words, "aria-label": words },
    changes ? make("b", { text: changes }) : null, make("span", { text: `${since} in all` }));
}
