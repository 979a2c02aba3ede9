// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  method: "lines" | "neighbors" | "polynomial";
  data: "clouds" | "one of each" | "two groups" | "wave";
  examples: number;
  noise: number;
  seed: number;
  k: number;
  metric: "euclidean" | "manhattan";
  degree: number;
  scale: number;
  draws: boolean;
}

export interface View {
  side: number;
  x: NumberArray;
  y: NumberArray;
  classes: (string)[];
  regions: NumberArray;
  predictions: NumberArray;
  train: number;
  test: number;
  new_examples: number;
  degrees: Degrees | null;
  ends: NumberArray;
  lines: (SeparatingLine)[];
  objectives: Objectives | null;
  draws: Draws | null;
  trouble: string | null;
}

export interface Degrees {
  degrees: NumberArray;
  train: NumberArray;
  test: NumberArray;
  terms: NumberArray;
}

export interface SeparatingLine {
  name: string;
  weights: NumberArray;
  bias: number;
  margin: number;
  train: number;
  test: number;
}

export interface Objectives {
  scales: NumberArray;
  naive: NumberArray;
  hinge: NumberArray;
  log: NumberArray;
  chosen: [number, number, number];
  wrong: [number, number];
}

export interface Draws {
  widest: NumberArray;
  median: NumberArray;
}

export interface AddPoint {
  x1: number;
  x2: number;
  label: number;
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
  move_point: MovePoint;
  remove_point: RemovePoint;
}

export const about = {
  "name": "boundaries",
  "title": "Boundaries",
  "summary": "Neighbors, polynomials, lines: who draws which boundary, who overfits.",
  "units": [],
  "defaults": {
    "method": "neighbors",
    "data": "clouds",
    "examples": 45,
    "noise": 20,
    "seed": 0,
    "k": 1,
    "metric": "euclidean",
    "degree": 4,
    "scale": 1.0,
    "draws": false
  },
  "fields": {
    "method": {
      "kind": "choice",
      "choices": [
        "neighbors",
        "polynomial",
        "lines"
      ],
      "title": "Classifier"
    },
    "data": {
      "kind": "choice",
      "choices": [
        "wave",
        "clouds",
        "one of each",
        "two groups"
      ],
      "title": "Examples"
    },
    "examples": {
      "kind": "integer",
      "low": 6,
      "high": 200,
      "title": "How many"
    },
    "noise": {
      "kind": "integer",
      "low": 0,
      "high": 50,
      "title": "Noise (%)"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    },
    "k": {
      "kind": "integer",
      "low": 1,
      "high": 15,
      "title": "Neighbors k"
    },
    "metric": {
      "kind": "choice",
      "choices": [
        "euclidean",
        "manhattan"
      ],
      "title": "Distance"
    },
    "degree": {
      "kind": "integer",
      "low": 1,
      "high": 15,
      "title": "Degree"
    },
    "scale": {
      "kind": "number",
      "high": 1000,
      "title": "Weights times"
    },
    "draws": {
      "kind": "toggle",
      "title": "Compare over 50 draws"
    }
  }
} as const;
