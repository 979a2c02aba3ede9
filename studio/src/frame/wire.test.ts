import { expect, it } from "vitest";
import { unpack } from "./wire";

it("arrays are read from behind the header", () => {
  const header = JSON.stringify({ view: { a: { $array: { type: "<f4", shape: [2], at: 0 } } } });
  const padded = header.padEnd(Math.ceil((header.length + 4) / 8) * 8 - 4);
  const bytes = new Uint8Array(4 + padded.length + 8);
  new DataView(bytes.buffer).setUint32(0, padded.length, true);
  bytes.set(new TextEncoder().encode(padded), 4);
  bytes.set(new Uint8Array(new Float32Array([1.5, -2]).buffer), 4 + padded.length);
  const { view } = unpack(bytes.buffer) as any;
  expect([...view.a.data]).toEqual([1.5, -2]);
  expect(view.a.shape).toEqual([2]);
});
