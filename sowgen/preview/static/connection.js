// The stream of states, and questions to the server.

export const client = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
  byte.toString(16).padStart(2, "0"),
).join("");

// Calls `took(state)` for every state and `turned(connected)` when the stream ends or is back.
export function connect(took, turned) {
  const stream = new EventSource(`/events?client=${client}`);
  stream.addEventListener("state", (event) => took(JSON.parse(event.data)));
  stream.addEventListener("open", () => turned(true));
  stream.addEventListener("error", () => {
    turned(false);
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => connect(took, turned), 1000);
  });
  window.addEventListener("pagehide", () => stream.close());
}

// The answer as data; null where there is none, and `{status}` alone where it was refused.
export async function ask(...steps) {
  const query = typeof steps.at(-1) === "object" ? `?${new URLSearchParams(steps.pop())}` : "";
  try {
    const answer = await fetch(`/${steps.map(encodeURIComponent).join("/")}${query}`);
    return answer.ok ? await answer.json() : { status: answer.status };
  } catch {
    return null;
  }
}
