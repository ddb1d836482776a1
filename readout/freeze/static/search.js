// Search in the static edition: the index comes in pieces, as scripts, because a page opened as a file may not fetch.
"use strict";

(() => {
  const MOST = 50;
  const pieces = new Map();
  const here = document.currentScript.src;
  const form = document.querySelector("form.search");
  const field = document.getElementById("q");
  const found = document.getElementById("found");

  window.readoutPiece = (name, piece) => pieces.set(name, piece);

  function load(name) {
    if (pieces.has(name)) return Promise.resolve(pieces.get(name));
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(`../search/${name}.js`, here).href;
      script.onload = () => resolve(pieces.get(name));
      script.onerror = () => reject(new Error(name));
      document.head.append(script);
    });
  }

  const words = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];

  function shard(word) {
    const start = [...word].slice(0, 2).join("");
    return /^[a-z0-9]+$/.test(start) ? `w-${start}` : `w-u${word.codePointAt(0).toString(16)}`;
  }

  // The numbers of the texts that hold a word, or one that begins with it: number → how well (2 the word, 1 its start).
  async function holding(word) {
    const name = shard(word);
    const hits = new Map();
    if (!window.readoutShards.words.includes(name)) return hits;
    for (const [other, gaps] of Object.entries(await load(name))) {
      if (!other.startsWith(word)) continue;
      const points = other === word ? 2 : 1;
      let number = 0;
      for (const gap of gaps) {
        number += gap;
        hits.set(number, Math.max(points, hits.get(number) || 0));
      }
    }
    return hits;
  }

  async function look(text) {
    const all = await Promise.all([...new Set(words(text))].map(holding));
    if (!all.length) return [];
    all.sort((one, other) => one.size - other.size);
    const hits = [];
    for (const [number, points] of all[0]) {
      const sum = all.slice(1).reduce((so, each) => (so && each.has(number) ? so + each.get(number) : 0), points);
      if (sum) hits.push([sum, number]);
    }
    return hits.sort((one, other) => other[0] - one[0] || one[1] - other[1]).map((hit) => hit[1]);
  }

  async function show(text) {
    found.replaceChildren();
    const head = document.createElement("h2");
    found.append(head);
    try {
      const hits = await look(text);
      const size = window.readoutShards.size;
      head.textContent = hits.length ? `${hits.length.toLocaleString("en")} found` : "Nothing is found.";
      if (hits.length > MOST) head.textContent += `; the best ${MOST}`;
      const list = document.createElement("ol");
      for (const number of hits.slice(0, MOST)) {
        const texts = await load(`t-${Math.floor(number / size)}`);
        list.append(entry(texts[number % size]));
      }
      if (hits.length) found.append(list);
    } catch (error) {
      head.textContent = `A part of the index is missing: search/${error.message}.js`;
    }
  }

  function entry([kind, href, label, text]) {
    const made = document.createElement("li");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = label;
    const what = document.createElement("span");
    what.className = "facts";
    what.textContent = ` ${window.readoutShards.kinds[kind]}`;
    made.append(link, what);
    if (text) {
      const words = document.createElement("p");
      words.textContent = text;
      made.append(words);
    }
    return made;
  }

  const asked = new URLSearchParams(location.search).get("q") || "";
  field.value = asked;
  if (asked.trim()) show(asked);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
    show(field.value);
  });
})();
