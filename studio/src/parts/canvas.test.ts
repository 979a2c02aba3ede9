import { expect, test } from "vitest";
import { polyline } from "./canvas";

function drawn(xs: number[], ys: number[], from = 0, to = xs.length): string {
  let path = "";
  const pen = {
    beginPath: () => (path += "("),
    moveTo: (x: number, y: number) => (path += `M${x},${y}`),
    lineTo: (x: number, y: number) => (path += `L${x},${y}`),
    stroke: () => (path += ")"),
  };
  polyline(pen as unknown as CanvasRenderingContext2D, from, to, (i) => xs[i], (i) => ys[i]);
  return path;
}

test("a line goes through its points in one stroke", () => {
  expect(drawn([0, 1, 2], [5, 6, 7])).toBe("(M0,5L1,6L2,7)");
});

test("what is no number, or without end, leaves a gap", () => {
  expect(drawn([0, 1, 2, 3, 4], [5, NaN, 7, Infinity, 9])).toBe("(M0,5M2,7M4,9)");
  expect(drawn([NaN, 1, 2], [5, 6, 7])).toBe("(M1,6L2,7)");
});

test("only the points asked for are drawn", () => {
  expect(drawn([0, 1, 2, 3], [5, 6, 7, 8], 1, 3)).toBe("(M1,6L2,7)");
  expect(drawn([], [])).toBe("()");
});
