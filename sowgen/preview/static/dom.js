// Making nodes. Words from documents and files only ever become text, never markup.

export const $ = (id) => document.getElementById(id);

// `make("a", {href, class: "x", text: "words", on: {click}}, child, "words", …)`
export function make(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "on") {
      for (const [event, heard] of Object.entries(value)) node.addEventListener(event, heard);
    } else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

// Words with `code` in them, as nodes.
export function told(words) {
  return words.split(/`([^`]+)`/).map((part, at) => (at % 2 ? make("code", { text: part }) : part));
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

export function clock(seconds) {
  return seconds ? new Date(seconds * 1000).toLocaleTimeString("en-GB") : "";
}

// Says a line to those who do not see the page.
export function say(words) {
  $("live").textContent = words;
}
