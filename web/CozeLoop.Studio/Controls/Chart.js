// The charts of a page. ECharts is large, so this is a bundle of its own, loaded by the first chart that is shown. What is written in a
// chart comes from the server in the reader's language; colours are the tokens' of the theme, and change with it.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, BrushComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { optionOf } from "./ChartOption.js";

use([AriaComponent, BarChart, BrushComponent, GridComponent, LineChart, MarkLineComponent, SVGRenderer, TooltipComponent]);

class Chart {
  constructor(place, drawing, listener) {
    this.chart = init(place, null, { renderer: "svg" });
    this.listener = listener;
    this.size = new ResizeObserver(() => this.chart.resize());
    this.size.observe(place);
    this.theme = new MutationObserver(() => this.draw());
    this.theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    if (listener) this.listen();
    this.show(drawing);
  }
  show(drawing) {
    this.drawing = drawing;
    this.draw();
  }
  draw() {
    this.chart.setOption(optionOf(this.drawing, Boolean(this.listener)), { notMerge: true });
    if (!this.listener) return;
    this.chart.dispatchAction({ type: "brush", areas: [] });
    const brushOption = { brushType: "lineX", brushMode: "single" };
    this.chart.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption });
  }
  listen() {
    const zoom = (from, to) => this.listener.invokeMethodAsync("ZoomAsync", from, to);
    this.chart.on("brushEnd", ({ areas: [area] }) => area && zoom(...area.coordRange));
    this.chart.getZr().on("click", ({ offsetX }) => {
      const at = this.chart.convertFromPixel({ xAxisIndex: 0 }, offsetX);
      zoom(at, at);
    });
  }
  close() {
    this.size.disconnect();
    this.theme.disconnect();
    this.chart.dispose();
  }
}
export const open = (place, drawing, listener) => new Chart(place, drawing, listener);
