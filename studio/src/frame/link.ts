/** Links: `#playground?noise=20&at=125|playground` names two panes and their states. */

import type { Start } from "./session.svelte";
import type { Entry } from "./wire";

type Given = Record<string, unknown>;

/** Longer values, such as a pasted table, do not belong in an address. */
const longest = 1500;

/** What a link says of a pane; only what differs from the defaults is written. */
export function write(start: Start, defaults: Given): string {
  const parts: [string, unknown][] = Object.entries(start.state).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
  );
  if (start.position) parts.push(["at", start.position]);
  if (start.record.length) parts.push(["record", start.record]);
  const text = parts
    .map(([name, value]) => [name, JSON.stringify(value)])
    .filter(([, value]) => value.length <= longest)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return text ? `${start.screen}?${text}` : start.screen;
}

/** The pane that a link describes; what cannot be read is left out. */
export function read(text: string): Start {
  const [screen, query = ""] = text.split("?");
  const state: Given = {};
  for (const part of query.split("&").filter(Boolean)) {
    const [name, value = ""] = part.split("=");
    try {
      state[name] = JSON.parse(decodeURIComponent(value));
    } catch {
      continue;
    }
  }
  const { at = 0, record = [], ...rest } = state;
  return { screen, state: rest, record: record as Entry[], position: Number(at) || 0 };
}

export function readAll(hash: string): Start[] {
  return hash.replace(/^#/, "").split("|").filter(Boolean).slice(0, 2).map(read);
}
