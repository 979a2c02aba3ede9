/** What of the runs' curves a chart draws, and how. */

import type { NumberArray } from "../../frame/wire";
import type { Chart, Drawn, View } from "../../generated/runs";
import { firstAtLeast } from "../../parts/density";
import { classColors, css } from "../../parts/palette";

export type Numbers = NumberArray["data"];

/** One run's curve of one kind, within the arrays that hold them all. */
export interface Curve {
  run: number;
  kind: "validation" | "training";
  metric: string;
  values: Numbers;
  /** The values as measured, where `values` are smoothed. */
  raw: Numbers | null;
  from: number;
  to: number;
}

export function colorOf({ color }: Drawn): string {
  return color < 0 ? "var(--soft)" : css(classColors[color]);
}

/** The curves of a chart; of runs without a color, the validation alone if there is one. */
export function curvesOf({ x, starts, drawn }: View, chart: Chart, looked: string): Curve[] {
  void x;
  return drawn.flatMap(({ color, name }, run) => {
    const [from, to] = [starts.data[run], starts.data[run + 1]];
    const own = (kind: Curve["kind"], raw: NumberArray | null, smooth: NumberArray | null): Curve[] =>
      raw ? [{ run, kind, metric: chart.name, values: (smooth ?? raw).data, raw: smooth && raw.data, from, to }] : [];
    const val = own("validation", chart.val, chart.smooth_val).filter(hasNumbers);
    if (val.length && color < 0 && name !== looked) return val;
    return [...val, ...own("training", chart.train, chart.smooth_train)];
  });
}

function hasNumbers({ values, from, to }: Curve): boolean {
  for (let i = to - 1; i >= from; i--) if (values[i] === values[i]) return true;
  return false;
}

/** The least and the greatest finite value; without outliers, of all but 1 % at each end. */
export function span(curves: Curve[], log: boolean, outliers: boolean): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  const sample: number[] = [];
  const all = curves.reduce((sum, { from, to }) => sum + to - from, 0);
  const stride = Math.max(1, Math.floor(all / 20_000));
  for (const { values, from, to } of curves)
    for (let i = from; i < to; i++) {
      const v = values[i];
      if (!Number.isFinite(v) || (log && v <= 0)) continue;
      if (v < low) low = v;
      if (v > high) high = v;
      if (!outliers && i % stride === 0) sample.push(v);
    }
  if (low > high) return log ? [1, 10] : [0, 1];
  if (sample.length > 50) {
    sample.sort((a, b) => a - b);
    [low, high] = [sample[Math.floor(sample.length * 0.01)], sample[Math.ceil(sample.length * 0.99) - 1]];
  }
  if (low === high) return log ? [low / 2, high * 2] : [low - (Math.abs(low) || 1) * 0.1, high + (Math.abs(high) || 1) * 0.1];
  return [low, high];
}

/** The row of a curve that lies nearest to a place along x. */
export function nearestRow(x: Numbers, { from, to }: Curve, where: number): number {
  const after = firstAtLeast(x, from, to, where);
  if (after === to) return to - 1;
  return after > from && where - x[after - 1] < x[after] - where ? after - 1 : after;
}
