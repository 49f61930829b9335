// Unpacks what components/static.py packed, before the browser paints.
(function () {
  "use strict";
  const unpack = (element) => {
    const text = element.getAttribute("data-html");
    if (text === null) return;
    element.removeAttribute("data-html");
    element.innerHTML = text;
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") { unpack(change.target); continue; }
      for (const node of change.addedNodes) {
        if (node.nodeType !== 1) continue;
        unpack(node);
        node.querySelectorAll("[data-html]").forEach(unpack);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-html"] });
})();
