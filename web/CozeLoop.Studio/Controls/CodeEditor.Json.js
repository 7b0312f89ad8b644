import { json } from "@codemirror/lang-json";
import { bracketMatching, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { classHighlighter } from "@lezer/highlight";
import { marks } from "./CodeEditor.Marks.js";

/** Where the text stops being JSON. What is missing is marked at the character before it. */
const wrong = title =>
  marks((state, from, to) => {
    const found = [];
    syntaxTree(state).iterate({
      from,
      to,
      enter: node => {
        if (!node.type.isError || state.doc.length === 0) return;
        const end = Math.max(node.to, 1);
        found.push([Math.min(node.from, end - 1), end, "cm-wrong", title]);
      },
    });
    return found;
  });

export const jsonLanguage = title => [json(), bracketMatching(), syntaxHighlighting(classHighlighter), wrong(title)];
