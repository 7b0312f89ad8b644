// A link in an answer leads away and does nothing else: what is around it (a bubble selects its span) does not hear the click.
addEventListener("click", e => e.target.closest?.(".markdown a[href]") && e.stopPropagation(), true);
