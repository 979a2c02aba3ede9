// Written by tools/studio_types.py from the screen's Python file; edit that.

import type { NumberArray, Picture } from "../frame/wire";

export type Arrays = NumberArray | Picture;

export interface State {
  data: "circle" | "gauss" | "spiral" | "wave" | "xor";
  noise: number;
  examples: number;
  sizes: (number)[];
  layers: number;
  activation: "relu" | "tanh";
  optimizer: "adam" | "sgd";
  learning_rate: number;
  batch_size: number;
  l1: number;
  l2: number;
  dropout: number;
  monitor: "accuracy" | "loss";
  patience: number;
  min_delta: number;
  reaction: "go_on" | "lower_rate" | "stop";
  epochs: number;
  smoothing: number;
  sweep: boolean;
  gradient_noise: boolean;
  shown: number;
  seed: number;
}

export interface View {
  is_classes: boolean;
  train_x: NumberArray;
  train_y: NumberArray;
  val_x: NumberArray;
  val_y: NumberArray;
  curve_x: NumberArray | null;
  truth: NumberArray | null;
  maps: Picture | null;
  networks: (Learned)[];
  verdict: string;
  weights: Spread;
  first_weights: Spread;
  masks: (NumberArray)[];
  kernels: (NumberArray)[];
  sweep: Sweep | null;
  noise: GradientNoise | null;
}

export interface Learned {
  units: number;
  parameters: number;
  train_loss: number;
  val_loss: number;
  train_accuracy: number | null;
  val_accuracy: number | null;
  history: NumberArray;
  smooth: NumberArray;
  best: number | null;
  best_loss: number | null;
  best_accuracy: number | null;
  waits: number;
  stopped: number | null;
  restored: boolean;
  says: (string)[];
  curve: NumberArray | null;
}

export interface Spread {
  counts: NumberArray;
  edges: NumberArray;
  sum_abs: number;
  sum_squares: number;
  tiny: number;
}

export interface Sweep {
  strengths: NumberArray;
  train: NumberArray;
  val: NumberArray;
  norms: NumberArray;
  terms: number;
}

export interface GradientNoise {
  sizes: (number)[];
  variances: NumberArray;
  slope: number;
}

export interface RestoreBest {
}

export interface Actions {
  restore_best: RestoreBest;
}

export const about = {
  "name": "overfitting",
  "title": "Overfitting",
  "summary": "Train networks too small, right and too large; stop, shrink or drop out.",
  "units": [
    "epoch"
  ],
  "defaults": {
    "data": "wave",
    "noise": 30,
    "examples": 20,
    "sizes": [
      1,
      6,
      64
    ],
    "layers": 2,
    "activation": "tanh",
    "optimizer": "adam",
    "learning_rate": 0.01,
    "batch_size": 20,
    "l1": 0.0,
    "l2": 0.0,
    "dropout": 0.0,
    "monitor": "loss",
    "patience": 100,
    "min_delta": 0.0,
    "reaction": "go_on",
    "epochs": 1000,
    "smoothing": 0.0,
    "sweep": false,
    "gradient_noise": false,
    "shown": 2,
    "seed": 0
  },
  "fields": {
    "data": {
      "kind": "choice",
      "choices": [
        "wave",
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
      "low": 4,
      "high": 400,
      "title": "Training examples"
    },
    "sizes": {
      "kind": "other"
    },
    "layers": {
      "kind": "integer",
      "low": 1,
      "high": 3,
      "title": "Hidden layers"
    },
    "activation": {
      "kind": "choice",
      "choices": [
        "tanh",
        "relu"
      ],
      "title": "Activation"
    },
    "optimizer": {
      "kind": "choice",
      "choices": [
        "sgd",
        "adam"
      ],
      "title": "Optimizer"
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
    "l1": {
      "kind": "number",
      "low": 0,
      "high": 10,
      "title": "L1"
    },
    "l2": {
      "kind": "number",
      "low": 0,
      "high": 10,
      "title": "L2"
    },
    "dropout": {
      "kind": "number",
      "low": 0,
      "high": 0.9,
      "title": "Dropout"
    },
    "monitor": {
      "kind": "choice",
      "choices": [
        "loss",
        "accuracy"
      ],
      "title": "Watch"
    },
    "patience": {
      "kind": "integer",
      "low": 1,
      "high": 10000,
      "title": "Patience (epochs)"
    },
    "min_delta": {
      "kind": "number",
      "low": 0,
      "high": 10,
      "title": "Least gain"
    },
    "reaction": {
      "kind": "choice",
      "choices": [
        "stop",
        "lower_rate",
        "go_on"
      ],
      "title": "When it gets no better"
    },
    "epochs": {
      "kind": "integer",
      "low": 1,
      "high": 20000,
      "title": "Stop after epochs"
    },
    "smoothing": {
      "kind": "number",
      "low": 0,
      "high": 0.99,
      "title": "Smoothing"
    },
    "sweep": {
      "kind": "toggle",
      "title": "Sweep λ"
    },
    "gradient_noise": {
      "kind": "toggle",
      "title": "Measure the gradient's noise"
    },
    "shown": {
      "kind": "integer",
      "low": 0,
      "high": 2,
      "title": "Look closely at"
    },
    "seed": {
      "kind": "integer",
      "low": 0,
      "high": 2147483647,
      "title": "Seed"
    }
  }
} as const;
