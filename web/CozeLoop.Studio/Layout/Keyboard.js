// Keys of the whole page. An element with data-key is clicked or focused by typing it; j and k move through rows with data-row.
import { closeMenus } from "./Menus.js";

document.documentElement.dataset.mac = /Mac|iPhone|iPad/.test(navigator.platform);

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
  // An input method's own keys; and those that an editor has used.
  if (e.isComposing || e.defaultPrevented) return;
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
