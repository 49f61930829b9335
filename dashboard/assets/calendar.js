// A calendar for the period: two clicks choose the first and the last day. Names of months and days come from the
// browser, in the page's language. Arrow keys move, Enter chooses.
(function () {
  "use strict";
  const DAY = 86400000;
  const iso = (time) => new Date(time).toISOString().slice(0, 10);
  const parse = (text) => Date.parse(text + "T00:00:00Z");

  function draw(box) {
    const state = box.state || (box.state = {
      since: parse(box.dataset.since), last: parse(box.dataset.last), picked: null,
      month: box.dataset.last.slice(0, 7), focus: null,
    });
    const lang = box.dataset.lang;
    const first = parse(state.month + "-01");
    const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
    const limit = parse(box.dataset.lastDay);
    const earliest = box.dataset.firstDay ? parse(box.dataset.firstDay) : -Infinity;
    const monthName = new Intl.DateTimeFormat(lang, { month: "long", year: "numeric", timeZone: "UTC" }).format(first);
    const long = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeZone: "UTC" });
    const short = new Intl.DateTimeFormat(lang, { weekday: "short", timeZone: "UTC" });
    const heads = Array.from({ length: 7 }, (_, i) => `<th scope="col">${short.format(start + i * DAY)}</th>`).join("");
    let body = "";
    for (let week = 0; week < 6; week++) {
      body += "<tr>";
      for (let i = 0; i < 7; i++) {
        const time = start + (week * 7 + i) * DAY;
        const from = state.picked === null ? state.since : state.picked;
        const to = state.picked === null ? state.last : state.picked;
        const classes = [time >= from && time <= to ? "in" : "", time === from || time === to ? "end" : "",
          iso(time).slice(0, 7) !== state.month ? "out" : ""].join(" ").trim();
        const off = time > limit || time < earliest ? "disabled" : "";
        body += `<td><button type="button" class="${classes}" data-day="${iso(time)}" aria-label="${long.format(time)}" ${off}>${new Date(time).getUTCDate()}</button></td>`;
      }
      body += "</tr>";
    }
    box.innerHTML = `<div class="ls-month"><button type="button" class="ls-icon" data-step="-1" aria-label="${box.dataset.back}"><i class="ls-i ls-i-back"></i></button>` +
      `<b aria-live="polite">${monthName}</b><button type="button" class="ls-icon" data-step="1" aria-label="${box.dataset.next}"><i class="ls-i ls-i-next"></i></button></div>` +
      `<table><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table><p class="ls-meta">${box.dataset.hint}</p>`;
    if (state.focus) { const day = box.querySelector(`[data-day="${state.focus}"]`); if (day) day.focus(); state.focus = null; }
  }

  function step(box, by) {
    const [year, month] = box.state.month.split("-").map(Number);
    box.state.month = new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 7);
    draw(box);
  }

  function close() {
    const button = document.getElementById("ls-period-button");
    if (button) { button.click(); button.focus(); }
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest(".ls-presets a")) close();
    const box = event.target.closest(".ls-calendar");
    if (!box) return;
    const stepper = event.target.closest("[data-step]");
    if (stepper) { event.stopPropagation(); step(box, Number(stepper.dataset.step)); return; }
    const day = event.target.closest("[data-day]");
    if (!day) return;
    event.stopPropagation();
    const time = parse(day.dataset.day);
    if (box.state.picked === null) { box.state.picked = time; box.state.focus = day.dataset.day; draw(box); return; }
    const [from, to] = [Math.min(box.state.picked, time), Math.max(box.state.picked, time)];
    box.state.picked = null;
    close();
    window.leitstand.go(box.dataset.href.replace("2000-01-01..2000-01-01", `${iso(from)}..${iso(to)}`));
  });

  document.addEventListener("keydown", (event) => {
    const day = event.target.closest && event.target.closest(".ls-calendar [data-day]");
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (!day || !by) return;
    event.preventDefault();
    const box = day.closest(".ls-calendar");
    box.state.focus = iso(parse(day.dataset.day) + by * DAY);
    box.state.month = box.state.focus.slice(0, 7);
    draw(box);
  });

  new MutationObserver(() => {
    document.querySelectorAll(".ls-calendar:empty").forEach((box) => { box.state = null; draw(box); });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
