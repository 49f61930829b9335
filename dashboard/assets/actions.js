// Buttons that need no server: copy the address, switch the scheme, show a card as a table, save a chart.
(function () {
  "use strict";
  const root = document.documentElement;
  const KEY = "mantine-color-scheme-value";

  function setScheme(next) {
    root.setAttribute("data-mantine-color-scheme", next);
    try { localStorage.setItem(KEY, next); } catch (e) { /* storage may be forbidden; the address still says it */ }
    const url = new URL(location.href);
    if (next === "dark") url.searchParams.set("scheme", "dark"); else url.searchParams.delete("scheme");
    history.replaceState(history.state, "", url.pathname + url.search.replace(/%2C/gi, ",") + url.hash);
    window.dash_clientside.set_props("ls-scheme", { data: next });
  }

  function say(text) {
    let note = document.getElementById("ls-note");
    if (!note) {
      note = document.createElement("div");
      note.id = "ls-note";
      note.setAttribute("role", "status");
      document.body.append(note);
    }
    note.textContent = text;
    note.classList.add("on");
    clearTimeout(note.timer);
    note.timer = setTimeout(() => note.classList.remove("on"), 1800);
  }

  function copy(href) {
    const done = () => say((document.querySelector("[data-done]") || { dataset: {} }).dataset.done || "");
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(href).then(done, () => {});
  }

  function toggleTwin(card) {
    const button = card.querySelector('[data-action="twin"]');
    if (!button) return;
    const shown = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(shown));
    card.classList.toggle("as-table", shown);
    card.querySelector(".ls-twin").hidden = !shown;
    card.querySelector(".ls-card-body").hidden = shown;
    if (!shown) window.dispatchEvent(new Event("resize"));
  }

  function save(card, format) {
    card.querySelectorAll(".js-plotly-plot").forEach((plot, i) => {
      const background = getComputedStyle(card).backgroundColor;
      const layout = Object.assign({}, plot.layout, { paper_bgcolor: background });
      const size = { format, width: plot.clientWidth, height: plot.clientHeight, scale: format === "png" ? 2 : 1 };
      window.Plotly.toImage({ data: plot.data, layout, config: plot._context }, size).then((uri) => {
        const link = document.createElement("a");
        link.href = uri;
        link.download = "leitstand_" + card.id + (i ? "_" + (i + 1) : "") + "." + format;
        link.dataset.native = "1";
        link.click();
      });
    });
  }

  let menuOwner = null;
  const actions = {
    scheme: () => setScheme(root.getAttribute("data-mantine-color-scheme") === "dark" ? "light" : "dark"),
    copy: () => copy(location.href),
    twin: (button) => toggleTwin(button.closest("[data-card]")),
    csv: (item) => { const a = document.createElement("a"); a.href = item.dataset.href; a.download = ""; a.dataset.native = "1"; a.click(); },
    png: () => menuOwner && save(menuOwner, "png"),
    svg: () => menuOwner && save(menuOwner, "svg"),
    "copy-card": () => menuOwner && copy(location.href.split("#")[0] + "#" + menuOwner.id),
  };

  // Menus are drawn outside their card, so the card whose button was pressed last is remembered.
  document.addEventListener("click", (event) => {
    const card = event.target.closest("[data-card]");
    if (card) menuOwner = card;
    const control = event.target.closest("[data-action]");
    if (control && actions[control.dataset.action]) actions[control.dataset.action](control);
  }, true);

  let under = null;
  document.addEventListener("pointerover", (event) => { under = event.target.closest ? event.target.closest("[data-card]") : null; });
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Backspace" && event.target.id === "ls-filter-search" && !event.target.value) {
      const removers = document.querySelectorAll("#ls-chips [data-remove]");
      if (removers.length) window.leitstand.go(removers[removers.length - 1].getAttribute("href"));
    }
    if (typing) return;
    if (event.key === "t") {
      const card = event.target.closest("[data-card]") || under;
      (card ? [card] : document.querySelectorAll("[data-card]")).forEach(toggleTwin);
    }
    if (event.key === "/") {
      event.preventDefault();
      const button = document.getElementById("ls-filter-button");
      if (button.getAttribute("aria-expanded") !== "true") button.click();
      setTimeout(() => { const box = document.getElementById("ls-filter-search"); if (box) box.focus(); }, 60);
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "ls-filter-search") return;
    const wanted = event.target.value.trim().toLowerCase();
    document.querySelectorAll(".ls-optionrow").forEach((row) => { row.hidden = !row.dataset.name.includes(wanted); });
  });

  const unchanged = () => window.dash_clientside.no_update;
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    leitstand: {
      recolour: (next, figures) => figures.map((figure) => {
        const built = ((figure && figure.layout && figure.layout.meta) || {}).scheme;
        if (!next || !built || built === next) return unchanged();
        const swap = window.leitstand.swaps[built + ">" + next];
        const text = JSON.stringify(figure).replace(/#[0-9A-Fa-f]{6}/g, (hex) => swap[hex.toUpperCase()] || hex);
        const changed = JSON.parse(text);
        changed.layout.meta.scheme = next;
        return changed;
      }),
      drawer: () => {
        const pressed = window.dash_clientside.callback_context.triggered.some((t) => t.prop_id === "ls-menu.n_clicks" && t.value);
        return pressed;
      },
    },
  });
})();
