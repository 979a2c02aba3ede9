import { expect, it } from "vitest";
import { figure, ticks } from "./figures";

it.each([
  [0, "0"],
  [-1.25, "−1.25"],
  [0.00001234, "1.234e-5"],
  [123456789, "1.235e+8"],
  [Number.POSITIVE_INFINITY, "∞"],
  [Number.NaN, "not a number"],
  [null, "not a number"],
])("%s is written %s", (value, text) => {
  expect(figure(value)).toBe(text);
});

it("ticks are round and within the limits", () => {
  expect(ticks(0, 1, 4)).toEqual([0, 0.5, 1]);
  expect(ticks(3, 3, 4)).toEqual([3]);
});
