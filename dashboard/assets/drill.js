// A mark of a chart opens the list behind it: its customdata ends with an address (figures/canvas.py, mark).
(function () {
  "use strict";
  const address = (points) => {
    const data = points && points[0] && points[0].customdata;
    const last = Array.isArray(data) ? data[data.length - 1] : null;
    return typeof last === "string" && last[0] === "/" ? last : null;
  };

  function wire(plot) {
    if (plot.leitstand || !plot.on) return;
    plot.leitstand = true;
    plot.on("plotly_click", (event) => {
      const href = address(event.points);
      if (!href) return;
      const how = event.event || {};
      if (how.ctrlKey || how.metaKey) window.open(href, "_blank"); else window.leitstand.go(href);
    });
    plot.on("plotly_hover", (event) => plot.classList.toggle("ls-drills", Boolean(address(event.points))));
    plot.on("plotly_unhover", () => plot.classList.remove("ls-drills"));
  }

  new MutationObserver(() => document.querySelectorAll(".js-plotly-plot").forEach(wire))
    .observe(document.documentElement, { childList: true, subtree: true });
})();
