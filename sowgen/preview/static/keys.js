// The keyboard. Keys typed into a field, or together with Ctrl, Alt or Meta, are left alone.

import { $ } from "./dom.js";

export function listen(acts) {
  const inside = () => $("pages").contains(document.activeElement);
  const keys = {
    j: () => acts.step(1),
    k: () => acts.step(-1),
    ArrowDown: () => inside() && acts.step(1),
    ArrowUp: () => inside() && acts.step(-1),
    n: () => acts.turn(1),
    p: () => acts.turn(-1),
    "]": () => acts.turnDocument(1),
    "[": () => acts.turnDocument(-1),
    "+": () => acts.zoom(1),
    "=": () => acts.zoom(1),
    "-": () => acts.zoom(-1),
    0: acts.fit,
    f: acts.follow,
    "?": acts.help,
    Escape: acts.close,
  };
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("select, textarea, input:not([type=checkbox]), dialog");
    if (field || event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(keys, event.key)) return;
    if (keys[event.key]() !== false) event.preventDefault();
  });
}
