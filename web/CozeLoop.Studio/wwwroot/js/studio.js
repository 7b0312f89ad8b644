// What the browser does by itself, without asking the server: theme, time zone, menus, dialogs, keys.
// Elements say what they want by attributes: data-key (typed to click or focus them), data-opens (a dialog's id),
// data-closes, data-row (j, k), data-reload, data-theme-choice.
(() => {
  const root = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");

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
  let pending = "", pendingSince = 0;
  const typing = e => e.target.closest?.("input, textarea, select, [contenteditable=true]");
  const shown = el => el.checkVisibility?.() ?? true;
  // Inside an open dialog only its own keys count; a closed menu's items can still be reached by key.
  const find = key => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(el => {
    const open = document.querySelector("dialog[open]");
    return open ? open.contains(el) : shown(el) || el.closest("details.menu");
  });
  const press = key => {
    const el = find(key);
    if (!el) return false;
    if (el.matches("input, textarea")) { el.focus(); el.select?.(); } else el.click();
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
    if (dialog && (e.key === "ArrowDown" || e.key === "ArrowUp")) { moveChoice(dialog, e.key === "ArrowDown" ? 1 : -1); return e.preventDefault(); }
    if (e.key === "Escape") { closeMenus(null); if (typing(e)) e.target.blur(); else if (!dialog) press("Escape"); return; }
    if (typing(e)) return;
    if (e.key === "j" || e.key === "k") { moveRow(e.key === "j" ? 1 : -1); return e.preventDefault(); }
    if (e.key === "Enter" && document.activeElement?.matches("tr[data-row]")) { document.activeElement.click(); return e.preventDefault(); }
    const sequence = e.timeStamp - pendingSince < 1000 && pending ? `${pending} ${e.key}` : e.key;
    if (press(sequence)) { pending = ""; e.preventDefault(); } else { pending = e.key; pendingSince = e.timeStamp; }
  });

  const closeMenus = except => document.querySelectorAll("details.menu[open]").forEach(m => { if (m !== except) m.open = false; });
  document.addEventListener("click", e => {
    const menu = e.target.closest("details.menu"), item = e.target.closest(".menu-list a, .menu-list button");
    closeMenus(item ? null : menu);
    const theme = e.target.closest("[data-theme-choice]:not(html)");
    if (theme) { localStorage.setItem("theme", theme.dataset.themeChoice); applyTheme(); }
    const opens = e.target.closest("[data-opens]");
    if (opens) document.getElementById(opens.dataset.opens)?.showModal();
    if (e.target.closest("[data-closes]") || e.target.matches("dialog")) e.target.closest("dialog")?.close();
    if (e.target.closest("[data-reload]")) location.reload();
  });
  // The palette's Enter is handled by the server, which navigates; the dialog closes here.
  document.addEventListener("keydown", e => { if (e.key === "Enter" && e.target.matches("#palette input")) document.getElementById("palette").close(); });

  window.studio = {
    zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    // For a dialog that the server closes after its work is done.
    close: id => document.getElementById(id)?.close(),
    // Brings the selected element of a long list into view, without moving the page.
    reveal: id => document.getElementById(id)?.scrollIntoView({ block: "nearest" }),
  };
})();
