// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  theta: [number, number, number, number, number, number, number, number, number];
  x: number;
  target: "corner" | "hill" | "own" | "saddle wave" | "steps" | "wave";
  formula: string;
  units: number;
  layers: number;
  activation: "relu" | "sigmoid" | "tanh";
  loss: "largest error" | "squared error";
  starts: number;
  learning_rate: number;
  steps: number;
  seed: number;
}

export interface View {
  hand: ByHand;
  formula: string;
  curve: Curve | null;
  surface: Picture | null;
  errors: NumberArray;
  best: number;
  squared: number;
  parameters: number;
  history: NumberArray;
}

export interface ByHand {
  x: NumberArray;
  single: NumberArray;
  multi: NumberArray;
  h1: NumberArray;
  h2: NumberArray;
  at: [number, number, number, number];
}

export interface Curve {
  x: NumberArray;
  truth: NumberArray;
  found: NumberArray;
}

export interface Actions {
}

export const about = {
  "name": "shapes",
  "title": "Shapes",
  "summary": "Bend curves by hand, then let a few units draw any shape.",
  "units": [
    "hundred steps"
  ],
  "defaults": {
    "theta": [
      0.1,
      -0.2,
      0.3,
      0.4,
      0.5,
      -0.6,
      0.7,
      0.8,
      -0.9
    ],
    "x": 1.5,
    "target": "wave",
    "formula": "x^3 - x",
    "units": 8,
    "layers": 1,
    "activation": "tanh",
    "loss": "squared error",
    "starts": 4,
    "learning_rate": 0.05,
    "steps": 80,
    "seed": 0
  },
  "fields": {
    "theta": {
      "kind": "other"
    },
    "x": {
      "kind": "number",
      "low": -4,
      "high": 4,
      "title": "x"
    },
    "target": {
      "kind": "choice",
      "choices": [
        "wave",
        "corner",
        "steps",
        "hill",
        "saddle wave",
        "own"
      ],
      "title": "Shape"
    },
    "formula": {
      "kind": "text",
      "title": "Height, of x (and y)"
    },
    "units": {
      "kind": "integer",
      "low": 1,
      "high": 40,
      "title": "Units of each layer"
    },
    "layers": {
      "kind": "integer",
      "low": 1,
      "high": 2,
      "title": "Hidden layers"
    },
    "activation": {
      "kind": "choice",
      "choices": [
        "relu",
        "tanh",
        "sigmoid"
      ],
      "title": "Activation"
    },
    "loss": {
      "kind": "choice",
      "choices": [
        "squared error",
        "largest error"
      ],
      "title": "Make small"
    },
    "starts": {
      "kind": "integer",
      "low": 1,
      "high": 16,
      "title": "Starts"
    },
    "learning_rate": {
      "kind": "number",
      "high": 1,
      "title": "Learning rate"
    },
    "steps": {
      "kind": "integer",
      "low": 1,
      "high": 500,
      "title": "Stop after hundreds of steps"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    }
  }
} as const;
