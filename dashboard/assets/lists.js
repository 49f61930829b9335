// Lists and long pages: a grid's order goes into the address, an open menu stays open, an anchor is scrolled to, a
// slider over instants leads to an address.
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
    if (target && anchored !== place) { anchored = place; if (target.tagName === "DETAILS") target.open = true; target.scrollIntoView({ block: "start" }); }
    if (!location.hash) anchored = "";
  };
  new MutationObserver((changes) => {
    if (changes.some((c) => c.addedNodes.length && c.target.closest && c.target.closest("#ls-main"))) requestAnimationFrame(settle);
  }).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("hashchange", () => { anchored = ""; settle(); });

  // A slider over the full hours from data-since to data-last leads to data-href with the instant it is let go at.
  const holder = (slider) => slider.type === "range" && slider.closest("[data-since][data-last]");
  const instant = (slider, box) => {
    const at = Date.parse(box.dataset.since) + slider.value * 3600000;
    return new Date(Math.min(at, Date.parse(box.dataset.last))).toISOString().replace(".000Z", "Z");
  };
  document.addEventListener("input", (event) => {
    const box = holder(event.target);
    if (!box) return;
    const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: box.dataset.zone };
    const text = new Date(instant(event.target, box)).toLocaleString(document.documentElement.lang, options);
    box.querySelector("output").textContent = text;
    event.target.setAttribute("aria-valuetext", text);
  });
  document.addEventListener("change", (event) => {
    const box = holder(event.target);
    if (box) window.leitstand.go(box.dataset.href.replace("INSTANT", instant(event.target, box)));
  });
})();
