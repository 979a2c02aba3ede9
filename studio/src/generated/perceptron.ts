// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  data: "500 points" | "AND" | "NAND" | "OR" | "XOR" | "clouds" | "overlap" | "worked example";
  rule: "averaged" | "batch" | "delta" | "rosenblatt";
  rate: number;
  start: [number, number, number];
  seed: number;
}

export interface View {
  side: number;
  x: NumberArray;
  y: NumberArray;
  scores: NumberArray;
  predictions: NumberArray;
  shown: NumberArray;
  weights: NumberArray;
  line: NumberArray;
  before: NumberArray;
  first: NumberArray;
  errors_at_first: number;
  normal: NumberArray;
  old_normal: NumberArray;
  change: NumberArray;
  regions: NumberArray;
  presented: number;
  last: Presentation | null;
  recent: (Presentation)[];
  errors: number;
  mistakes: number;
  bound: number | null;
  report: string;
  mistakes_of_epochs: NumberArray;
}

export interface Presentation {
  step: number;
  epoch: number;
  example: number;
  target: number;
  score: number;
  prediction: number;
  wrong: number;
  change: NumberArray;
  weights: NumberArray;
}

export interface AddPoint {
  x1: number;
  x2: number;
  label: number;
}

export interface FlipPoint {
  index: number;
}

export interface MovePoint {
  index: number;
  x1: number;
  x2: number;
}

export interface RemovePoint {
  index: number;
}

export interface Actions {
  add_point: AddPoint;
  flip_point: FlipPoint;
  move_point: MovePoint;
  remove_point: RemovePoint;
}

export const about = {
  "name": "perceptron",
  "title": "Perceptron",
  "summary": "One neuron moves its line, example by example, until none is wrong.",
  "units": [
    "presentation",
    "epoch"
  ],
  "defaults": {
    "data": "AND",
    "rule": "rosenblatt",
    "rate": 1,
    "start": [
      0,
      0,
      0
    ],
    "seed": 0
  },
  "fields": {
    "data": {
      "kind": "choice",
      "choices": [
        "AND",
        "OR",
        "NAND",
        "XOR",
        "clouds",
        "overlap",
        "500 points",
        "worked example"
      ],
      "title": "Examples"
    },
    "rule": {
      "kind": "choice",
      "choices": [
        "rosenblatt",
        "batch",
        "averaged",
        "delta"
      ],
      "title": "Rule"
    },
    "rate": {
      "kind": "number",
      "high": 100,
      "title": "Rate η"
    },
    "start": {
      "kind": "other",
      "title": "Start"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    }
  }
} as const;
