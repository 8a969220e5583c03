"use strict";
// The list is on the page; what is typed leaves only the names that hold every word of it.
const box = document.getElementById("words");
const status = document.getElementById("found");
const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[\u2018\u2019\u02bc]/g, "'").toLowerCase();
const items = Array.from(document.querySelectorAll("#names > li"), (item) => [item, folded(item.textContent)]);
function search() {
  const words = folded(box.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const [item, text] of items) {
    item.hidden = !words.every((word) => text.includes(word));
    found += item.hidden ? 0 : 1;
  }
  status.textContent = `${found} of ${items.length} names`;
}
document.getElementById("search").hidden = false;
document.getElementById("search").addEventListener("submit", (event) => event.preventDefault());
box.addEventListener("input", search);
box.value = new URLSearchParams(location.search).get("q") || box.value;
search();
