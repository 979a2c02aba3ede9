import { expect, it } from "vitest";
import { count, firstAtLeast } from "./density";

const plain = { scale: 1, offset: 0 };

function rows(xs: number[], ys: number[], width = 4, height = 3): string[] {
  const counts = new Uint16Array(width * height);
  count(counts, width, height, xs, ys, 0, xs.length, plain, plain);
  return Array.from({ length: height }, (_, row) => counts.slice(row * width, (row + 1) * width).join(""));
}

it("a level curve is counted once a column", () => {
  expect(rows([0, 1, 2, 3], [1, 1, 1, 1])).toEqual(["0000", "1111", "0000"]);
});

it("a steep curve fills its columns", () => {
  expect(rows([0, 1], [0, 2])).toEqual(["1100", "0100", "0100"]);
});

it("what is no number breaks the curve, and what lies outside is left out", () => {
  expect(rows([0, 1, 2, 3], [1, NaN, 1, 9])).toEqual(["0000", "1011", "0001"]);
  expect(rows([-2, 2], [1, 1])).toEqual(["0000", "1110", "0000"]);
});

it("finds the first place", () => {
  expect(firstAtLeast([1, 2, 4, 8], 0, 4, 3)).toBe(2);
  expect(firstAtLeast([1, 2, 4, 8], 0, 4, 9)).toBe(4);
});
