// The theme, before the first paint. An element with data-theme-choice chooses it.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

const chosen = () => localStorage.getItem("theme") ?? "system";
const apply = () => {
  root.dataset.themeChoice = chosen();
  root.dataset.theme = chosen() === "system" ? (dark.matches ? "dark" : "light") : chosen();
};
apply();
dark.addEventListener("change", apply);

document.addEventListener("click", e => {
  const choice = e.target.closest("[data-theme-choice]:not(html)");
  if (!choice) return;
  localStorage.setItem("theme", choice.dataset.themeChoice);
  apply();
});
