/** Lines of equal height on a grid, by marching squares. */

/** Pairs of ends, in the grid's columns and rows: x0, y0, x1, y1 and so on. */
export function contours(heights: ArrayLike<number>, columns: number, rows: number, level: number): number[] {
  const found: number[] = [];
  const at = (i: number, j: number) => heights[j * columns + i] - level;
  for (let j = 0; j < rows - 1; j++)
    for (let i = 0; i < columns - 1; i++) {
      const corners = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
      const places = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      for (let k = 0; k < 4; k++) {
        const [a, b] = [corners[k], corners[(k + 1) % 4]];
        if (a < 0 === b < 0) continue;
        const share = a / (a - b);
        const [p, q] = [places[k], places[(k + 1) % 4]];
        found.push(p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1]));
      }
    }
  return found;
}
