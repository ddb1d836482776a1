// While `readout serve --watch` runs: load the page again after each build; say what holds the next one up.
"use strict";

const shown = new URL(document.currentScript.src).searchParams.get("build");
const address = new URL("../../readout-watch", document.currentScript.src);

function tell(state) {
  let bar = document.getElementById("watch-problems");
  if (!state.count) {
    bar?.remove();
    return;
  }
  if (!bar) {
    bar = document.createElement("section");
    bar.id = "watch-problems";
    bar.setAttribute("role", "status");
    document.body.append(bar);
  }
  const title = document.createElement("p");
  title.textContent = state.count + (state.count === 1 ? " problem" : " problems")
    + " in the sources; this page shows the last build without any.";
  const text = document.createElement("pre");
  text.textContent = state.problems.join("\n");
  bar.replaceChildren(title, text);
}

async function ask() {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    const state = await answer.json();
    if (state.build !== shown) {
      location.reload();
      return;
    }
    tell(state);
  } catch {
    // The server is being started again with the next build.
  }
  setTimeout(ask, document.hidden ? 2000 : 300);
}

ask();
