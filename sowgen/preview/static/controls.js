// Buttons, switches and lists of choices, and what the keyboard does.

import { $ } from "./dom.js";
import { listen } from "./keys.js";
import * as pages from "./pages.js";
import { choose, settings } from "./settings.js";

const SIZES = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];

function zoom(step) {
  const now = pages.fit();
  const next = step > 0 ? SIZES.find((size) => size > now + 0.01) : SIZES.findLast((size) => size < now - 0.01);
  if (next) resize(next);
}

function resize(value) {
  choose("zoom", value);
  $("fit").setAttribute("aria-pressed", String(value === "fit"));
  pages.resize();
}

function follow(on) {
  choose("follow", on);
  $("follow").checked = on;
}

function colours() {
  document.documentElement.dataset.theme = settings.theme;
}

// `acts` is what the page can do: `step`, `turn`, `turnDocument`, `close`, `why(node)`,
// `showInternal(on)`, and `chosen()` for when the marks or the editor are others.
export function setUp(acts) {
  const help = () => $("help").showModal();
  const clicks = {
    next: () => acts.turn(1), previous: () => acts.turn(-1), smaller: () => zoom(-1),
    larger: () => zoom(1), fit: () => resize("fit"), close: acts.close, ask: help,
  };
  for (const [id, act] of Object.entries(clicks)) $(id).addEventListener("click", act);
  $("pages").addEventListener("click", (event) => {
    const node = event.target.closest(".unit");
    if (node) acts.why(node);
  });
  $("follow").addEventListener("change", (event) => follow(event.target.checked));
  $("internal").checked = false;
  $("internal").addEventListener("change", (event) => acts.showInternal(event.target.checked));
  for (const name of ["marks", "editor", "theme"]) {
    $(name).value = settings[name];
    $(name).addEventListener("change", (event) => {
      choose(name, event.target.value);
      colours();
      acts.chosen();
    });
  }
  follow(settings.follow);
  colours();
  $("fit").setAttribute("aria-pressed", String(settings.zoom === "fit"));
  new ResizeObserver(() => settings.zoom === "fit" && pages.resize()).observe($("pages"));
  listen({ ...acts, zoom, fit: clicks.fit, follow: () => follow(!settings.follow), help });
}
