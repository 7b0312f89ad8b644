import { Decoration, ViewPlugin } from "@codemirror/view";

/** Marks in what is in view. `find` is asked for marks of a part of the text: [from, to, class, title], in order. */
export const marks = find => {
  const of = view =>
    Decoration.set(
      view.visibleRanges
        .flatMap(range => find(view.state, range.from, range.to))
        .map(([from, to, name, title]) => Decoration.mark({ class: name, attributes: title ? { title } : {} }).range(from, to)),
      true,
    );
  return ViewPlugin.define(
    view => ({
      decorations: of(view),
      update(update) {
        // Also when the parser, which works in pauses, has come further.
        if (update.docChanged || update.viewportChanged || update.transactions.length > 0) this.decorations = of(update.view);
      },
    }),
    { decorations: plugin => plugin.decorations },
  );
};
