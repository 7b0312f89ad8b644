// A click anywhere in a row follows the row's link as the browser would: with Ctrl or ⌘ into a new tab.
const own = "a, button, input, select, textarea, label, summary";

document.addEventListener("click", e => {
  const row = e.target.closest?.("tr[data-row]");
  if (!row || e.target.closest(own) || getSelection().type === "Range") return;
  const { ctrlKey, metaKey, shiftKey } = e;
  row
    .querySelector("a[href]")
    ?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window, ctrlKey, metaKey, shiftKey }));
});
