// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  mode: "average-pooling" | "convolution" | "correlation" | "max-pooling";
  image: ((number)[])[];
  kernel: ((number)[])[];
  stride: number;
  dilation: number;
  padding: [number, number, number, number];
  bias: number;
  relu: boolean;
  twice: boolean;
  look: [number, number] | null;
}

export interface View {
  padded: Picture;
  used: ((number)[])[];
  map: Picture;
  output: ((number | null)[])[];
  second: Picture | null;
  second_numbers: ((number)[])[];
  cell: Cell;
  sides: [Side, Side];
  parameters: number;
  products: number;
  field: [number, number];
  images: (Preset)[];
  kernels: (Preset)[];
}

export interface Cell {
  row: number;
  column: number;
  window: [number, number, number, number];
  patch: ((number)[])[];
  products: ((number)[])[];
  total: number;
  out: number;
  winner: [number, number] | null;
}

export interface Side {
  name: string;
  formula: string;
  size: number;
  left: number;
}

export interface Preset {
  name: string;
  rows: ((number)[])[];
}

export interface Actions {
}

export const about = {
  "name": "convolution",
  "title": "Convolution",
  "summary": "Slide a kernel over a picture, window by window, every product written.",
  "units": [
    "window",
    "row"
  ],
  "defaults": {
    "mode": "correlation",
    "image": [
      [
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0
      ],
      [
        0.0,
        0.0,
        0.0,
        1.0,
        1.0,
        1.0,
        0.0,
        0.0
      ],
      [
        0.0,
        0.0,
        0.0,
        1.0,
        0.0,
        0.0,
        0.0,
        0.0
      ],
      [
        0.0,
        0.0,
        0.0,
        1.0,
        1.0,
        1.0,
        0.0,
        0.0
      ],
      [
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        1.0,
        0.0,
        0.0
      ],
      [
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        1.0,
        0.0,
        0.0
      ],
      [
        0.0,
        0.0,
        0.0,
        1.0,
        1.0,
        1.0,
        0.0,
        0.0
      ],
      [
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0
      ]
    ],
    "kernel": [
      [
        -1.0,
        -1.0,
        -1.0
      ],
      [
        1.0,
        1.0,
        1.0
      ],
      [
        0.0,
        0.0,
        0.0
      ]
    ],
    "stride": 1,
    "dilation": 1,
    "padding": [
      0,
      2,
      0,
      2
    ],
    "bias": 0.0,
    "relu": false,
    "twice": false,
    "look": null
  },
  "fields": {
    "mode": {
      "kind": "choice",
      "choices": [
        "correlation",
        "convolution",
        "max-pooling",
        "average-pooling"
      ],
      "title": "Operation"
    },
    "image": {
      "kind": "other"
    },
    "kernel": {
      "kind": "other"
    },
    "stride": {
      "kind": "integer",
      "low": 1,
      "high": 6,
      "title": "Stride"
    },
    "dilation": {
      "kind": "integer",
      "low": 1,
      "high": 4,
      "title": "Dilation"
    },
    "padding": {
      "kind": "other",
      "title": "Padding"
    },
    "bias": {
      "kind": "number",
      "low": -1000000.0,
      "high": 1000000.0,
      "title": "Bias"
    },
    "relu": {
      "kind": "toggle",
      "title": "ReLU"
    },
    "twice": {
      "kind": "toggle",
      "title": "A second layer of the same"
    },
    "look": {
      "kind": "other",
      "title": "Output"
    }
  }
} as const;
