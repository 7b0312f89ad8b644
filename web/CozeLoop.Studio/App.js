// What the browser does by itself, without asking the server: theme, keys, menus, what is typed. Runs in the head, before the first paint.
import "./Layout/ThemeMenu.js";
import "./Layout/Keyboard.js";
import "./Layout/SidewaysScroll.js";
import "./Layout/Connection.js";
import { closeDialog } from "./Layout/Menus.js";
import { forget } from "./Layout/InputTexts.js";
import "./Controls/MarkdownText.js";
import { keepPlain, readsPlain } from "./Controls/AnswerStyle.js";
import "./Controls/CodeEditor.Load.js";
import "./Controls/DataTable.js";
import { reveal } from "./Controls/Reveal.js";

// What components call.
window.studio = {
  viewer: () => ({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, readsPlain: readsPlain() }),
  keepPlain,
  close: closeDialog,
  reveal,
  top: el => {
    if (el) el.scrollTop = 0;
  },
};
window.studioInput = { forget };
