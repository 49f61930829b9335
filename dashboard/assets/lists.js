// Lists and long pages: a grid's order goes into the address, an open menu stays open, an anchor is scrolled to, and a
// slider over instants leads to the address of the one it is let go at.
(function () {
  "use strict";
  const tidy = (url) => url.pathname + url.search.replace(/%2C/gi, ",").replace(/%3A/gi, ":").replace(/%2F/gi, "/") + url.hash;

  window.dash_clientside.leitstand.sorted = (request) => {
    const sort = ((request || {}).sortModel || [])[0];
    const url = new URL(location.href);
    const first = !request || request.startRow === 0;
    if (!first || (!sort && !url.searchParams.has("sort"))) return;
    if (sort) url.searchParams.set("sort", sort.colId + "." + sort.sort); else url.searchParams.delete("sort");
    if (tidy(url) !== location.pathname + location.search + location.hash) history.replaceState(history.state, "", tidy(url));
  };

  const open = new Set();
  document.addEventListener("toggle", (event) => {
    const box = event.target;
    if (box.tagName !== "DETAILS" || !box.id || !box.isConnected) return;
    if (box.open) open.add(box.id); else open.delete(box.id);
  }, true);
  document.addEventListener("leitstand:leave", (event) => { if (!event.detail.samePage) open.clear(); });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.ls-chooser[open]").forEach((box) => { if (!box.contains(event.target)) box.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.ls-chooser[open]").forEach((box) => { box.open = false; box.querySelector("summary").focus(); });
  });

  let anchored = "";
  const settle = () => {
    open.forEach((id) => { const box = document.getElementById(id); if (box && !box.open) box.open = true; });
    const place = location.pathname + location.hash;
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && anchored !== place) { anchored = place; target.scrollIntoView({ block: "start" }); }
    if (!location.hash) anchored = "";
  };
  new MutationObserver((changes) => {
    if (changes.some((c) => c.addedNodes.length && c.target.closest && c.target.closest("#ls-main"))) requestAnimationFrame(settle);
  }).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("hashchange", () => { anchored = ""; settle(); });

  // <input type="range" data-instants="iso,iso,..." data-href="...INSTANT..." data-says="id of the text">
  const instants = (slider) => slider.dataset.instants.split(",");
  document.addEventListener("input", (event) => {
    const slider = event.target;
    if (!slider.dataset || !slider.dataset.instants) return;
    const label = document.getElementById(slider.dataset.says);
    const at = new Date(instants(slider)[slider.value]);
    const options = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: slider.dataset.zone };
    if (label) label.textContent = at.toLocaleString(document.documentElement.lang, options);
    slider.setAttribute("aria-valuetext", label ? label.textContent : at.toISOString());
  });
  document.addEventListener("change", (event) => {
    const slider = event.target;
    if (!slider.dataset || !slider.dataset.instants) return;
    window.leitstand.go(slider.dataset.href.replace("INSTANT", encodeURIComponent(instants(slider)[slider.value])));
  });

  // A box that searches the entries of its page: <input data-searches=".entry"> hides those without the words.
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.dataset || !box.dataset.searches) return;
    const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    document.querySelectorAll(box.dataset.searches).forEach((entry) => {
      const text = (entry.dataset.words || entry.textContent).toLowerCase();
      entry.hidden = !words.every((word) => text.includes(word));
    });
  });
})();
