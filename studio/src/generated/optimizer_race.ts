// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  surface: "beale" | "bowl" | "himmelblau" | "houses" | "houses_scaled" | "own" | "parabola" | "rastrigin" | "ravine" | "rosenbrock" | "saddle" | "two_wells";
  formula: string;
  reach: number;
  start: [number, number] | null;
  racers: (Racer)[];
  shown: number;
  schedule: "constant" | "cosine" | "cosine_restarts" | "exponential" | "inverse_time" | "polynomial" | "step" | "warm_up_cosine";
  decay_steps: number;
  decay_rate: number;
  floor: number;
  warmup_steps: number;
  steps: number;
}

export interface Racer {
  kind: "adadelta" | "adagrad" | "adam" | "adamax" | "adamw" | "lion" | "momentum" | "nadam" | "nesterov" | "rmsprop" | "sgd";
  rate: number | null;
  momentum: number;
}

export interface View {
  title: string;
  formula: string;
  window: [number, number, number, number];
  heights: Picture;
  curve: Curve | null;
  minima: ([number, number])[];
  start: [number, number];
  runs: (Run)[];
  detail: Detail;
  sketch_steps: NumberArray;
  sketch: NumberArray;
}

export interface Curve {
  x: NumberArray;
  heights: NumberArray;
}

export interface Run {
  name: string;
  rate: number;
  steps: NumberArray;
  positions: NumberArray;
  heights: NumberArray;
  x: number;
  y: number;
  height: number;
  diverged: boolean;
  says: string;
}

export interface Detail {
  gradient: [number, number];
  push: [number, number] | null;
  scale: [number, number] | null;
  curvature: [number, number];
  place: string;
  rates: NumberArray;
  effective: NumberArray;
}

export interface SecondsPerStep {
}

export interface Actions {
  seconds_per_step: SecondsPerStep;
}

export const about = {
  "name": "optimizer_race",
  "title": "Optimizer race",
  "summary": "Roll SGD, momentum, Adam and others down one surface, and see why they go.",
  "units": [
    "step"
  ],
  "defaults": {
    "surface": "rosenbrock",
    "formula": "(x - 1)^2 + 2*y^2",
    "reach": 3,
    "start": null,
    "racers": [
      {
        "kind": "sgd",
        "rate": null,
        "momentum": 0.9
      },
      {
        "kind": "momentum",
        "rate": null,
        "momentum": 0.9
      },
      {
        "kind": "nesterov",
        "rate": null,
        "momentum": 0.9
      },
      {
        "kind": "adagrad",
        "rate": null,
        "momentum": 0.9
      },
      {
        "kind": "adadelta",
        "rate": null,
        "momentum": 0.9
      },
      {
        "kind": "rmsprop",
        "rate": null,
        "momentum": 0.9
      },
      {
        "kind": "adam",
        "rate": null,
        "momentum": 0.9
      }
    ],
    "shown": 0,
    "schedule": "constant",
    "decay_steps": 100,
    "decay_rate": 0.5,
    "floor": 0.0,
    "warmup_steps": 30,
    "steps": 300
  },
  "fields": {
    "surface": {
      "kind": "choice",
      "choices": [
        "ravine",
        "saddle",
        "rosenbrock",
        "himmelblau",
        "beale",
        "rastrigin",
        "two_wells",
        "bowl",
        "parabola",
        "houses",
        "houses_scaled",
        "own"
      ],
      "title": "Surface"
    },
    "formula": {
      "kind": "text",
      "title": "Height, of x and y"
    },
    "reach": {
      "kind": "number",
      "high": 1000,
      "title": "Window to ±"
    },
    "start": {
      "kind": "other"
    },
    "racers": {
      "kind": "other"
    },
    "shown": {
      "kind": "integer",
      "low": 0,
      "high": 11,
      "title": "Look closely at"
    },
    "schedule": {
      "kind": "choice",
      "choices": [
        "constant",
        "step",
        "exponential",
        "inverse_time",
        "polynomial",
        "cosine",
        "cosine_restarts",
        "warm_up_cosine"
      ],
      "title": "Schedule"
    },
    "decay_steps": {
      "kind": "integer",
      "low": 1,
      "high": 100000,
      "title": "Decay steps"
    },
    "decay_rate": {
      "kind": "number",
      "high": 10,
      "title": "Decay rate"
    },
    "floor": {
      "kind": "number",
      "low": 0,
      "high": 1,
      "title": "Last share of the rate"
    },
    "warmup_steps": {
      "kind": "integer",
      "low": 1,
      "high": 10000,
      "title": "Warm-up steps"
    },
    "steps": {
      "kind": "integer",
      "low": 1,
      "high": 20000,
      "title": "Stop after steps"
    }
  }
} as const;
