// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  activation: "celu" | "elu" | "exponential" | "gelu" | "hard_shrink" | "hard_sigmoid" | "hard_silu" | "hard_tanh" | "leaky_relu" | "linear" | "log_sigmoid" | "mish" | "relu" | "relu6" | "selu" | "sigmoid" | "silu" | "soft_shrink" | "softplus" | "softsign" | "sparse_plus" | "sparse_sigmoid" | "squareplus" | "step" | "tanh" | "tanh_shrink" | "own";
  formula: string;
  leaky_slope: number;
  x: number;
  depth: number;
  width: number;
  initializer: "glorot_normal" | "glorot_uniform" | "he_normal" | "he_uniform" | "lecun_normal" | "orthogonal" | "random_normal";
  deviation: number;
  learning_rate: number;
  seed: number;
  compare: boolean;
  depths: boolean;
}

export interface View {
  curve_x: NumberArray;
  values: NumberArray;
  slopes: NumberArray;
  flat: NumberArray;
  readings: (Reading)[];
  chosen: Reading;
  layers: (Passing)[];
  warnings: (string)[];
  loss: number;
  history: NumberArray;
  initializers: (string)[];
  norms: NumberArray | null;
  depths: Depths | null;
}

export interface Reading {
  name: string;
  value: number;
  slope: number;
  flat: boolean;
}

export interface Passing {
  name: string;
  counts: NumberArray;
  edges: NumberArray;
  gradient_counts: NumberArray;
  gradient_edges: NumberArray;
  mean: number;
  deviation: number;
  zeros: number;
  gradient_deviation: number;
  gradient_norm: number | null;
  saturated: number | null;
  dead: number | null;
}

export interface Depths {
  depths: (number)[];
  names: (string)[];
  ratios: NumberArray;
}

export interface Actions {
}

export const about = {
  "name": "activation_explorer",
  "title": "Activations",
  "summary": "See f and f′, and how a deep stack's signals vanish, explode or die.",
  "units": [
    "step"
  ],
  "defaults": {
    "activation": "sigmoid",
    "formula": "1/(1 + 2*exp(-3*x))",
    "leaky_slope": 0.1,
    "x": 1.0,
    "depth": 10,
    "width": 64,
    "initializer": "glorot_uniform",
    "deviation": 0.05,
    "learning_rate": 0.1,
    "seed": 0,
    "compare": false,
    "depths": false
  },
  "fields": {
    "activation": {
      "kind": "other",
      "title": "Activation"
    },
    "formula": {
      "kind": "text",
      "title": "f(x)"
    },
    "leaky_slope": {
      "kind": "number",
      "low": 0,
      "high": 1,
      "title": "Leaky slope"
    },
    "x": {
      "kind": "number",
      "low": -1000,
      "high": 1000,
      "title": "x"
    },
    "depth": {
      "kind": "integer",
      "low": 1,
      "high": 50,
      "title": "Layers"
    },
    "width": {
      "kind": "integer",
      "low": 2,
      "high": 256,
      "title": "Units a layer"
    },
    "initializer": {
      "kind": "choice",
      "choices": [
        "glorot_uniform",
        "glorot_normal",
        "he_uniform",
        "he_normal",
        "lecun_normal",
        "orthogonal",
        "random_normal"
      ],
      "title": "Initial weights"
    },
    "deviation": {
      "kind": "number",
      "low": 0,
      "high": 100,
      "title": "Deviation of random normal"
    },
    "learning_rate": {
      "kind": "number",
      "low": 0,
      "high": 100,
      "title": "Learning rate"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    },
    "compare": {
      "kind": "toggle",
      "title": "Compare all initializers"
    },
    "depths": {
      "kind": "toggle",
      "title": "Compare depths"
    }
  }
} as const;
