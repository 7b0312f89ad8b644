// Whether answers are shown to the letter: kept by the browser, as the theme is.
export const readsPlain = () => localStorage.getItem("answers") === "plain";
export const keepPlain = plain => localStorage.setItem("answers", plain ? "plain" : "rendered");
