// What if: a slider that is let go writes its value into the address; scenarios are saved as addresses by name.
(function () {
  "use strict";

  // Dash puts the cursor of an input back where it stood; a slider has none, and browsers throw.
  const restore = HTMLInputElement.prototype.setSelectionRange;
  HTMLInputElement.prototype.setSelectionRange = function (...where) {
    if (this.type !== "range") restore.apply(this, where);
  };

  function read(text) { const box = document.createElement("span"); box.textContent = text; return box; }

  document.addEventListener("change", (event) => {
    const box = event.target.closest && event.target.closest("[data-scenario]");
    if (!box || event.target.type !== "range") return;
    window.leitstand.go(box.dataset.href.replace("VALUE", event.target.value));
  });

  function address() {
    const url = new URL(location.href);
    url.searchParams.delete("scheme");
    return url.pathname + url.search.replace(/%2C/gi, ",").replace(/%3A/gi, ":");
  }

  function show(box, rows) {
    box.replaceChildren();
    if (!rows.length) return;
    box.append(read(box.dataset.title + " "));
    rows.forEach((row, i) => {
      const link = document.createElement("a");
      link.href = row.address;
      link.textContent = row.name;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "ls-x";
      remove.textContent = "×";
      remove.title = box.dataset.remove.replace("NAME", row.name);
      remove.setAttribute("aria-label", remove.title);
      remove.addEventListener("click", () => send(box, row.name, ""));
      if (i) box.append(read(" · "));
      box.append(link, remove);
    });
  }

  function send(box, name, to) {
    fetch("/scenarios", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name, address: to }),
    }).then((answer) => (answer.ok ? answer.json() : null)).then((rows) => rows && show(box, rows), () => {});
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest('[data-action="save-scenario"]');
    if (!button) return;
    const box = document.querySelector("[data-scenarios]");
    const name = box && window.prompt(box.dataset.ask, "");
    if (name && name.trim()) send(box, name.trim(), address());
  });

  // The list is filled whenever a card with its place appears: answers of pages are kept and can't hold it.
  function fill() {
    document.querySelectorAll("[data-scenarios]:not([data-filled])").forEach((box) => {
      box.dataset.filled = "1";
      fetch("/scenarios").then((answer) => (answer.ok ? answer.json() : [])).then((rows) => show(box, rows), () => {});
    });
  }
  new MutationObserver(fill).observe(document.documentElement, { childList: true, subtree: true });
  fill();
})();
