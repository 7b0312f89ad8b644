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
