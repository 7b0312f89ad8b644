// Menus and dialogs open and close without asking the server: data-opens names a dialog, data-closes and data-reload say it themselves.
export const closeMenus = except =>
  document.querySelectorAll("details.menu[open]").forEach(m => {
    if (m !== except) m.open = false;
  });

document.addEventListener("click", e => {
  const menu = e.target.closest("details.menu"),
    item = e.target.closest(".menu-list a, .menu-list button");
  closeMenus(item ? null : menu);
  const opens = e.target.closest("[data-opens]");
  if (opens) document.getElementById(opens.dataset.opens)?.showModal();
  if (e.target.closest("[data-closes]") || e.target.matches("dialog")) e.target.closest("dialog")?.close();
  if (e.target.closest("[data-reload]")) location.reload();
});

// For a dialog that the server closes after its work is done.
export const closeDialog = id => document.getElementById(id)?.close();
