// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  activation: "linear" | "sigmoid" | "softplus" | "tanh";
  learning_rate: number;
  rate: "constant" | "walk-through 1" | "walk-through 2";
  examples: number;
  rule: "gradient" | "page";
}

export interface View {
  phase: "backward" | "forward" | "start" | "update";
  active: number | null;
  sentence: string;
  neurons: (NeuronView)[];
  x: NumberArray;
  targets: NumberArray;
  row: number;
  learned: number;
  rate: number;
  loss: number | null;
}

export interface NeuronView {
  name: string;
  layer: number;
  unit: number;
  inputs: (string)[];
  weights: NumberArray;
  e: number | null;
  y: number | null;
  d: number | null;
  slope: number | null;
  page: NumberArray | null;
  gradient: NumberArray | null;
  agree: boolean;
}

export interface Actions {
}

export const about = {
  "name": "walk_through",
  "title": "Walk-through",
  "summary": "Signals go forward, the error comes back, weights change: neuron by neuron.",
  "units": [
    "neuron",
    "phase",
    "example"
  ],
  "defaults": {
    "activation": "sigmoid",
    "learning_rate": 0.5,
    "rate": "constant",
    "examples": 100,
    "rule": "page"
  },
  "fields": {
    "activation": {
      "kind": "choice",
      "choices": [
        "sigmoid",
        "tanh",
        "softplus",
        "linear"
      ],
      "title": "f(e)"
    },
    "learning_rate": {
      "kind": "number",
      "low": 0,
      "high": 100,
      "title": "Rate η"
    },
    "rate": {
      "kind": "choice",
      "choices": [
        "constant",
        "walk-through 1",
        "walk-through 2"
      ],
      "title": "η goes on as"
    },
    "examples": {
      "kind": "integer",
      "low": 2,
      "high": 100000,
      "title": "Examples in all, for η"
    },
    "rule": {
      "kind": "choice",
      "choices": [
        "page",
        "gradient"
      ],
      "title": "Weights change as the"
    }
  }
} as const;
