// On paper: always light, charts as wide as the page, and a table in place of a grid, which keeps its screen width.
(function () {
  "use strict";
  const root = document.documentElement;
  const SCHEME = "data-mantine-color-scheme";
  let undo = [];

  const recolour = (plot, from, to) => {
    const swap = window.leitstand.swaps[from + ">" + to];
    const text = JSON.stringify({ data: plot.data, layout: plot.layout });
    const next = JSON.parse(text.replace(/#[0-9A-Fa-f]{6}/g, (hex) => swap[hex.toUpperCase()] || hex));
    return window.Plotly.react(plot, next.data, next.layout, plot._context);
  };

  window.addEventListener("beforeprint", () => {
    const scheme = root.getAttribute(SCHEME);
    const plots = [...document.querySelectorAll(".js-plotly-plot")];
    root.classList.add("ls-printing");
    undo = [() => root.classList.remove("ls-printing")];
    if (scheme === "dark") {
      root.setAttribute(SCHEME, "light");
      undo.push(() => root.setAttribute(SCHEME, "dark"));
    }
    document.querySelectorAll("[data-card]").forEach((card) => {
      const twin = card.querySelector(".ls-twin");
      const body = card.querySelector(".ls-card-body");
      if (!twin || !twin.hidden || !body.querySelector(".ls-aggrid")) return;
      twin.hidden = false;
      body.hidden = true;
      undo.push(() => { twin.hidden = true; body.hidden = false; });
    });
    plots.forEach((plot) => {
      if (!plot.layout || !plot.clientWidth) return;
      if (scheme === "dark") {
        recolour(plot, "dark", "light");
        undo.push(() => recolour(plot, "light", "dark"));
      }
      const box = plot.parentElement;
      window.Plotly.relayout(plot, { autosize: false, width: box.clientWidth, height: box.clientHeight });
      undo.push(() => window.Plotly.relayout(plot, { autosize: true, width: null, height: null }));
    });
  });

  window.addEventListener("afterprint", () => { undo.forEach((step) => step()); undo = []; });
})();
