import { expect, it } from "vitest";
import { contours } from "./contours";

it("a slope is cut where it has the level's height", () => {
  expect(contours([0, 1, 0, 1], 2, 2, 0.25)).toEqual([0.25, 0, 0.25, 1]);
});

it("a plain has no contours", () => {
  expect(contours([1, 1, 1, 1], 2, 2, 0)).toEqual([]);
});

it("a saddle between four corners has two lines", () => {
  expect(contours([1, -1, -1, 1], 2, 2, 0)).toHaveLength(8);
});
