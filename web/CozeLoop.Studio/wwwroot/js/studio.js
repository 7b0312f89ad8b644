// What the browser does by itself, without asking the server: theme, time zone, menus, dialogs, keys.
// Elements say what they want by attributes: data-key (typed to click or focus them), data-opens (a dialog's id),
// data-closes, data-row (j, k), data-reload, data-theme-choice.
(() => {
  const root = document.documentElement,
    dark = matchMedia("(prefers-color-scheme: dark)");

  // Theme, before the first paint.
  const chosen = () => localStorage.getItem("theme") ?? "system";
  const applyTheme = () => {
    root.dataset.themeChoice = chosen();
    root.dataset.theme = chosen() === "system" ? (dark.matches ? "dark" : "light") : chosen();
  };
  applyTheme();
  dark.addEventListener("change", applyTheme);
  root.dataset.mac = /Mac|iPhone|iPad/.test(navigator.platform);

  // Keys that form a sequence ("g t") must follow each other within a second.
  let pending = "",
    pendingSince = 0;
  const typing = e => e.target.closest?.("input, textarea, select, [contenteditable=true]");
  const shown = el => el.checkVisibility?.() ?? true;
  // Inside an open dialog only its own keys count; a closed menu's items can still be reached by key.
  const find = key =>
    [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(el => {
      const open = document.querySelector("dialog[open]");
      return open ? open.contains(el) : shown(el) || el.closest("details.menu");
    });
  const press = key => {
    const el = find(key);
    if (!el) return false;
    if (el.matches("input, textarea")) {
      el.focus();
      el.select?.();
    } else el.click();
    return true;
  };
  const moveRow = step => {
    const rows = [...document.querySelectorAll("[data-row]")].filter(shown);
    if (rows.length === 0) return;
    const at = rows.indexOf(document.activeElement?.closest("[data-row]"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const moveChoice = (dialog, step) => {
    const all = [...dialog.querySelectorAll("input, .choices a")];
    all[Math.max(0, Math.min(all.length - 1, all.indexOf(document.activeElement) + step))]?.focus();
  };

  document.addEventListener("keydown", e => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && press("Mod+" + e.key.toLowerCase())) return e.preventDefault();
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const dialog = document.querySelector("dialog[open]");
    if (dialog && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
      moveChoice(dialog, e.key === "ArrowDown" ? 1 : -1);
      return e.preventDefault();
    }
    if (e.key === "Escape") {
      closeMenus(null);
      if (typing(e)) e.target.blur();
      else if (!dialog) press("Escape");
      return;
    }
    if (typing(e)) return;
    if (e.key === "j" || e.key === "k") {
      moveRow(e.key === "j" ? 1 : -1);
      return e.preventDefault();
    }
    if (e.key === "Enter" && document.activeElement?.matches("tr[data-row]")) {
      document.activeElement.click();
      return e.preventDefault();
    }
    // The server moves the selection of a list box; the page must not scroll as well.
    if (e.target.matches?.("[role=listbox]") && ["ArrowUp", "ArrowDown", "Home", "End"].includes(e.key)) return e.preventDefault();
    const sequence = e.timeStamp - pendingSince < 1000 && pending ? `${pending} ${e.key}` : e.key;
    if (press(sequence)) {
      pending = "";
      e.preventDefault();
    } else {
      pending = e.key;
      pendingSince = e.timeStamp;
    }
  });

  const closeMenus = except =>
    document.querySelectorAll("details.menu[open]").forEach(m => {
      if (m !== except) m.open = false;
    });
  document.addEventListener("click", e => {
    const menu = e.target.closest("details.menu"),
      item = e.target.closest(".menu-list a, .menu-list button");
    closeMenus(item ? null : menu);
    const theme = e.target.closest("[data-theme-choice]:not(html)");
    if (theme) {
      localStorage.setItem("theme", theme.dataset.themeChoice);
      applyTheme();
    }
    const opens = e.target.closest("[data-opens]");
    if (opens) document.getElementById(opens.dataset.opens)?.showModal();
    if (e.target.closest("[data-closes]") || e.target.matches("dialog")) e.target.closest("dialog")?.close();
    if (e.target.closest("[data-reload]")) location.reload();
  });
  // A table wider than its place is scrolled sideways: then also by keys.
  const reachable = () =>
    document.querySelectorAll(".scroll-x").forEach(box => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else if (!box.hasAttribute("role")) box.removeAttribute("tabindex");
    });
  let looked = 0;
  const lookSoon = () => {
    cancelAnimationFrame(looked);
    looked = requestAnimationFrame(reachable);
  };
  addEventListener("resize", lookSoon);
  document.addEventListener("DOMContentLoaded", () =>
    new MutationObserver(lookSoon).observe(document.body, { childList: true, subtree: true }),
  );

  // A circuit that is lost for good (the studio was started anew, or was away for long) is replaced by loading the page again at the
  // same address, as soon as somebody answers there: a page that loads into nothing would have no way back.
  const comeBack = async () => {
    for (;;) {
      try {
        if ((await fetch("/health/live", { cache: "no-store" })).ok) return location.reload();
      } catch {
        /* still away */
      }
      await new Promise(again => setTimeout(again, 1000));
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    const modal = document.getElementById("components-reconnect-modal");
    const isLost = () => modal.matches(".components-reconnect-failed, .components-reconnect-rejected");
    const watch = new MutationObserver(() => {
      if (isLost()) {
        watch.disconnect();
        comeBack();
      }
    });
    if (modal) watch.observe(modal, { attributes: true, attributeFilter: ["class"] });
  });

  // Brings a row of a list into view by its number (data-at). Of a long list only rows near the view are drawn: it is scrolled
  // towards the row until that is drawn, and looked at once more, because rows in between may turn out higher than was assumed.
  const latest = new WeakMap();
  const scroller = el => {
    while (el && el !== document.body && !/auto|scroll/.test(getComputedStyle(el).overflowY)) el = el.parentElement;
    return el === document.body ? null : el;
  };
  const drawnAgain = () => new Promise(done => setTimeout(done, 60));
  const reveal = async (list, at) => {
    const box = scroller(list),
      first = !latest.has(list),
      turn = {};
    latest.set(list, turn);
    // Where panes are stacked the page itself scrolls, and must not jump away from what was tapped.
    if (!box || (box.matches(".page") && !first)) return;
    for (let tries = 0, steady = 0; tries < 60 && steady < 2 && list.isConnected && latest.get(list) === turn; tries++) {
      const away = distance(box, list, at);
      if (away === 0) steady++;
      else if (away) box.scrollTop += away;
      await drawnAgain();
    }
  };
  const distance = (box, list, at) => {
    const rows = [...list.querySelectorAll("[data-at]")],
      row = rows.find(r => Number(r.dataset.at) === at);
    if (rows.length === 0) return undefined;
    const view = box.getBoundingClientRect(),
      rect = el => el.getBoundingClientRect();
    if (row) {
      const { top, bottom } = rect(row),
        fits = bottom - top <= view.height;
      if (top >= view.top && (bottom <= view.bottom || (!fits && top < view.bottom - 24))) return 0;
      const centred = top - view.top - (fits ? (view.height - (bottom - top)) / 2 : 8),
        most = box.scrollHeight - box.clientHeight;
      return Math.round(Math.min(most, Math.max(0, box.scrollTop + centred)) - box.scrollTop);
    }
    const [from, to] = [rows[0], rows.at(-1)],
      height = (rect(to).bottom - rect(from).top) / rows.length;
    const before = at < Number(from.dataset.at);
    return Math.round(
      before
        ? rect(from).top - view.top - (Number(from.dataset.at) - at) * height
        : rect(to).bottom - view.bottom + (at - Number(to.dataset.at)) * height,
    );
  };

  window.studio = {
    zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    // For a dialog that the server closes after its work is done.
    close: id => document.getElementById(id)?.close(),
    reveal,
    top: el => {
      if (el) el.scrollTop = 0;
    },
  };
})();
