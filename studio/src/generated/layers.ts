// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  data: "circle" | "gauss" | "spiral" | "xor";
  noise: number;
  examples: number;
  layers: number;
  units: number;
  activation: "linear" | "relu" | "sigmoid" | "tanh";
  learning_rate: number;
  batch_size: number;
  epochs: number;
  sweep: boolean;
  seed: number;
}

export interface View {
  side: number;
  train_x: NumberArray;
  train_y: NumberArray;
  output: Picture;
  ends: NumberArray;
  stages: (Stage)[];
  collapsed: Collapsed;
  loss: number;
  test_loss: number;
  train: number;
  test: number;
  parameters: number;
  history: NumberArray;
  widths: WidthSweep | null;
}

export interface Stage {
  name: string;
  units: number;
  lines: NumberArray;
  points: NumberArray;
  seen: number;
  train: number;
  test: number;
}

export interface Collapsed {
  kernel: NumberArray;
  bias: number;
  line: NumberArray;
  apart: number;
}

export interface WidthSweep {
  units: NumberArray;
  train: NumberArray;
  test: NumberArray;
}

export interface Actions {
}

export const about = {
  "name": "layers",
  "title": "Layer by layer",
  "summary": "See each layer bend the plane, and why linear layers never do.",
  "units": [
    "epoch"
  ],
  "defaults": {
    "data": "circle",
    "noise": 0,
    "examples": 200,
    "layers": 2,
    "units": 4,
    "activation": "tanh",
    "learning_rate": 0.02,
    "batch_size": 20,
    "epochs": 200,
    "sweep": false,
    "seed": 0
  },
  "fields": {
    "data": {
      "kind": "choice",
      "choices": [
        "circle",
        "xor",
        "gauss",
        "spiral"
      ],
      "title": "Data"
    },
    "noise": {
      "kind": "integer",
      "low": 0,
      "high": 50,
      "title": "Noise (%)"
    },
    "examples": {
      "kind": "integer",
      "low": 10,
      "high": 400,
      "title": "Training examples"
    },
    "layers": {
      "kind": "integer",
      "low": 1,
      "high": 4,
      "title": "Hidden layers"
    },
    "units": {
      "kind": "integer",
      "low": 1,
      "high": 20,
      "title": "Units of each"
    },
    "activation": {
      "kind": "choice",
      "choices": [
        "tanh",
        "relu",
        "sigmoid",
        "linear"
      ],
      "title": "Activation"
    },
    "learning_rate": {
      "kind": "number",
      "low": 0,
      "high": 10,
      "title": "Learning rate"
    },
    "batch_size": {
      "kind": "integer",
      "low": 1,
      "high": 400,
      "title": "Batch size"
    },
    "epochs": {
      "kind": "integer",
      "low": 1,
      "high": 10000,
      "title": "Stop after epochs"
    },
    "sweep": {
      "kind": "toggle",
      "title": "Compare 1 to 20 units"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    }
  }
} as const;
