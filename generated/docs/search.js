// index.html?q=PkgURL shows a search at once.
// Finds names in the index: all words typed must occur, names that begin with the first come before others.
"use strict";
const field = document.getElementById("search");
const list = document.getElementById("found");
function show() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  list.replaceChildren();
  if (!words.length) return;
  const hits = window.searchIndex
    .filter(([key, name, , kind]) => words.every((word) => `${key} ${name} ${kind}`.toLowerCase().includes(word)))
    .map((row) => [row[1].toLowerCase().split("/").pop().startsWith(words[0]) ? 0 : 1, row])
    .sort((a, b) => a[0] - b[0])
    .slice(0, 60);
  for (const [, [key, name, where, kind]] of hits) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${key}.html#${where}`;
    link.textContent = name;
    const note = document.createElement("small");
    note.textContent = ` ${kind}, ${key}`;
    item.append(link, note);
    list.append(item);
  }
  if (!hits.length) list.append(Object.assign(document.createElement("li"), { textContent: "Nothing found." }));
}
field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", show);
show();
