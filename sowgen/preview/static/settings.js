// What a reader has chosen, kept in this browser.

const NAME = "sowgen";
const FIRST = { follow: true, marks: "changes", zoom: "fit", editor: "", theme: "" };

function stored() {
  try {
    return { ...FIRST, ...JSON.parse(localStorage.getItem(NAME) || "{}") };
  } catch {
    return { ...FIRST };
  }
}

export const settings = stored();

export function choose(name, value) {
  settings[name] = value;
  try {
    localStorage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing has them until it is closed.
  }
}
