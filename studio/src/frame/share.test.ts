import { expect, test } from "vitest";
import { shared } from "./share";

const view = (loss: number, map = [1, 2]) => ({
  loss,
  classes: ["a", "b"],
  points: { shape: [2], data: Float32Array.from([1, 2]) },
  layers: [{ maps: { shape: [2], data: Uint8Array.from(map) }, name: "tanh" }, { maps: null, name: "relu" }],
});

test("what equals the old stays the old object, and the rest is new", () => {
  const [old, fresh] = [view(1), view(2, [1, 3])];
  const got = shared(old, fresh);
  expect(got).toEqual(view(2, [1, 3]));
  expect(got.points).toBe(old.points);
  expect(got.classes).toBe(old.classes);
  expect(got.layers[1]).toBe(old.layers[1]);
  expect(got.layers[0]).not.toBe(old.layers[0]);
  expect(old).toEqual(view(1));
});

test("an equal whole is the old one", () => {
  const old = view(1);
  expect(shared(old, view(1))).toBe(old);
});

test("other types, lengths and kinds are never taken for equal", () => {
  expect(shared({ data: Float32Array.from([1]) }, { data: Int32Array.from([1]) }).data).toBeInstanceOf(Int32Array);
  expect(shared([1, 2], [1])).toEqual([1]);
  expect(shared([1], [1, 2])).toEqual([1, 2]);
  expect(shared({ a: undefined }, { b: undefined })).toEqual({ b: undefined });
  expect(shared([], {})).toEqual({});
  expect(shared(null, { a: 1 })).toEqual({ a: 1 });
  expect(shared(undefined, null)).toBeNull();
});
