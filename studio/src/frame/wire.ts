/** Frames as bytes: the length of a JSON header, the header, the arrays it names. */

export interface NumberArray {
  shape: number[];
  data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

/** Maps for display: 0 stands for low, 255 for high. */
export interface Picture {
  shape: number[];
  data: Uint8Array;
  low: number;
  high: number;
}

export type Entry = [position: number, kind: string, given: Record<string, unknown>];

export interface Course {
  position: number;
  length: number;
  clock: string;
  playing: boolean;
  speed: number;
  units: string[];
  branch: number;
  branches: number;
}

export interface Frame {
  frame: number;
  screen: string;
  state: Record<string, unknown>;
  view: unknown;
  course: Course | null;
  first: Record<string, unknown> | null;
  record: Entry[] | null;
  notice: string | null;
  /** Whether the view has some fields alone, and the others stay. */
  partial?: boolean;
}

export interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

export interface Line {
  symbol: string;
  formula: string;
  numbers: string;
  value: number;
}

export interface Derivation {
  title: string;
  lines: Line[];
  gradient: number | null;
  check: number | null;
  note: string;
}

interface Place {
  type: "<f4" | "<f8" | "<i4" | "|u1";
  shape: number[];
  at: number;
  low?: number;
  high?: number;
}

const kinds = { "<f4": Float32Array, "<f8": Float64Array, "<i4": Int32Array, "|u1": Uint8Array };

export function unpack(buffer: ArrayBuffer): Frame {
  const length = new DataView(buffer).getUint32(0, true);
  const header = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
  return JSON.parse(header, (_key, value) => {
    const place = value?.$array as Place | undefined;
    return place ? array(buffer, 4 + length, place) : value;
  });
}

function array(buffer: ArrayBuffer, start: number, place: Place): NumberArray | Picture {
  const size = place.shape.reduce((product, n) => product * n, 1);
  const data = new kinds[place.type](buffer, start + place.at, size);
  const { shape, low, high } = place;
  return low === undefined ? { shape, data } : ({ shape, data, low, high } as Picture);
}
