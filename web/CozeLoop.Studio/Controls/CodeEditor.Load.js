// Puts the editor in the place of each .code-editor's text area. Its script is fetched when the first one is shown. Until then, and where
// it does not come, the text area is what it is. Who is typing in it already is not disturbed: it changes when they leave it.
const known = new WeakSet();
const load = async root => {
  if (known.has(root)) return;
  known.add(root);
  const area = root.querySelector("textarea"),
    { enhance } = await import(new URL(root.dataset.script, document.baseURI));
  if (!root.isConnected || !area.isConnected) return;
  if (document.activeElement === area) area.addEventListener("blur", () => enhance(root, area), { once: true });
  else enhance(root, area);
};

new MutationObserver(changes => {
  for (const added of changes.flatMap(c => [...c.addedNodes])) {
    if (!(added instanceof Element)) continue;
    if (added.matches(".code-editor")) load(added);
    added.querySelectorAll(".code-editor").forEach(load);
  }
}).observe(document, { childList: true, subtree: true });
