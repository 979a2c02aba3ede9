// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  data: "digits" | "spiral";
  widths: (number)[];
  depths: (number)[];
  activation: "relu" | "tanh";
  learning_rate: number;
  batch_size: number;
  epochs: number;
  seed: number;
}

export interface View {
  trained: (Trained)[];
  networks: number;
  examples: [number, number];
  says: string;
  board: (Entry)[];
  residual: number;
  human: number;
}

export interface Trained {
  width: number;
  depth: number;
  parameters: number;
  train: number;
  test: number;
  interval: [number, number];
}

export interface Entry {
  year: number;
  name: string;
  error: number;
  printed: [number, number];
  interval: [number, number];
}

export interface Actions {
}

export const about = {
  "name": "wider_deeper",
  "title": "Wider and deeper",
  "summary": "Train networks of many widths and depths; see what size is worth.",
  "units": [
    "network"
  ],
  "defaults": {
    "data": "digits",
    "widths": [
      2,
      8,
      32,
      128
    ],
    "depths": [
      1,
      2,
      4,
      8
    ],
    "activation": "relu",
    "learning_rate": 0.003,
    "batch_size": 32,
    "epochs": 20,
    "seed": 0
  },
  "fields": {
    "data": {
      "kind": "choice",
      "choices": [
        "digits",
        "spiral"
      ],
      "title": "Learn"
    },
    "widths": {
      "kind": "other",
      "title": "Units a layer"
    },
    "depths": {
      "kind": "other",
      "title": "Hidden layers"
    },
    "activation": {
      "kind": "choice",
      "choices": [
        "relu",
        "tanh"
      ],
      "title": "Activation"
    },
    "learning_rate": {
      "kind": "number",
      "low": 0,
      "high": 1,
      "title": "Learning rate"
    },
    "batch_size": {
      "kind": "integer",
      "low": 1,
      "high": 500,
      "title": "Batch size"
    },
    "epochs": {
      "kind": "integer",
      "low": 1,
      "high": 200,
      "title": "Epochs of each"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    }
  }
} as const;
