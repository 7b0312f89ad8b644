using Microsoft.Playwright;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Faults that can be seen without knowing the page: what does not fit, words that run together, controls that are off without
/// saying why.</summary>
internal static class PageFaults
{
    // The page scrolls inside the frame, so that the document's own width says nothing.
    private const string Misfits = """
        () => {
          const found = [], wide = el => el && el.scrollWidth > el.clientWidth + 1;
          if (wide(document.documentElement)) found.push("the document is wider than the window");
          for (const el of document.querySelectorAll(".page, .bar, .login")) if (wide(el))
              found.push(`${el.className} is wider than its place: ` +
            [...el.querySelectorAll("*")].filter(c => c.getBoundingClientRect().right > el.getBoundingClientRect().right + 1)
                .slice(0, 3).map(c => c.outerHTML.slice(0, 120)).join(" | "));
          for (const el of document.querySelectorAll("body *")) {
            const style = getComputedStyle(el), says = [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            if (says && wide(el) && el.clientWidth > 1 && /hidden|clip/.test(style.overflowX)
                && style.textOverflow !== "ellipsis" && !el.closest("pre, textarea, .cm-editor"))
              found.push(`cut: ${el.outerHTML.slice(0, 160)}`);
          }
          for (const el of document.querySelectorAll("select"))
            if (el.checkVisibility() && el.clientWidth < 40) found.push(`a choice nobody can read: ${el.outerHTML.slice(0, 120)}`);
          return found;
        }
        """;

    // Two texts on one line with an element's border between them and no space: read aloud or copied they are one word.
    private const string Joined = """
        () => {
          const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const inline = el => getComputedStyle(el).display.startsWith("inline");
          const upTo = (node, top) => { const path = [];
              for (let el = node.parentElement; el !== top; el = el.parentElement) path.push(el); return path; };
          const common = (a, b) => { let el = a.parentElement; while (!el.contains(b)) el = el.parentElement; return el; };
          let before = null;
          while (walker.nextNode()) {
            const node = walker.currentNode;
            if (!node.textContent || !node.parentElement.checkVisibility()) continue;
            const none = "script, style, pre, textarea, .cm-editor, select, svg, .diff, .brand, .login h1, .sr";
            if (node.parentElement.closest(none)) continue;
            if (before && /[\p{L}\p{N}.,:;!?)\]]$/u.test(before.textContent) && /^[\p{L}\p{N}(\[]/u.test(node.textContent)) {
              const top = common(before, node), between = [...upTo(before, top), ...upTo(node, top)];
              const chinese = /\p{Script=Han}$/u.test(before.textContent) || /^\p{Script=Han}/u.test(node.textContent);
              const range = document.createRange(); range.setStartAfter(before); range.setEndBefore(node);
              const apart = range.cloneContents().querySelector("br, input, select, textarea, svg, img");
              if (!chinese && !apart && between.length && between.every(inline))
                  found.push(`joined: ${before.textContent.slice(-20)}|${node.textContent.slice(0, 20)}`);
            }
            before = node;
          }
          for (const el of document.querySelectorAll("body *")) {
            const own = [...el.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent).join("");
            if (el.checkVisibility() && !el.closest("pre, textarea, .cm-editor, script, style, .bubble, td, .diff")
                && /\p{L} [,;:!?](\s|$)|\( | \)|\bv (→|\d)/u.test(own))
                found.push(`spaced: ${own.trim().slice(0, 80)}`);
          }
          return found;
        }
        """;

    private const string Unexplained = """
        () => [...document.querySelectorAll("button:disabled, [aria-disabled=true]")]
          .filter(el => el.checkVisibility() && !el.title && !el.getAttribute("aria-describedby"))
          .map(el => `off without a reason: ${el.outerHTML.slice(0, 120)}`)
        """;

    public static Task<string[]> MisfitsAsync(IPage page) => page.EvaluateAsync<string[]>(Misfits);

    public static async Task<IEnumerable<string>> OfTextAndControlsAsync(IPage page) =>
        [.. await page.EvaluateAsync<string[]>(Joined), .. await page.EvaluateAsync<string[]>(Unexplained)];
}
