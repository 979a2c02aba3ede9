// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  example: "0.05 and 0.10" | "0.35 and 0.9" | "2-3-2" | "own" | "three layers";
  loss: "binary_crossentropy" | "half_squared_error" | "mean_squared_error";
  learning_rate: number;
  train_biases: boolean;
  units: (number)[];
  activation: "linear" | "relu" | "sigmoid" | "softplus" | "tanh";
  seed: number;
  style: "matrix" | "scalar";
  rounding: "2 decimals" | "3 decimals" | "4 decimals" | "5 decimals" | "as the lecture prints" | "full precision";
  quiz: boolean;
}

export interface View {
  x: NumberArray;
  target: NumberArray;
  layers: (LayerView)[];
  loss_before: number;
  loss_after: number;
  parts: NumberArray;
  parameters: number;
  updates: number;
  page: string;
  examples: (ExampleView)[];
  rounded: (Rounded)[];
}

export interface LayerView {
  activation: string;
  slope_rule: string;
  inputs: NumberArray;
  kernel: NumberArray;
  bias: NumberArray | null;
  net: NumberArray;
  out: NumberArray;
  slope: NumberArray | null;
  delta: NumberArray;
  kernel_gradient: NumberArray;
  bias_gradient: NumberArray | null;
  kernel_change: NumberArray;
  bias_change: NumberArray | null;
  kernel_after: NumberArray;
  bias_after: NumberArray | null;
}

export interface ExampleView {
  name: string;
  title: string;
  loss: string;
  learning_rate: number;
  train_biases: boolean;
}

export interface Rounded {
  name: string;
  exact: number;
  rounded: number;
  printed: string | null;
}

export interface Mark {
  answers: Record<string, string>;
}

export interface SetNumber {
  name: string;
  value: string;
}

export interface Actions {
  mark: Mark;
  set_number: SetNumber;
}

export const about = {
  "name": "worked_backprop",
  "title": "Worked backprop",
  "summary": "One training step with every number, to read or to work out by hand.",
  "units": [
    "update"
  ],
  "defaults": {
    "example": "0.35 and 0.9",
    "loss": "half_squared_error",
    "learning_rate": 1.0,
    "train_biases": true,
    "units": [
      2,
      2,
      1
    ],
    "activation": "sigmoid",
    "seed": 0,
    "style": "scalar",
    "rounding": "full precision",
    "quiz": false
  },
  "fields": {
    "example": {
      "kind": "choice",
      "choices": [
        "0.35 and 0.9",
        "0.05 and 0.10",
        "2-3-2",
        "three layers",
        "own"
      ],
      "title": "Network"
    },
    "loss": {
      "kind": "choice",
      "choices": [
        "half_squared_error",
        "mean_squared_error",
        "binary_crossentropy"
      ],
      "title": "Loss E"
    },
    "learning_rate": {
      "kind": "number",
      "low": 0,
      "high": 100,
      "title": "Learning rate η"
    },
    "train_biases": {
      "kind": "toggle",
      "title": "Train the biases"
    },
    "units": {
      "kind": "other"
    },
    "activation": {
      "kind": "choice",
      "choices": [
        "sigmoid",
        "tanh",
        "relu",
        "linear",
        "softplus"
      ],
      "title": "Activation"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    },
    "style": {
      "kind": "choice",
      "choices": [
        "scalar",
        "matrix"
      ],
      "title": "Written as"
    },
    "rounding": {
      "kind": "choice",
      "choices": [
        "full precision",
        "as the lecture prints",
        "2 decimals",
        "3 decimals",
        "4 decimals",
        "5 decimals"
      ],
      "title": "Answers in"
    },
    "quiz": {
      "kind": "toggle",
      "title": "Hide the results: I work them out"
    }
  }
} as const;
