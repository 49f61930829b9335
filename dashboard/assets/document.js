// What belongs to the document and not to a part of it: its language and title, and that something is loading.
(function () {
  "use strict";
  let since = 0;
  let timer = 0;

  function settle() {
    const marks = document.querySelector("#ls-main .ls-titlerow");
    if (!marks) return;
    document.documentElement.lang = marks.dataset.lang || "en";
    document.title = marks.dataset.title || "Leitstand";
    if (marks.dataset.wait) setTimeout(() => location.reload(), 15000);
  }

  function busy(on) {
    const main = document.getElementById("ls-main");
    if (!main) return;
    clearInterval(timer);
    if (!on) { main.removeAttribute("aria-busy"); main.removeAttribute("data-elapsed"); return; }
    since = performance.now();
    if (!main.hasAttribute("aria-busy")) main.setAttribute("aria-busy", "true");
    timer = setInterval(() => {
      const seconds = Math.floor((performance.now() - since) / 1000);
      if (seconds >= 1) main.setAttribute("data-elapsed", seconds + " s");
    }, 250);
  }

  document.addEventListener("leitstand:leave", () => busy(true));
  window.addEventListener("popstate", () => busy(true));
  new MutationObserver((changes) => {
    if (!timer && document.querySelector("#ls-main .ls-skeleton")) { busy(true); return; }
    if (changes.some((c) => c.target.id === "ls-main" || (c.target.closest && c.target.closest("#ls-main") === c.target))) { busy(false); settle(); }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
