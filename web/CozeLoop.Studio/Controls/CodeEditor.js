// CodeMirror in the place of a text area, which stays what the page knows: each change is written into it at once, so that it is kept and
// its length is looked at (InputTexts.js hears "typed"); the server hears of it after a pause, and before anything else the reader does.
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { search, searchKeymap } from "@codemirror/search";
import { jsonLanguage } from "./CodeEditor.Json.js";
import { templateLanguage } from "./CodeEditor.Template.js";

const pauseMs = 300;
const fromPage = Annotation.define();
const shown = new Set();
const native = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
const mirrored = ["readonly", "disabled", "aria-label", "aria-describedby", "aria-invalid"];

const texts = () => document.getElementById("editor-texts")?.dataset ?? {};
const language = ({ language, known }) =>
  language === "json" ? jsonLanguage(texts().notJson) : templateLanguage(known?.split(" "), texts().unknown, texts().unclosed);

/** What the text area says about itself, said of the editor. */
const look = area => {
  const attributes = { spellcheck: "false", autocapitalize: "off", "aria-readonly": String(area.readOnly) };
  for (const name of mirrored.filter(n => n.startsWith("aria-") && area.hasAttribute(n))) attributes[name] = area.getAttribute(name);
  return [EditorState.readOnly.of(area.readOnly || area.disabled), EditorView.contentAttributes.of(attributes)];
};

class Field {
  #area;
  #look = new Compartment();
  #timer = 0;
  #isTold = true;
  #isChanged = false;
  #mirror;

  constructor(root, area) {
    this.root = root;
    this.#area = area;
    this.view = new EditorView({ parent: root, state: EditorState.create({ doc: area.value, extensions: this.#extensions() }) });
    Object.defineProperty(area, "value", {
      configurable: true,
      get: () => native.get.call(area),
      set: text => this.#show(text),
    });
    area.focus = () => this.view.focus();
    area.hidden = true;
    this.#mirror = new MutationObserver(() => this.view.dispatch({ effects: this.#look.reconfigure(look(area)) }));
    this.#mirror.observe(area, { attributeFilter: mirrored });
  }

  #extensions() {
    return [
      history(),
      search({ top: true }),
      highlightSpecialChars(),
      keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.lineWrapping,
      EditorState.phrases.of(JSON.parse(texts().phrases ?? "{}")),
      this.#look.of(look(this.#area)),
      language(this.root.dataset),
      EditorView.updateListener.of(update => this.#take(update)),
      EditorView.domEventHandlers({ blur: () => this.leave() }),
    ];
  }

  #take(update) {
    if (!update.docChanged || update.transactions.some(t => t.annotation(fromPage))) return;
    native.set.call(this.#area, update.state.doc.toString());
    this.#isChanged = true;
    this.#say("typed");
    this.#tellLater();
  }

  /** The server's text, or a kept one. A word that an input method is in the middle of wins: the server is told of it again. */
  #show(text) {
    if (this.view.composing) return this.#tellLater();
    native.set.call(this.#area, text);
    const { doc } = this.view.state,
      insert = native.get.call(this.#area);
    if (insert === doc.toString()) return;
    clearTimeout(this.#timer);
    this.#isTold = true;
    this.view.dispatch({ changes: { from: 0, to: doc.length, insert }, annotations: fromPage.of(true) });
  }

  #tellLater() {
    this.#isTold = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.tell(), pauseMs);
  }

  #say = type => this.#area.dispatchEvent(new Event(type, { bubbles: true }));

  tell() {
    clearTimeout(this.#timer);
    if (this.#isTold) return;
    this.#isTold = true;
    this.#say("input");
  }

  leave() {
    this.tell();
    if (this.#isChanged) this.#say("change");
    this.#isChanged = false;
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#mirror.disconnect();
    this.view.destroy();
    shown.delete(this);
  }
}

export const enhance = (root, area) => shown.add(new Field(root, area));

// A button that does something with the text is pressed after the server has it.
for (const type of ["pointerdown", "click", "submit", "pagehide"]) addEventListener(type, () => shown.forEach(f => f.tell()), true);
new MutationObserver(() => shown.forEach(f => f.root.isConnected || f.destroy())).observe(document, { childList: true, subtree: true });
