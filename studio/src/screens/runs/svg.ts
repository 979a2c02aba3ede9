/** A plot as a picture of its own: SVG that any program opens. */

import { figure } from "../../parts/figures";

export interface Drawing {
  title: string;
  xLabel: string;
  width: number;
  height: number;
  margin: { left: number; right: number; top: number; bottom: number };
  marksX: number[];
  marksY: number[];
  toX: (v: number) => number;
  toY: (v: number) => number;
  curves: { name: string; color: string; dashed: boolean; points: (readonly [number, number])[] }[];
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function path(points: (readonly [number, number])[]): string {
  let pen = false;
  return points.map(([x, y]) => {
    if (!Number.isFinite(y)) return (pen = false), "";
    const step = `${pen ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = true;
    return step;
  }).join("");
}

export function svgOf({ title, xLabel, width, height, margin, marksX, marksY, toX, toY, curves }: Drawing): string {
  const [bottom, right] = [height - margin.bottom, width - margin.right];
  const grid = marksY.map((v) => `<path d="M${margin.left} ${toY(v).toFixed(1)}H${right}" stroke="#ccd2d8"/>` +
    `<text x="${margin.left - 5}" y="${(toY(v) + 4).toFixed(1)}" text-anchor="end">${figure(v, 3)}</text>`);
  const below = marksX.map((v) => `<text x="${toX(v).toFixed(1)}" y="${bottom + 13}" text-anchor="middle">${figure(v)}</text>`);
  const lines = curves.map(({ name, color, dashed, points }) =>
    `<path d="${path(points)}" fill="none" stroke="${color}" stroke-width="1.5"${dashed ? ' stroke-dasharray="5 4"' : ""}><title>${escaped(name)}</title></path>`);
  const inner = `x="${margin.left}" y="${margin.top}" width="${right - margin.left}" height="${bottom - margin.top}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">` +
    `<title>${escaped(title)}</title><clipPath id="inner"><rect ${inner}/></clipPath>` +
    `<g fill="#55606c">${grid.join("")}${below.join("")}<text x="${width / 2}" y="${height - 4}" text-anchor="middle">${escaped(xLabel)}</text></g>` +
    `<g clip-path="url(#inner)">${lines.join("")}</g></svg>\n`;
}
