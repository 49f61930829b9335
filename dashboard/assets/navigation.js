// Addresses: links within the page's server change the page without a reload, and keep the scheme that is on.
(function () {
  "use strict";
  const root = document.documentElement;

  function withScheme(href) {
    const url = new URL(href, location.href);
    if (root.getAttribute("data-mantine-color-scheme") === "dark") url.searchParams.set("scheme", "dark");
    else url.searchParams.delete("scheme");
    // The server writes commas as they are; URLSearchParams would write %2C.
    return url.pathname + url.search.replace(/%2C/gi, ",").replace(/%3A/gi, ":") + url.hash;
  }

  function go(href) {
    const target = withScheme(href);
    const samePage = new URL(target, location.href).pathname === location.pathname;
    if (target === location.pathname + location.search + location.hash) return;
    history.pushState({}, "", target);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (!samePage) window.scrollTo(0, 0);
    document.dispatchEvent(new CustomEvent("leitstand:leave", { detail: { samePage } }));
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.getAttribute("href"), location.href);
    if (link.dataset.reload) { event.preventDefault(); location.reload(); return; }
    if (link.dataset.native || link.target || url.origin !== location.origin || url.pathname.startsWith("/export/")) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });

  // Going back keeps the scheme that is on now; the address is put right before the page reads it.
  window.addEventListener("popstate", () => {
    const here = location.pathname + location.search + location.hash;
    if (withScheme(here) !== here) history.replaceState(history.state, "", withScheme(here));
  }, true);

  // A mark of a chart, a row of a grid: whatever carries an address leads there.
  window.leitstand = Object.assign(window.leitstand || {}, { go });
})();
