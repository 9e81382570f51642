// The stream of states, and questions to the server.

// The name of this page's stream.
export let client = "";
let stream = null;
let internal = false;

export const showsInternal = () => internal;

function name() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Calls `took(state)` for every state and `turned(connected)` when the stream ends or is back.
// States and answers have internal documents only where they are asked for. A stream from before
// is closed and heard no more.
export function connect(took, turned, withInternal = false) {
  stream?.close();
  client = name();
  internal = withInternal;
  const mine = new EventSource(`/events?client=${client}${internal ? "&internal=1" : ""}`);
  stream = mine;
  const hear = (event, act) => mine.addEventListener(event, (given) => mine === stream && act(given));
  hear("state", (event) => took(JSON.parse(event.data)));
  hear("open", () => turned(true));
  hear("error", () => {
    turned(false);
    if (mine.readyState !== EventSource.CLOSED) return;
    setTimeout(() => mine === stream && connect(took, turned, internal), 1000);
  });
}

window.addEventListener("pagehide", () => stream?.close());

// The answer as data; null where there is none, and `{status}` alone where it was refused.
export async function ask(...steps) {
  const query = new URLSearchParams(typeof steps.at(-1) === "object" ? steps.pop() : {});
  if (internal) query.set("internal", "1");
  try {
    const answer = await fetch(`/${steps.map(encodeURIComponent).join("/")}?${query}`);
    return answer.ok ? await answer.json() : { status: answer.status };
  } catch {
    return null;
  }
}
