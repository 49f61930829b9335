// Before the first paint: the address decides on the scheme, then what was chosen last, then the system. The address
// says so too, so that the server draws figures in the right colours at once.
(function () {
  var asked = new URLSearchParams(location.search), key = "mantine-color-scheme-value", stored = null;
  try { stored = localStorage.getItem(key); } catch (e) { /* storage may be forbidden */ }
  var system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  var scheme = asked.get("scheme") || (stored === "dark" || stored === "light" ? stored : system);
  if (scheme !== "dark") scheme = "light";
  document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
  document.documentElement.lang = asked.get("lang") || "en";
  try { localStorage.setItem(key, scheme); } catch (e) { /* as above */ }
  if (scheme === "dark" && asked.get("scheme") !== "dark")
    history.replaceState(history.state, "", location.pathname + location.search + (location.search ? "&" : "?") + "scheme=dark" + location.hash);
})();
