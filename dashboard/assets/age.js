// How old the data is where it is looked at: a page is made once for its snapshot, and can't know how late it is opened.
(function () {
  "use strict";
  const OLD = 36 * 3600e3; // a daily run was missed
  function tell() {
    document.querySelectorAll("[data-as-of]").forEach((note) => {
      const age = Date.now() - Date.parse(note.dataset.asOf);
      const days = Math.floor(age / 86400e3);
      const text = age <= OLD ? "" : days === 1 ? note.dataset.one : note.dataset.other.replace("DAYS", String(days));
      if (note.textContent !== text) note.textContent = text;
    });
  }
  new MutationObserver(tell).observe(document.documentElement, { childList: true, subtree: true });
  setInterval(tell, 600000);
})();
