// Brings a row of a list into view by its number (data-at). Of a long list only rows near the view are drawn: it is scrolled
// towards the row until that is drawn, and looked at once more, because rows in between may turn out higher than was assumed.
const latest = new WeakMap();
const scroller = el => {
  while (el && el !== document.body && !/auto|scroll/.test(getComputedStyle(el).overflowY)) el = el.parentElement;
  return el === document.body ? null : el;
};
const drawnAgain = () => new Promise(done => setTimeout(done, 60));
export const reveal = async (list, at) => {
  const box = scroller(list),
    first = !latest.has(list),
    turn = {};
  latest.set(list, turn);
  // Where panes are stacked the page itself scrolls, and must not jump away from what was tapped.
  if (!box || (box.matches(".page") && !first)) return;
  for (let tries = 0, steady = 0; tries < 60 && steady < 2 && list.isConnected && latest.get(list) === turn; tries++) {
    const away = distance(box, list, at);
    if (away === 0) steady++;
    else if (away) box.scrollTop += away;
    await drawnAgain();
  }
};
const distance = (box, list, at) => {
  const rows = [...list.querySelectorAll("[data-at]")],
    row = rows.find(r => Number(r.dataset.at) === at);
  if (rows.length === 0) return undefined;
  const view = box.getBoundingClientRect(),
    rect = el => el.getBoundingClientRect();
  if (row) {
    const { top, bottom } = rect(row),
      fits = bottom - top <= view.height;
    if (top >= view.top && (bottom <= view.bottom || (!fits && top < view.bottom - 24))) return 0;
    const centred = top - view.top - (fits ? (view.height - (bottom - top)) / 2 : 8),
      most = box.scrollHeight - box.clientHeight;
    return Math.round(Math.min(most, Math.max(0, box.scrollTop + centred)) - box.scrollTop);
  }
  const [from, to] = [rows[0], rows.at(-1)],
    height = (rect(to).bottom - rect(from).top) / rows.length;
  const before = at < Number(from.dataset.at);
  return Math.round(
    before
      ? rect(from).top - view.top - (Number(from.dataset.at) - at) * height
      : rect(to).bottom - view.bottom + (at - Number(to.dataset.at)) * height,
  );
};
