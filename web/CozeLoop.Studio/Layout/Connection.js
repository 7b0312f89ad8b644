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
