import { marks } from "./CodeEditor.Marks.js";

// As PromptTemplate reads it: an odd number of backslashes before a hole makes it text. Two braces that are no hole stay text as well,
// which is rarely what was meant.
const pattern = /(\\*)(\{\{\s*([\p{L}_][\p{L}\p{Mn}\p{Nd}_.-]*)\s*\}\})|\{\{(?!\{)[^{}\n]*\}{0,2}/gu;
// A hole that begins before the part in view.
const margin = 200;

export const templateLanguage = (known, unknown, unclosed) =>
  marks((state, from, to) => {
    const start = Math.max(0, from - margin),
      found = [];
    for (const match of state.sliceDoc(start, Math.min(state.doc.length, to + margin)).matchAll(pattern)) {
      const [whole, slashes, hole, name] = match,
        at = start + match.index,
        end = at + whole.length;
      if (hole === undefined) found.push([at, end, "cm-wrong", unclosed]);
      else if (slashes.length % 2 === 1) continue;
      else if (known && !known.includes(name)) found.push([at + slashes.length, end, "cm-hole cm-wrong", unknown?.replace("{0}", name)]);
      else found.push([at + slashes.length, end, "cm-hole"]);
    }
    return found;
  });
