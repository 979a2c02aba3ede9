/** Thousands of curves at once: how many of them pass through each pixel. */

/** Where values lie: pixel = value * scale + offset. */
export interface Along {
  scale: number;
  offset: number;
}

/** The first place at or after `from` whose value is at least `low`; values rise. */
export function firstAtLeast(values: ArrayLike<number>, from: number, to: number, low: number): number {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (values[middle] < low) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Count a curve in every pixel that it passes through, column by column. */
export function count(
  counts: Uint16Array, width: number, height: number,
  xs: ArrayLike<number>, ys: ArrayLike<number>, from: number, to: number, x: Along, y: Along,
): void {
  let [lastColumn, lastRow] = [NaN, NaN];
  for (let i = from; i < to; i++) {
    const column = Math.round(xs[i] * x.scale + x.offset);
    const row = ys[i] * y.scale + y.offset;
    if (!Number.isFinite(row)) {
      lastColumn = NaN;
      continue;
    }
    const steps = column - lastColumn;
    if (!(steps > 0)) fill(counts, width, height, column, steps === 0 ? lastRow : row, row);
    else {
      const slope = (row - lastRow) / steps;
      const first = Math.max(1, -lastColumn);
      const last = Math.min(steps, width - 1 - lastColumn);
      for (let step = first; step <= last; step++)
        fill(counts, width, height, lastColumn + step, lastRow + slope * (step - 1), lastRow + slope * step);
    }
    lastColumn = column;
    lastRow = row;
  }
}

function fill(counts: Uint16Array, width: number, height: number, column: number, a: number, b: number): void {
  if (column < 0 || column >= width) return;
  const low = Math.max(0, Math.round(a < b ? a : b));
  const high = Math.min(height - 1, Math.round(a < b ? b : a));
  for (let at = low * width + column, row = low; row <= high; row++, at += width) counts[at]++;
}

/** Paint counts in a color, the more curves the less transparent. */
export function shade(image: ImageData, counts: Uint16Array, [r, g, b]: readonly number[]): void {
  const pixels = new Uint32Array(image.data.buffer);
  const color = (b << 16) | (g << 8) | r;
  const alphas = Uint32Array.from({ length: 256 }, (_, n) => (n ? Math.min(255, 45 + 30 * Math.log2(n)) : 0));
  for (let i = 0; i < pixels.length; i++) pixels[i] = (alphas[Math.min(255, counts[i])] << 24) | color;
}
