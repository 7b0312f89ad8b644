// What is typed is never lost without a word. A message too long for the circuit would end it, so a field that is too full sends
// nothing and says so. Fields with data-keep keep their unsaved text in this tab, over a reload, a lost circuit, a restart of the server.
const texts = () => document.getElementById("input-texts")?.dataset;
const noText = /^(checkbox|radio|file|button|submit|range)$/;
const isArea = el => el instanceof HTMLTextAreaElement;
const isText = el => isArea(el) || (el instanceof HTMLInputElement && !noText.test(el.type));
const most = el => (el.maxLength > 0 ? el.maxLength : Number(isArea(el) ? texts()?.text : texts()?.line) || Infinity);
const count = n => n.toLocaleString(document.documentElement.lang);
const fill = (text, ...values) => values.reduce((done, value, i) => done.replaceAll(`{${i}}`, value), text);

// One note beside a field: what is wrong with it, or that there is kept text for it.
const notes = new WeakMap();
const clear = el => {
  notes.get(el)?.remove();
  notes.delete(el);
  for (const name of ["aria-invalid", "aria-describedby"]) el.removeAttribute(name);
};
let written = 0;
const note = (el, words, ...buttons) => {
  clear(el);
  const span = document.createElement("span");
  span.className = "problem input-note";
  span.id = `input-note-${++written}`;
  span.setAttribute("role", "alert");
  el.setAttribute("aria-describedby", span.id);
  span.textContent = words + " ";
  for (const [label, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: label });
    button.addEventListener("click", () => {
      clear(el);
      act();
    });
    span.append(button, " ");
  }
  (el.closest(".code-editor, .field") ?? el).after(span);
  notes.set(el, span);
};

// Before the page hears of it. What a browser itself would cut off at maxlength is not taken at all.
addEventListener(
  "beforeinput",
  e => {
    const el = e.target;
    if (!isText(el) || !(el.maxLength > 0) || !e.data) return;
    const length = el.value.length - (el.selectionEnd - el.selectionStart) + e.data.length;
    if (length <= el.maxLength) return;
    e.preventDefault();
    note(el, fill(texts().notTaken, count(el.maxLength), count(length)));
  },
  true,
);
const guard = e => {
  const el = e.target;
  if (!isText(el)) return;
  if (e.type !== "change" && el.dataset.keep) keep(el);
  if (el.value.length <= most(el)) {
    if (notes.has(el)) clear(el);
    return;
  }
  e.stopImmediatePropagation();
  note(el, fill(texts().tooLong, count(el.value.length), count(most(el))));
  el.setAttribute("aria-invalid", "true");
};
addEventListener("input", guard, true);
// An editor in a text area's place has taken a key; the page hears of it later.
addEventListener("typed", guard, true);
addEventListener("change", guard, true);

// Kept text: what was typed, and the state of the record that it was typed over (data-keep-base).
const prefix = "keep:";
const keep = el => {
  try {
    sessionStorage.setItem(prefix + el.dataset.keep, JSON.stringify({ text: el.value, base: el.dataset.keepBase ?? "" }));
  } catch (e) {
    if (e.name !== "QuotaExceededError") throw e;
  } // More than a tab may hold: then only the server has it.
};
const kept = key => JSON.parse(sessionStorage.getItem(prefix + key) ?? "null");
const drop = key => sessionStorage.removeItem(prefix + key);
const use = (el, text) => {
  el.value = text;
  for (const type of ["input", "change"]) el.dispatchEvent(new Event(type, { bubbles: true }));
};
const restore = el => {
  const found = kept(el.dataset.keep);
  if (!found || found.text === el.value) return;
  // Typed over another state than the present one: the reader decides, or one would overwrite the other.
  if (found.base === (el.dataset.keepBase ?? "")) use(el, found.text);
  else note(el, texts().kept, [texts().use, () => use(el, found.text)], [texts().drop, () => drop(el.dataset.keep)]);
};
new MutationObserver(changes => {
  for (const added of changes.flatMap(c => [...c.addedNodes])) {
    if (!(added instanceof Element)) continue;
    for (const el of [added, ...added.querySelectorAll("[data-keep]")]) if (el.dataset?.keep && isText(el)) restore(el);
  }
}).observe(document, { childList: true, subtree: true });

const all = () => Object.keys(sessionStorage).filter(k => k.startsWith(prefix));
const lost = ["show", "retrying", "failed", "rejected"].map(state => ".components-reconnect-" + state).join();
const away = () => document.querySelector(lost);
// Closing the tab would lose it; a reload after a lost connection does not, and is not asked about.
addEventListener("beforeunload", e => {
  const unsaved = [...document.querySelectorAll("[data-keep-warn]")].some(el => kept(el.dataset.keep)?.text === el.value);
  if (unsaved && !away()) e.preventDefault();
});
// The server has saved everything that is kept under names with this beginning.
export const forget = start =>
  all()
    .filter(k => k.startsWith(prefix + start))
    .forEach(k => sessionStorage.removeItem(k));
document.addEventListener("submit", e => {
  if (e.target.id === "logout") forget("");
});
