// Keys: g and a letter go to a page, e saves a card's numbers, ? says which there are. (t and / are in actions.js.)
(function () {
  "use strict";
  const PATIENCE = 1500;
  let waiting = 0;

  const help = () => {
    const box = document.getElementById("ls-keys");
    if (!box) return;
    if (box.open) box.close(); else box.showModal();
  };

  const save = (event) => {
    const card = event.target.closest("[data-card]") || document.querySelector("[data-card]:hover");
    if (!card || !card.dataset.csv) return;
    const link = document.createElement("a");
    link.href = card.dataset.csv;
    link.download = "";
    link.dataset.native = "1";
    link.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], .ag-root-wrapper")) return;
    const asked = waiting && Date.now() - waiting < PATIENCE;
    waiting = 0;
    if (asked && /^[a-z]$/.test(event.key)) {
      const link = document.querySelector(`.ls-nav [data-key="${event.key}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    if (event.key === "g") waiting = Date.now();
    else if (event.key === "e") save(event);
    else if (event.key === "?") help();
  });

  document.addEventListener("click", (event) => {
    const box = document.getElementById("ls-keys");
    if (box && box.open && (event.target === box || event.target.closest("#ls-keys button"))) box.close();
  });
})();
