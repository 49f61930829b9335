// Entries that fold: a box searches them, a button opens all of them, paper shows all of them, each has its own address.
(function () {
  "use strict";
  const entries = () => [...document.querySelectorAll("details.ls-definition")];

  document.addEventListener("input", (event) => {
    if (event.target.id !== "ls-definition-search") return;
    const words = event.target.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    entries().forEach((entry) => {
      const text = (entry.dataset.words || "").toLowerCase();
      entry.hidden = !words.every((word) => text.includes(word));
      if (!entry.hidden) left += 1;
    });
    document.querySelectorAll(".ls-defgroup").forEach((head) => {
      head.hidden = !head.parentElement.querySelector("details.ls-definition:not([hidden])");
    });
    const none = document.getElementById("ls-definition-none");
    if (none) none.hidden = left > 0;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-action=unfold]");
    if (!button) return;
    const open = button.getAttribute("aria-pressed") !== "true";
    entries().forEach((entry) => { entry.open = open; });
    button.setAttribute("aria-pressed", String(open));
    [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
  });

  // Whoever opens one has its address to pass on.
  document.addEventListener("click", (event) => {
    const head = event.target.closest && event.target.closest("details.ls-definition > summary");
    if (head && !head.parentElement.open) {
      history.replaceState(history.state, "", location.pathname + location.search + "#" + head.parentElement.id);
    }
  });

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = entries().filter((entry) => !entry.open);
    opened.forEach((entry) => { entry.open = true; });
  });
  window.addEventListener("afterprint", () => { opened.forEach((entry) => { entry.open = false; }); });
})();
