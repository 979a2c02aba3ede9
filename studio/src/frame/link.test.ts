import { describe, expect, it } from "vitest";
import { read, readAll, write } from "./link";

const defaults = { noise: 0, data: "circle", table: "" };
const start = { screen: "playground", state: defaults, record: [], position: 0 };

describe("a link", () => {
  it("names the screen alone in its first state", () => {
    expect(write(start, defaults)).toBe("playground");
  });

  it("brings back what differs, the moment and what happened", () => {
    const state = { ...defaults, noise: 20, data: "a&b=c|d" };
    const there = { ...start, state, position: 12, record: [[3, "set", { noise: 1 }]] as any };
    const back = read(write(there, defaults));
    expect(back).toEqual({ ...there, state: { noise: 20, data: "a&b=c|d" } });
  });

  it("leaves out what is too long for an address", () => {
    expect(write({ ...start, state: { ...defaults, table: "x".repeat(5000) } }, defaults)).toBe("playground");
  });

  it("may hold two panes, and no more", () => {
    expect(readAll("#a|b?at=1|c").map((one) => one.screen)).toEqual(["a", "b"]);
  });

  it("survives what cannot be read", () => {
    expect(read("playground?noise=%7B&x&at=z").state).toEqual({});
  });
});
