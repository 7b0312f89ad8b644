// A drawing as ECharts takes it.
const fontOf = () => getComputedStyle(document.body).fontFamily;
const colour = name =>
  getComputedStyle(document.documentElement)
    .getPropertyValue("--" + name)
    .trim();
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const fontSize = 11;

export const optionOf = (drawing, zooms) => ({
  animation: !still(),
  animationDuration: 200,
  animationDurationUpdate: 200,
  aria: { enabled: true, label: { description: drawing.label } },
  textStyle: { fontFamily: fontOf(), fontSize },
  grid: drawing.hasAxes
    ? { left: 64, right: 12, top: drawing.marks.length ? 44 : 12, bottom: 24 }
    : { left: 0, right: 0, top: 0, bottom: 0 },
  xAxis: timeAxis(drawing),
  yAxis: valueAxis(drawing),
  series: drawing.series.map((series, i) => ({
    ...(series.isBars ? bars(series, drawing) : line(series, drawing)),
    markLine: i === 0 ? marks(drawing) : undefined,
  })),
  tooltip: tooltip(drawing),
  brush: zooms ? brush() : undefined,
});

const timeAxis = ({ from, to, times, hasAxes }) => {
  const customValues = times.map(t => t.at);
  const texts = new Map(times.map(t => [t.at, t.text]));
  return {
    type: "time",
    min: from,
    max: to,
    show: hasAxes,
    axisLine: { lineStyle: { color: colour("line-strong") } },
    axisTick: { customValues, length: 4, lineStyle: { color: colour("line-strong") } },
    axisLabel: { customValues, formatter: at => texts.get(at) ?? "", hideOverlap: true, color: colour("ink-3"), fontSize },
    splitLine: { show: false },
  };
};
const valueAxis = ({ scale, hasAxes }) => ({
  type: "value",
  min: 0,
  max: scale.at(-1).at,
  interval: scale[1].at,
  show: hasAxes,
  axisLabel: { formatter: at => scale[Math.round(at / scale[1].at)]?.text ?? "", color: colour("ink-3"), fontSize },
  splitLine: { lineStyle: { color: colour("line") } },
});

const base = series => ({ name: series.name, color: colour(series.tone), emphasis: { disabled: true } });
// A point between two that were not measured has no line to be seen by.
const isAlone = (values, i) => values[i] !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null;
const line = (series, { slots }) => ({
  ...base(series),
  type: "line",
  data: series.values.map((value, i) => ({ value: [slots[i].at, value], symbolSize: isAlone(series.values, i) ? 4 : 0 })),
  symbol: "circle",
  showAllSymbol: true,
  lineStyle: { width: 1.6, cap: "round", join: "round" },
});
// A bar is seen however few it counts; none is none.
const bars = (series, { slots }) => ({
  ...base(series),
  type: "bar",
  stack: "bars",
  data: series.values.map((value, i) => [slots[i].at, value || null]),
  barWidth: "85%",
  barMinHeight: 2,
});

// Upright lines from the axis to above the plot, their words beside them in three rows, so that neighbours do not cover each other.
const rows = 3,
  rowHeight = 14,
  toTheLeft = 0.7;
const marks = ({ marks, from, to }) => ({
  silent: true,
  symbol: "none",
  animation: false,
  data: marks.map(({ at, text, tone }, i) => {
    const label = {
      show: true,
      position: "end",
      formatter: () => text,
      align: (at - from) / (to - from) > toTheLeft ? "right" : "left",
      verticalAlign: "top",
      distance: -(i % rows) * rowHeight,
      padding: [0, 5],
      color: colour(tone),
      fontSize,
    };
    const lineStyle = { color: colour(tone), type: [3, 3], width: 1 };
    return [
      { xAxis: at, yAxis: 0, lineStyle, label },
      { xAxis: at, yAxis: 0, y: 4 },
    ];
  }),
});

const tooltip = ({ slots, series, hasAxes }) => ({
  trigger: "axis",
  axisPointer: { type: "line", animation: false, lineStyle: { color: colour("line-strong"), type: "solid" } },
  backgroundColor: colour("surface"),
  borderColor: colour("line-strong"),
  textStyle: { color: colour("ink"), fontFamily: fontOf() },
  padding: [6, 10],
  transitionDuration: 0,
  confine: hasAxes,
  position: hasAxes ? undefined : below,
  formatter: ([{ dataIndex }]) => tip(slots[dataIndex].text, series, dataIndex),
});
// A chart of a few lines' height would vanish under its own tooltip.
const below = ([x], _, __, ___, { contentSize: [width], viewSize: [whole, height] }) => [
  Math.max(0, Math.min(x - width / 2, whole - width)),
  height + 4,
];
// Elements and not HTML: names come from data.
const tip = (time, series, i) => {
  const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const box = Object.assign(document.createElement("div"), { className: "tip" });
  box.append(element("b", time), ...series.flatMap(s => [element("span", s.name), element("span", s.texts[i])]));
  return box;
};

const brush = () => ({
  toolbox: [],
  xAxisIndex: 0,
  brushType: "lineX",
  transformable: false,
  outOfBrush: { colorAlpha: 1 },
  brushStyle: { color: colour("accent"), opacity: 0.15, borderWidth: 0 },
});
